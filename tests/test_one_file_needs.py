"""What tools/one_file.py says where something that it packs is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parent.parent / "tools" / "one_file.py"
PRETEND = """\
import importlib.metadata, runpy, sys
there = importlib.metadata.files
def files(name):
    if name in {missing!r}:
        raise importlib.metadata.PackageNotFoundError(name)
    return there(name)
importlib.metadata.files = files
for name in {unknown!r}:
    sys.modules[name] = None
sys.argv = [{tool!r}, "--out", "out"]
runpy.run_path({tool!r}, run_name="__main__")
"""


@pytest.mark.parametrize(
    ("missing", "unknown", "path", "says"),
    [
        (
            ("python-bidi", "babel"),
            (),
            None,
            ["not installed here: python-bidi, babel;", "'.[page,scripts,languages]'"],
        ),
        ((), ("werkzeug",), None, ["werkzeug", "is not installed here", "'.[page,scripts,languages]'"]),
        ((), (), "", ["npm is needed for this; it comes with Node.js"]),
    ],
    ids=["two extras", "no extra", "no npm"],
)
def test_what_is_missing_is_said_in_one_line_before_anything_is_written(tmp_path, missing, unknown, path, says):
    script = PRETEND.format(missing=missing, unknown=unknown, tool=str(TOOL))
    paths = os.environ | ({"PATH": path} if path is not None else {})
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=tmp_path, env=paths, capture_output=True, text=True
    )
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    for words in says:
        assert words in line
    assert list(tmp_path.iterdir()) == []
