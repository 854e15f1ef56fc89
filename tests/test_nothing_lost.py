"""What holds answers is never overwritten, and a batch vouches for what it prints."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdf
import pytest

from printkit.diary import engine
from printkit.printing import files, manifest
from printkit.resources import EXAMPLES

LIST = "id,side,programme,screened by,screened on,clinic.region\n"


def listed(folder: Path, *rows: str, name: str = "ward.csv") -> Path:
    path = folder / name
    path.write_text(LIST + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def good(number: int, side: str = "left") -> str:
    return f"p-{number},{side},foot-drop,J. Marsh,2026-11-16,GB"


def filled_in(path: Path) -> bytes:
    """A form that somebody ticked and saved under the same name."""
    writer = pypdf.PdfWriter(clone_from=path)
    box = next(iter(pypdf.PdfReader(path).get_fields()))
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, {box: "/Yes"}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    path.write_bytes(out.getvalue())
    return out.getvalue()


@pytest.fixture
def lp(tmp_path, monkeypatch) -> Path:
    """An lp of our own that writes down what it is asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "lp").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked.txt\necho "request id is x-1 (1 file(s))"\n')
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    asked = tmp_path / "asked.txt"
    asked.touch()
    return asked


def sent(asked: Path) -> list[str]:
    return [line.rpartition("/")[2] for line in asked.read_text().splitlines()]


# --- single prints


def test_a_form_that_was_filled_in_stays_and_another_name_is_offered(printkit, tmp_path):
    command = ("checklist", "shoes", "--region", "GB", "-o", "shoes.pdf")
    assert printkit(*command).exit_code == 0
    assert printkit(*command).exit_code == 0  # nobody has touched it
    answers = filled_in(tmp_path / "shoes.pdf")
    result = printkit(*command)
    assert result.exit_code == 1
    assert "shoes.pdf: is there already and was filled in" in result.stderr
    assert "-o shoes-2.pdf" in result.stderr
    assert (tmp_path / "shoes.pdf").read_bytes() == answers
    assert printkit(*command[:-1], "shoes-2.pdf").exit_code == 0


@pytest.mark.usefixtures("november")
def test_rooms_and_days_are_in_the_name_of_a_checklist(printkit, tmp_path):
    printkit("checklist", "home-safety", "--room", "stairs", "--room", "kitchen")
    printkit("checklist", "home-safety")
    rooms = [f"--room={room}" for room in ("stairs", "kitchen", "bathroom", "bedroom", "entry")]
    printkit("checklist", "home-safety", *rooms)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "home-safety-stairs-kitchen-checklist-2026-11-29.pdf",
        "home-safety-checklist-2026-11-29.pdf",
        "home-safety-stairs-kitchen-bathroom-and-2-more-checklist-2026-11-29.pdf",
    }


def test_a_locked_print_does_not_take_the_place_of_the_open_one(printkit, tmp_path):
    pytest.importorskip("pikepdf")
    words = "3 or 4 words\n3 or 4 words\n"
    assert printkit("handout", "seated-toe-raise").exit_code == 0
    assert printkit("handout", "seated-toe-raise", "--password-prompt", typed=words).exit_code == 0
    assert printkit("handout", "seated-toe-raise", "--password-prompt", typed=words).exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"seated-toe-raise-unknown-handout.pdf", "seated-toe-raise-unknown-handout-locked.pdf"}
    result = printkit(
        "handout",
        "seated-toe-raise",
        "--password-prompt",
        "-o",
        "out/seated-toe-raise-unknown-handout.pdf",
        typed=words,
    )
    assert result.exit_code == 1
    assert "without a password" in result.stderr


@pytest.mark.usefixtures("november")
def test_next_charts_of_two_diaries_are_two_files(printkit, tmp_path):
    shutil.copy(EXAMPLES / "foot-drop.yaml", tmp_path / "sam.yaml")
    shutil.copy(EXAMPLES / "clinic.yaml", tmp_path)
    shutil.copy(EXAMPLES / "riverside.svg", tmp_path)
    (tmp_path / "b").mkdir()
    for place in ("diary.sqlite3", "a.sqlite3", "b/diary.sqlite3"):
        result = printkit("chart", "sam.yaml", "--next", "--weeks", "1", "--diary", place)
        assert result.exit_code == 0, result.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"example-foot-drop-chart-week-1{end}.pdf" for end in ("", "-a", "-b-diary")}


# --- a batch


@pytest.mark.usefixtures("november")
def test_a_row_that_is_refused_now_is_not_printed_from_an_earlier_run(printkit, tmp_path, lp):
    roster = listed(tmp_path, good(1), good(2), good(3))
    run = ("batch", roster, "--kind", "fridge", "-o", "new/ward", "--print", "P")
    assert printkit(*run).exit_code == 0
    assert sent(lp) == ["p-1-fridge.pdf", "p-2-fridge.pdf", "p-3-fridge.pdf"]
    lp.write_text("")
    old = (tmp_path / "new/ward/p-2-fridge.pdf").read_bytes()
    # p-2 has a side that is none; p-3 has a screening that no rule accepts
    listed(tmp_path, good(1), good(2, "sideways"), "p-3,left,walking,,,GB")
    dry = printkit(*run[:-2], "--dry-run")
    assert "p-2-fridge.pdf of an earlier run would be set aside: row 3 is refused" in dry.stdout
    result = printkit(*run)
    assert result.exit_code == 4
    assert sent(lp) == ["p-1-fridge.pdf"]
    for number in (2, 3):
        assert f"p-{number}-fridge.pdf: from an earlier run" in result.stderr
        assert not (tmp_path / f"new/ward/p-{number}-fridge.pdf").exists()
    assert (tmp_path / "new/ward/set-aside/p-2-fridge.pdf").read_bytes() == old
    assert (tmp_path / "new/ward/set-aside").stat().st_mode & 0o077 == 0
    # and again: another old file does not take the place of the one that lies there
    listed(tmp_path, good(1), good(2, "right"), good(3))
    assert printkit(*run).exit_code == 0
    listed(tmp_path, good(1), good(2, "sideways"), good(3))
    assert printkit(*run).exit_code == 4
    assert {path.name for path in (tmp_path / "new/ward/set-aside").iterdir()} == {
        "p-2-fridge.pdf",
        "p-2-fridge-2.pdf",
        "p-3-fridge.pdf",
    }


@pytest.mark.usefixtures("november")
def test_a_second_row_of_one_patient_does_not_set_aside_the_first(printkit, tmp_path):
    roster = listed(tmp_path, good(1), good(1))
    for _ in range(2):
        assert printkit("batch", roster, "--kind", "fridge").exit_code == 4
        assert (tmp_path / "out/p-1-fridge.pdf").is_file()


@pytest.mark.parametrize("name", ["../sam", "/etc/passwd", "a/../../sam", "a\\b", "", "."])
def test_an_id_that_is_no_name_sets_nothing_aside(printkit, tmp_path, name):
    (tmp_path / "sam-fridge.pdf").write_bytes(b"%PDF-1.7")
    roster = listed(tmp_path, f'"{name}",sideways,foot-drop,J. Marsh,2026-11-16,GB')
    assert printkit("batch", roster, "--kind", "fridge").exit_code in (1, 4)
    assert (tmp_path / "sam-fridge.pdf").is_file()
    assert not (tmp_path / "out/set-aside").exists()


@pytest.mark.usefixtures("november")
def test_a_form_of_a_batch_that_was_filled_in_is_named_kept_and_not_sent(printkit, tmp_path, lp):
    roster = listed(tmp_path, good(1), good(2))
    run = ("batch", roster, "--kind", "skin", "--print", "P")
    assert printkit(*run).exit_code == 0
    answers = filled_in(tmp_path / "out/p-1-skin.pdf")
    lp.write_text("")
    result = printkit(*run)
    assert result.exit_code == 4
    assert "p-1-skin.pdf: is there already and was filled in" in result.stderr
    assert "give another folder with -o" in result.stderr
    assert sent(lp) == ["p-2-skin.pdf"]
    assert (tmp_path / "out/p-1-skin.pdf").read_bytes() == answers


@pytest.mark.usefixtures("november")
def test_a_volume_of_another_list_stays(printkit, tmp_path):
    monday, tuesday = listed(tmp_path, good(1), name="monday.csv"), listed(tmp_path, good(2), name="tuesday.csv")
    run = ("--kind", "fridge", "--combined", "5")
    assert printkit("batch", monday, *run).exit_code == 0
    before = (tmp_path / "out/volume-001-fridge.pdf").read_bytes()
    result = printkit("batch", tuesday, *run)
    assert result.exit_code == 1
    assert "volume-001-fridge.pdf: is of another list (monday.csv)" in result.stderr
    assert (tmp_path / "out/volume-001-fridge.pdf").read_bytes() == before
    listed(tmp_path, good(1), good(3), name="monday.csv")  # the same list, which has grown
    assert printkit("batch", monday, *run).exit_code == 0
    assert (tmp_path / "out/volume-001-fridge.pdf").read_bytes() != before


@pytest.mark.usefixtures("november")
def test_a_volume_that_the_list_fills_no_more_is_set_aside(printkit, tmp_path):
    roster = listed(tmp_path, good(1), good(2))
    run = ("batch", roster, "--kind", "fridge", "--combined", "1")
    assert printkit(*run).exit_code == 0
    listed(tmp_path, good(1))
    result = printkit(*run)
    assert "volume-002-fridge.pdf: from an earlier run" in result.stderr
    assert (tmp_path / "out/set-aside/volume-002-fridge.pdf").is_file()


@pytest.mark.usefixtures("november")
def test_what_an_older_printkit_made_is_known_by_the_manifest(printkit, tmp_path):
    """Its files have no seal."""
    roster = listed(tmp_path, good(1))
    printkit("batch", roster, "--kind", "fridge")
    made = tmp_path / "out/p-1-fridge.pdf"
    old = made.read_bytes().replace(b"/ID[", b"/Id[")
    made.write_bytes(old)
    book = tmp_path / "out" / manifest.MANIFEST
    line = json.loads(book.read_text())
    book.write_text(json.dumps({**line, "output": files.hashlib.sha256(old).hexdigest(), "input": "older"}) + "\n")
    assert printkit("batch", roster, "--kind", "fridge").exit_code == 0
    assert made.read_bytes() != old


@pytest.mark.usefixtures("november")
def test_a_line_of_the_manifest_that_was_cut_short_takes_no_other_with_it(printkit, tmp_path):
    roster = listed(tmp_path, good(1), good(2))
    printkit("batch", roster, "--kind", "fridge")
    book = tmp_path / "out" / manifest.MANIFEST
    book.write_bytes(book.read_bytes()[:-20])
    for stand in (1, 2):
        assert f"{stand} stand already" in printkit("batch", roster, "--kind", "fridge").stdout


# --- more than one run


def command(roster: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "printkit", "batch", str(roster), "--kind", "fridge", "-o", str(out), *more]


def whole(out: Path, count: int) -> None:
    from printkit.pdf import seal

    made = sorted(out.glob("*.pdf"))
    assert len(made) == count
    assert all(seal.kind(path.read_bytes()) == "open" for path in made)
    assert not list(out.glob(".printkit-*"))


@pytest.mark.slow
def test_two_batches_at_once_in_one_folder_lose_nothing(tmp_path):
    out = tmp_path / "out"
    lists = [listed(tmp_path, *(good(10 * each + n) for n in range(10)), name=f"{each}.csv") for each in range(2)]
    for _ in range(3):
        running = [subprocess.Popen(command(path, out), stderr=subprocess.PIPE, text=True) for path in lists]
        said = [process.communicate(timeout=120)[1] for process in running]
        assert [process.returncode for process in running] == [0, 0], said
        whole(out, 20)
        assert len(manifest.finished(out)) == 20
        for path in out.glob("p-*"):
            path.unlink()


@pytest.mark.slow
def test_two_lists_that_want_one_volume_at_once_do_not_take_it_from_each_other(tmp_path):
    for turn in range(3):
        out = tmp_path / f"out-{turn}"
        lists = [listed(tmp_path, good(each), name=f"{each}.csv") for each in range(2)]
        running = [
            subprocess.Popen(command(path, out, "--combined", "5"), stderr=subprocess.PIPE, text=True) for path in lists
        ]
        said = [process.communicate(timeout=120)[1] for process in running]
        assert sorted(process.returncode for process in running) == [0, 1], said
        assert "is of another list" in "".join(said)
        whole(out, 1)


def alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks the system for the children of a process")
@pytest.mark.parametrize("seconds", [0.8, 1.5, 2.5, 4.0])
def test_workers_end_when_the_one_that_asked_is_killed_and_the_next_run_makes_the_rest(tmp_path, seconds):
    out = tmp_path / "out"
    roster = listed(tmp_path, *(good(number) for number in range(40)))
    running = subprocess.Popen(
        command(roster, out, "--jobs", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    workers = children(running.pid)
    os.kill(running.pid, signal.SIGKILL)  # only this one: nobody tells its workers
    running.wait()
    deadline = time.monotonic() + 20
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [each for each in workers if alive(each)]
    subprocess.run(command(roster, out), check=True, capture_output=True)
    whole(out, 40)


# --- what the system refuses


def no_bug(result) -> str:
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (1, 2, 4), result.output
    assert "bug" not in result.output
    assert "Traceback" not in result.output
    return result.output


def test_what_the_system_refuses_is_a_message_everywhere(printkit, tmp_path, subtests):
    (tmp_path / "file").write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / manifest.MANIFEST).mkdir()
    shutil.copy(EXAMPLES / "foot-drop.yaml", tmp_path / "sam.yaml")
    roster = listed(tmp_path, good(1))
    for words, says in (
        (("batch", roster, "--kind", "fridge", "-o", "file"), "is a file, not a folder"),
        (("batch", roster, "--kind", "fridge", "-o", "file/deeper"), "is a file, not a folder"),
        (("batch", roster, "--kind", "fridge"), "the manifest cannot be written: is a directory"),
        (("handout", "seated-toe-raise", "-o", "file/x.pdf"), "is a file, not a folder"),
        (("handout", "seated-toe-raise", "-o", "out"), "is a folder"),
        (("diary", "export", "--diary", "postgresql://host:port/x"), "the address of the diary cannot be read"),
        (("diary", "export", "--diary", "sqlite://host/x"), "names no host"),
        (("diary", "export", "--diary", "mysql://host/x"), "SQLite or PostgreSQL"),
        (("diary", "export", "--diary", "out"), "is a folder"),
        (("diary", "export", "--diary", "file/x"), "there is no diary"),
        (("diary", "sort", "file", "--diary", "file"), "is no diary"),
    ):
        with subtests.test(" ".join(map(str, words))):
            assert says in no_bug(printkit(*words))


def test_an_error_of_the_system_that_nobody_worded_is_no_bug(printkit, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "somewhere/catalogue")

    monkeypatch.setattr("printkit.catalog.store.Catalog.names", refuse)
    result = printkit("catalog", "list")
    assert result.exit_code == 1
    assert "somewhere/catalogue: the system refused it: permission denied" in result.stderr


# --- the diary


@pytest.fixture
def book(printkit, tmp_path) -> Path:
    assert printkit("diary", "add", "p-1", "seated-toe-raise", "--sets", "2", "--day", "2026-11-20").exit_code == 0
    return tmp_path / "diary.sqlite3"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_diary_behind_a_link_to_nothing_is_its_owners_alone(printkit, tmp_path):
    umask = os.umask(0)
    try:
        (tmp_path / "link.sqlite3").symlink_to(tmp_path / "there.sqlite3")
        printkit("diary", "add", "p-1", "seated-toe-raise", "--sets", "2", "--diary", "link.sqlite3")
    finally:
        os.umask(umask)
    assert mode(tmp_path / "there.sqlite3") == 0o600


def test_a_diary_that_others_could_read_is_closed_to_them(printkit, book):
    book.chmod(0o664)
    assert printkit("diary", "export").exit_code == 0
    assert mode(book) == 0o600


def test_a_diary_of_somebody_else_that_others_can_read_is_refused(printkit, book, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    book.chmod(0o664)
    monkeypatch.setattr(Path, "chmod", refuse)
    assert "others can read the diary" in no_bug(printkit("diary", "export"))


def test_a_diary_that_can_only_be_read_is_exported(printkit, book, monkeypatch):
    """As from a disk for the archive; root may write everywhere, so the system is asked through us."""
    whole = printkit("diary", "export").stdout
    assert "seated-toe-raise" in whole
    monkeypatch.setattr(engine, "_may_only_read", lambda _path: True)
    before = book.read_bytes(), sorted(path.name for path in book.parent.iterdir())
    assert printkit("diary", "export").stdout == whole
    assert (book.read_bytes(), sorted(path.name for path in book.parent.iterdir())) == before
    result = printkit("diary", "add", "p-1", "seated-toe-raise", "--sets", "3", "--day", "2026-11-21")
    assert "you may only read it" in no_bug(result)


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="needs root to become nobody")
def test_a_diary_in_a_folder_without_leave_is_exported(book, request):
    # every run of pytest that begins closes the folder that holds the tmp_path of all
    folder = Path(tempfile.mkdtemp())
    request.addfinalizer(lambda: shutil.rmtree(folder))
    book = Path(shutil.copy(book, folder))
    os.chown(book, 65534, 65534)
    book.chmod(0o400)
    top = folder
    folders = []
    while top != Path("/tmp") and top.parent != top:
        folders.append((top, mode(top)))
        top.chmod(mode(top) | 0o055)
        top = top.parent
    try:
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "printkit"]
        said = subprocess.run(
            [*words, "diary", "export", "--diary", str(book)], capture_output=True, text=True, check=False, cwd="/"
        )
    finally:
        for folder, old in folders:
            folder.chmod(old)
    if "No module named" in said.stderr or "Permission denied" in said.stderr:
        pytest.skip("nobody may not read this Python")
    assert "seated-toe-raise" in said.stdout, said.stderr
