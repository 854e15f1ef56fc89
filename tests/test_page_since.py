"""Two windows on one draft, the way back of a browser, a button that is pressed twice: nothing is lost or doubled unseen."""

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from test_page_booklet import EXAMPLE, KIT, LEFT_OUT, Sent, begun, saved, send

from printkit.errors import BeyondLimits, PrintkitError
from printkit.page import application as screens
from printkit.page import memory as memories
from printkit.page.drafts import Draft
from printkit.page.in_browser import ROOT, Window


@pytest.fixture
def page() -> FlaskClient:
    return screens.application(KIT, "/s", ("localhost",)).test_client()


def form(page: FlaskClient, address: str) -> dict[str, str]:
    """A screen in a window of its own, as it is sent when nobody has touched it."""
    return dict(Sent(page.get(address).text).pairs)


def asked(html: str, name: str) -> list[tuple[str, bool]]:
    """The answers between which somebody chooses, and which of them is chosen already."""
    part = html.partition(f'<fieldset id="ask-{name}"')[2].partition("</fieldset>")[0]
    found = re.findall(r'type="radio" name="[^"]+" value="[^"]*"( checked)?[^>]*> <span>([^<]*)<', part)
    return [(unescape(says), bool(checked)) for checked, says in found]


WEEKS = "print.weeks"


def test_an_answer_that_was_changed_in_another_window_is_asked_about_and_both_can_be_had(page):
    draft = begun(page, EXAMPLE)
    here, there = form(page, f"{draft}/look"), form(page, f"{draft}/look")
    page.post(f"{draft}/look", data=there | {WEEKS: "6", "do": "to:look"})
    kept = saved(page, draft)
    answer = page.post(f"{draft}/look", data=here | {WEEKS: "3", "do": "booklet"})
    assert answer.status_code == 422
    assert saved(page, draft) == kept
    assert f'href="#ask-{WEEKS}">Changed since this screen was opened: ' in unescape(answer.text)
    assert asked(answer.text, WEEKS) == [("Changed to: 6", False), ("Sent from this screen: 3", True)]
    for chosen in ("6", "3"):
        again = dict(Sent(answer.text).pairs) | {WEEKS: chosen, "do": "to:look"}
        assert page.post(f"{draft}/look", data=again).status_code == 303
        assert Draft(saved(page, draft)).value(WEEKS) == chosen


def test_who_has_touched_nothing_is_told_before_anything_is_printed_that_the_screen_did_not_show(page):
    draft = begun(page, EXAMPLE)
    here = form(page, f"{draft}/look")
    send(page, draft, "look", print__weeks="6", print__profile="large", do="to:look")
    answer = page.post(f"{draft}/look", data=here | {"do": "booklet"})
    assert answer.status_code == 422
    assert [chosen for _, chosen in asked(answer.text, WEEKS)] == [True, False]  # what is there by now
    assert asked(answer.text, "print.profile")[0] == ("Changed to: Large letters", True)
    assert page.post(f"{draft}/look", data=dict(Sent(answer.text).pairs) | {"do": "booklet"}).status_code == 303
    assert Draft(saved(page, draft)).value(WEEKS) == "6"


def test_windows_on_different_answers_do_not_ask(page):
    draft = begun(page, EXAMPLE)
    here, there = form(page, f"{draft}/who"), form(page, f"{draft}/health/general")
    assert page.post(f"{draft}/health/general", data=there | {"health.diabetes": "yes"}).status_code == 303
    assert page.post(f"{draft}/who", data=here | {"patient.name": "Ann"}).status_code == 303
    assert page.post(f"{draft}/who", data=here | {"patient.name": "Ann"}).status_code == 303  # pressed twice
    after = Draft(saved(page, draft))
    assert (after.value("health.diabetes"), after.value("patient.name")) == ("yes", "Ann")


def test_the_way_back_and_the_button_again_change_nothing_that_was_not_typed(page):
    """A browser may show the screen as it was, with a draft behind it that has gone on."""
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/who")
    send(page, draft, "who", patient__name="Ann")
    send(page, draft, "who", patient__name="Bea")
    answer = page.post(f"{draft}/who", data=old | {"patient.name": "Ann"})
    assert asked(answer.text, "patient.name") == [("Changed to: Bea", False), ("Sent from this screen: Ann", True)]
    assert Draft(saved(page, draft)).value("patient.name") == "Bea"


def test_an_answer_that_was_taken_away_is_named_as_none(page):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/who")
    send(page, draft, "who", patient__name="")
    answer = page.post(f"{draft}/who", data=old)
    assert asked(answer.text, "patient.name")[0] == ("Changed to: no answer", True)


def test_of_a_screen_that_nobody_remembers_every_answer_that_differs_is_asked_about(page, monkeypatch):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/look") | {"made_from": "long-ago"}
    assert page.post(f"{draft}/look", data=old | {"do": "to:who"}).status_code == 303  # none differs
    answer = page.post(f"{draft}/look", data=old | {WEEKS: "3"})
    assert asked(answer.text, WEEKS) == [("Changed to: 2", False), ("Sent from this screen: 3", True)]
    monkeypatch.setattr(memories, "_SHOWN", 0)
    assert page.post(f"{draft}/exercises", data=old | {"do": "out:0"}).status_code == 422
    assert saved(page, draft).encode() == EXAMPLE


# --- the list of exercises, whose places move


FIRST, SECOND, THIRD, FOURTH = Draft(EXAMPLE.decode()).exercises


def chosen(page: FlaskClient, draft: str) -> tuple[str, ...]:
    return Draft(saved(page, draft)).exercises


@pytest.mark.parametrize("act", ["out:0", "down:0", "up:1", "add:ankle-circles"])
def test_a_button_of_the_list_that_is_pressed_twice_acts_once(page, act):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/exercises")
    for _ in range(3):
        answer = page.post(f"{draft}/exercises", data=old | {"do": act})
        assert answer.status_code == 303
    once = begun(page, EXAMPLE)
    send(page, once, "exercises", do=act)
    assert saved(page, draft) == saved(page, once) != EXAMPLE.decode()


def test_a_button_of_an_old_list_takes_no_other_exercise_out(page):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/exercises")
    send(page, draft, "exercises", do="out:0")
    answer = page.post(f"{draft}/exercises", data=old | {"do": "out:1"})
    assert answer.status_code == 422
    assert "The list of exercises has changed since this screen was opened." in answer.text
    assert chosen(page, draft) == (SECOND, THIRD, FOURTH)
    page.post(f"{draft}/exercises", data=dict(Sent(answer.text).pairs) | {"do": "out:0"})
    assert chosen(page, draft) == (THIRD, FOURTH)


def test_a_dose_that_was_typed_goes_to_its_exercise_wherever_that_stands_by_now(page):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/exercises")
    send(page, draft, "exercises", do="down:1")
    assert chosen(page, draft) == (FIRST, THIRD, SECOND, FOURTH)
    answer = page.post(f"{draft}/exercises", data=old | {"plan.exercises.1.note": "By the sink.", "do": "next"})
    assert answer.status_code == 422
    again = page.post(f"{draft}/exercises", data=dict(Sent(answer.text).pairs) | {"do": "next"})
    assert again.status_code == 303
    assert Draft(saved(page, draft)).value("plan.exercises.2.note") == "By the sink."
    assert Draft(saved(page, draft)).value("plan.exercises.1.note") == ""


def test_a_dose_of_an_exercise_that_was_taken_out_since_is_named(page):
    draft = begun(page, EXAMPLE)
    old = form(page, f"{draft}/exercises")
    send(page, draft, "exercises", do="out:1")
    answer = page.post(f"{draft}/exercises", data=old | {"plan.exercises.1.note": "By the sink.", "do": "next"})
    assert "was taken out since. Not kept from this screen: A note beside it: By the sink." in unescape(answer.text)
    assert chosen(page, draft) == (FIRST, THIRD, FOURTH)


# --- signatures


def offered(page: FlaskClient, draft: str) -> list[tuple[str, str]]:
    return re.findall(r'type="checkbox" name="(at\.[a-z0-9-]+)" value="(R-\w+)"', page.get(f"{draft}/sign").text)


def signed(page: FlaskClient, rule: str = "") -> tuple[str, str]:
    """A draft with a signature, and the rule that it lifts."""
    draft = begun(page, LEFT_OUT)
    field, rule = next(each for each in offered(page, draft) if rule in ("", each[1]))
    said = {field: rule, "reason": "Stands safely with me.", "name": "J. Marsh"}
    old = form(page, f"{draft}/sign") | said
    for _ in range(2):  # pressed twice
        assert page.post(f"{draft}/sign", data=old).status_code == 303
    return draft, rule


def test_a_signature_is_given_once_and_the_one_that_was_meant_is_taken_out(page):
    draft, rule = signed(page)
    assert [each.rule for each in Draft(saved(page, draft)).signatures] == [rule]
    old = form(page, f"{draft}/sign")
    field, other = offered(page, draft)[0]
    page.post(f"{draft}/sign", data={field: other, "reason": "Seen on the ward.", "name": "A. Reed"})
    for _ in range(2):
        assert page.post(f"{draft}/sign", data={"made_from": old["made_from"], "do": "out:0"}).status_code == 303
    assert [each.rule for each in Draft(saved(page, draft)).signatures] == [other]


def test_a_signature_counts_no_more_when_an_answer_behind_its_rule_changes_and_is_asked_for_again(page):
    draft, rule = signed(page)
    read = [name for name in next(each for each in KIT.catalog.rules if each.id == rule).when if "screened" not in name]
    send(page, draft, "who", patient__name="Ann")  # no answer of a rule
    send(page, draft, "health/home", home__pets="yes")
    assert "A signature counts no more" not in page.get(f"{draft}/look").text
    name = next(each for each in read if Draft(saved(page, draft)).value(each))
    before = Draft(saved(page, draft)).value(name)
    send(page, draft, "health/all", **{name.replace(".", "__"): "unknown"})
    assert [each.rule for each in Draft(saved(page, draft)).signatures] == [rule]  # it stays in the file, and is void
    told = "An answer has changed since, so the rule holds again."
    for step in ("who", "health", "health/heart", "exercises", "look"):
        html = page.get(f"{draft}/{step}").text
        assert told in html
        assert f'href="{draft}/sign"' in html
    reopened = begun(page, saved(page, draft).encode())
    assert told in page.get(f"{reopened}/exercises").text
    assert "It is in because J. Marsh" not in page.get(f"{reopened}/exercises").text
    send(page, draft, "health/all", **{name.replace(".", "__"): before})
    assert told not in page.get(f"{draft}/look").text  # all is as it was when it was signed


@pytest.mark.parametrize("reason", ["Still safe with me.", "Stands safely with me."])  # the second is that of before
def test_a_signature_is_given_again_in_the_place_of_the_one_that_is_void(page, reason):
    draft, rule = signed(page)
    send(page, draft, "who", stroke__affected_side="right")
    html = page.get(f"{draft}/sign").text
    assert 'It was "Left", and now it is "Right".' in unescape(html) or "and now it is" in unescape(html)
    again = page.post(f"{draft}/sign", data={"do": "again:0", "made_from": form(page, f"{draft}/sign")["made_from"]})
    assert 'name="reason" value="Stands safely with me."' in again.text
    assert 'name="name" value=""' in again.text  # nobody signs for another
    assert f'value="{rule}" checked' in again.text
    sent = dict(Sent(again.text).pairs) | {"reason": reason, "name": "J. Marsh"}
    assert page.post(f"{draft}/sign", data=sent).status_code == 303
    (one,) = Draft(saved(page, draft)).signatures
    assert (one.reason, dict(one.answers)["stroke.affected_side"]) == (reason, "right")
    assert "A signature counts no more" not in page.get(f"{draft}/look").text


OF_BEFORE = "overrides:\n  - {{rule: {}, name: J. Marsh, reason: Stands safely with me.}}\n"


def kept_out(draft: str, rule: str) -> str:
    """An exercise that is not in a draft yet, and that only a signature for a rule would let in."""
    text = Draft(draft).unsigned(0)
    for name in KIT.catalog.names("exercises"):
        if name not in text.exercises:
            more = text.arranged([*range(len(text.exercises)), name]).options(KIT)
            (found,) = (each for each in KIT.explain(more).exercises if each.exercise == name)
            if found.verdict == "out" and rule in {each.rule for each in found.grounds}:
                return name
    raise AssertionError(rule)


@pytest.mark.parametrize("change", ["other side", "one more exercise", "an answer of its rule"])
def test_a_signature_of_before_is_bound_to_what_it_was_given_on_before_that_changes(page, change):
    """What the screens say of it then is what a command says of the saved file."""
    rule = "R-98a"
    draft = begun(page, LEFT_OUT + OF_BEFORE.format(rule).encode())
    html = unescape(page.get(f"{draft}/exercises").text)
    assert f"It is in because J. Marsh signed an exception from {rule}." in html
    assert f"It lifts {rule} for all exercises." in html
    assert f"The exception of J. Marsh for {rule} names no exercise, day or answers." in html
    send(page, draft, "who", patient__name="Ann")
    assert OF_BEFORE.format(rule).strip() in saved(page, draft)  # it is about nothing that has changed
    facts = Draft(saved(page, draft)).options(KIT).facts()
    (read,) = next(each for each in KIT.catalog.rules if each.id == rule).when
    match change:
        case "other side":
            send(page, draft, "who", stroke__affected_side="right")
        case "one more exercise":
            send(page, draft, "exercises", do="add:ankle-circles")
            assert OF_BEFORE.format(rule).strip() in saved(page, draft)  # its rule does not speak of that one
            more = kept_out(saved(page, draft), rule)
            send(page, draft, "exercises", do=f"add:{more}")
        case "an answer of its rule":
            send(page, draft, "health/all", **{read.replace(".", "__"): "unknown"})
    after = Draft(saved(page, draft))
    assert after.signatures
    for each in after.signatures:
        assert each.exercise in after.exercises
        assert dict(each.answers) == {name: facts[name] for name in (read, "stroke.affected_side")}
    told = "An answer has changed since, so the rule holds again."
    explained = KIT.explain(after.options(KIT))
    if change == "one more exercise":
        assert told not in unescape(page.get(f"{draft}/exercises").text)
        (found,) = (each for each in explained.exercises if each.exercise == more)
        assert found.verdict == "out"
        return
    html = unescape(page.get(f"{draft}/exercises").text)
    assert told in html
    assert "If the answer goes back, the signature counts again." in html
    assert len(explained.void) == len(after.signatures)
    kept = after.text
    if change == "other side":
        send(page, draft, "who", stroke__affected_side="left")
    else:
        send(page, draft, "health/all", **{read.replace(".", "__"): facts[read]})
    assert told not in page.get(f"{draft}/exercises").text  # it was signed on these answers
    assert "It is in because J. Marsh signed" in page.get(f"{draft}/exercises").text
    assert Draft(saved(page, draft)).signatures == Draft(kept).signatures


def test_a_signature_of_before_does_not_survive_a_change_in_a_draft_that_cannot_be_read(page):
    broken = LEFT_OUT.replace(b"falls_last_year: ", b"falls_last_year: -")
    with pytest.raises(PrintkitError):
        KIT.options(broken)
    draft = begun(page, broken + OF_BEFORE.format("R-98a").encode())
    send(page, draft, "who", stroke__affected_side="right", do="to:health")
    (one,) = {each.answers for each in Draft(saved(page, draft)).signatures}
    assert dict(one)["stroke.affected_side"] == "left"


def test_a_dated_word_that_is_void_is_told_on_the_screens(page):
    told = "A. Haem said that exercise is safe again (a clot). An answer has changed since, so the rules hold again."
    text = Draft(EXAMPLE.decode()).changed("health.leg_clot", "treated").text
    word = "{what: clot, by: A. Haem, on: 2026-11-20, answers: {health.leg_clot: treated, stroke.affected_side: left}}"
    text = text.replace("health:\n", f"health:\n  cleared: [{word}]\n", 1)
    draft = begun(page, text.encode())
    assert KIT.options(text.encode()).health.cleared
    assert told not in unescape(page.get(f"{draft}/exercises").text)
    send(page, draft, "health/all", health__leg_clot="suspected")
    for step in ("exercises", "look", "sign"):
        assert told in unescape(page.get(f"{draft}/{step}").text)
    assert word in saved(page, draft)


def test_a_signature_is_for_one_exercise_and_no_other_comes_in_by_it(page):
    draft, rule = signed(page, "R-98a")
    html = page.get(f"{draft}/exercises").text
    assert f"It is in because J. Marsh signed an exception from {rule}." in html
    made = send(page, draft, "look", do="booklet")
    assert f"signed an exception from {rule}. Signed on {KIT.today}." in page.get(made.location).text
    more = kept_out(saved(page, draft), rule)
    send(page, draft, "exercises", do=f"add:{more}")
    assert [each.rule for each in Draft(saved(page, draft)).signatures] == [rule]
    (found,) = (each for each in KIT.explain(Draft(saved(page, draft)).options(KIT)).exercises if each.exercise == more)
    assert found.verdict == "out"


def test_a_signature_that_counts_again_says_so_until_it_is_void_or_signed_anew(page):
    draft, _ = signed(page)
    again = "It counts again, because the answers are those of then."
    side = Draft(saved(page, draft)).value("stroke.affected_side")
    other = "right" if side == "left" else "left"
    assert again not in page.get(f"{draft}/exercises").text
    for value, told in ((other, False), (side, True), (other, False), (side, True)):
        send(page, draft, "who", stroke__affected_side=value)
        for screen in ("health", "exercises", "look", "sign"):
            html = page.get(f"{draft}/{screen}").text
            assert (again in html) == told, screen
            assert ("A signature counts no more" in html) != told, screen
    field, another = offered(page, draft)[0]
    page.post(f"{draft}/sign", data={field: another, "reason": "Seen on the ward.", "name": "A. Reed"})
    assert again not in page.get(f"{draft}/exercises").text


def test_the_ready_screen_says_which_signature_counts_no_more_and_what_changed(page):
    draft, rule = signed(page)
    told = "A signature counts no more"
    ready = page.get(send(page, draft, "look", do="booklet").location).text
    assert told not in ready
    side = Draft(saved(page, draft)).value("stroke.affected_side")
    send(page, draft, "who", stroke__affected_side="right" if side == "left" else "left")
    ready = unescape(page.get(send(page, draft, "look", do="booklet").location).text)
    assert told in ready
    said = ready.partition(told)[2].partition("</section>")[0]
    assert f"J. Marsh signed an exception for {rule}" in said
    assert "It was " in said
    assert f'href="{draft}/sign"' in said


def test_what_is_not_needed_any_more_is_told_no_more(page):
    draft, rule = signed(page)
    name = next(iter(next(each for each in KIT.catalog.rules if each.id == rule).when))
    send(page, draft, "health/all", **{name.replace(".", "__"): ""})
    assert "A signature counts no more" in page.get(f"{draft}/sign").text
    page.post(f"{draft}/sign", data={"do": "out:0", "made_from": form(page, f"{draft}/sign")["made_from"]})
    assert Draft(saved(page, draft)).signatures == ()
    assert "A signature counts no more" not in page.get(f"{draft}/who").text


def test_a_signed_dose_counts_for_that_dose_alone(page):
    more = EXAMPLE + f"overrides:\n  - {{dose: {FIRST}, name: J. Marsh, reason: Did more on the ward.}}\n".encode()
    draft = begun(page, more)
    send(page, draft, "exercises", plan__exercises__1__note="Slowly.", do="again")
    assert [each.answers for each in Draft(saved(page, draft)).signatures] == [()]
    was = Draft(saved(page, draft)).value("plan.exercises.0.sets")
    send(page, draft, "exercises", plan__exercises__0__sets="9", do="to:sign")
    (one,) = Draft(saved(page, draft)).signatures
    assert dict(one.answers)["dose.sets"] != "9"
    html = unescape(page.get(f"{draft}/exercises").text)
    assert "J. Marsh signed an exception for the dose of" in html
    assert f'Sets: It was "{dict(one.answers)["dose.sets"]}", and now it is "9".' in html
    with pytest.raises(BeyondLimits, match="over the most") as refused:
        KIT.options(saved(page, draft).encode())  # as a command says of the file
    assert "the one that J. Marsh signed is void: dose.sets was" in refused.value.hint
    send(page, draft, "exercises", plan__exercises__0__sets=was, do="again")
    html = page.get(f"{draft}/exercises").text
    assert "A signature counts no more" not in html
    assert "It counts again, because the answers are those of then." in html


# --- a sheet that is typed in, and the window of a browser


def test_a_sheet_that_is_open_twice_asks_too(page):
    at = page.post("/s/returned", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")}).location
    sheet = re.findall(rf'href="({at}/\d+)"', page.get(at).text)[0]
    here = form(page, sheet)
    names = re.findall(r'<select id="ask-([^"]+)"', page.get(sheet).text)
    box, other = names[:2]
    page.post(sheet, data=here | {box: "yes", other: "yes"})
    assert page.post(sheet, data=here | {box: "yes", other: "yes"}).status_code == 303  # pressed twice
    answer = page.post(sheet, data=here | {box: "no", other: "yes"})
    assert answer.status_code == 422
    assert len(asked(answer.text, box)) == 2
    assert asked(answer.text, other) == []


def test_a_window_of_a_browser_asks_the_same():
    window = Window("1, 2026-11-29", KIT)
    form_kind = "application/x-www-form-urlencoded"
    draft = window.ask("POST", f"{ROOT}/booklet").path.removesuffix("/who")
    old = Sent(window.ask("GET", f"{draft}/who").data.decode()).pairs
    key = dict(old)["made_from"]
    for name, problem in (("Ann", False), ("Bea", True)):
        body = f"made_from={key}&patient.name={name}&do=to:who".encode()
        got = window.ask("POST", f"{draft}/who", body, form_kind).data.decode()
        assert ("Changed since this screen was opened" in got) == problem
