"""The shipped catalogue keeps every promise, a clinic's own is laid over it, and `check` finds what is wrong."""

import fnmatch
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from printkit.catalog.store import Catalog
from printkit.checking import files as checking
from printkit.errors import CatalogError, Several
from printkit.model.options import Options
from printkit.model.person import Stroke
from printkit.model.vocabulary import Answer, Evidence, Side
from printkit.pipeline import speaker
from printkit.resources import CATALOG

EXERCISE = (CATALOG / "exercises/seated-toe-raise.yaml").read_text(encoding="utf-8")
RULE = """\
- id: R-90
  action: modify
  demands: [steps]
  say: {en: "Walk slowly."}
  because: {en: "Fast steps are risky."}
  source: [DM]
"""
TOPIC = """\
chapter: learn
order: 31
source: [DM]
evidence: E2
text:
  en:
    title: A topic of ours
    parts:
      - say: [Sit down.]
"""


@pytest.fixture
def ours(tmp_path):
    """A clinic's own folder, laid over the shipped catalogue."""

    def lay(files: dict[str, str]) -> Catalog:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Catalog((tmp_path, CATALOG))

    return lay


@pytest.fixture
def found(ours, few, templates, tmp_path):
    """What `check` says of a clinic's own folder: "file:line: sentence"."""

    def check(files: dict[str, str]) -> list[str]:
        ours(files)
        for path in [
            path for path in (tmp_path / "exercises").glob("*.yaml") if not (few / "figures" / path.name).exists()
        ]:
            (tmp_path / "figures").mkdir(exist_ok=True)
            shutil.copy(CATALOG / "figures" / "seated-toe-raise.yaml", tmp_path / "figures" / path.name)
        report = checking.check(tmp_path, Catalog((few,)), templates)
        return [f"{problem.where.removeprefix(f'{tmp_path}/')}: {problem.message}" for problem in report.problems]

    return check


def changed(old: str, new: str, text: str = EXERCISE) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(needle: str, text: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


# --- what is shipped

NAMES = [
    (kind, path.stem) for kind in ("exercises", "checklists", "topics") for path in (CATALOG / kind).glob("*.yaml")
]


def test_every_shipped_file_loads_and_speaks_to_every_side(subtests, catalog):
    for kind, name in sorted(NAMES):
        with subtests.test(f"{kind}/{name}"):
            read = {"exercises": catalog.exercise, "checklists": catalog.checklist, "topics": catalog.topic}[kind]
            entry = read(name)
            assert entry.id == name
            assert entry.text["en"].title
            path = catalog.path(kind, name)
            for side in Side:
                voice = speaker(catalog, Options(stroke=Stroke(affected_side=side)))
                assert "{" not in voice.say(path.read_text(encoding="utf-8").replace(": {", ": ").replace("[{", "["))


def test_the_shipped_catalogue_and_templates_have_no_problems_and_check_says_what_was_looked_at(printkit):
    result = printkit("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.match(
        r"125 exercises, 8 checklists, 52 topics, 266 rules, \d+ templates: no problems\n", result.stdout
    ), result.stdout


def test_every_shipped_exercise_has_a_word_for_all_that_it_uses_and_trains(catalog):
    labels = catalog.labels("en")
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        assert all(labels("equipment", word) for word in exercise.equipment)
        assert all(labels("trains", word) for word in exercise.trains)


def test_every_shipped_exercise_that_walks_free_or_on_stairs_asks_for_a_helper(catalog):
    for name in ("heel-walking", "stairs-with-rail", "step-over"):
        assert catalog.exercise(name).needs_person is Answer.YES, name


def test_shared_files_load(catalog):
    assert catalog.programmes["foot-drop"].title["en"] == "Foot drop"
    assert catalog.sources["DM"].title
    assert catalog.regions["GB"].emergency_number == "999"
    assert catalog.regions["UK"] == catalog.regions["GB"]
    assert catalog.wear_in.first_minutes == 30
    assert len({rule.id for rule in catalog.rules}) == len(catalog.rules) > 20


def test_topics_come_in_the_order_of_the_booklet(catalog):
    order = [(topic.chapter, topic.order) for topic in catalog.topics()]
    assert order == sorted(order)
    assert len(order) == len(catalog.names("topics"))


@pytest.mark.parametrize(
    ("read", "kind", "slip", "hint"),
    [
        ("exercise", "exercise", "seated-toe-rase", "did you mean 'seated-toe-raise'?"),
        ("checklist", "checklist", "shoe", "did you mean 'shoes'?"),
        ("topic", "topic", "red-flag", "did you mean 'red-flags'?"),
    ],
)
def test_a_name_that_is_not_there_offers_the_near_miss(catalog, read, kind, slip, hint):
    with pytest.raises(CatalogError) as raised:
        getattr(catalog, read)(slip)
    assert raised.value.message == f"there is no {kind} {slip!r}"
    assert raised.value.hint == hint


def test_a_path_is_where_an_entry_is_read_from(catalog):
    assert catalog.path("exercises", "sit-to-stand") == CATALOG / "exercises/sit-to-stand.yaml"
    assert catalog.path("exercises", "nothing") is None


@pytest.mark.parametrize("name", ["../exercises/sit-to-stand", "/etc/passwd", "..\\x", "./sit-to-stand", ".hidden", ""])
def test_a_name_that_is_a_path_or_hidden_is_never_looked_up(ours, name):
    own = ours({"exercises/.hidden.yaml": EXERCISE, "exercises/.yaml": EXERCISE, "topics/red-flags.yaml": TOPIC})
    assert own.path("exercises", name) is None
    with pytest.raises(CatalogError, match="there is no exercise"):
        own.exercise(name)


def test_hidden_files_and_folders_are_skipped(ours, catalog):
    own = ours(
        {
            "exercises/._toes-up.yaml": "\x00 left by another system",
            "topics/.#red-flags.yaml": "left by an editor",
            "checklists/folder.yaml/x.txt": "a folder is no file",
        }
    )
    for kind in ("exercises", "checklists", "topics"):
        assert own.names(kind) == catalog.names(kind)
    assert own.version == catalog.version


# --- a clinic's own


def test_an_own_exercise_stands_in_for_the_shipped_one(ours, catalog):
    own = ours({"exercises/seated-toe-raise.yaml": changed("title: Seated toe raise", "title: Toes up")})
    assert own.exercise("seated-toe-raise").text["en"].title == "Toes up"
    assert own.exercise("sit-to-stand") == catalog.exercise("sit-to-stand")
    assert own.names("exercises") == catalog.names("exercises")


def test_a_new_exercise_is_there_beside_the_shipped_ones(ours, catalog):
    own = ours({"exercises/toes-up.yaml": EXERCISE})
    assert set(own.names("exercises")) == {*catalog.names("exercises"), "toes-up"}
    assert own.exercise("toes-up").id == "toes-up"


def test_an_own_topic_and_checklist_stand_in_for_the_shipped_ones(ours):
    own = ours({"topics/braces.yaml": TOPIC})
    assert own.topic("braces").text["en"].title == "A topic of ours"
    assert "A topic of ours" in [topic.text["en"].title for topic in own.topics()]


def test_own_labels_are_merged_word_by_word(ours, catalog):
    own = ours({"labels/en.yaml": "dose:\n  set: '{count} rounds of work'\nequipment:\n  hoop: a hoop\n"}).labels("en")
    shipped = catalog.labels("en")
    assert own("dose", "set", count=2) == "2 rounds of work"
    assert own("equipment", "hoop") == "a hoop"
    assert own("dose", "hold") == shipped("dose", "hold")
    assert own("equipment", "towel") == shipped("equipment", "towel")


@pytest.mark.parametrize(
    ("group", "key", "text"),
    [
        ("sides", "your-affected-left", "your right"),
        ("sides", "note-both", "Do as you like."),
        ("evidence", "E4", "It works."),
        ("page", "not-reviewed", "Reviewed by all of us."),
        ("page", "imprint", "Printed {date}, from {version}."),
        ("plan", "helper", "Alone is fine."),
        ("help", "foot-emergency", "Call {number}"),
        ("help", "foot-emergency-unknown", "Call us."),
        ("plan", "helper", ""),
        ("plan", "helper-short", "alone"),
        ("plan", "see-first", "Go on."),
        ("warnings", "stop-if", "Do this if:"),
        ("warnings", "not-if", "Do this if:"),
        ("warnings", "not-alone-if", "Do this alone if:"),
        ("warnings", "left-out", "{title}:"),
        ("warnings", "not-here", "Do these, too:"),
        ("warnings", "call-now", "You need not call {number}."),
        ("checks", "no", "Yes"),
        ("report", "phrase-no-clear-change", "better"),
    ],
)
def test_labels_that_keep_a_promise_are_never_reworded(ours, tmp_path, group, key, text):
    own = ours({"labels/en.yaml": f"{group}:\n  {key}: '{text}'\n"})
    with pytest.raises(CatalogError) as raised:
        own.labels("en")
    assert raised.value.message == f"{group}/{key} cannot be reworded"
    assert raised.value.where == f"{tmp_path}/labels/en.yaml:2"
    assert raised.value.hint


def test_another_language_has_its_own_words_for_every_warning_and_none_is_empty(ours, tmp_path):
    left_out = "Weggelassen: {title}. {because} {instead}"
    own = ours({"labels/de.yaml": f"warnings:\n  stop-if: 'Aufhören, wenn:'\n  left-out: '{left_out}'\n"})
    assert own.labels("de")("warnings", "stop-if") == "Aufhören, wenn:"
    for line, complaint in (
        ("stop-if: ' '", "warnings/stop-if is empty"),
        ("left-out: Weggelassen.", "warnings/left-out has other places than ours"),
    ):
        with pytest.raises(CatalogError, match=complaint) as raised:
            ours({"labels/de.yaml": f"warnings:\n  {line}\n"}).labels("de")
        assert raised.value.where == f"{tmp_path}/labels/de.yaml:2"
        assert raised.value.hint


def test_a_clinic_cannot_unlock_a_label(ours):
    files = {"locked-labels.yaml": "page: [not-reviewed]\n", "labels/en.yaml": "warnings:\n  stop-if: 'Go on if:'\n"}
    with pytest.raises(CatalogError, match="cannot be reworded"):
        ours(files).labels("en")


def test_every_pattern_of_the_locked_labels_names_a_label(catalog):
    groups = catalog.labels("en").groups
    for group, patterns in catalog.locked_labels.items():
        for pattern in patterns:
            assert fnmatch.filter(groups[group], pattern), (group, pattern)


def test_a_label_that_says_the_same_as_ours_is_no_rewording(ours, catalog):
    same = catalog.labels("en").groups["plan"]["helper"]
    assert ours({"labels/en.yaml": f"plan:\n  helper: {same}\n"}).labels("en")("plan", "helper") == same


def test_a_place_that_nothing_fills_is_never_printed(catalog):
    labels = catalog.labels("en")
    with pytest.raises(CatalogError, match=r"chart: title has a place \{count\} that nothing fills"):
        labels("chart", "title")
    assert labels("chart", "title", count="{count}") == "My {count} weeks"  # what is filled in later is named


@pytest.mark.parametrize("text", ["rounds of work", "{count} of {total}", "{number} rounds", "{count} {count}"])
def test_an_own_label_keeps_its_places(ours, tmp_path, text):
    own = ours({"labels/en.yaml": f"dose:\n  set: '{text}'\n"})
    with pytest.raises(CatalogError, match="dose/set has other places than ours") as raised:
        own.labels("en")
    assert raised.value.where == f"{tmp_path}/labels/en.yaml:2"


@pytest.mark.parametrize(
    ("name", "old", "new", "slip"),
    [
        ("seated-toe-raise", "class: active-leg", "class: hand", "class is hand, ours is active-leg"),
        ("heel-walking", "tags: [heel-walking]", "tags: []", "the tag heel-walking is gone"),
        ("heel-walking", "needs_person: yes", "needs_person: no", "needs_person is gone"),
        ("heel-walking", "needs_person: yes\n", "", "needs_person is gone"),
    ],
)
def test_a_clinic_s_version_of_a_shipped_exercise_never_slips_from_under_the_rules(
    ours, tmp_path, name, old, new, slip
):
    shipped = (CATALOG / f"exercises/{name}.yaml").read_text(encoding="utf-8")
    own = ours({f"exercises/{name}.yaml": changed(old, new, shipped)})
    with pytest.raises(CatalogError) as raised:
        own.exercise(name)
    assert (raised.value.message, raised.value.where) == (slip, f"{tmp_path}/exercises/{name}.yaml")


@pytest.mark.parametrize("position", ["walking", "standing-free"])
def test_an_exercise_that_stands_or_walks_free_is_never_of_a_sitting_class(ours, position):
    own = ours({"exercises/toes-up.yaml": changed("position: sitting", f"position: {position}")})
    with pytest.raises(Several, match=f"class is active-leg, but position is {position}"):
        own.exercise("toes-up")


def test_own_programmes_sources_and_regions_are_merged_entry_by_entry(ours, catalog):
    own = ours(
        {
            "programmes.yaml": "balance:\n  title: {en: Balance}\n  levels: {active: [weight-shift]}\n",
            "sources.yaml": "OURS: {title: Our own notes}\nDM: {title: What we do}\n",
            "regions.yaml": 'JP: {emergency_number: "119", paper: A4, date_order: year-first}\n',
        }
    )
    assert set(own.programmes) == {*catalog.programmes, "balance"}
    assert own.sources["DM"].title == "What we do"
    assert own.sources["OURS"].title == "Our own notes"
    assert own.regions["JP"].emergency_number == "119"
    assert own.regions["GB"] == catalog.regions["GB"]


def test_an_own_wear_in_wins(ours):
    text = (CATALOG / "wear-in.yaml").read_text().replace("first_minutes: 30", "first_minutes: 60")
    assert ours({"wear-in.yaml": text}).wear_in.first_minutes == 60


def test_own_rules_are_added_after_the_shipped_ones(ours, catalog):
    own = ours({"rules.yaml": RULE})
    assert own.rules[:-1] == catalog.rules
    assert own.rules[-1].id == "R-90"


def test_a_shipped_rule_cannot_be_replaced(ours, tmp_path):
    own = ours({"rules.yaml": RULE + RULE.replace("R-90", "R-04a")})
    with pytest.raises(CatalogError, match="the rule R-04a is there already") as raised:
        _ = own.rules
    assert raised.value.where == f"{tmp_path}/rules.yaml:7"
    assert raised.value.hint == "shipped rules stay; give your own rule an id of its own"


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("{your affected} foot on the floor", "your left foot on the floor", "a side typed as a word: 'left'"),
        ("{your affected} foot on the floor", "the affected foot on the floor", "a side typed as a word: 'affected'"),
        ("{your affected} foot on the floor", "{your affectd} foot on the floor", "the token {your affectd}"),
    ],
)
def test_a_typed_side_or_an_unknown_token_is_refused_at_reading(ours, tmp_path, old, new, slip):
    text = changed(old, new)
    own = ours({"exercises/toes-up.yaml": text})
    with pytest.raises(CatalogError) as raised:
        own.exercise("toes-up")
    assert raised.value.message.startswith(slip)
    assert raised.value.where == f"{tmp_path}/exercises/toes-up.yaml:{line_of(new, text)}"


@pytest.mark.parametrize("dots", ["...", "…"])
def test_an_unfinished_text_is_refused_at_reading(ours, tmp_path, dots):
    text = changed(HOLD, f"hold_on: {dots}")
    with pytest.raises(CatalogError, match="an unfinished text") as raised:
        ours({"exercises/toes-up.yaml": text}).exercise("toes-up")
    assert raised.value.where == f"{tmp_path}/exercises/toes-up.yaml:{line_of('hold_on:', text)}"


@pytest.mark.parametrize(
    ("when", "slip"),
    [
        ("{devices.brace: [yes]}", "no option is called 'devices.brace'"),
        ("{devices.afo: [maybe]}", "devices.afo is never 'maybe'"),
    ],
)
def test_a_condition_that_nobody_can_answer_is_refused_at_reading(ours, tmp_path, when, slip):
    shoes = (CATALOG / "checklists/shoes.yaml").read_text()
    line = shoes.partition("lines:\n")[2].partition("\n")[0]
    shoes = shoes.replace(line, f"{line}\n        when: {when}", 1)
    own = ours(
        {
            "rules.yaml": f"{RULE}  when: {when}\n",
            "topics/ours.yaml": f"{TOPIC}when: {when}\n",
            "checklists/shoes.yaml": shoes,
        }
    )
    reads = {
        f"rules.yaml:{line_of('- id', RULE) + RULE.count(chr(10))}": lambda: own.rules,
        f"topics/ours.yaml:{TOPIC.count(chr(10)) + 1}": lambda: own.topic("ours"),
        f"checklists/shoes.yaml:{line_of(f'        when: {when}', shoes)}": lambda: own.checklist("shoes"),
    }
    for where, read in reads.items():
        with pytest.raises(CatalogError) as raised:
            read()
        assert (raised.value.message, raised.value.where) == (slip, f"{tmp_path}/{where}")


def test_every_typed_side_of_an_exercise_comes_at_once(ours):
    own = ours(
        {
            "exercises/toes-up.yaml": EXERCISE.replace("{your affected}", "your left").replace(
                "{your stronger}", "your right"
            )
        }
    )
    with pytest.raises(Several) as raised:
        own.exercise("toes-up")
    assert len(raised.value.problems) == EXERCISE.count("{your ")


def test_a_typed_side_in_a_topic_is_refused_at_reading(ours):
    own = ours({"topics/braces.yaml": changed("Sit down.", "Sit on your left.", TOPIC)})
    with pytest.raises(CatalogError, match="a side typed as a word: 'left'"):
        own.topic("braces")


@pytest.mark.parametrize("say", ["Use your left hand.", "Use {your lft} hand."])
def test_a_typed_side_or_an_unknown_token_in_a_rule_is_refused_at_reading(ours, say):
    own = ours({"rules.yaml": changed("Walk slowly.", say, RULE)})
    with pytest.raises(CatalogError, match=r"rules.yaml:4: "):
        _ = own.rules


def test_a_rule_about_an_answer_that_does_not_exist_is_a_message_when_printing(printkit, ours, tmp_path):
    ours({"rules.yaml": RULE + "  when: {health.nonsense: [yes]}\n"})
    (tmp_path / "sam.yaml").write_text("patient: p-1\nhealth: {screened_by: A. B., screened_on: 2026-01-01}\n")
    result = printkit("fridge", "sam.yaml", "--catalog", tmp_path)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert "no option is called 'health.nonsense'" in result.output


def test_the_version_changes_with_any_file_and_not_with_its_place(tmp_path, catalog):
    copy = tmp_path / "copy"
    shutil.copytree(CATALOG, copy)
    assert Catalog((copy,)).version == catalog.version
    with (copy / "exercises/sit-to-stand.yaml").open("a") as file:
        file.write("# seen\n")
    assert Catalog((copy,)).version != catalog.version


# --- what check finds in a clinic's own folder

HOLD = 'hold_on: "Hold the chair seat with {your stronger} hand."'
FINDS = {
    "a neighbour that is not there": (
        {"exercises/toes-up.yaml": changed("easier: assisted-toe-raise", "easier: assisted-toe-rais")},
        "exercises/toes-up.yaml:{}: easier is 'assisted-toe-rais', which is not there",
        "easier:",
    ),
    "a source that is not there": (
        {"exercises/toes-up.yaml": changed("source: [SPINK-2008]", "source: [SPINK-2008, W99]")},
        "exercises/toes-up.yaml:{}: there is no source 'W99'",
        "source:",
    ),
    "a basis of the dose that is not there": (
        {"exercises/toes-up.yaml": changed("dose_basis: common practice", "dose_basis: S33")},
        "exercises/toes-up.yaml:{}: dose_basis is 'S33'",
        "dose_basis:",
    ),
    "equipment without words": (
        {"exercises/toes-up.yaml": changed("equipment: [firm-chair]", "equipment: [firm-chiar]")},
        "exercises/toes-up.yaml:{}: labels have no words for the equipment 'firm-chiar'",
        "equipment:",
    ),
    "something trained without words": (
        {"exercises/toes-up.yaml": changed("trains: [toe-lifters]", "trains: [toe-lifter]")},
        "exercises/toes-up.yaml:{}: labels have no words for the trains 'toe-lifter'",
        "trains:",
    ),
    "a picture that is not there": (
        {"topics/ours.yaml": changed("      - say:", "      - figure: after-a-fal\n        say:", TOPIC)},
        "topics/ours.yaml:{}: there is no picture 'after-a-fal'",
        "figure:",
    ),
    "steps of a picture that are not there": (
        {"topics/ours.yaml": changed("      - say:", "      - figure_steps: [1, 2]\n        say:", TOPIC)},
        "topics/ours.yaml:{}: figure_steps does not name 2 steps of its part",
        "figure_steps:",
    ),
    "a contraction": (
        {"exercises/toes-up.yaml": changed(HOLD, "hold_on: Don't let go.")},
        'exercises/toes-up.yaml:{}: a contraction: "Don\'t" in "Don\'t let go."',
        "hold_on:",
    ),
    "a claim": (
        {"exercises/toes-up.yaml": changed(HOLD, "hold_on: This prevents a fall.")},
        "exercises/toes-up.yaml:{}: a claim that nobody can make: 'prevents' in 'This prevents a fall.'",
        "hold_on:",
    ),
    "a typed side": (
        {"exercises/toes-up.yaml": changed(HOLD, "hold_on: Hold on with your right hand.")},
        "exercises/toes-up.yaml:{}: a side typed as a word: 'right' in 'Hold on with your right hand.'",
        "hold_on:",
    ),
    "markup": (
        {"exercises/toes-up.yaml": changed(HOLD, "hold_on: Hold **on**.")},
        "exercises/toes-up.yaml:{}: markup: '*' in 'Hold **on**.'",
        "hold_on:",
    ),
    "half a review": (
        {"exercises/toes-up.yaml": changed("evidence: E2", "evidence: E2\nreviewed_by: A. B.")},
        "exercises/toes-up.yaml:{}: reviewed_by and reviewed_on belong together",
        "reviewed_by:",
    ),
    "an unknown key": (
        {"exercises/toes-up.yaml": changed("day_part: midday", "daypart: midday")},
        "exercises/toes-up.yaml:{}: unknown key 'daypart'",
        "daypart:",
    ),
    "a condition of a rule that is not there": (
        {"rules.yaml": RULE + "  when: {devices.brace: [yes]}\n"},
        "rules.yaml:{}: no option is called 'devices.brace'",
        "  when",
    ),
    "a value that an answer never has": (
        {"rules.yaml": RULE + "  when: {devices.afo: [maybe]}\n"},
        "rules.yaml:{}: devices.afo is never 'maybe'",
        "  when",
    ),
    "a condition of a topic that is not there": (
        {"topics/ours.yaml": TOPIC + "when: {devices.brace: [yes]}\n"},
        "topics/ours.yaml:{}: no option is called 'devices.brace'",
        "when:",
    ),
    "a page of a rule that is not there": (
        {"rules.yaml": changed("modify", "page", RULE) + "  pages: [red-flag]\n"},
        "rules.yaml:{}: there is no page 'red-flag'",
        "  pages",
    ),
    "a rule that modifies and says nothing": (
        {"rules.yaml": changed('  say: {en: "Walk slowly."}\n', "", RULE)},
        "rules.yaml:{}: the rule R-90 modifies and says nothing",
        "- id",
    ),
    "a source of a rule that is not there": (
        {"rules.yaml": changed("[DM]", "[DN]", RULE)},
        "rules.yaml:{}: there is no source 'DN'",
        "  source",
    ),
    "a source of a topic that is not there": (
        {"topics/ours.yaml": changed("[DM]", "[DN]", TOPIC)},
        "topics/ours.yaml:{}: there is no source 'DN'",
        "source:",
    ),
    "a rule that is there already": (
        {"rules.yaml": changed("R-90", "R-01", RULE)},
        "rules.yaml:{}: the rule R-01 is there already",
        "- id",
    ),
    "a programme with an exercise that is not there": (
        {"programmes.yaml": "ours:\n  title: {en: Ours}\n  levels:\n    active: [toe-up]\n"},
        "programmes.yaml:{}: there is no exercise 'toe-up'",
        "    active",
    ),
    "a programme with an exercise above its level": (
        {"programmes.yaml": "ours:\n  title: {en: Ours}\n  levels:\n    active: [heel-walking]\n"},
        "programmes.yaml:{}: heel-walking stands at active, but it is functional",
        "    active",
    ),
    "labels that are not words": (
        {"labels/en.yaml": "dose:\n  set: [1, 2]\n"},
        "labels/en.yaml:{}: 'set' has several values",
        "  set",
    ),
}


@pytest.mark.parametrize(("files", "complaint", "needle"), FINDS.values(), ids=FINDS.keys())
def test_check_finds_at_its_line(found, files, complaint, needle):
    (text,) = files.values()
    assert found(files) == [complaint.format(line_of(needle, text))]


def test_check_finds_nothing_in_a_good_folder(found):
    assert found({"exercises/seated-toe-raise.yaml": EXERCISE}) == []
    assert found({"exercises/toes-up.yaml": EXERCISE, "topics/ours.yaml": TOPIC, "rules.yaml": RULE}) == []


def test_check_finds_ladders_that_lead_in_a_circle(found):
    first = changed("easier: assisted-toe-raise", "easier: two")
    second = changed("easier: assisted-toe-raise", "easier: one")
    assert found({"exercises/one.yaml": first, "exercises/two.yaml": second}) == [
        f"exercises/one.yaml:{line_of('easier:', first)}: easier leads from one back to itself",
        f"exercises/two.yaml:{line_of('easier:', second)}: easier leads from two back to itself",
    ]
    itself = changed("easier: assisted-toe-raise", "easier: own")
    assert f"exercises/own.yaml:{line_of('easier:', itself)}: easier leads from own back to itself" in found(
        {"exercises/own.yaml": itself}
    )


def test_check_finds_all_at_once(found):
    files = {
        "exercises/toes-up.yaml": changed("source: [SPINK-2008]", "source: [W99]").replace(HOLD, "hold_on: Don't."),
        "topics/ours.yaml": TOPIC + "when: {devices.brace: [yes]}\n",
        "rules.yaml": changed("R-90", "R-01", RULE),
    }
    complaints = "\n".join(found(files))
    for part in ("W99", "a contraction", "devices.brace", "R-01 is there already"):
        assert part in complaints, part


def test_check_finds_what_a_file_says_by_itself_beside_a_shared_file_that_cannot_be_read(found):
    """Only what holds files against each other (here W99) waits until the labels can be read."""
    exercise = changed("source: [SPINK-2008]", "source: [W99]").replace(HOLD, "hold_on: Don't.")
    topic = TOPIC + "when: {devices.brace: [yes]}\n"
    rules = RULE + "  when: {devices.afo: [maybe]}\n"
    files = {
        "exercises/toes-up.yaml": exercise,
        "topics/ours.yaml": topic,
        "rules.yaml": rules,
        "labels/en.yaml": "dose:\n  set: [1, 2]\n",
    }
    assert sorted(found(files)) == [
        f'exercises/toes-up.yaml:{line_of("hold_on:", exercise)}: a contraction: "Don\'t" in "Don\'t."',
        "labels/en.yaml:2: 'set' has several values",
        f"rules.yaml:{line_of('  when:', rules)}: devices.afo is never 'maybe'",
        f"topics/ours.yaml:{line_of('when:', topic)}: no option is called 'devices.brace'",
    ]


def test_check_finds_a_conditional_room_and_line_of_a_checklist(found):
    text = (CATALOG / "checklists/shoes.yaml").read_text()
    head, _, rest = text.partition("rooms:\n")
    room = rest.partition("\n")[0]
    text = f"{head}rooms:\n{room}\n    when: {{devices.brace: [yes]}}\n{rest.partition(chr(10))[2]}"
    assert found({"checklists/shoes.yaml": text}) == [
        f"checklists/shoes.yaml:{line_of('    when: {devices.brace', text)}: no option is called 'devices.brace'"
    ]


@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_check_finds_the_conditions_and_sources_of_one_topic_and_checklist_once(found, tmp_path, few, templates, whole):
    topic = changed("[DM]", "[DN]", TOPIC) + "when: {devices.brace: [yes]}\n"
    shoes = (CATALOG / "checklists/shoes.yaml").read_text()
    source = re.search(r"\n        source: \[.*\]\n", shoes)
    assert source
    shoes = shoes.replace(source.group(), "\n        when: {devices.afo: [maybe]}\n        source: [DN]\n", 1)
    files = {"topics/ours.yaml": topic, "checklists/shoes.yaml": shoes}
    said = found(files)
    if not whole:
        said = [
            f"{name}:{problem.where.rpartition(':')[2]}: {problem.message}"
            for name in files
            for problem in checking.check(tmp_path / name, Catalog((few,)), templates).problems
        ]
    assert sorted(said) == sorted(
        [
            f"checklists/shoes.yaml:{line_of('        when: {devices.afo', shoes)}: devices.afo is never 'maybe'",
            f"checklists/shoes.yaml:{line_of('        source: [DN]', shoes)}: there is no source 'DN'",
            f"topics/ours.yaml:{line_of('source:', topic)}: there is no source 'DN'",
            f"topics/ours.yaml:{line_of('when:', topic)}: no option is called 'devices.brace'",
        ]
    )


def test_check_says_what_loading_would_refuse(found):
    assert "cannot be reworded" in "\n".join(found({"labels/en.yaml": "sides:\n  your-affected-left: your right\n"}))


def test_check_finds_an_exercise_that_slips_from_under_the_rules(found):
    said = found({"exercises/seated-toe-raise.yaml": changed("class: active-leg", "class: hand")})
    assert "class is hand, ours is active-leg" in "\n".join(said)


def test_check_finds_an_unfinished_text_at_its_line(found):
    for dots in ("...", "…", "Hold the ... of the chair."):
        text = changed(HOLD, f'hold_on: "{dots}"')
        where = f"exercises/toes-up.yaml:{line_of('hold_on:', text)}"
        assert found({"exercises/toes-up.yaml": text}) == [f"{where}: an unfinished text: {dots!r}"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("      under-straps: Shin and calf, under straps\n", "places has no 'under-straps'"),
        ("      sole: The sole\n", "views has no 'sole'"),
    ],
)
def test_check_finds_a_place_of_the_skin_sheet_without_words(found, line, says):
    text = changed(line, "", (CATALOG / "skin-look.yaml").read_text(encoding="utf-8"))
    assert [each.partition(": ")[2] for each in found({"skin-look.yaml": text})] == [says]


def test_check_finds_the_sources_and_sentences_of_the_skin_sheet(found):
    text = (CATALOG / "skin-look.yaml").read_text(encoding="utf-8")
    text = text.replace("source: [ESHT-FEELING, ", "source: [NO-SUCH, ").replace(
        "Top of the foot", "Top of the left foot"
    )
    said = "\n".join(found({"skin-look.yaml": text}))
    assert "there is no source 'NO-SUCH'" in said
    assert "a side typed as a word: 'left' in 'Top of the left foot'" in said


def test_check_finds_a_file_name_that_is_no_id(found):
    assert found({"exercises/Toes Up.yaml": EXERCISE}) != []


def test_check_does_not_pass_a_folder_that_it_has_not_read(printkit, ours, tmp_path):
    ours({"exercises/toes-up.yaml": changed("source: [SPINK-2008]", "source: [W99]")})
    assert printkit("check", "exercises").exit_code == 1


def test_check_of_an_empty_folder_says_what_it_looks_for(printkit, tmp_path):
    (tmp_path / "empty").mkdir()
    result = printkit("check", "empty")
    assert result.exit_code == 1
    assert "empty: holds no catalogue and no templates" in result.output


def test_check_of_an_option_file_finds_unknown_names_and_what_the_rules_forbid(printkit, tmp_path, templates, catalog):
    path = tmp_path / "sam.yaml"
    path.write_text("patient: p-1\nplan: {exercises: [sit-to-stnd]}\n")
    (problem,) = checking.check(path, catalog, templates).problems
    assert str(problem) == f"{path}:2: there is no exercise 'sit-to-stnd'\n  hint: did you mean 'sit-to-stand'?"
    path.write_text("patient: p-1\nplan: {exercises: [seated-toe-raise]}\nhealth: {under_18: yes}\n")
    assert {each.where for each in checking.check(path, catalog, templates).problems} == {
        "stroke.affected_side",
        *(f"rule {name}" for name in ("R-12a", "R-14a", "R-17a", "R-70", "R-71a", "R-71b", "R-72")),
    }
    side = "stroke: {affected_side: left}\n"
    path.write_text(f"patient: p-1\n{side}health: {{under_18: yes, screened_by: A. B., screened_on: {date.today()}}}\n")
    assert [each.where for each in checking.check(path, catalog, templates).problems] == ["rule R-72"]


@pytest.mark.usefixtures("november")
def test_check_of_the_example_finds_nothing(printkit):
    example = Path(__file__).parent.parent / "examples/foot-drop.yaml"
    result = printkit("check", example)
    assert result.exit_code == 0
    assert result.output.startswith(f"{example}: no problems\nfoot-drop.yaml, standard: ")


def test_other_views_are_labelled_as_such(catalog):
    assert catalog.topic("complementary").evidence in (Evidence.E4, Evidence.E5)


@pytest.mark.parametrize("name", ["rules.yaml", "measures.yaml", "sources.yaml", "regions.yaml"])
def test_a_shared_file_can_be_checked_by_itself(printkit, tmp_path, name):
    result = printkit("check", CATALOG / name)
    assert (result.exit_code, result.stdout) == (0, f"{CATALOG / name}: no problems\n"), result.output
    (tmp_path / name).write_text("nonsense: [1, 2, 3]\n", encoding="utf-8")
    result = printkit("check", tmp_path / name)
    assert result.exit_code == 1
    assert f"{tmp_path / name}:1" in result.stderr


def test_a_sheet_that_nobody_signed_writes_nothing_into_a_catalogue(printkit, tmp_path):
    assert printkit("review", "-o", "review.csv").exit_code == 0
    result = printkit("review", "--signed", "review.csv", "--into", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "review.csv holds no signature; nothing is written\n")
    assert not (tmp_path / "reviews.yaml").exists()
