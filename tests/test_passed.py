"""What has passed a check is not looked at again, and what has not is told every time."""

import pytest
from msgspec.structs import replace

from printkit.catalog import remembered
from printkit.catalog.remembered import Memory
from printkit.catalog.store import Catalog
from printkit.checking import catalog as whole_catalog
from printkit.checking import figures, translations
from printkit.checking.passed import Passed
from printkit.content.templates import Templates
from printkit.figures.spec import Figure
from printkit.reading import records
from printkit.resources import CATALOG, TEMPLATES


@pytest.fixture
def passed(tmp_path, monkeypatch):
    """Each one stands for a command of its own; what it keeps the next one finds."""
    monkeypatch.setattr(remembered, "_SETTLED", -3_000_000_000)
    return lambda **more: Passed(Memory(tmp_path / "kept", "passed"), **more)


class Look:
    """A check that counts how often it was asked."""

    def __init__(self, *found: str) -> None:
        self.found, self.times = found, 0

    def __call__(self) -> tuple[str, ...]:
        self.times += 1
        return self.found


def asked(passed: Passed, look: Look, *read: object) -> tuple[str, ...]:
    found = passed.problems(look, *read)
    passed.keep()
    return found


def test_what_has_passed_is_not_looked_at_again_until_it_is_another(passed):
    look = Look()
    for read in (("a", 1), ("a", 1), ("a", 2), ("a", 2)):
        assert asked(passed(), look, *read) == ()
    assert look.times == 2


def test_a_problem_is_told_every_time_and_what_is_mended_passes(passed):
    look = Look("too long")
    assert [asked(passed(), look, "a") for _ in range(2)] == [("too long",), ("too long",)]
    assert asked(passed(), Look(), "a") == ()
    assert asked(passed(), look, "a") == ()  # the same part has passed, so nobody asks


def test_all_is_looked_at_anew_where_that_is_asked_and_where_the_file_is_damaged(passed, tmp_path):
    look = Look()
    asked(passed(), look, "a")
    asked(passed(anew=True), look, "a")
    assert look.times == 2
    (file,) = (tmp_path / "kept").glob("passed-*")
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    asked(passed(), look, "a")
    assert look.times == 3


def test_what_is_there_no_more_is_forgotten(passed, tmp_path):
    for part in ("a", "b", "c"):
        asked(passed(), Look(), part)
    known = passed()._known
    assert len(known) == 1


def test_another_version_of_the_code_forgets_all(passed, monkeypatch):
    look = Look()
    asked(passed(), look, "a")
    monkeypatch.setattr(remembered, "_installed", lambda: ("another-1.0.dist-info",))
    asked(passed(), look, "a")
    assert look.times == 2


def test_a_picture_is_drawn_again_only_when_it_or_its_pose_has_changed(passed, monkeypatch):
    catalog, drawn = Catalog((CATALOG,)), []
    loaded = records.load(Figure, CATALOG / "figures" / "seated-toe-raise.yaml", {"id": "seated-toe-raise"})
    assert loaded.record is not None
    draw = figures.problems

    def counted(each, poses):
        drawn.append(each.record.id)
        return draw(each, poses)

    monkeypatch.setattr(figures, "problems", counted)

    def check(each, of=catalog) -> None:
        now = passed()
        assert list(whole_catalog.figure(of, each, now)) == []
        now.keep()

    check(loaded)
    check(loaded)
    assert len(drawn) == 1
    other = Catalog((CATALOG,))
    pose = other.poses[loaded.record.pose]
    other.__dict__["poses"] = {
        **other.poses,
        loaded.record.pose: replace(pose, says={**pose.says, "xx": "Another pose."}),
    }
    check(loaded, other)
    assert len(drawn) == 2


@pytest.mark.slow
def test_a_translated_sentence_is_read_again_only_when_it_has_changed(passed, monkeypatch):
    read = []
    look = translations.complaints

    def counted(entry, translation):
        read.append(entry)
        return look(entry, translation)

    monkeypatch.setattr(translations, "complaints", counted)
    for _ in range(2):
        now = passed()
        assert list(translations.problems(Catalog((CATALOG,)), Templates((TEMPLATES,)), CATALOG, now)) == []
        now.keep()
    assert len(read) == len(set(map(id, read))) > 5_000  # each once
