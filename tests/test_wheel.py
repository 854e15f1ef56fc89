"""The wheel alone, in a clean environment, prints a booklet from another folder."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_prints_a_booklet_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRINTKIT_PICTURES", "seated-toe-raise")  # all of them take minutes
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path / "dist", ROOT)
    (wheel,) = (tmp_path / "dist").glob("rehab_printkit-*.whl")
    screens = {f"printkit/page/screens/{name}" for name in ("base.html", "home.html", "style.css")}
    ready = {f"printkit/_shipped/ready/{name}" for name in ("catalogue", "pictures", "templates")}
    assert screens | ready <= set(zipfile.ZipFile(wheel).namelist())
    venv.create(tmp_path / "venv", with_pip=True)
    bin_folder = tmp_path / "venv" / "bin"
    run(bin_folder / "pip", "install", "-q", "--disable-pip-version-check", wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(bin_folder / "printkit", "new", "options", "sam.yaml", "--blank", cwd=elsewhere)
    options = (elsewhere / "sam.yaml").read_text()
    answered = (
        options.replace("  affected_side: ", "  affected_side: left")
        .replace("  screened_by: ", "  screened_by: A. Therapist")
        .replace("  screened_on: ", "  screened_on: 2026-11-20")
    )
    (elsewhere / "sam.yaml").write_text(answered)
    run(bin_folder / "printkit", "booklet", "sam.yaml", cwd=elsewhere)
    text = "".join(page.extract_text() for page in PdfReader(elsewhere / "out" / "patient-1-booklet.pdf").pages)
    assert "BE FAST" in text
    assert "Toe raise, other foot helps" in text
    first = "from printkit.kit import Printkit; from pathlib import Path; kit = Printkit(memory=Path('kept'))"
    first += "; kit.checklist('home-safety'); kit.remember(); import sys; print('yaml' in sys.modules, 'jinja2' in sys.modules)"
    assert run(bin_folder / "python", "-c", first, cwd=elsewhere) == "False False\n"
    shown = run(bin_folder / "printkit", "check", cwd=elsewhere)
    assert "no problems" in shown


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command that must succeed; returns what it prints."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
