"""Puts into a wheel what is made of the catalogue and the templates, so that nobody's first print has to make it.

Pictures are drawn as their files say, which takes 45 s of CPU time. With PRINTKIT_PICTURES=all they are drawn with all
that may be answered of somebody, too, as for a wheel that many get: some minutes. PRINTKIT_PICTURES="seated-toe-raise bridging"
draws these only, and "none" none. Those of the skin are always ready. What is not ready is drawn when it is printed, as in a checkout.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyCatalogue(BuildHookInterface[Any]):
    """The hook of pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it, and name it among the files of the wheel; a checkout that is only pointed at changes, so it gets none."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from printkit.catalog import compiled, shipped
        from printkit.content import ready_pictures
        from printkit.kit import Printkit

        self._made = tempfile.TemporaryDirectory()  # it goes with the hook, when the wheel is packed
        kit, folder = Printkit(), Path(self._made.name)
        shipped.write("catalogue", compiled.entries(kit.catalog), folder)
        shipped.write("templates", kit.templates.programs(), folder)
        asked = os.environ.get("PRINTKIT_PICTURES", "").split()
        every = asked in ([], ["all"])
        names = [name for name in kit.catalog.names("figures") if every or name in asked]
        ready_pictures.write(folder, kit.catalog.folders, names, answers=bool(asked))
        build_data["force_include"][str(folder)] = "printkit/_shipped/ready"
