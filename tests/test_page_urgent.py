"""What must be done today, before any exercise, stands on every screen of a booklet as soon as it was answered so."""

import re
from html import unescape

import pytest
from test_page_booklet import EXAMPLE, KIT, begun, page, send  # noqa: F401 - page is a fixture

from printkit.content.explanation import said_first
from printkit.errors import PrintkitError
from printkit.page.drafts import Draft
from printkit.pipeline import speaker

RULES = [rule for rule in KIT.catalog.rules if rule.today]
SCREENS = ("who", "health", "health/all", "exercises", "look", "sign")


def due(html: str) -> list[str]:
    """What stands in the box, which is the first thing below the title."""
    assert (
        re.search(r'</h1>\s*<section class="problems" aria-labelledby="urgent">', html)
        or 'aria-labelledby="urgent"' not in html
    )
    box = html.partition('aria-labelledby="urgent"')[2].partition("</section>")[0]
    return [unescape(each) for each in re.findall(r"<li>(.*?)</li>", box)]


def answer_of(rule) -> tuple[str, str, str]:
    """An answer on which a rule says what to do today, with the part of the questions that it is in."""
    ((name, values),) = rule.when.items()
    part = next(part for part, names in KIT.catalog.question_parts.items() if name in names)
    return part, name, values[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_it_is_told_as_soon_as_it_is_answered(page, rule):  # noqa: F811
    draft = begun(page)
    part, name, value = answer_of(rule)
    assert due(send(page, draft, f"health/{part}", **{name: value, "do": "to:exercises"}).text) == []
    for screen in (f"health/{part}", "exercises"):
        (told,) = due(page.get(f"{draft}/{screen}").text)
        phone = KIT.clinic.phone.replace(" ", "\N{NO-BREAK SPACE}")
        said = rule.today["en"].replace("{clinic phone}", phone).replace("{emergency number}", "999")
        assert told == f"{said} ({rule.id})"


def test_it_is_told_on_every_screen_and_no_more_when_the_answer_is_taken_back(page):  # noqa: F811
    draft = begun(page, EXAMPLE)
    for value, count in (("suspected", 1), ("", 0)):
        send(page, draft, "health/heart", **{"health.leg_clot": value})
        assert [len(due(page.get(f"{draft}/{screen}").text)) for screen in SCREENS] == [count] * len(SCREENS)


def test_the_words_are_those_of_the_paper(page):  # noqa: F811
    draft = begun(page, EXAMPLE)
    send(page, draft, "health/heart", **{"health.leg_clot": "suspected"})
    options = Draft(page.get(f"{draft}/options.yaml").text).options(KIT)
    cleared = KIT.cleared(options)
    assert due(page.get(f"{draft}/exercises").text) == [*said_first(cleared, speaker(KIT.catalog, options))]


def test_a_screen_that_must_be_put_right_tells_of_what_it_was_sent_with(page):  # noqa: F811
    """Nothing of it is kept yet, but somebody has said it."""
    draft = begun(page)
    wrong = {"health.leg_clot": "suspected", "health.blood_pressure_limit": "\x07"}
    answer = send(page, draft, "health/heart", **wrong)
    assert answer.status_code == 422
    assert len(due(answer.text)) == 1


def test_another_answer_that_cannot_be_read_hides_nothing(page):  # noqa: F811
    text = EXAMPLE.replace(b"health:", b"health:\n  leg_clot: suspected\n  wound: nowhere")
    text = text.replace(b"weeks: 2", b"weeks: many")
    draft = begun(page, text)
    with pytest.raises(PrintkitError):
        Draft(text.decode()).options(KIT)
    assert all(len(due(page.get(f"{draft}/{screen}").text)) == 1 for screen in SCREENS)
