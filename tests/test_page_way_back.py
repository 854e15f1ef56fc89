"""In a real browser: two tabs on one draft, the way back, reloading, another language. Nothing typed is lost or doubled unseen."""

import re

import pytest
from test_page_browser import NONE_HERE, browser, door, draft_of, page, wrong

from printkit.page.drafts import Draft
from printkit.page.server import Door

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(NONE_HERE, reason="there is no Chromium on this machine")]
__all__ = ["browser", "door", "page"]  # fixtures


def kept(door: Door, draft: str) -> Draft:
    return Draft(door.memory.drafts.get(draft.rpartition("/")[2]) or "")


def test_of_two_tabs_on_one_step_the_second_is_asked(door, page):
    draft = draft_of(door, page)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{door.address}{draft}/look")
    other.get_by_label("For how many weeks").fill("6")
    other.get_by_role("button", name="Exercises", exact=True).click()
    page.get_by_label("For how many weeks").fill("3")
    page.get_by_role("button", name="Make the booklet").click()
    box = page.get_by_role("alert")
    sync_api.expect(box).to_be_focused()
    sync_api.expect(box).to_contain_text("Changed since this screen was opened")
    assert wrong(page) == []
    assert kept(door, draft).value("print.weeks") == "6"
    sync_api.expect(page.get_by_role("radio", name="Sent from this screen: 3")).to_be_checked()
    page.get_by_role("radio", name="Changed to: 6").check()
    page.get_by_role("button", name="Make the booklet").click()
    page.wait_for_url("**/made/**")
    assert kept(door, draft).value("print.weeks") == "6"


def test_back_and_the_button_again_never_bring_an_old_answer_back_unseen(door, page):
    """The browser itself fills a screen with what stood on it when it was left."""
    draft = draft_of(door, page)
    page.on("dialog", lambda asked: asked.accept())  # where the browser asks whether to leave what was not sent
    page.goto(f"{door.address}{draft}/look")
    paper = page.get_by_label("paper", exact=False).first
    paper.select_option("A4")
    page.get_by_role("button", name="Exercises", exact=True).click()
    page.wait_for_url("**/exercises")
    page.goto(f"{door.address}{draft}/look")
    page.get_by_label("paper", exact=False).first.select_option("letter")
    page.get_by_role("button", name="Exercises", exact=True).click()
    page.wait_for_url("**/exercises")
    # at once to where it was first, for a screen that is still loading may stop a step back
    page.evaluate("setTimeout(() => history.go(-3))")
    page.wait_for_url("**/look")
    shown = page.get_by_label("paper", exact=False).first.input_value()
    page.get_by_role("button", name="Exercises", exact=True).click()
    if shown == "letter":
        page.wait_for_url("**/exercises")
    else:
        sync_api.expect(page.get_by_role("alert")).to_contain_text("Changed since this screen was opened")
    assert kept(door, draft).value("print.paper") == "letter"


def test_back_from_what_must_be_put_right_asks_nothing_and_shows_what_is_kept(door, page):
    draft = draft_of(door, page)
    page.goto(f"{door.address}{draft}/look")
    for weeks in ("99", "98"):
        page.get_by_label("For how many weeks").fill(weeks)
        page.get_by_role("button", name="Exercises", exact=True).click()
        sync_api.expect(page.get_by_role("alert")).to_be_focused()
    assert page.reload().status == 200
    page.get_by_label("For how many weeks").fill("5")
    page.get_by_role("button", name="Exercises", exact=True).click()
    page.wait_for_url("**/exercises")
    for _ in range(3):
        answer = page.go_back()
        assert answer is None or answer.status == 200
        assert page.get_by_label("For how many weeks").input_value() in ("5", "98")  # never the chrome's own question
    assert kept(door, draft).value("print.weeks") == "5"


def test_another_language_keeps_what_was_typed_and_the_pages_go_along_and_back(door, page):
    draft = draft_of(door, page)
    before = kept(door, draft).text
    page.goto(f"{door.address}{draft}/look")
    try:
        page.get_by_label("For how many weeks").fill("7")
        page.get_by_role("button", name="Español").click()
        page.wait_for_url("**typed=**")
        assert page.evaluate("document.documentElement.lang") == "es"
        assert page.locator("[name='print.weeks']").input_value() == "7"
        assert page.locator("[name='print.language']").input_value() == "es"
        page.get_by_role("button", name="English").click()
        page.wait_for_function("document.documentElement.lang === 'en'")
        assert page.locator("[name='print.weeks']").input_value() == "7"
        assert page.locator("[name='print.language']").input_value() == ""
        assert kept(door, draft).text.replace("  language:\n", "") == before
        page.goto(f"{door.address}checklist/shoes")
        page.get_by_role("radio", name="The left side").check()
        page.get_by_role("button", name="Español").click()
        page.wait_for_url("**typed=**")
        assert page.locator("[name=side][value=left]").is_checked()
        assert page.locator("select[name=language]").input_value() == "es"
    finally:
        door.memory.language = "en"


def test_who_leaves_a_screen_with_something_typed_is_asked(door, page):
    draft = draft_of(door, page)
    asked = []

    def note(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(f"{door.address}{draft}/look")
    page.get_by_role("link", name="All prints").click()
    page.wait_for_url(door.address)
    assert asked == []
    assert page.get_by_role("link", name=re.compile("Go on with the booklet of example-foot-drop")).first.is_visible()
    page.goto(f"{door.address}{draft}/look")
    page.get_by_label("For how many weeks").fill("7")
    page.get_by_role("link", name="All prints").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.get_by_label("For how many weeks").input_value() == "7"
    page.get_by_role("button", name="Exercises", exact=True).click()  # what is sent is not asked about
    page.wait_for_url("**/exercises")
    assert asked == ["beforeunload"]


def test_enter_on_the_last_step_makes_the_booklet(door, page):
    page.goto(f"{door.address}{draft_of(door, page)}/look")
    page.get_by_label("For how many weeks").press("Enter")
    page.wait_for_url("**/made/**")
