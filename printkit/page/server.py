"""The page on this machine alone: one bound socket, a secret in every address, an end of its own.

The secret stands in the path and not in a cookie, for cookies do not know ports: another program's page on this machine
would be sent it. The browser is started with a ticket that is good once and for a minute, because other users of a machine
can read with which words a program was started.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from secrets import compare_digest, token_urlsafe
from typing import Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import waitress.server
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from printkit.kit import Printkit
from printkit.page import words
from printkit.page.application import LARGEST, application
from printkit.page.house import Places
from printkit.page.memory import Memory
from printkit.page.way_back import WayBack

IDLE = 30 * 60.0  # seconds after the last request
IDLE_UNDER_WAY = 8 * 60 * 60.0  # a working day: a draft of an hour must not be lost over lunch
_TICKET_LASTS = 60.0
_LOOK_UP = 1.0  # how often to see whether it is time to end
_LAST_WORDS = 3.0  # for the answer to Close
_SECRET = 24  # bytes
_BROWSER_STARTS = 3.0


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the server itself refuses. Of what is too large the screens say so, in their words and with the way back."""

    def execute(self) -> None:
        """Answer with the screen; all else as the server does."""
        if not isinstance(self.request.error, RequestEntityTooLarge):
            super().execute()
            return
        environ = WSGITask(self.channel, self.request).get_environment()
        # nothing of the body was kept: what the screens are told is its length alone
        environ |= {"CONTENT_LENGTH": str(2 * LARGEST), "wsgi.input": BytesIO(), "wsgi.input_terminated": False}

        def start(status: str, heads: list[tuple[str, str]], _error: object = None) -> object:
            self.status = status
            self.response_headers.extend(heads)
            return self.write

        body = b"".join(self.channel.server.application(environ, start))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal


class Door:
    """The page behind one socket, which is closed at the end of a `with`.

    `address` is where it is, `ticket` where a browser is sent to begin. Raises OptionsError for a `language` in which the
    screens are not whole.
    """

    def __init__(
        self,
        kit: Printkit,
        *,
        diary: str = "",
        roster: Path | None = None,
        scans: tuple[Path, ...] = (),
        forms: tuple[Path, ...] = (),
        language: str = "en",
        idle: float = IDLE,
    ) -> None:
        words.check(kit, language)
        self._listening = socket.create_server(("127.0.0.1", 0))  # the kernel chooses, and nobody can take it between
        port = self._listening.getsockname()[1]
        self._root = f"/{token_urlsafe(_SECRET)}"
        self._once = f"/{token_urlsafe(_SECRET)}"
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.memory = Memory(language)
        self.address = f"http://{hosts[0]}{self._root}/"
        self.ticket = f"http://{hosts[0]}{self._once}"
        self._hosts, self._idle = hosts, idle
        self._opened = self._last = time.monotonic()
        screens = application(kit, self._root, hosts, self.memory, Places(diary, roster, scans, forms))
        self._screens: WSGIApplication = WayBack(screens)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._listening.close()

    def serve(self) -> None:
        """Answer until somebody presses Close, nobody has asked for a while, or Ctrl-C comes through."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a second request waits is no news
        connections: dict[int, object] = {}
        server = waitress.server.create_server(
            self._answer,
            map=connections,
            sockets=[self._listening],
            threads=1,  # one person asks one thing at a time, and then nothing of printkit needs a lock
            ident=None,
            max_request_body_size=LARGEST + 100_000,  # what is a little too large is refused by a screen
            # bodies stay in memory, for a server of files would write what people type to a temporary one
            inbuf_overflow=4 * LARGEST,
            outbuf_overflow=100_000_000,
        )
        server.channel_class = _Channel
        try:
            while not self.memory.closing and time.monotonic() - self._last < self._patience():
                wasyncore.loop(timeout=_LOOK_UP, map=connections, count=1)
            until = time.monotonic() + _LAST_WORDS
            while server.active_channels and time.monotonic() < until:
                wasyncore.loop(timeout=0.05, map=connections, count=1)
        finally:
            server.task_dispatcher.shutdown()
            wasyncore.close_all(connections)

    def _patience(self) -> float:
        """Seconds that it waits for the next request."""
        return max(self._idle, IDLE_UNDER_WAY) if self.memory.under_way else self._idle

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """One request: the ticket leads to the screens once, all else is theirs."""
        path, once = environ.get("PATH_INFO", ""), self._once
        if path.startswith(f"{self._root}/"):
            self._last = time.monotonic()  # who does not know the secret keeps nothing alive
        good = once and environ.get("HTTP_HOST") in self._hosts and compare_digest(path.encode(), once.encode())
        if not good:
            return self._screens(environ, start)
        self._once = ""
        if time.monotonic() - self._opened > _TICKET_LASTS:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"404\n"]
        start("303 See Other", [("Location", f"{self._root}/"), ("Cache-Control", "no-store")])
        return [b""]


def in_browser(door: Door, browser: Callable[[str], bool]) -> bool:
    """Send the person's own browser to the door; False when none could be started. One in a terminal is not waited for."""
    started: list[bool] = []

    def start() -> None:
        try:
            started.append(browser(door.ticket))
        except OSError:
            started.append(False)

    starting = threading.Thread(target=start, daemon=True)
    starting.start()
    starting.join(_BROWSER_STARTS)
    return started != [False]
