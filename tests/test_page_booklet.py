"""A booklet in 4 steps on the screens: the draft is the option file, and what was not touched stays as it was typed."""

import io
import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from conftest import NOVEMBER
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from printkit.errors import PrintkitError
from printkit.figures.people import in_turn
from printkit.kit import Printkit, clinic_of, open_diary
from printkit.model.facts import SIDE
from printkit.model.options import ChosenExercise, PlanRequest, PrintSettings
from printkit.model.person import GROUPS
from printkit.model.vocabulary import Side
from printkit.outcomes.history import Observation, PatientEntry
from printkit.page import application as screens
from printkit.page import questions, rosters, steps
from printkit.page.drafts import Draft
from printkit.page.house import Places
from printkit.printing import gallery
from printkit.resources import EXAMPLES

KIT = Printkit(clinic=clinic_of(EXAMPLES / "clinic.yaml"), today=NOVEMBER)
EXAMPLE = (EXAMPLES / "foot-drop.yaml").read_bytes()
OWN_HAND = """\
# Seen on the ward.  Ask about the dog!
patient: {id: w-7, name: "Ann O'Neill"}   # prefers Annie
stroke:
    affected_side:   right
    happened_on: '2026-06-02'
health:
    screened_by: J. Marsh
    screened_on: 2026-11-16   # again in May
    diabetes: true
    tight_joints: [knee]
home: {pets: yes}
plan:
    exercises:
    # the first one
    - {exercise: ankle-pumps, sets: 2}
    - exercise: seated-toe-raise   # slowly
      note: |
        Rest after each.
        Then go on.
    goal: to walk the dog
overrides: []
"""


@pytest.fixture
def page() -> FlaskClient:
    return screens.application(KIT, "/s", ("localhost",)).test_client()


def begun(page: FlaskClient, file: bytes | None = None) -> str:
    """The address of a draft, new or of a file."""
    if file is None:
        answer = page.post("/s/booklet")
    else:
        answer = page.post("/s/booklet/open", data={"file": (io.BytesIO(file), "x.yaml")})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[0]


class Sent(HTMLParser):
    """What a browser sends of the last form with fields on a screen when nobody has touched it, without its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        each = {name: value or "" for name, value in attrs}
        if (tag == "input" and each["type"] in ("text", "date", "hidden")) or (tag == "input" and "checked" in each):
            self.pairs.append((each["name"], each["value"]))
        elif tag == "select":
            self._select = each["name"]
        elif tag == "option" and "selected" in each:
            self.pairs.append((self._select, each["value"]))
        elif tag == "textarea":
            self._area = each["name"]
            self.pairs.append((each["name"], ""))

    def handle_data(self, data):
        if self._area:
            self.pairs[-1] = (self._area, (self.pairs[-1][1] + data))

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, words = self.pairs[-1]
            self.pairs[-1] = (name, words.removeprefix("\n").replace("\n", "\r\n"))
            self._area = ""


PARTS = tuple(KIT.catalog.question_parts)


def shown(page: FlaskClient, draft: str, step: str) -> dict[str, str]:
    answer = page.get(f"{draft}/{step}")
    assert answer.status_code == 200
    return dict(Sent(answer.text).pairs)


def send(page: FlaskClient, draft: str, step: str, **changes: str) -> TestResponse:
    """Send a screen as it is, but for these changes; a dot in a name is written as __."""
    return page.post(
        f"{draft}/{step}",
        data=shown(page, draft, step) | {name.replace("__", "."): value for name, value in changes.items()},
    )


def saved(page: FlaskClient, draft: str) -> str:
    return page.get(f"{draft}/options.yaml").text


# --- file, form, file


@pytest.mark.parametrize(
    "file",
    [EXAMPLE, OWN_HAND.encode(), OWN_HAND.replace("\n", "\r\n").encode(), None],
    ids=["example", "by hand", "of Windows", "new"],
)
def test_a_file_that_nobody_changes_stays_as_it_is_to_the_last_byte(page, file):
    draft = begun(page, file)
    before = page.get(f"{draft}/options.yaml").data
    if file is not None:
        assert before == file
    for step in (*steps.STEPS, *(f"health/{part}" for part in PARTS)):
        send(page, draft, step, do="again")
    assert page.get(f"{draft}/options.yaml").data == before


def test_one_answer_changes_one_line(page):
    draft = begun(page, OWN_HAND.encode())
    send(page, draft, "health/general", health__diabetes="no")
    assert saved(page, draft) == OWN_HAND.replace("diabetes: true", "diabetes: no")
    send(page, draft, "who", patient__name="Ann Smith: Annie")
    assert "patient: {id: w-7, name: 'Ann Smith: Annie'}   # prefers Annie" in saved(page, draft)
    send(page, draft, "look", print__weeks="4", do="again")
    assert KIT.options(saved(page, draft).encode()).print.weeks == 4


def test_every_answer_of_an_option_file_but_lists_is_asked_once(page):
    blank = Draft("a: b")
    asked = [*questions.who(KIT, blank), *questions.check(KIT, blank)]
    asked += [field for fields in questions.parts(KIT, blank).values() for field in fields]
    names = [field.name for field in asked]
    assert len(names) == len(set(names))
    missing = {f"{group}.{name}" for group, record in GROUPS.items() for name in record.__struct_fields__} - {*names}
    assert missing == {"health.tight_joints", "health.cleared", "devices.wear_in_minutes"}
    assert {questions.step_of(KIT, name) for name in names} == {"who", "health", *(f"health/{part}" for part in PARTS)}
    assert questions.step_of(KIT, "health.cleared") == ""
    draft = begun(page)
    for name in names:
        assert f'id="ask-{name}"' in page.get(f"{draft}/{questions.step_of(KIT, name)}").text
    whole = page.get(f"{draft}/health/all").text
    assert all(f'id="ask-{field.name}"' in whole for fields in questions.parts(KIT, blank).values() for field in fields)


def test_the_parts_of_the_health_questions_follow_each_other_and_say_how_much_is_answered(page):
    draft = begun(page)
    step = f"health/{PARTS[0]}"
    for part in PARTS:
        assert step == f"health/{part}"
        step = send(page, draft, step).location.removeprefix(f"{draft}/")
    assert step == "exercises"
    send(page, draft, "health/arm", health__tremor="none", health__shoulder="unknown")
    assert "2 of 5 answered" in page.get(f"{draft}/health").text
    assert page.get(f"{draft}/health/nothing").status_code == 404


def test_by_part_or_on_one_screen_the_same_answers_are_written(page):
    said = {"health__diabetes": "no", "health__walks": "alone", "home__pets": "yes"}
    one, other = begun(page), begun(page)
    send(page, one, "health/all", **said)
    for part, name in (("general", "health__diabetes"), ("moving", "health__walks"), ("home", "home__pets")):
        send(page, other, f"health/{part}", **{name: said[name]})
    assert saved(page, one) == saved(page, other)
    assert "diabetes: no" in saved(page, one)


@pytest.mark.parametrize("where", ["who", "health", "health/heart", "exercises", "look", "sign"])
@pytest.mark.parametrize("step", ["who", "health", "health/home", "exercises", "look"])
def test_what_was_typed_goes_along_to_every_other_screen(page, step, where):
    draft = begun(page, EXAMPLE)
    name, value = {
        "who": ("patient.name", "Ann"),
        "health": ("health.screened_by", "A. Reed"),
        "health/home": ("home.bath", "unknown"),
        "exercises": ("plan.minutes_a_day", "17"),
        "look": ("print.weeks", "3"),
    }[step]
    assert send(page, draft, step, **{name: value, "do": f"to:{where}"}).location == f"{draft}/{where}"
    assert f": {value}" in saved(page, draft)


def test_the_answers_are_saved_with_what_stands_on_the_screen(page):
    draft = begun(page, EXAMPLE)
    for step, name, value in (("who", "patient.name", "Ann"), ("look", "print.weeks", "3"), ("exercises", "find", "x")):
        file = send(page, draft, step, **{name: value, "do": "save"})
        assert file.headers["Content-Disposition"] == 'attachment; filename="example-foot-drop.yaml"'
        assert file.text == saved(page, draft)
    assert "name: Ann" in file.text
    assert "weeks: 3" in file.text
    wrong = send(page, draft, "look", print__weeks="many", do="save")
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text


def test_what_was_wrong_in_an_opened_file_holds_nobody_back_from_another_screen(page):
    draft = begun(page, EXAMPLE.replace(b"2026-06-02", b"in June"))
    assert send(page, draft, "who", do="to:look").location == f"{draft}/look"
    assert send(page, draft, "who", do="next").status_code == 422
    assert send(page, draft, "who", stroke__happened_on="in July", do="to:look").status_code == 422


def test_a_new_booklet_is_saved_and_left_with_what_was_typed_before_it_has_an_id(page):
    draft = begun(page)
    file = send(page, draft, "who", patient__name="Ann", do="save")
    assert (file.status_code, "name: Ann" in file.text) == (200, True)
    assert send(page, draft, "who", patient__name="Ben", do="to:health").location == f"{draft}/health"
    assert "name: Ben" in saved(page, draft)
    assert send(page, draft, "who", patient__id="no id!", do="save").status_code == 422


def test_a_day_s_work_is_kept_and_nobody_loses_the_first_draft(page):
    first = begun(page, EXAMPLE)
    for _ in range(30):
        begun(page)
    assert saved(page, first).encode() == EXAMPLE


@pytest.mark.parametrize("do", ["to:nothing", "to:", "to:health/nothing", "to:who/heart", "to:../../x"])
def test_a_button_that_nobody_made_leads_nowhere(page, do):
    assert send(page, begun(page, EXAMPLE), "who", do=do).status_code == 404


def test_a_new_draft_is_the_commented_option_file(page, printkit):
    printkit("new", "options", "x.yaml", "--blank")
    starter = Path("x.yaml").read_text(encoding="utf-8")
    assert "  id: patient-1  " in starter
    assert saved(page, begun(page)) == starter.replace(
        "  id: patient-1  ", "  id:  "
    )  # no 2 people share one by chance


def test_a_booklet_without_an_id_is_asked_for_it_but_not_before_anything_was_typed(page):
    draft = begun(page)
    assert "alert" not in page.get(f"{draft}/who").text
    answer = send(page, draft, "who")
    assert answer.status_code == 422
    assert 'href="#ask-patient.id">The person has no id yet.</a> Give one' in answer.text


@pytest.mark.usefixtures("november")
def test_a_therapist_goes_from_nothing_to_a_booklet(page, printkit):
    """The saved answers print the same bytes by the command."""
    draft = begun(page)
    said = {
        "patient__id": "w-9",
        "stroke__affected_side": "left",
        "stroke__happened_on": "2026-06-02",
        "clinic__region": "GB",
    }
    assert send(page, draft, "who", **said).location == f"{draft}/health"
    assert (
        send(page, draft, "health", health__screened_by="J. Marsh", health__screened_on="2026-11-20").location
        == f"{draft}/exercises"
    )
    assert send(page, draft, "exercises", do="next").location == f"{draft}/look"
    answer = send(page, draft, "look", do="booklet", print__size="short")
    assert answer.status_code == 303, answer.text
    ready = page.get(answer.location).text
    assert "It is ready: The booklet" in ready
    (link,) = re.findall(r'href="([^"?]+[.]pdf)"', ready)
    assert link.endswith("/w-9-booklet.pdf")
    Path("w-9.yaml").write_text(saved(page, draft), encoding="utf-8")
    assert printkit("booklet", "w-9.yaml", "--no-diary", "-o", "x.pdf").exit_code == 0
    (own,) = re.findall(r'href="([^"]+options.yaml)"', ready)
    assert page.get(own).headers["Content-Disposition"] == 'attachment; filename="w-9.yaml"'
    plain = screens.application(Printkit(), "/s", ("localhost",)).test_client()  # the command here has no clinic either
    again = send(plain, begun(plain, Path("w-9.yaml").read_bytes()), "look", do="booklet")
    (link,) = re.findall(r'href="([^"?]+[.]pdf)"', plain.get(again.location).text)
    assert plain.get(link).data == Path("x.pdf").read_bytes()


@pytest.mark.parametrize("kind", ["booklet", "set", "booklet-clinician", "chart", "fridge"])
def test_each_print_of_a_draft_is_made(page, kind):
    answer = send(page, begun(page, EXAMPLE), "look", do=kind)
    assert answer.status_code == 303
    assert f"example-foot-drop-{kind}.pdf" in page.get(answer.location).text


def test_what_the_rules_ask_to_give_with_a_booklet_is_named_and_printed_with_it(page):
    """A booklet names it; one press more has all of it in one file, in the order that it is named in."""
    draft = begun(page, EXAMPLE)
    titles = KIT.titles_beside(KIT.booklet(Draft(EXAMPLE.decode()).options(KIT)))
    ready = page.get(send(page, draft, "look", do="booklet").location).text
    assert titles
    assert all(f"<li>{title}</li>" in unescape(ready) for title in titles)
    ready = page.get(send(page, draft, "look", do="set").location).text
    (link,) = re.findall(r'href="([^"?]+[.]pdf)"', ready)
    with pypdfium2.PdfDocument(page.get(link).data) as pdf:
        heads = [each.get_textpage().get_text_bounded().split("\n")[0].strip() for each in pdf]
    assert all(any(len(head) > 8 and title.startswith(head) for head in heads) for title in titles)


@pytest.mark.parametrize("file", [b"", b"plain words", b"patient: [", b"%PDF-1.7"])
def test_a_file_that_is_no_draft_is_told_about_at_an_address_that_can_be_looked_at(page, file):
    """A browser sees a refused form by its address, so that its way back asks nothing."""
    data = {"file": (io.BytesIO(file), "x.yaml")}
    assert page.post("/s/booklet/open", data=data).status_code == 422
    assert page.get("/s/booklet/open").status_code == 200


# --- exercises


def test_each_exercise_says_whether_it_is_in_and_why(page):
    html = page.get(f"{begun(page, EXAMPLE)}/exercises").text
    assert "Seated toe raise: in, and changed" in html
    assert "Your brace stops the ankle, but standing without it is not safe." in html
    assert "is not safe. The page says: " in html  # what was changed
    assert "/figure/seated-toe-raise/left.svg" in html
    assert "4 exercises, 14 minutes a day, 7 days a week." in html


def test_what_stands_in_is_shown_with_its_picture_and_stays_when_the_list_is_changed(page):
    """And a sentence says nothing of the names that option files have for answers."""
    draft = begun(page)
    send(page, draft, "who", patient__id="w-1", stroke__affected_side="left")
    send(page, draft, "health", health__screened_by="A. Reed", health__screened_on="2026-11-20")
    html = page.get(f"{draft}/exercises").text
    assert "Ankle circles stands in for it." in html
    assert "/figure/ankle-circles/left.svg" in html
    assert "stroke.happened_on" not in html
    assert "How: give the day of the stroke for a band of its own." in html
    send(page, draft, "exercises", do="own")
    assert "ankle-circles" in Draft(saved(page, draft)).exercises


def test_what_is_left_out_says_by_which_rule_and_what_stands_in(page):
    draft = begun(page, EXAMPLE)
    send(
        page,
        draft,
        "health/all",
        devices__afo="no",
        devices__brace_type="",
        devices__brace_started_on="",
        health__walks="with-person",
        health__knee_gives_way="yes",
    )
    html = page.get(f"{draft}/exercises").text
    out = re.findall(r"<h3[^>]*>([^<]*): left out</h3>.*?</section>", html, re.DOTALL)
    assert out
    assert re.search(r"\(R-\w+\)", html)
    assert "stands in for it" in html


def test_exercises_are_added_moved_and_taken_out_by_buttons(page):
    draft = begun(page, EXAMPLE)

    def chosen() -> tuple[str, ...]:
        return Draft(saved(page, draft)).exercises

    first = chosen()
    assert send(page, draft, "exercises", do="down:0").location.endswith(f"/exercises#exercise-{first[0]}")
    assert chosen() == (first[1], first[0], *first[2:])
    send(page, draft, "exercises", do="up:1")
    assert chosen() == first
    assert saved(page, draft) == EXAMPLE.decode()
    send(page, draft, "exercises", do="out:1")
    assert chosen() == (first[0], *first[2:])
    answer = send(page, draft, "exercises", do="next", find="ankle circles")  # Enter behind the words
    assert answer.location.endswith("?find=ankle%20circles#find")
    assert 'value="add:ankle-circles"' in page.get(answer.location).text
    send(page, draft, "exercises", do="add:ankle-circles")
    assert chosen()[-1] == "ankle-circles"
    send(page, draft, "exercises", plan__exercises__0__sets="2", do="again")
    assert "- exercise: standing-calf-stretch\n      sets: 2\n" in saved(page, draft)
    for act in ("up:0", "down:99", "out:99", "add:nothing", "add:../x", "up:x", "own"):
        assert send(page, draft, "exercises", do=act).status_code == 303
    assert len(chosen()) == 4


def test_a_programme_can_be_taken_as_a_list_of_ones_own(page):
    draft = begun(page, EXAMPLE.replace(EXAMPLE[EXAMPLE.index(b"  exercises:") : EXAMPLE.index(b"print:")], b""))
    assert Draft(saved(page, draft)).exercises == ()
    assert "The exercises of the programme" in page.get(f"{draft}/exercises").text
    send(page, draft, "exercises", do="own")
    assert len(Draft(saved(page, draft)).exercises) >= 2


def test_a_picture_is_drawn_for_the_side(page):
    left, right = (page.get(f"/s/figure/seated-toe-raise/{side}.svg") for side in ("left", "right"))
    assert left.mimetype == "image/svg+xml"
    assert b"<title>" in left.data
    assert left.data != right.data
    for path in ("nothing/left", "seated-toe-raise/up", "..%2fx/left"):
        assert page.get(f"/s/figure/{path}.svg").status_code == 404


def test_who_is_seen_in_the_pictures_is_chosen_and_seen_on_the_screens_too(page):
    draft = begun(page, EXAMPLE)
    people = list(KIT.catalog.people)
    html = page.get(f"{draft}/look").text
    (choices,) = re.findall(r'<select id="ask-print.person".*?</select>', html, re.DOTALL)
    assert re.findall(r'<option value="([^"]*)"', choices) == ["", *people]
    turn = in_turn(KIT.catalog.people, "example-foot-drop")
    by_turn = next(name for name in people if KIT.catalog.people[name] is turn)
    other = next(name for name in people if name not in (by_turn, people[0]))
    drawn = []
    for person, wanted in (("", by_turn), (other, other)):
        send(page, draft, "look", print__person=person, do="to:exercises")
        (address,) = re.findall(r'src="(/s/figure/seated-toe-raise/[^"]+)"', page.get(f"{draft}/exercises").text)
        assert address.endswith(f"/left.svg?person={wanted}")
        drawn.append(page.get(address).data)
        assert KIT.options(saved(page, draft).encode()).print.person == (person or None)
    assert drawn[0] != drawn[1]
    assert page.get("/s/figure/seated-toe-raise/left.svg?person=nobody").status_code == 404


def test_a_clinic_file_is_given_with_the_option_file_and_its_logo_stays_out(printkit):
    clinic = (EXAMPLES / "clinic.yaml").read_bytes()
    page = screens.application(Printkit(today=NOVEMBER), "/s", ("localhost",)).test_client()
    files = {"file": (io.BytesIO(EXAMPLE), "x.yaml"), "clinic_file": (io.BytesIO(clinic), "clinic.yaml")}
    draft = page.post("/s/booklet/open", data=files).location.removesuffix("/who")
    made = page.post(f"{draft}/look", data={"do": "booklet"})
    assert made.status_code == 303, made.text
    (file,) = re.findall(r'data-file="([^"]+)"', page.get(made.location).text)
    Path("x.yaml").write_bytes(EXAMPLE)
    Path("clinic.yaml").write_bytes(clinic.replace(b"logo: riverside.svg\n", b""))
    assert printkit("booklet", "x.yaml", "-o", "x.pdf").exit_code == 0
    assert page.get(file).data == Path("x.pdf").read_bytes()


def test_a_clinic_file_that_is_none_is_put_right(page):
    files = {"file": (io.BytesIO(EXAMPLE), "x.yaml"), "clinic_file": (io.BytesIO(b"phon: 1"), "clinic.yaml")}
    found = page.post("/s/booklet/open", data=files)
    assert found.status_code == 422
    assert 'href="#ask-clinic_file"' in found.text


# --- signed exceptions


LEFT_OUT = EXAMPLE.replace(b"  diabetes: no\n", b"  diabetes: no\n  walks: with-person\n  knee_gives_way: yes\n")


def offered(html: str) -> list[tuple[str, str]]:
    """What can be signed: the name of its field, and the rule, or dose."""
    return re.findall(r'type="checkbox" name="(at\.[a-z0-9-]+)" value="(R-\w+|dose)"', html)


def test_a_clinician_signs_an_exception_in_the_open(page):
    draft = begun(page, LEFT_OUT)
    field, rule = offered(page.get(f"{draft}/sign").text)[0]
    exercise = field.removeprefix("at.")
    said = {field: rule, "reason": "Stands safely: with me.", "name": "J. Marsh"}
    assert page.post(f"{draft}/sign", data=said).status_code == 303
    text = saved(page, draft)
    signed = (
        f"{{rule: {rule}, exercise: {exercise}, name: 'J. Marsh', reason: 'Stands safely: with me.', on: {KIT.today}"
    )
    begins = LEFT_OUT.decode() + f"overrides:\n  - {signed}, answers: {{"
    assert text.startswith(begins)
    assert text.endswith("stroke.affected_side: left}}\n")
    override = KIT.options(text.encode()).overrides[0]
    (read,) = (each for each in KIT.catalog.rules if each.id == rule)
    assert override.answers == {name: KIT.options(LEFT_OUT).facts()[name] for name in (*read.when, SIDE)}
    html = page.get(f"{draft}/sign").text
    assert f"{rule} ({house_title(exercise)}): J. Marsh: Stands safely: with me. Signed on {KIT.today}." in unescape(
        html
    )
    assert (field, rule) not in offered(html)
    made_from = re.search(r'name="made_from" value="([^"]+)"', html)[1]
    assert page.post(f"{draft}/sign", data={"do": "out:0", "made_from": made_from}).status_code == 303
    assert KIT.options(saved(page, draft).encode()).overrides == ()


def house_title(exercise: str) -> str:
    return gallery.title(KIT.catalog, exercise, Side.UNKNOWN)


MANY = LEFT_OUT.replace(b"walking_aid: stick", b"walking_aid: frame")


def test_all_that_keeps_an_exercise_out_is_offered_and_signed_at_once(page):
    plan = b"plan:\n  exercises:\n    - seated-toe-raise\n    - one-leg-stand-affected-side\n"
    text = re.sub(rb"(?ms)^plan:\n.*?^(?=\w)", plan, MANY)
    exercise = "one-leg-stand-affected-side"
    draft = begun(page, text)
    there = offered(page.get(f"{draft}/sign").text)
    assert {field for field, _ in there} >= {f"at.{exercise}"}
    html = unescape(page.get(f"{draft}/sign").text)
    out = re.findall(r">(R-\w+): [^<]*It keeps the exercise out\.", html)
    assert len(out) >= 2
    assert not re.search(r"\{your|\{hold", html)
    said = {f"at.{exercise}": out, "reason": "Stands safely with me.", "name": "J. Marsh"}
    assert page.post(f"{draft}/sign", data=said).status_code == 303
    assert f"{house_title(exercise)}: left out" not in unescape(page.get(f"{draft}/exercises").text)
    html = unescape(page.get(f"{draft}/exercises").text)
    assert f"It is in because J. Marsh signed an exception from {out[0]}. Signed on {KIT.today}." in re.sub(
        r"</p>\s*<p>", " ", html
    )


def test_a_rule_on_stopping_and_calling_is_not_offered(page):
    draft = begun(page, LEFT_OUT)
    assert "R-01" not in {rule for _, rule in offered(page.get(f"{draft}/sign").text)}


def test_a_dose_beyond_its_limit_is_signed_on_the_screen(page):
    draft = begun(page, EXAMPLE)
    exercise = Draft(saved(page, draft)).exercises[0]
    assert send(page, draft, "exercises", plan__exercises__0__sets="9", do="again").status_code == 422
    answer = send(page, draft, "exercises", plan__exercises__0__sets="9", do="to:sign")
    assert answer.status_code == 303
    field = (f"at.{exercise}", "dose")
    assert field in offered(page.get(f"{draft}/sign").text)
    said = {f"at.{exercise}": "dose", "reason": "Did more on the ward.", "name": "J. Marsh"}
    assert page.post(f"{draft}/sign", data=said).status_code == 303
    override = KIT.options(saved(page, draft).encode()).overrides[0]
    assert (override.dose, override.answers["dose.sets"], override.on) == (exercise, "9", KIT.today)
    assert "Its dose is beyond the limit because J. Marsh signed it." in page.get(f"{draft}/exercises").text
    assert send(page, draft, "exercises", plan__exercises__0__sets="10", do="again").status_code == 422


@pytest.mark.parametrize(
    ("field", "value"), [("rule", ""), ("rule", "R-99"), ("reason", "ok"), ("name", "?"), ("name", "")]
)
def test_an_exception_needs_a_rule_a_reason_and_a_name(page, field, value):
    draft = begun(page, LEFT_OUT)
    at, rule = offered(page.get(f"{draft}/sign").text)[0]
    field = at if field == "rule" else field
    said = {at: rule, "reason": "Stands safely with me.", "name": "J. Marsh"} | {field: value}
    answer = page.post(f"{draft}/sign", data={name: each for name, each in said.items() if each or name != at})
    assert answer.status_code == 422
    assert f'href="#ask-{field}"' in answer.text
    assert saved(page, draft).encode() == LEFT_OUT


def test_a_rule_that_stops_the_print_can_be_signed_for(page):
    draft = begun(page, EXAMPLE.replace(b"  diabetes: no\n", b"  diabetes: no\n  foot_drop_cause: nerve\n"))
    answer = send(page, draft, "look", do="booklet")
    assert answer.status_code == 422
    assert "A clinician can sign an exception" in answer.text
    there = [field for field, rule in offered(page.get(f"{draft}/sign").text) if rule == "R-70"]
    assert len(there) == len(Draft(EXAMPLE.decode()).exercises)  # each exercise is signed for by itself


# --- the diary, and a list


def test_charts_are_noted_in_the_diary_and_go_on_from_it(tmp_path):
    place = str(tmp_path / "d.sqlite3")
    page = screens.application(KIT, "/s", ("localhost",), places=Places(place)).test_client()
    draft = begun(page, EXAMPLE)
    html = page.get(f"{draft}/look").text
    assert "Make the next charts, from the diary" in html
    assert send(page, draft, "look", do="next-chart").status_code == 422  # there is no diary yet
    assert not Path(place).exists()
    assert send(page, draft, "look", do="chart").status_code == 303
    with open_diary(place, new=False) as book:
        assert [each.patient for each in book.sheets()] == ["example-foot-drop"]
        history = book.history("example-foot-drop")
    asks = send(page, draft, "look", do="next-chart")  # it is the Sunday of week 1
    assert asks.status_code == 422
    assert re.findall(r'name="begins" value="(\d+)"( checked)?', asks.text) == [("2", " checked"), ("1", "")]
    answer = send(page, draft, "look", do="next-chart", begins="1")
    (link,) = re.findall(r'href="([^"?]+[.]pdf)"', page.get(answer.location).text)
    assert page.get(link).data == KIT.next_chart(KIT.options(EXAMPLE), history).chart.pdf
    for audience in ("patient", "clinician"):
        answer = send(page, draft, "look", do=f"report-{audience}")
        assert answer.status_code == 303, answer.text
        assert f"example-foot-drop-report-{audience}.pdf" in page.get(answer.location).text


def test_the_next_charts_wait_while_the_diary_has_falls_that_the_answers_do_not_know_of(tmp_path):
    place = str(tmp_path / "d.sqlite3")
    page = screens.application(KIT, "/s", ("localhost",), places=Places(place)).test_client()
    draft = begun(page, EXAMPLE)
    fell = [
        Observation(day=KIT.options(EXAMPLE).health.screened_on + timedelta(days=at), what="falls", value=1)
        for at in (0, 1)
    ]
    with open_diary(place) as book:
        book.add([PatientEntry(patient="example-foot-drop", entry=each) for each in fell])
    answer = send(page, draft, "look", do="next-chart")
    assert answer.status_code == 422
    assert "Falls written down since these answers: 1. The answers say 1." in answer.text
    assert f'{draft}/health/moving#ask-health.falls_last_year"' in answer.text


def test_without_a_diary_nothing_of_one_is_offered_or_made(page):
    draft = begun(page, EXAMPLE)
    assert "diary" not in page.get(f"{draft}/look").text
    assert send(page, draft, "look", do="report-patient").status_code == 404


def test_a_list_of_patients_shows_each_problem_with_its_row(tmp_path):
    good = (EXAMPLES / "roster.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "roster.csv").write_text(good.replace(",left,", ",lefft,", 1), encoding="utf-8")
    page = screens.application(KIT, "/s", ("localhost",), places=Places(roster=tmp_path / "roster.csv")).test_client()
    assert 'href="/s/roster"' in page.get("/s/").text
    html = page.get("/s/roster").text
    assert re.search(r'<h2 id="row-[0-9]+">Row [0-9]+: ', html)
    assert "lefft" in html
    assert str(tmp_path) not in html
    (tmp_path / "roster.csv").write_bytes(b"")
    assert 'role="alert"' in page.get("/s/roster").text
    window = screens.application(KIT, "/s", ("localhost",), places=Places(window="1.0")).test_client()
    assert window.get("/s/roster").status_code == 404  # a window of a browser reaches no folder


@pytest.fixture
def roster(tmp_path, monkeypatch) -> Path:
    """Four good rows and one that is refused, beside an empty folder to print into."""
    monkeypatch.chdir(tmp_path)
    head, first, *_ = (EXAMPLES / "roster.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [first.replace(first.partition(",")[0], f"p-{number}", 1) for number in range(5)]
    rows[3] = rows[3].replace(",left,", ",lefft,")
    (tmp_path / "roster.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return tmp_path / "roster.csv"


def with_list(roster: Path) -> FlaskClient:
    return screens.application(KIT, "/s", ("localhost",), places=Places(roster=roster)).test_client()


def test_a_list_is_printed_as_batch_prints_it_and_not_again(roster, printkit, november):
    page = with_list(roster)
    assert "0 files are printed. 4 files are left." in page.get("/s/roster").text
    done = page.post("/s/roster", data={"do": "print", "kind": "booklet"})
    assert "4 files are printed. 0 files are left." in done.text
    assert 'id="goes-on"' not in done.text
    ours = {path.name: path.read_bytes() for path in Path("out").glob("*.pdf")}
    assert {*ours} == {f"p-{number}-booklet.pdf" for number in (0, 1, 2, 4)}
    assert all(path.stat().st_mode & 0o077 == 0 for path in Path("out").iterdir())
    for path in Path("out").glob("*"):
        path.unlink()
    assert printkit("batch", "roster.csv", "--clinic", str(EXAMPLES / "clinic.yaml")).exit_code == 4  # for the row
    assert {path.name: path.read_bytes() for path in Path("out").glob("*.pdf")} == ours
    assert "4 files are printed. 0 files are left." in with_list(roster).get("/s/roster").text


def test_a_long_list_is_printed_for_a_while_and_goes_on_until_it_is_stopped(roster, monkeypatch):
    monkeypatch.setattr(rosters, "_A_WHILE", 0.0)
    page = with_list(roster)
    first = page.post("/s/roster", data={"do": "print", "kind": "chart"}).text
    assert "1 file is printed. 3 files are left." in first
    assert 'id="goes-on"' in first
    assert 'name="kind" value="chart"' in first
    second = page.post("/s/roster", data={"do": "go-on", "kind": "chart", "files": "each"}).text
    assert "2 files are printed. 2 files are left." in second
    assert len([*Path("out").glob("*-chart.pdf")]) == 2
    assert 'id="goes-on"' not in page.get("/s/roster").text  # stopped


def test_a_row_that_fails_is_told_and_not_tried_for_ever(roster, monkeypatch):
    monkeypatch.setattr(rosters, "_A_WHILE", 0.0)
    Path("out").mkdir()
    Path("out/p-0-booklet.pdf").write_bytes(b"somebody's own")
    page = with_list(roster)
    html = page.post("/s/roster", data={"do": "print"}).text
    tries = 0
    while 'id="goes-on"' in html:
        html = page.post("/s/roster", data={"do": "go-on"}).text
        tries += 1
        assert tries < 6
    assert "These could not be printed" in html
    assert html.count("p-0-booklet.pdf") >= 1
    assert Path("out/p-0-booklet.pdf").read_bytes() == b"somebody's own"
    assert "3 files are printed." in html


def test_a_list_in_one_file_is_a_volume(roster):
    page = with_list(roster)
    html = page.post("/s/roster", data={"do": "print", "kind": "fridge", "files": "volumes"}).text
    assert "1 file is printed. 0 files are left." in html
    assert len([*Path("out").glob("*.pdf")]) == 1


def test_what_is_no_kind_of_print_is_put_right(roster):
    found = with_list(roster).post("/s/roster", data={"do": "print", "kind": "../x"})
    assert found.status_code == 422
    assert not Path("out").exists()


def test_saved_answers_are_named_by_the_id_whatever_is_still_to_put_right(page):
    draft = begun(page, EXAMPLE.replace(b"id: example-foot-drop", b"id: w-12").replace(b"right", b"rihgt", 1))
    assert 'filename="w-12.yaml"' in page.get(f"{draft}/options.yaml").headers["Content-Disposition"]
    draft = begun(page, EXAMPLE.replace(b"id: example-foot-drop", b"id: Ann Price"))
    assert 'filename="options.yaml"' in page.get(f"{draft}/options.yaml").headers["Content-Disposition"]


# --- put right


@pytest.mark.parametrize(
    ("step", "field", "value", "says"),
    [
        ("who", "patient.id", "Ann O'Neill", "letters, digits"),
        ("who", "stroke.happened_on", "June", "no date"),
        ("who", "stroke.happened_on", "2999-01-01", "Check the year"),
        ("health/moving", "health.falls_last_year", "many", "whole number"),
        ("health/moving", "health.berg_balance", "99", "from 0 to 56"),
        ("health", "health.screened_by", "", "belong together"),
        ("exercises", "plan.exercises.1.sets", "99", "from 1 to"),
        ("look", "print.weeks", "13", "from 1 to 12"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_put_right_at_its_field_and_the_draft_is_as_before(page, step, field, value, says):
    draft = begun(page, EXAMPLE)
    answer = send(page, draft, step, **{field.replace(".", "__"): value})
    assert answer.status_code == 422
    assert f'href="#ask-{field}"' in answer.text
    assert f'id="ask-{field}"' in answer.text
    assert says in answer.text
    assert dict(Sent(answer.text).pairs)[field] == value
    assert saved(page, draft).encode() == EXAMPLE


def test_a_file_with_a_wrong_answer_is_opened_and_says_so_at_the_answer(page):
    draft = begun(
        page, EXAMPLE.replace(b"2026-06-02", b"in June").replace(b"falls_last_year: 1", b"falls_last_year: a few")
    )
    for step, field in (("who", "stroke.happened_on"), ("health/moving", "health.falls_last_year")):
        html = page.get(f"{draft}/{step}").text
        assert f'href="#ask-{field}"' in html
        assert "<title>To put right:" in html
    assert 'value="in June"' in page.get(f"{draft}/who").text
    answer = send(page, draft, "look", do="booklet")
    assert f'href="{draft}/who#ask-stroke.happened_on"' in answer.text
    assert f'href="{draft}/health/moving#ask-health.falls_last_year"' in answer.text


def test_what_the_rules_must_know_is_asked_with_a_link_to_its_screen(page):
    draft = begun(page)
    send(page, draft, "who", patient__id="w-1")
    for step in ("exercises", "look"):
        html = page.get(f"{draft}/{step}").text
        assert "Before anything can be printed" in html
        assert "(seated-" not in html  # a question is asked without the ids of exercises
        assert f'href="{draft}/health/general#ask-health.medically_unstable"' in html
        assert f'href="{draft}/who#ask-stroke.affected_side"' in html
    answer = send(page, draft, "look", do="booklet")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    for step, field in re.findall(rf'href="{draft}/([\w/]+)#ask-([\w.]+)"', answer.text):
        assert f'id="ask-{field}"' in page.get(f"{draft}/{step}").text


@pytest.mark.parametrize(
    "file",
    [
        b"\xff\xfe",
        b"a: [",
        b"- a",
        b"&a a: *a",
        b"\0",
        b"x" * 3000,
        b"a: " + b"x" * 200_000,
        b"!!python/object:x {}",
        EXAMPLE[:50] + b"\x07",
    ],
)
def test_a_file_that_is_none_is_refused_with_a_reason(page, file):
    answer = page.post("/s/booklet/open", data={"file": (io.BytesIO(file), "x.yaml")})
    assert answer.status_code == 422
    assert "This is no option file that can be read." in answer.text
    assert page.post("/s/booklet/open").status_code == 422


def test_a_file_names_no_other_file(tmp_path):
    """A logo or a clinic file of an opened file would be read from this computer's disk."""
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = screens.application(Printkit(), "/s", ("localhost",)).test_client()
    for line, says in (
        (f"clinic: {{logo: {secret}}}\n", "another file"),
        (f"clinic_file: {secret}\n", '/clinic#ask-clinic_file">The option file names a clinic file.'),
    ):
        draft = begun(page, EXAMPLE.replace(b"clinic_file: clinic.yaml\n", line.encode()))
        answer = send(page, draft, "look", do="booklet")
        assert answer.status_code == 422
        assert says in answer.text


def test_an_unknown_draft_or_step_is_not_here(page):
    draft = begun(page)
    for path in (f"{draft}/nothing", "/s/booklet/x/who", "/s/booklet/x/options.yaml", f"{draft}/who/../../x"):
        assert page.get(path).status_code == 404
    assert send(page, draft, "look", do="nothing").status_code == 404


# --- any form


NAMES = st.sampled_from(
    [
        *questions.WHO,
        *questions.PLAN,
        *questions.LOOK,
        "health.diabetes",
        "health.falls_last_year",
        "plan.exercises.0.note",
        "plan.exercises.1.sets",
        "do",
        "find",
    ]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "yes", "left", "GB", "2026-06-02", "3", "booklet", "next", "up:1", "out:0", "own", "large", "a'b: #"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    step=st.sampled_from(steps.STEPS),
    pairs=st.lists(st.tuples(NAMES, VALUES), max_size=8),
    file=st.sampled_from([EXAMPLE, OWN_HAND.encode()]),
)
def test_any_form_of_a_step_goes_on_or_is_put_right(page, step, pairs, file):
    draft = begun(page, file)
    assert page.post(f"{draft}/{step}", data=MultiDict(pairs)).status_code in (303, 404, 422)
    for each in steps.STEPS:
        assert page.get(f"{draft}/{each}").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(lambda text: b"patient: {id: x}\n" + text.encode("utf-8", "replace")),
    )
)
def test_any_file_is_opened_or_refused(page, file):
    answer = page.post("/s/booklet/open", data={"file": (io.BytesIO(file), "x.yaml")})
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        draft = answer.location.rpartition("/")[0]
        for step in steps.STEPS:
            assert page.get(f"{draft}/{step}").status_code == 200
            assert send(page, draft, step, do="again").status_code in (303, 404, 422)


def test_a_letter_that_cannot_be_printed_is_no_fault_of_an_exercise(page):
    """The message has digits in it, and so has the place of an exercise in its list."""
    file = EXAMPLE.replace(b"name: Sam Example", "name: \u0915\u092e\u0932\u093e".encode())
    answer = page.post(f"{begun(page, file)}/look", data={"do": "booklet"})
    assert answer.status_code == 422
    box = answer.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert "U+0915" in box
    assert "#ask-plan.exercises" not in box


def test_a_browser_is_not_told_to_install_what_it_cannot(monkeypatch):
    from printkit.layout import faces, fonts

    monkeypatch.setattr(fonts.resources, "IN_BROWSER", True)
    monkeypatch.setattr(faces, "is_installed", lambda _extra: False)
    with pytest.raises(PrintkitError, match=r"the extra scripts is needed") as refused:
        fonts.require_glyphs(["\u05e9"])
    assert "pip" not in refused.value.hint
    assert "printkit open" in refused.value.hint


# --- in the words of the screens


def _words_of_option_files() -> set[str]:
    """How an option file calls its answers, where a screen would never say such a word."""
    names = {field.name for group in GROUPS.values() for field in structs.fields(group)}
    names |= {field.name for of in (ChosenExercise, PrintSettings, PlanRequest) for field in structs.fields(of)}
    return {name for name in names if "_" in name}


WRONG = ("two", "0", "9999", "2027-11-09", "1900-01-01", "2026-13-40", "Mary Smith", "a" * 400, "unknown")


def told_of(html: str) -> list[str]:
    """What must be put right, as it stands in the box on top and beside the fields."""
    box = html.partition('role="alert"')[2].partition("</div>")[0]
    found = re.findall(r"<li>(.*?)</li>", box, re.DOTALL) + re.findall(r'<p class="wrong".*?</p>', html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in found]


@pytest.mark.parametrize("step", ["who", "health", *(f"health/{part}" for part in PARTS), "exercises", "look"])
def test_an_error_at_any_field_speaks_of_its_question_and_never_of_an_option_file(page, step):
    draft = begun(page, EXAMPLE)
    as_it_is = shown(page, draft, step)
    named = re.compile(rf"\b(?:{'|'.join(sorted(_words_of_option_files()))})\b", re.IGNORECASE)
    bare = re.compile(r"(?:^|[.] )(?:Id|Name|Goal|Note|Sets|Minutes|Repetitions|Weeks|Afo|Type) (?:is|has) ")
    html = page.get(f"{draft}/{step}").text
    asked = [unescape(each) for each in re.findall(r'<(?:label class="ask"[^>]*|legend)>([^<]+)<', html)]
    chosen = set(re.findall(r'<(?:select|fieldset) id="ask-([^"]+)"', html))
    refused = 0
    for name in as_it_is:
        for value in WRONG[:1] if name in chosen else WRONG:
            if name in ("find", "found", "made_from") or name.startswith("plan.exercises.1") or as_it_is[name] == value:
                continue
            answer = page.post(f"{draft}/{step}", data=as_it_is | {name: value})
            if answer.status_code == 303:
                draft = begun(page, EXAMPLE)
                continue
            refused += 1
            for said in told_of(answer.text):
                assert not named.search(said), (name, value, said)
                assert not bare.search(said), (name, value, said)
            summary = told_of(answer.text)[0]
            assert any(each.rstrip("?") in summary for each in asked) or "no id yet" in summary, (name, value, summary)
    assert refused > 0


@pytest.mark.parametrize(
    ("step", "field", "value", "says"),
    [
        ("who", "patient.id", "Mary Smith", "Which id does the person have? 'Mary Smith' does not fit here. Use only letters, digits, points and hyphens, and no space."),
        ("who", "stroke.happened_on", "2027-11-09", "On which day was the stroke? 2027-11-09 is after 2026-11-20, the day of printing. Check the year."),
        ("health/moving", "health.falls_last_year", "two", "How many falls were there in the last 12 months? 'two' does not fit here. Give a whole number, such as 10."),
        ("health", "health.screened_on", "", "Which therapist has checked this person? The name and the day of a check belong together."),
        ("exercises", "plan.exercises.0.repetitions", "9999", "Standing calf stretch: How many times in a set: 9999 does not fit here."),
    ],
)  # fmt: skip
def test_an_error_says_what_is_wrong_at_which_question(page, step, field, value, says):
    draft = begun(page, EXAMPLE)
    found = page.post(f"{draft}/{step}", data=shown(page, draft, step) | {field: value})
    assert found.status_code == 422
    assert told_of(found.text)[0].startswith(says)


def test_a_link_to_an_open_question_has_the_words_of_that_question():
    """Beside its box on its own screen, and once where 2 rules ask it."""
    file = b"patient: {id: p-1}\nstroke: {affected_side: left}\nplan: {exercises: [bridging, sit-to-stand]}\n"
    page = screens.application(Printkit(today=NOVEMBER), "/s", ("localhost",)).test_client()
    at = page.post("/s/booklet/open", data={"file": (io.BytesIO(file), "x.yaml")}).location.rpartition("/")[0]
    links = re.findall(r'<li><a href="([^"#]+)#ask-([^"]+)">([^<]+)</a>', page.get(f"{at}/exercises").text)
    asked = [each for each in links if not each[1].startswith("health.screened")]
    assert len(asked) >= 4
    assert len({name for _, name, _ in asked}) == len(asked)
    for screen, name, words in asked:
        html = page.get(screen).text
        said = re.search(
            rf'<label class="ask" for="ask-{re.escape(name)}">([^<]+)<|id="ask-{re.escape(name)}"[^>]*>\s*<legend>([^<]+)<',
            html,
        )
        assert said is not None, name
        assert words.strip() == (said[1] or said[2])


def test_a_dose_that_is_to_be_signed_is_told_by_the_words_of_its_question():
    file = b"""patient: {id: p-1}
plan: {exercises: [{exercise: ankle-circles, hold_seconds: 40}]}
"""
    page = screens.application(Printkit(today=NOVEMBER), "/s", ("localhost",)).test_client()
    at = page.post("/s/booklet/open", data={"file": (io.BytesIO(file), "x.yaml")}).location.rpartition("/")[0]
    html = page.get(f"{at}/sign").text
    assert "Seconds to hold: 40 is over the most of this exercise, which is 30." in html
    assert "old_seconds is" not in html
