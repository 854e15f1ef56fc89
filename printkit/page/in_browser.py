"""The page inside a window of a browser: the same screens, asked by a script in place of a server.

tools/one_file.py packs this for Pyodide, the Python that runs in a browser. Here are neither sockets nor threads, so a
request is a plain call. Nothing is kept but in the memory of the window.
"""

from msgspec import Struct
from werkzeug.test import Client

from printkit.kit import Printkit
from printkit.page.application import application
from printkit.page.house import Places

ROOT = "/app"  # nobody can guess it in vain: it is reached from inside the window alone
_HOST = "localhost"
_SAVED = "attachment"


class Answer(Struct, frozen=True, kw_only=True):
    """What a request has led to."""

    path: str  # of the screen that stands there now, with the place in it, as "/app/booklet/x/exercises#exercise-y"
    kind: str  # its media type
    data: bytes
    save: str = ""  # the name of a file to save; "" for what is to be shown


class Window:
    """The screens of one window. `version` is said at the foot of each."""

    def __init__(self, version: str, kit: Printkit | None = None) -> None:
        screens = application(kit or Printkit(), ROOT, (_HOST,), places=Places(window=version))
        self._client = Client(screens)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """What the browser shows after this request, wherever it was sent on to."""
        with self._client.open(path, method=method, data=body, content_type=kind or None) as got:
            if got.location is not None:
                return self.ask("GET", got.location)
            how, _, name = got.headers.get("Content-Disposition", "").partition('; filename="')
            saved = name.rstrip('"') if how == _SAVED else ""
            return Answer(path=path, kind=got.mimetype, data=got.data, save=saved)
