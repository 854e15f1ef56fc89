"""The look for aphasia says the short words of an exercise, a topic and a rule; steps and stop signs stay the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.document import texts
from printkit.intake import option_file
from printkit.model.vocabulary import PrintProfile
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

EXERCISE = CATALOG / "exercises" / "seated-toe-raise.yaml"
TOPIC = CATALOG / "topics" / "off-day.yaml"
PURPOSE, TIP, SAY = "Toes up, for walking.", "Slow is good.", "Some days are hard."

Said = Callable[[PrintProfile], str]


@pytest.fixture
def said(tmp_path) -> Said:
    """All words of the example's full booklet in a look, with the files of a folder over the shipped catalogue."""
    read = option_file.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()

    def words(look: PrintProfile) -> str:
        options = replace(read, print=replace(read.print, profile=look))
        catalog = Catalog((tmp_path, CATALOG))
        made = pipeline.make(kinds.KINDS["booklet"], catalog, Templates((TEMPLATES,)), options)
        return " ".join(word for each in made.document.blocks for text in texts(each) for word in text.split())

    return words


def lay_over(folder: Path, shipped: Path, words: str) -> None:
    """A file with other words in place of a shipped one."""
    path = folder / shipped.relative_to(CATALOG)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def with_short(*lines: str) -> str:
    """The shipped exercise with these short words and no others."""
    whole = EXERCISE.read_text(encoding="utf-8").partition("\n    short:")[0].rstrip("\n")
    return "\n".join([whole, "    short:", *(f"      {line}" for line in lines), ""])


def test_an_exercise_says_its_short_words_with_aphasia_alone(said, tmp_path):
    lay_over(tmp_path, EXERCISE, with_short(f"purpose: {PURPOSE}", f"tip: {TIP}"))
    text = Catalog((CATALOG,)).exercise("seated-toe-raise").text["en"]
    aphasia, standard = said(PrintProfile.APHASIA), said(PrintProfile.STANDARD)
    for short, whole in ((PURPOSE, text.purpose), (TIP, text.tip)):
        begins = whole.partition("{")[0].partition(".")[0]
        assert short in aphasia
        assert begins not in aphasia
        assert short not in standard
        assert begins in standard
    for step in text.steps:
        assert step.partition("{")[0].strip() in aphasia


def test_without_short_words_the_looks_say_the_same(said, tmp_path):
    lay_over(tmp_path, EXERCISE, EXERCISE.read_text(encoding="utf-8").partition("\n    short:")[0] + "\n")
    purpose = Catalog((CATALOG,)).exercise("seated-toe-raise").text["en"].purpose.partition(".")[0]
    assert purpose in said(PrintProfile.APHASIA)
    assert purpose in said(PrintProfile.STANDARD)


@pytest.mark.parametrize(("short", "heading"), [(f"[{SAY}]", True), ("[]", False)])
def test_a_part_of_a_topic_says_its_short_words_or_goes_with_its_heading(said, tmp_path, short, heading):
    lay_over(
        tmp_path, TOPIC,
        "chapter: day-off\norder: 1\nsource: [DM]\nevidence: E2\ntext:\n  en:\n    title: Off day\n    parts:\n"
        "      - list: [You may be tired.]\n"
        f"      - heading: Why it happens\n        say: [A poor night can make a foot weaker.]\n        short: {short}\n",
    )  # fmt: skip
    aphasia, standard = said(PrintProfile.APHASIA), said(PrintProfile.STANDARD)
    assert ("Why it happens" in aphasia, SAY in aphasia) == (heading, heading)
    assert "poor night" not in aphasia
    assert "Why it happens A poor night" in standard
    assert SAY not in standard
