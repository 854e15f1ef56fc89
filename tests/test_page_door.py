"""Door A, `printkit open`: who is let in. Each refusal is sent as it would come, and must be refused."""

import http.client
import importlib.metadata
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import waitress.server

from printkit import errors
from printkit.kit import Printkit
from printkit.page import application as screens
from printkit.page import server
from printkit.page.server import Door

KIT = Printkit()
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_LOOK_UP", 0.05)


@pytest.fixture
def door() -> Iterator[Door]:
    with Door(KIT) as opened:
        serving = threading.Thread(target=opened.serve)
        serving.start()
        yield opened
        opened.memory.closing = True
        serving.join(10)
    assert not serving.is_alive()


class Answer:
    """What came back for raw bytes: the status, the head, the body."""

    def __init__(self, said: bytes) -> None:
        head, _, self.body = said.partition(b"\r\n\r\n")
        self.head = head.decode("latin-1")
        self.status = int(self.head.split()[1])


def port_of(door: Door) -> int:
    return int(door.address.split(":")[2].partition("/")[0])


def path_of(door: Door) -> str:
    return "/" + door.address.split("/", 3)[3]


def ask(door: Door, path: str, method: str = "GET", body: bytes = b"", **heads: str) -> Answer:
    """Send one request as it is written here."""
    given = {"Host": f"127.0.0.1:{port_of(door)}", "Connection": "close", "Content-Length": str(len(body))}
    given |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    given |= {name.replace("_", "-"): value for name, value in heads.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    with socket.create_connection(("127.0.0.1", port_of(door)), timeout=30) as link:
        link.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        said = b""
        while part := link.recv(65536):
            said += part
    return Answer(said)


def test_a_screen_comes_to_who_knows_the_address(door):
    found = ask(door, path_of(door))
    assert found.status == 200
    assert b"What do you want to print?" in found.body


# 1. this machine alone


def test_it_listens_on_this_machine_alone_at_a_port_that_the_kernel_chose(door):
    assert door._listening.getsockname()[0] == "127.0.0.1"
    assert port_of(door) >= 1024
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", port_of(door)))


def test_no_option_opens_it_to_others(printkit):
    said = printkit("open", "--help").output
    assert not re.search("--(host|port|bind|listen|address)", said)


# 2. a secret in every address


@pytest.mark.parametrize(
    "path", ["/", "/checklist/home-safety", "/style.css", "/close", "/AAAA/", "//", "/%00/", "/%C3%A9"]
)
def test_without_the_secret_there_is_nothing(door, path):
    found = ask(door, path)
    assert found.status == 404
    assert path_of(door).strip("/") not in found.head + found.body.decode()


def test_half_of_the_secret_is_nothing(door):
    assert ask(door, path_of(door)[:-5] + "/").status == 404
    assert ask(door, path_of(door).upper()).status == 404


def test_the_secret_has_24_random_bytes_and_is_new_each_time():
    doors = [Door(KIT) for _ in range(3)]
    secrets = {path_of(door).strip("/") for door in doors} | {door.ticket.rpartition("/")[2] for door in doors}
    for each in doors:
        each._listening.close()
    assert len(secrets) == 6
    assert {len(secret) for secret in secrets} == {32}


def test_the_ticket_of_the_browser_is_good_once(door):
    ticket = "/" + door.ticket.rpartition("/")[2]
    assert ask(door, ticket, Host="evil.example").status == 400
    first = ask(door, ticket)
    assert first.status == 303
    assert f"Location: {path_of(door)}" in first.head
    assert ask(door, ticket).status == 404


def test_the_ticket_of_the_browser_ends_after_a_minute(door, monkeypatch):
    monkeypatch.setattr(server, "_TICKET_LASTS", 0.0)
    assert ask(door, "/" + door.ticket.rpartition("/")[2]).status == 404


# 3. a foreign name: DNS rebinding


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "[::1]:{port}",
    ],
)
def test_a_foreign_host_is_refused(door, host):
    found = ask(door, path_of(door), Host=host.format(port=port_of(door)))
    assert found.status == 400
    assert b"print" not in found.body


def test_no_host_at_all_is_refused(door):
    assert ask(door, path_of(door), Host="").status == 400


def test_a_name_that_is_pointed_at_this_machine_meets_the_same_wall(door):
    """What a browser sends after a rebinding: the attacker's name, our address, and its own origin as same-origin."""
    found = ask(
        door, f"{path_of(door)}look", "POST", b"look=large", Host=f"rebound.example:{port_of(door)}",
        Origin=f"http://rebound.example:{port_of(door)}", Sec_Fetch_Site="same-origin",
    )  # fmt: skip
    assert found.status == 400
    assert door.memory.look == "standard"


def test_localhost_is_a_name_of_this_machine(door):
    assert ask(door, path_of(door), Host=f"localhost:{port_of(door)}").status == 200


# 4. a form on somebody else's page


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_form_of_another_site_is_refused(door, site):
    assert ask(door, f"{path_of(door)}look", "POST", b"look=large", Sec_Fetch_Site=site).status == 403
    assert door.memory.look == "standard"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost:{port}"]
)
def test_a_foreign_origin_is_refused(door, origin):
    said = ask(door, f"{path_of(door)}close", "POST", b"a=b", Origin=origin.format(port=port_of(door)))
    assert said.status == 403
    assert not door.memory.closing


def test_our_own_form_is_taken(door):
    found = ask(
        door, f"{path_of(door)}look", "POST", b"to=large", Sec_Fetch_Site="same-origin",
        Origin=f"http://127.0.0.1:{port_of(door)}",
    )  # fmt: skip
    assert found.status == 303
    assert door.memory.look == "large"


# 5. what a browser may do with an answer


@pytest.mark.parametrize("path", ["", "style.css", "nothing"])
def test_every_answer_is_closed_to_script_of_others_to_frames_and_more(door, path):
    head = ask(door, path_of(door) + path, Origin="http://evil.example").head
    assert "Content-Security-Policy: default-src 'none'; " in head
    assert re.findall(r"script[^;]*", head) == ["script-src 'self'"]
    assert "unsafe" not in head
    assert "frame-ancestors 'none'" in head
    assert "Access-Control" not in head
    for name, value in {
        "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    }.items():  # fmt: skip
        assert f"{name}: {value}" in head
    assert "Set-Cookie" not in head


def test_pages_may_be_framed_by_the_screen_that_made_them_and_by_nobody_else(door):
    shoes = f"{path_of(door)}checklist/shoes"
    made = re.findall(r"Location: (\S+)", ask(door, shoes, "POST", b"country=GB").head)[0]
    (file,) = re.findall(r'data-file="([^"]+)"', ask(door, made).body.decode())
    assert "frame-ancestors 'self'" in ask(door, file).head
    assert "default-src 'none'; " in ask(door, file).head
    assert "frame-ancestors 'none'" in ask(door, made).head


def test_no_screen_has_script_but_our_own_file_or_looks_elsewhere():
    ours = '<script src="{{ root }}/screens.js" defer></script>'
    for screen in Path(screens._SCREENS).glob("*.html"):
        text = screen.read_text(encoding="utf-8")
        assert text.count(ours) == (screen.name == "base.html")
        text = text.replace(ours, "")
        assert not re.search(r"<script|\son\w+=|style=|javascript:|https?://|//\w|<iframe|<embed|<object", text), screen


# 6. how much


def test_a_large_body_is_refused(door):
    body = b"look=" + b"x" * (screens.LARGEST + 1)
    assert ask(door, f"{path_of(door)}look", "POST", body).status == 413
    assert ask(door, f"{path_of(door)}look", "POST", b"x" * 100, Content_Length=str(10**12)).status == 413


def test_many_parts_are_refused(door):
    part = b'--b\r\nContent-Disposition: form-data; name="look"\r\n\r\nlarge\r\n'
    kind = {"Content_Type": "multipart/form-data; boundary=b"}
    assert ask(door, f"{path_of(door)}look", "POST", part * 401 + b"--b--\r\n", **kind).status == 413
    assert ask(door, f"{path_of(door)}look", "POST", part * 4 + b"--b--\r\n", **kind).status == 303


# 7. nothing on a disk


@pytest.fixture
def no_files(monkeypatch):
    def refused(*_given: object, **_named: object) -> None:
        raise AssertionError("something was written to a temporary file")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refused)
    for module in (sys.modules["werkzeug.formparser"], sys.modules["waitress.buffers"]):
        for name in ("TemporaryFile", "SpooledTemporaryFile"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, refused)


@pytest.mark.usefixtures("no_files")
def test_what_is_typed_stays_in_memory(door):
    long = (
        b'--b\r\nContent-Disposition: form-data; name="look"; filename="x.pdf"\r\n\r\n'
        + b"x" * 1_500_000
        + b"\r\n--b--\r\n"
    )
    kind = {"Content_Type": "multipart/form-data; boundary=b"}
    assert ask(door, f"{path_of(door)}look", "POST", long, **kind).status == 303
    assert ask(door, f"{path_of(door)}look", "POST", b"look=" + b"x" * 1_500_000).status == 303


def test_a_session_leaves_no_file_and_no_log(tmp_path):
    """The command itself, in a folder of its own: a list is printed and fetched, and nothing is on the disk."""
    run = subprocess.Popen(
        [sys.executable, "-m", "printkit", "open", "--no-browser"], cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    with run:
        assert run.stdout
        assert run.stderr
        _, _, rest = run.stdout.readline().partition("http://")
        host, _, path = rest.split()[0].partition("/")
        link = http.client.HTTPConnection(host, timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        link.request("POST", f"/{path}checklist/shoes", "country=GB", form)
        answer = link.getresponse()
        answer.read()
        assert answer.status == 303
        link.request("GET", answer.headers["Location"])
        page = link.getresponse().read().decode()
        file = re.search(r'href="([^"]+[.]pdf)"', page)
        assert file
        link.request("GET", file[1])
        assert link.getresponse().read().startswith(b"%PDF-")
        link.request("POST", f"/{path}close", "", form)
        assert link.getresponse().status == 200
        link.close()
        said = run.stdout.read() + run.stderr.read()
        assert run.wait(20) == 0
    assert list(tmp_path.rglob("*")) == []
    assert said == "closed; what was typed is gone\n"


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "made/../../x",
        "made/x/..%2f..%2fx.pdf",
        "style.css/../../x",
        "checklist/..%2fskin",
    ],
)
def test_a_path_in_a_name_leads_nowhere(door, path):
    assert ask(door, path_of(door) + path).status == 404


# 8. a fault of ours


def test_a_fault_of_ours_tells_a_number_and_nothing_else(caplog):
    app = screens.application(KIT, "/s", ("localhost",))

    @app.get("/s/broken")
    def broken() -> str:
        raise ValueError("Sam Smith, 12 High Street")

    found = app.test_client().get("/s/broken")
    assert found.status_code == 500
    assert "Nothing was printed" in found.text
    number = re.search(r"number: (\w{8})", found.text)
    assert number
    assert number[1] in caplog.text
    assert "ValueError" in caplog.text
    assert "Sam" not in found.text + caplog.text
    assert "Traceback" not in found.text + caplog.text


@pytest.mark.parametrize(("module", "extra"), [*errors.BROUGHT_BY.items(), ("sqlalchemy.orm", "diary")])
def test_a_part_that_is_not_installed_is_named_by_the_extra_that_brings_it(module, extra, caplog):
    app = screens.application(KIT, "/s", ("localhost",))

    @app.get("/s/broken")
    def broken() -> str:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    found = app.test_client().get("/s/broken")
    assert found.status_code == 501
    assert f"pip install &#39;.[{extra}]&#39;" in found.text
    assert not caplog.text
    assert "Something went wrong" not in found.text


def test_a_module_of_no_extra_is_a_fault_of_ours():
    assert errors.missing_extra(ModuleNotFoundError(name="printkit.nothing")) == ""
    assert errors.missing_extra(ModuleNotFoundError()) == ""


def test_every_library_of_an_extra_has_its_extra():
    """As pyproject.toml has them, and as they are imported."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    brought = {
        re.split(r"[\[<>=]", each)[0].lower().replace("-", "_"): name
        for name, some in wanted.items()
        if name not in ("bench", "test")
        for each in some
        if not each.startswith("rehab-printkit")
    }
    brought["babel"] = "languages"  # which `page` brings, too
    found = {}
    for module, name in errors.BROUGHT_BY.items():
        (library,) = set(importlib.metadata.packages_distributions()[module])
        found[library.lower().replace("-", "_")] = name
    assert found == brought


# 9. what is typed is never markup


def test_what_is_typed_comes_back_as_words():
    typed = "<script>alert(1)</script>\"'>"
    found = (
        screens.application(KIT, "/s", ("localhost",))
        .test_client()
        .post("/s/handout", data={"screened_by": typed, "exercise": typed})
    )
    assert found.status_code == 422
    assert re.findall(r"<script[^>]*", found.text) == ['<script src="/s/screens.js" defer']
    assert "&lt;script&gt;alert(1)" in found.text


# 10. it ends


def test_it_ends_by_close(door):
    assert ask(door, f"{path_of(door)}close", "POST").status == 200
    time.sleep(1)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port_of(door)), timeout=5)


def test_it_ends_by_itself_after_the_last_request():
    assert server.IDLE == 30 * 60
    began = time.monotonic()
    with Door(KIT, idle=0.2) as idle:
        idle.serve()
    assert time.monotonic() - began < 10
    assert idle._listening.fileno() == -1


def test_what_was_begun_waits_for_a_working_day_and_close_asks_first(door):
    assert door._patience() == 30 * 60
    draft = ask(door, f"{path_of(door)}booklet", "POST", b"a=b")
    assert draft.status == 303
    assert door._patience() == 8 * 60 * 60
    asked = ask(door, f"{path_of(door)}close", "POST")
    assert b"Close printkit now?" in asked.body
    assert not door.memory.closing
    home = ask(door, path_of(door)).body
    assert b"Go on with a booklet that has no id yet" in home
    ask(door, f"{path_of(door)}close", "POST", b"sure=yes")
    assert door.memory.closing


def test_what_must_be_put_right_is_looked_at_by_an_address_until_it_is_put_right(door):
    form = f"{path_of(door)}handout"
    sent = ask(door, form, "POST", b"side=left")
    (address,) = re.findall(r"Location: (\S+)", sent.head)
    assert sent.status == 303
    assert "Content-Security-Policy" in sent.head
    assert address.startswith(f"{form}?told=")
    for _ in range(2):
        told = ask(door, address)
        assert told.status == 200
        assert b"<title>To put right:" in told.body
    assert ask(door, address, Host="evil.example").status == 400
    assert b"To put right" not in ask(door, address.replace("handout", "leaflet")).body
    assert b"To put right" not in ask(door, f"{form}?told=x").body
    assert ask(door, form, "POST", b"side=left&exercise=ankle-circles&country=GB").status == 303
    assert b"To put right" not in ask(door, address).body


def test_who_does_not_know_the_secret_keeps_nothing_alive(door):
    before = door._last
    for path in ("/", "/x/", path_of(door)[:-5]):
        ask(door, path)
    assert door._last == before
    ask(door, path_of(door))
    assert door._last > before


def test_a_browser_in_the_terminal_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(server, "_BROWSER_STARTS", 0.05)
    ended = threading.Event()
    with Door(KIT) as door:
        assert server.in_browser(door, lambda _address: ended.wait(30))
    ended.set()


def test_it_ends_by_ctrl_c():
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"  # whoever runs the tests may not hear it
        "sys.argv = ['printkit', 'open', '--no-browser']; from printkit.__main__ import main; main()"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with run:
        assert run.stdout
        assert run.stderr
        try:
            assert run.stdout.readline().startswith("http://127.0.0.1:")
            time.sleep(0.5)
            run.send_signal(signal.SIGINT)
            assert run.wait(20) == 0
        finally:
            run.kill()
        assert run.stderr.read() == "\nclosed; what was typed is gone\n"


def test_the_browser_is_not_handed_the_secret(printkit, monkeypatch):
    """How a program was started is there to read for every user of a machine."""
    handed = []
    monkeypatch.setattr(Door, "serve", lambda _self: None)
    monkeypatch.setattr("webbrowser.open", lambda address: handed.append(address) or False)
    found = printkit("open")
    secret = found.output.split("/")[3]
    assert len(secret) == 32
    assert secret not in handed[0]
    assert "no browser could be started" in found.output
    handed.clear()
    assert printkit("open", "--no-browser").exit_code == 0
    assert handed == []


def test_the_missing_extra_is_named():
    for gone in ("flask", "waitress"):
        code = f"import sys; sys.modules[{gone!r}] = None; sys.argv = ['printkit', 'open']; from printkit.__main__ import main; main()"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert found.returncode == 2
        assert "pip install '.[page]'" in found.stderr


def test_nothing_else_imports_the_screens():
    code = "import sys, printkit, printkit.kit, printkit.cli.group; print([m for m in ('flask', 'waitress', 'werkzeug') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_waitress_keeps_bodies_in_memory(monkeypatch):
    """Its own default is a temporary file for what is above half a megabyte."""
    seen = {}

    def noted(_app: object, **given: object) -> None:
        seen.update(given)
        raise KeyboardInterrupt

    monkeypatch.setattr(waitress.server, "create_server", noted)
    with Door(KIT) as door, pytest.raises(KeyboardInterrupt):
        door.serve()
    assert seen["inbuf_overflow"] > seen["max_request_body_size"] > screens.LARGEST


UPLOADS = ("todo", "booklet/open", "clinic", "returned")


def test_every_screen_that_takes_a_file_is_among_those_that_are_tried(door):
    """So that no new one is forgotten."""
    shown = ("", "booklet", "todo", "clinic", "returned", "handout", "leaflet", "skin-sheet", "checklist/shoes")
    pages = [ask(door, f"{path_of(door)}{each}").body.decode() for each in shown]
    forms = [re.findall(r'action="/[^/"]+/([a-z/]+)"[^>]*enctype="multipart', each) for each in pages]
    assert {each for found in forms for each in found} == {*UPLOADS}


@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize("size", [screens.LARGEST + 1, 30_000_000])
def test_a_file_that_is_too_large_is_told_about_with_the_limit_and_the_way_back(door, path, size):
    """By a screen, whether it is a little too large for the screens or far too large for the server."""
    kind = {"Content_Type": "multipart/form-data; boundary=b"}
    sent, said = (b"x" * size, {}) if size < 3_000_000 else (b"--b\r\n", {"Content_Length": str(size)})
    answer = ask(door, f"{path_of(door)}{path}", "POST", sent, **kind, **said)
    assert answer.status == 413
    html = answer.body.decode()
    assert "Files and answers may have 2 MB at most" in html
    assert "max_body" not in html
    (back,) = re.findall(r'class="door main" href="([^"]+)"', html)
    assert back == f"{path_of(door)}{path}"
    assert ask(door, back).status == 200


@pytest.mark.parametrize(
    ("gone", "words", "says", "hint"),
    [
        (("numpy", "sqlalchemy"), ("--scans", "x.png", "--diary", "d.sqlite3"), "the extras scan and diary are needed", "'.[scan,diary]'"),
        (("numpy",), ("--scans", "x.png", "--form", "x.png"), "the extra scan is needed", "'.[scan]'"),
        (("sqlalchemy",), ("--diary", "d.sqlite3"), "the extra diary is needed", "'.[diary]'"),
    ],
)  # fmt: skip
def test_what_scans_and_a_diary_need_is_named_before_a_screen_is_there(refused, monkeypatch, gone, words, says, hint):
    """All of it in one command, in the form of the documents; never a bug with a number."""
    for name in gone:
        monkeypatch.setitem(sys.modules, name, None)
    Path("x.png").write_bytes(b"x")
    refused("open", "--no-browser", *words, says=(says, f"pip install {hint} in the folder of printkit"), code=2)
