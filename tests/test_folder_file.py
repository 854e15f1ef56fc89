"""printkit.yaml: found beside an option file or above it, it names what is used, and a stranger's is refused."""

import os
import shutil
from pathlib import Path

import pytest

from printkit.errors import OptionsError
from printkit.intake import folder_file
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES


@pytest.fixture
def clinic(tmp_path) -> Path:
    """A clinic's folder: its catalogue, its templates, its clinic file, and a ward with one patient."""
    (tmp_path / "ours" / "exercises").mkdir(parents=True)
    text = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    assert "title: Seated toe raise" in text
    (tmp_path / "ours" / "exercises" / "seated-toe-raise.yaml").write_text(
        text.replace("title: Seated toe raise", "title: Toes up in a chair"), encoding="utf-8"
    )
    (tmp_path / "words").mkdir()
    shutil.copy(TEMPLATES / "fridge.en.md", tmp_path / "words")
    (tmp_path / "clinic.yaml").write_text("name: Hill House\nphone: 0123 456\nregion: IE\n", encoding="utf-8")
    (tmp_path / "printkit.yaml").write_text(
        "catalog: ours\ntemplates: words\nclinic: clinic.yaml\ndiary: kept.sqlite3\n", encoding="utf-8"
    )
    ward = tmp_path / "ward"
    ward.mkdir()
    option = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace("clinic_file: clinic.yaml\n", "")
    (ward / "sam.yaml").write_text(option, encoding="utf-8")
    return tmp_path


def test_it_is_found_above_the_folder_where_work_is_done(clinic):
    assert folder_file.find(clinic / "ward") == clinic / "printkit.yaml"
    found = folder_file.settings(clinic / "ward")
    assert (found.catalog, found.templates, found.clinic) == (clinic / "ours", clinic / "words", clinic / "clinic.yaml")
    assert found.diary == str(clinic / "kept.sqlite3")


def test_the_nearest_one_counts_alone(clinic):
    (clinic / "ward" / "printkit.yaml").write_text("clinic: ../clinic.yaml\n", encoding="utf-8")
    found = folder_file.settings(clinic / "ward")
    assert (found.catalog, found.clinic) == (None, clinic / "ward" / ".." / "clinic.yaml")


def test_the_search_ends_at_the_home_of_its_user(clinic, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: clinic / "ward")
    assert folder_file.find(clinic / "ward") is None


def test_a_url_of_a_diary_stays_one(clinic):
    (clinic / "printkit.yaml").write_text("diary: postgresql://host/clinic\n", encoding="utf-8")
    assert folder_file.settings(clinic).diary == "postgresql://host/clinic"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("catalog: nowhere\n", "there is no folder 'nowhere'", 1),
        ("templates: words\nclinic: nobody.yaml\n", "there is no file 'nobody.yaml'", 2),
        ("catalogue: ours\n", "unknown key 'catalogue'", 1),
    ],
)
def test_what_it_names_and_is_not_there_is_told_with_its_line(clinic, text, message, line):
    (clinic / "printkit.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OptionsError, match=message) as raised:
        folder_file.settings(clinic)
    assert raised.value.where == f"{clinic / 'printkit.yaml'}:{line}"
    assert raised.value.hint


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are of POSIX")
def test_one_that_belongs_to_somebody_else_is_refused(clinic, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: (clinic / "printkit.yaml").stat().st_uid + 1)
    if (clinic / "printkit.yaml").stat().st_uid == 0:
        real = Path.stat
        monkeypatch.setattr(Path, "stat", lambda self, **more: _of_another(real(self, **more)))
    with pytest.raises(OptionsError, match="belongs to somebody else"):
        folder_file.settings(clinic)


def _of_another(found: os.stat_result) -> os.stat_result:
    values = list(found)
    values[4] = 4321
    return os.stat_result(values)


def test_commands_use_what_it_names(clinic, printkit, monkeypatch):
    monkeypatch.chdir(clinic / "ward")
    assert printkit("fridge", "sam.yaml", "-o", "f.pdf").exit_code == 0
    text = _words(clinic / "ward" / "f.pdf")
    assert "Toes up in a chair" in text
    assert "0123 456" in text
    assert printkit("handout", "seated-toe-raise", "--side", "left", "-o", "h.pdf").exit_code == 0
    assert "Toes up in a chair" in _words(clinic / "ward" / "h.pdf")
    assert "Toes up in a chair" in printkit("catalog", "list").stdout
    pytest.importorskip("sqlalchemy")
    assert printkit("diary", "add", "p-1", "bridging").exit_code == 0
    assert (clinic / "kept.sqlite3").is_file()


def test_the_command_line_wins_over_it(clinic, printkit, monkeypatch):
    monkeypatch.chdir(clinic / "ward")
    (clinic / "theirs" / "exercises").mkdir(parents=True)
    assert printkit("fridge", "sam.yaml", "-o", "f.pdf", "--catalog", clinic / "theirs").exit_code == 0
    assert "Toes up in a chair" not in _words(clinic / "ward" / "f.pdf")


def test_check_reads_one(clinic, printkit):
    assert printkit("check", clinic / "printkit.yaml").exit_code == 0
    (clinic / "printkit.yaml").write_text("catalog: ours\ndiary: a.sqlite3\nclinc: x\n", encoding="utf-8")
    result = printkit("check", clinic / "printkit.yaml")
    assert result.exit_code == 1
    assert "printkit.yaml:3: unknown key 'clinc'" in result.stderr


def _words(path: Path) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)
