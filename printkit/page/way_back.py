"""What must be put right has an address of its own, so that the way back of a browser leads to it and asks nothing.

A browser cannot show an answer to a sent form again without sending it again. So such an answer is kept here, and the
browser is sent to look at it. When the form is sent without a fault it is kept no more, and its address leads to the
screen as it is now.
"""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from printkit.page.memory import Shelf

_ASKED_AS = "told"  # in the address
_PUT_RIGHT = "422"
_KEPT = 20  # answers of some 10 to 100 kB


class _Answer(NamedTuple):
    path: str
    heads: list[tuple[str, str]]
    body: bytes


class WayBack:
    """An application whose refused forms are looked at by an address."""

    def __init__(self, screens: WSGIApplication) -> None:
        self._screens = screens
        self._told: Shelf[_Answer] = Shelf(_KEPT)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """One request."""
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") != "POST":
            asked = parse_qs(environ.get("QUERY_STRING", "")).get(_ASKED_AS)
            if asked is None:
                return self._screens(environ, start)
            return self._again(asked[0], path, environ, start)
        status, heads, body = self._answered(environ)
        if not status.startswith(_PUT_RIGHT):
            if status.startswith("303"):
                self._told.drop(lambda each: each.path == path)
            start(status, heads)
            return [body]
        key = self._told.keep(_Answer(path, heads, body))
        closing = [
            (name, value) for name, value in heads if not name.startswith("Content-T") and name != "Content-Length"
        ]
        start("303 See Other", [*closing, ("Location", f"{path}?{_ASKED_AS}={key}"), ("Content-Length", "0")])
        return [b""]

    def _again(self, key: str, path: str, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """What was told by a key. Only who may see the screens sees that: they answer first."""
        status, heads, body = self._answered({**environ, "QUERY_STRING": ""})
        told = self._told.get(key)
        if told is None or told.path != path or not status.startswith("200"):
            start(status, heads)
            return [body]
        start("200 OK", told.heads)
        return [told.body]

    def _answered(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        found: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, heads: list[tuple[str, str]], _error: object = None) -> object:
            found.append((status, heads))
            return lambda _: None

        parts = self._screens(environ, start)  # type: ignore[arg-type]
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        status, heads = found[-1]
        return status, heads, body
