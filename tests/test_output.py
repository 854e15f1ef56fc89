"""A file is written whole or not at all, for its owner's eyes only."""

import errno
import hashlib
import os
import subprocess
import time
from pathlib import Path

import pytest

from printkit.errors import OutputError, TakenError
from printkit.pdf import seal
from printkit.printing import files


def ours(words: str) -> bytes:
    """A file with a seal, as every print has."""
    return seal.sealed(b"%PDF-1.7 " + words.encode() + b"/ID[<" + b"0" * 32 + b"><" + b"0" * 32 + b">]%%EOF\n")


OLD, NEW = ours("old"), ours("new")


@pytest.fixture
def target(tmp_path, monkeypatch) -> Path:
    """Where a file of ours will stand; nothing else is in the folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "sam.pdf"


def failing(number: int):
    def fail(*_args, **_more):
        raise OSError(number, os.strerror(number))

    return fail


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_bytes_arrive(target):
    files.write(b"%PDF-1.7", target)
    assert target.read_bytes() == b"%PDF-1.7"


def test_only_the_owner_can_read_it(target):
    umask = os.umask(0)
    try:
        files.write(b"%PDF", target)
    finally:
        os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_old_file_is_replaced_and_becomes_private(target):
    target.write_bytes(ours("old and much longer"))
    target.chmod(0o644)
    files.write(NEW, target)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o600


def test_nothing_else_is_left_in_the_folder(target):
    files.write(b"%PDF", target)
    assert names(target.parent) == ["sam.pdf"]


FAILURES = [
    (errno.ENOSPC, "make room on the disk and try again"),
    (errno.EDQUOT, "make room on the disk and try again"),
    (errno.EIO, "choose another place with -o"),
]


@pytest.mark.parametrize(("number", "hint"), FAILURES)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stays_and_nothing_is_left_behind(target, monkeypatch, step, number, hint):
    target.write_bytes(OLD)
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", failing(number))
    else:
        monkeypatch.setattr(Path, "replace", failing(number))
    with pytest.raises(OutputError) as raised:
        files.write(NEW, target)
    assert raised.value.message == f"nothing was written: {os.strerror(number).lower()}"
    assert raised.value.where == str(target)
    assert raised.value.hint == hint
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["sam.pdf"]


def test_when_writing_fails_no_new_file_appears(target, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OutputError):
        files.write(NEW, target)
    assert names(target.parent) == []


def test_an_interruption_leaves_nothing_behind(target, monkeypatch):
    def interrupt(_descriptor):
        raise KeyboardInterrupt

    target.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(NEW, target)
    assert names(target.parent) == ["sam.pdf"]
    assert target.read_bytes() == OLD


def test_a_missing_folder_is_made_for_its_owner_alone(target):
    path = target.parent / "new" / "one" / "sam.pdf"
    umask = os.umask(0)
    try:
        files.write(NEW, path)
    finally:
        os.umask(umask)
    assert path.read_bytes() == NEW
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_in_place_of_the_folder_is_a_message(target):
    target.write_bytes(OLD)
    for path in (target / "sam.pdf", target / "deeper" / "sam.pdf"):
        with pytest.raises(OutputError, match="is a file, not a folder") as raised:
            files.write(NEW, path)
        assert raised.value.where == str(target)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_a_closed_folder_is_a_message(target, monkeypatch, number):
    monkeypatch.setattr(files, "_new_part", failing(number))
    with pytest.raises(OutputError) as raised:
        files.write(NEW, target)
    assert raised.value.hint == "choose a folder that you may write to with -o"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_a_message(target):
    target.parent.chmod(0o500)
    try:
        with pytest.raises(OutputError, match=f"nothing was written: {os.strerror(errno.EACCES).lower()}"):
            files.write(NEW, target)
    finally:
        target.parent.chmod(0o700)


def test_a_folder_cannot_be_written_over(target):
    target.mkdir()
    with pytest.raises(OutputError) as raised:
        files.write(NEW, target)
    assert raised.value.message == "is a folder"
    assert raised.value.hint == "name a file in it"
    assert names(target) == []


def test_a_name_that_is_too_long_is_a_message(target):
    with pytest.raises(OutputError) as raised:
        files.write(b"new", target.parent / f"{'x' * 300}.pdf")
    assert raised.value.message == "nothing was written: file name too long"
    assert raised.value.hint == "choose a shorter name with -o"
    assert names(target.parent) == []


def test_a_name_that_is_too_long_is_a_message_on_the_command_line(printkit, tmp_path):
    result = printkit("handout", "seated-toe-raise", "-o", f"{'x' * 300}.pdf")
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 1
    assert "file name too long" in result.output


def test_the_out_folder_is_the_owners_alone_also_when_it_was_open(target):
    umask = os.umask(0)
    try:
        (target.parent / "out").mkdir()
        files.write(b"%PDF", files.FOLDER / "sam.pdf")
    finally:
        os.umask(umask)
    assert (target.parent / "out/sam.pdf").read_bytes() == b"%PDF"
    assert (target.parent / "out").stat().st_mode & 0o777 == 0o700


def test_a_link_is_replaced_and_what_it_points_to_stays(target):
    other = target.parent / "other.pdf"
    other.write_bytes(OLD)
    target.symlink_to(other)
    files.write(NEW, target)
    assert other.read_bytes() == OLD
    assert target.read_bytes() == NEW


# --- only a print that nobody has touched is ever replaced


def refused(target: Path, data: bytes = NEW) -> None:
    with pytest.raises(TakenError) as raised:
        files.write(data, target)
    assert raised.value.message.startswith("is there already")
    assert raised.value.where == str(target)
    assert "sam-2.pdf" in raised.value.hint


@pytest.mark.parametrize(
    "old",
    [
        b"patient: p-1\n",
        b"",
        b"%PDF",
        b"%PDF-1.7 of somebody else",
        OLD + b"1 0 obj<</V/Yes>>endobj %%EOF",  # as a viewer saves what was filled in
        OLD.replace(b"old", b"odd"),
        OLD[:-1],
    ],
)
def test_what_is_not_byte_for_byte_ours_is_never_replaced(target, old):
    target.write_bytes(old)
    refused(target)
    assert target.read_bytes() == old
    assert names(target.parent) == ["sam.pdf"]


def test_a_link_to_what_is_no_pdf_stays_and_so_does_what_it_points_to(target):
    other = target.parent / "sam.yaml"
    other.write_bytes(b"patient: p-1\n")
    target.symlink_to(other)
    refused(target)
    assert target.is_symlink()
    assert other.read_bytes() == b"patient: p-1\n"


def test_a_link_to_nothing_is_replaced(target):
    target.symlink_to(target.parent / "nothing.pdf")
    files.write(NEW, target)
    assert names(target.parent) == ["sam.pdf"]
    assert target.read_bytes() == NEW


def test_what_is_no_print_takes_nobodys_place_unless_it_is_the_same(target):
    """A CSV that goes out again may have notes beside its rows by now."""
    files.write(b"a,b\r\n", target)
    files.write(b"a,b\r\n", target)
    refused(target, b"a,c\r\n")
    assert target.read_bytes() == b"a,b\r\n"


def test_a_file_that_a_manifest_vouches_for_is_replaced(target):
    target.write_bytes(b"%PDF-1.7 of an older printkit")
    files.write(NEW, target, vouched=(hashlib.sha256(target.read_bytes()).hexdigest(),))
    assert target.read_bytes() == NEW


def test_a_print_without_a_password_and_one_with_it_do_not_take_each_others_place(target):
    locked = seal.sealed_behind(b"%PDF-1.7 locked")
    target.write_bytes(OLD)
    refused(target, locked)
    target.write_bytes(locked)
    refused(target, NEW)
    files.write(seal.sealed_behind(b"%PDF-1.7 again"), target)


def test_what_somebody_saved_while_we_wrote_stays(target, monkeypatch):
    target.write_bytes(OLD)
    filled = OLD + b" filled in"
    monkeypatch.setattr(os, "fsync", lambda _descriptor: target.write_bytes(filled))
    refused(target)
    assert target.read_bytes() == filled
    assert names(target.parent) == ["sam.pdf"]


# --- parts of other runs


def test_a_sweep_spares_the_parts_of_processes_that_live(target):
    gone = subprocess.Popen(["true"])
    gone.wait()
    ended = subprocess.Popen(["true"])  # and nobody asks how, until the end of the test
    time.sleep(0.5)
    host = files._host()
    mine, dead, over, far = (
        target.parent / f".printkit-{at}-xyz.part"
        for at in (
            f"{host}-{os.getpid()}",
            f"{host}-{gone.pid}",
            f"{host}-{ended.pid}",
            f"elsewhere{host}-{gone.pid}",
        )
    )
    old = target.parent / ".printkit-elsewhere-1-old.part"
    for part in (mine, dead, over, far, old):
        part.write_bytes(b"")
    os.utime(old, (0, 0))
    files.sweep(target.parent)
    assert set(names(target.parent)) == {mine.name, far.name, *([] if Path("/proc/self").exists() else [over.name])}
    ended.wait()


def test_a_pipe_or_a_device_is_never_replaced_nor_waited_for(target):
    os.mkfifo(target)
    refused(target)
    assert target.is_fifo()
    target.unlink()
    target.symlink_to(os.devnull)
    refused(target)
    assert target.is_symlink()


def test_an_option_file_survives_a_slip_of_the_output_name(printkit, tmp_path):
    (tmp_path / "sam.yaml").write_text("patient: p-1\n")
    result = printkit("handout", "seated-toe-raise", "-o", "sam.yaml")
    assert result.exit_code == 1
    assert "sam.yaml: is there already and is no file of printkit" in result.output
    assert (tmp_path / "sam.yaml").read_text() == "patient: p-1\n"
