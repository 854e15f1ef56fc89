"""A locked print opens with its password only, and a screen reader still gets all of it."""

import io

import page
import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pdf_reading import example, heard

from printkit.cli.group import cli
from printkit.errors import OutputError
from printkit.printing import encryption

pytestmark = pytest.mark.foreign

PASSWORD = "river chair blue seven"


@pytest.fixture(scope="module")
def locked() -> bytes:
    return encryption.locked(example("home-safety").printed.data, PASSWORD)


def opened(data: bytes, password: str = PASSWORD) -> bytes:
    """The same file without its lock, by another library than the one that would be ours."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), password=password) as pdf:
        pdf.save(out)
    return out.getvalue()


def test_it_is_aes_256_and_opens_with_the_password_only(locked: bytes):
    with pytest.raises(pikepdf.PasswordError):
        opened(locked, "")
    with pytest.raises(pikepdf.PasswordError):
        opened(locked, "river chair blue six")
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as pdf:
        assert pdf.encryption.bits == 256
        assert pdf.encryption.R == 6
        assert pdf.encryption.stream_method == pikepdf.models.encryption.EncryptionMethod.aesv3
        assert pdf.allow.accessibility
        assert pdf.allow.print_highres
        assert pdf.allow.modify_form
    assert b"stairs" not in locked.lower()


def test_another_reader_sees_the_lock_too(locked: bytes):
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(locked)
    assert len(pypdfium2.PdfDocument(locked, password=PASSWORD)) > 1


def test_nothing_is_lost_but_the_claim_of_pdf_a(locked: bytes):
    plain = example("home-safety").printed.data
    assert heard(opened(locked)) == heard(plain)
    assert not page.validate_pdf_bytes(opened(locked), profile="ua1").failures
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as pdf:
        said = pdf.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in said
    assert b"pdfaid:part>" not in said


def run(*arguments: object, typed: str) -> object:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=typed)


def test_the_command_asks_twice_and_says_what_is_lost(tmp_path):
    out = tmp_path / "list.pdf"
    done = run(
        "checklist", "shoes", "--region", "GB", "-o", out, "--password-prompt", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert "PDF/A allows no password" in done.stderr
    assert opened(out.read_bytes()) != out.read_bytes()
    with pytest.raises(pikepdf.PasswordError):
        opened(out.read_bytes(), "")


@pytest.mark.parametrize("typed", ["short\nshort\n", f"{'x' * 200}\n{'x' * 200}\n"])
def test_a_password_that_is_too_short_or_too_long_is_refused(tmp_path, typed):
    out = tmp_path / "list.pdf"
    done = run("checklist", "shoes", "--region", "GB", "-o", out, "--password-prompt", typed=typed)
    assert done.exit_code == 2
    assert not out.exists()


def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch):
    monkeypatch.setattr(encryption, "find_spec", lambda _name: None)
    with pytest.raises(OutputError, match="needs the extra password"):
        encryption.require_extra()
    out = tmp_path / "list.pdf"
    done = run("checklist", "shoes", "--region", "GB", "-o", out, "--password-prompt", typed="")
    assert done.exit_code == 1
    assert "pip install" in done.stderr
    assert not out.exists()
