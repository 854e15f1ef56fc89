"""Firefox as it is installed on a machine, driven by its own protocol, Marionette: Playwright drives a build of its own alone.

A message is its length, a colon and JSON: [0, number, command, parameters] to it, [1, number, error, result] back.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
_STARTS = 60.0  # seconds
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_PREFERENCES = {
    "marionette.port": 0,  # the kernel chooses; the port is written into the profile
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.useDownloadDir": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
_NO_NETWORK = {"network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
               "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9}  # fmt: skip


class Firefox:
    """One window, closed with its profile at the end of a `with`. `saved` is where it puts what is saved."""

    def __init__(self, *, offline: bool = False) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="firefox-")
        profile, self.saved = Path(self._folder.name) / "profile", Path(self._folder.name) / "saved"
        profile.mkdir()
        self.saved.mkdir()
        wanted = _PREFERENCES | {"browser.download.dir": str(self.saved)} | (_NO_NETWORK if offline else {})
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        words = [
            str(PROGRAM),
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            str(profile),
            "about:blank",
        ]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._socket = self._connected(profile / "MarionetteActivePort")
        self._number = 0
        self._heard()  # it greets
        self.do("WebDriver:NewSession", strictFileInteractability=False)

    def _connected(self, port: Path) -> socket.socket:
        until = time.monotonic() + _STARTS
        while time.monotonic() < until:
            if port.exists() and port.read_text():
                return socket.create_connection(("127.0.0.1", int(port.read_text())), timeout=240)
            time.sleep(0.1)
        raise AssertionError("Firefox does not answer")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(30)
        self._folder.cleanup()

    def _heard(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._socket.recv(1)
        body, length = b"", int(head[:-1])
        while len(body) < length:
            body += self._socket.recv(length - len(body))
        return json.loads(body)

    def do(self, command: str, **parameters: object) -> Any:
        """One command; its result. A refusal is an assertion that fails."""
        self._number += 1
        said = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(str(len(said)).encode() + b":" + said)
        _, _, error, result = self._heard()
        assert error is None, error
        return result.get("value", result) if isinstance(result, dict) else result

    def go(self, address: str) -> None:
        """Open an address."""
        self.do("WebDriver:Navigate", url=address)

    def run(self, script: str, *given: object) -> Any:
        """What a script returns on the page that is open."""
        return self.do("WebDriver:ExecuteScript", script=script, args=list(given), newSandbox=False)

    def until(self, script: str, seconds: float = 60.0) -> Any:
        """What a script returns as soon as that is something."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := self.run(script):
                return found
            time.sleep(0.1)
        raise AssertionError(f"never: {script}")

    def element(self, selector: str) -> str:
        """The one element of a selector."""
        return str(self.do("WebDriver:FindElement", using="css selector", value=selector)[_ELEMENT])

    def click(self, selector: str) -> None:
        """Click as the mouse does."""
        self.do("WebDriver:ElementClick", id=self.element(selector))

    def type(self, selector: str, words: str) -> None:
        """Type into a field; into one for a file, its path."""
        self.do("WebDriver:ElementSendKeys", id=self.element(selector), text=words)

    def press(self, *keys: str) -> None:
        """Press keys of the keyboard, one after the other."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.do("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def narrow(self, width: int, height: int, zoom: int = 4) -> None:
        """Show so much of a page as a phone does: by zooming in, for no window of Firefox is so narrow."""
        self.do("WebDriver:SetWindowRect", width=width * zoom, height=height * zoom)
        self.do("Marionette:SetContext", value="chrome")
        self.run("gBrowser.selectedBrowser.fullZoom = arguments[0]", zoom)
        self.do("Marionette:SetContext", value="content")
