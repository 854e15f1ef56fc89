"""Sources as a clinician reads them: what each says of itself, what rests on it, and what the pages and lists make of it."""

import re
from collections import Counter
from itertools import takewhile

import pytest
from msgspec.structs import replace
from pdf_reading import example_options, shipped, shipped_templates

from printkit import pipeline
from printkit.catalog import citations, reviews
from printkit.content import kinds
from printkit.document import Heading, Paragraph, Table, text_of, walk
from printkit.model.options import ChosenExercise
from printkit.model.records import COMMON_PRACTICE, Source
from printkit.model.vocabulary import Action, Evidence, HowRead, SourceKind, Tightness
from printkit.pipeline import Variant

SOURCES = shipped().sources
PUBLISHED = {tag: source for tag, source in SOURCES.items() if source.kind not in citations.AWAITING}
LABELS = shipped().labels("en")


def uses():
    """Every tag that a row of the shipped catalogue names, with what names it."""
    catalog = shipped()
    for rule in catalog.rules:
        yield from ((tag, rule.id) for tag in rule.source)
    for name in catalog.names("exercises"):
        yield from ((tag, name) for tag in (*catalog.exercise(name).source, catalog.exercise(name).dose_basis))
    for topic in catalog.topics():
        yield from ((tag, topic.id) for tag in topic.source)
    for name in catalog.names("checklists"):
        lines = [line for room in catalog.checklist(name).rooms for line in room.lines]
        yield from ((tag, line.id) for line in lines for tag in line.source)
    for name, measure in catalog.measures.items():
        thresholds = [each.source for each in measure.thresholds]
        gains = [tag for gain in measure.group_gains for tag in gain.source]
        yield from ((tag, name) for tag in (*measure.source, *thresholds, *gains))
    planning = catalog.planning
    rows = (
        *planning.bands,
        *planning.tasks,
        planning.effort,
        planning.moving_up,
        planning,
        catalog.wear_in,
        catalog.skin_look,
        catalog.holds,
    )
    yield from ((tag, "shared") for row in (*rows, *catalog.tracked.values()) for tag in row.source)


@pytest.fixture(scope="module")
def clinician_copy():
    """Headings, paragraphs and cells of a clinician copy for somebody with very tight muscles."""
    options = example_options()
    options = replace(
        options,
        health=replace(options.health, muscle_tightness=Tightness.SEVERE),
        plan=replace(
            options.plan, exercises=tuple(ChosenExercise(exercise=each) for each in ("ball-squeeze", "sit-to-stand"))
        ),
    )
    made = pipeline.make(kinds.KINDS["booklet"], shipped(), shipped_templates(), options, Variant(clinician=True))
    return tuple(_told(made.document))


def _told(document):
    for block in walk(document.blocks):
        match block:
            case Heading(level=level, children=children):
                yield f"H{level}", text_of(children)
            case Paragraph(children=children):
                yield "P", text_of(children)
            case Table(rows=rows):
                yield from (("TD", cell) for row in rows for cell in row)


# --- the shipped list


def test_no_source_is_in_the_list_that_nothing_rests_on():
    assert {tag for tag, _ in uses()} - {"common practice"} == set(SOURCES)


def test_every_shipped_source_says_its_kind_and_how_far_it_was_read():
    assert not [tag for tag, source in SOURCES.items() if source.kind is SourceKind.NOT_SAID]
    assert not [tag for tag, source in PUBLISHED.items() if source.read is HowRead.NOT_SAID]


def test_a_published_source_can_be_found_or_is_unconfirmed():
    lost = {
        tag for tag, source in PUBLISHED.items() if not (source.doi or source.pmid or source.address or source.where)
    }
    assert lost == {"GRASP-MANUAL", "AFO-BORDERS", "W78"}  # named by title and body alone


def test_what_is_from_memory_has_no_doi():
    unconfirmed = {tag: source for tag, source in SOURCES.items() if source.read is HowRead.MEMORY}
    assert set(unconfirmed) == {"UK-2023", "HERBERT-2012", "HSE-WATER", "RNIB-PRINT", "W15l", "W78"}
    assert not [tag for tag, source in unconfirmed.items() if source.doi]
    assert all("from memory, unconfirmed" in citations.cited(source, LABELS) for source in unconfirmed.values())


def test_no_source_stands_at_an_address_of_copies_and_no_two_are_the_same():
    assert not [tag for tag, source in SOURCES.items() if citations.doubtful(source)]
    assert not list(citations.twins(SOURCES))


def test_no_source_says_that_it_was_read_in_a_copy_or_is_a_shop():
    words = " ".join(citations.cited(source, LABELS) for source in SOURCES.values()).lower()
    for word in ("read in a copy", "shop", "marketing", "supplier", "staging", "article on recovery"):
        assert word not in words


def test_a_first_class_item_cites_a_guideline_and_a_row_that_blocks_cites_one_or_is_a_house_rule():
    catalog = shipped()
    items = [*(catalog.exercise(name) for name in catalog.names("exercises")), *catalog.topics()]
    for item in items:
        if item.evidence is Evidence.E1:
            assert citations.kind(item.source, SOURCES) is SourceKind.GUIDELINE, item.id
    for rule in catalog.rules:
        if rule.action is Action.BLOCK:
            found = citations.kind(rule.source, SOURCES)
            assert found is SourceKind.GUIDELINE or COMMON_PRACTICE in rule.source, rule.id


def test_rows_that_differ_from_their_source_are_house_rules_and_say_how():
    differ = {rule.id for rule in shipped().rules if rule.differs}
    assert differ == {
        "R-04a", "R-15", "R-16c", "R-18b", "R-33", "R-33b", "R-42b", "R-59", "R-62", "R-71b",
    }  # fmt: skip
    rules = {rule.id: rule for rule in shipped().rules}
    assert {rule for rule in differ if COMMON_PRACTICE not in rules[rule].source} == {
        "R-15"
    }  # waits, as statement 8 does
    assert "brisk walk" in rules["R-18b"].say["en"]
    assert "at most" not in rules["R-18b"].say["en"]
    assert "Squeezing can add" not in rules["R-33b"].because["en"]


# --- reading a clinic's own


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("doi: https://doi.org/10.1136/x", "write it as 10.1161/STR.0000000000000022"),
        ("doi: 10.11/x", "write it as 10.1161/STR.0000000000000022"),
        ("pmid: PMC123456", "write the number of PubMed alone"),
        ("kind: guidline", "did you mean 'guideline'"),
        ("read: abstrct", "did you mean 'abstract'"),
    ],
)
def test_a_slip_in_a_source_is_told_with_the_way_to_write_it(printkit, tmp_path, line, says):
    (tmp_path / "sources.yaml").write_text(f"OURS:\n  title: Our own\n  {line}\n", encoding="utf-8")
    told = printkit("check", tmp_path / "sources.yaml")
    assert told.exit_code == 1
    assert f"{tmp_path / 'sources.yaml'}:3" in told.stderr
    assert says in told.stderr


COPIES = (
    "www.scribd.com", "studylib.net", "docslib.org", "prod.strokebestpractices.ca", "rds.staging.tactuum.com",
    "discovery.researcher.life", "sage.cnpereading.com",
)  # fmt: skip


def test_addresses_of_copies_or_mirrors_are_told(printkit, tmp_path):
    text = "".join(
        f"OURS-{at}:\n  title: Our own {at}\n  address: https://{host}/a/b\n" for at, host in enumerate(COPIES)
    )
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    told = printkit("check", "--catalog", tmp_path).stderr
    for at in range(len(COPIES)):
        assert f"sources.yaml:{3 * at + 3}: OURS-{at} is at an address of copies or mirrors" in told
    assert told.count("give the publisher's own page, a doi or a pmid") == len(COPIES)


@pytest.mark.parametrize("host", ["scribdoc.example", "www.production.example", "testing.example", "latest.example"])
def test_an_address_that_only_looks_like_one_is_none(host):
    assert not citations.doubtful(Source(title="Ours", address=f"https://{host}/scribd.com/prod."))


def test_two_tags_for_one_thing_are_told_but_not_two_sections_of_it(printkit, tmp_path):
    text = (
        "OURS: {title: Feet, doi: 10.1002/DMRR.3651}\nTHEIRS: {title: Feet, section: Shoes, doi: 10.1002/dmrr.3651}\n"
    )
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    told = printkit("check", "--catalog", tmp_path).stderr
    assert "OURS is the same as BUS-2024" in told
    assert "THEIRS" not in told


def test_a_source_with_a_title_only_is_read_and_stands_after_all_that_says_its_kind():
    own = Source(title="Notes of our ward")
    sources = {**SOURCES, "OURS": own}
    assert citations.cited(own, LABELS) == "Notes of our ward."
    assert citations.ordered(["DM", "OURS", "W31", "BUS-2024", "S2"], sources) == ("BUS-2024", "W31", "OURS")
    assert citations.kind(["OURS", "DM"], sources) is SourceKind.NOT_SAID


def test_common_practice_stays_a_house_rule_and_a_tag_that_is_not_there_stops_no_print():
    sources = {**SOURCES, "DM": Source(title="What we do")}
    assert citations.kind(["DM"], sources) is SourceKind.HOUSE_RULE
    assert citations.ordered(["DM", "W21", "W31"], sources) == ("W31",)
    assert not citations.unread(["DM", "W21"], sources)


# --- how it is told


def test_a_source_says_who_when_what_where_its_doi_and_how_far_it_was_read():
    assert citations.cited(SOURCES["BUS-2024"], LABELS) == (
        "Bus SA and others 2024. Guidelines on the prevention of foot ulcers in persons with diabetes (IWGDF 2023). "
        "Diabetes Metab Res Rev 40:e3651. doi:10.1002/dmrr.3651. (guideline; abstract read)"
    )


def test_sections_of_one_guideline_stand_together():
    ((tags, words),) = citations.listed(["CANADA-LEG", "CANADA-FALLS", "DM"], SOURCES, LABELS)
    assert tags == "CANADA-FALLS, CANADA-LEG"
    assert "Section 5, falls; section 4, lower extremity" in words


def test_the_clinicians_copy_counts_by_kind_and_folds_what_awaits_a_clinician(clinician_copy):
    blocks = [words for tag, words in clinician_copy]
    (count,) = (words for words in blocks if "Rules that spoke:" in words)
    assert re.search(r"Rules that spoke: [0-9]+ on a guideline, .*Exercises: .*Doses: .*on a house rule", count)
    assert re.search(r"[0-9]+ of these rests? on common practice or on patients' wishes alone, and awaits? a", count)
    after = clinician_copy[blocks.index(count) + 1 :]
    listed = [words for tag, words in takewhile(lambda block: not block[0].startswith("H"), after)]
    found = [re.search(r"[(]([a-z' ]+)(; [a-z, ]+)?[)]$", words)[1] for words in listed]
    assert found == sorted(found, key=[LABELS("source-kinds", kind) for kind in citations.KINDS].index)
    assert {"guideline", "review", "leaflet"} <= set(found)
    assert not [words for words in listed if words.startswith(("DM:", "S2:"))]


def test_the_clinicians_copy_names_first_what_is_stricter_than_its_source(clinician_copy):
    start = clinician_copy.index(("H2", "What the rules did"))
    rows = [words for tag, words in clinician_copy[start:] if re.fullmatch(r"R-[0-9]{2}[a-z]?", words)]
    assert rows[0] == "R-33b"
    assert any("Stricter than its source, for a clinician to decide: Strength work" in w for _, w in clinician_copy)


def test_rules_are_counted_by_kind_of_source(printkit):
    counted = printkit("rules").stdout.partition("\n\n")[2].splitlines()
    found = Counter(citations.kind(rule.source, SOURCES) for rule in shipped().rules)
    assert counted[0].startswith(f"{len(shipped().rules)} rules: {found[SourceKind.GUIDELINE]} on a guideline, ")
    assert f", {found[SourceKind.HOUSE_RULE]} on a house rule; " in counted[0]
    assert counted[0].endswith(" of these on sources of which only the record was seen")
    assert [line.split(":")[0].lstrip("0123456789 ") for line in counted[:7]] == [
        "rules", "exercises", "doses", "topics", "checklist lines", "skin sheet", "measures",
    ]  # fmt: skip
    assert counted[7].startswith("10 rules are stricter than their source")


def test_the_review_begins_with_the_least_behind_it_and_the_most_weight(printkit, tmp_path):
    found = list(reviews.entries(shipped()))
    differ = [each.title for each in found if each.differs]
    assert [each.title for each in found[: len(differ)]] == differ
    assert differ[:2] == ["R-71b block", "R-15 see-first"]
    rest = [each for each in found[len(differ) :] if each.rests_on is SourceKind.HOUSE_RULE]
    assert rest == found[len(differ) :][: len(rest)]
    after = found[len(differ) + len(rest) :]
    read = [index for index, each in enumerate(after) if each.rests_on not in citations.AWAITING and not each.unread]
    assert not [each for each in after[read[0] :] if each.unread]
    actions = [each.title.rpartition(" ")[2] for each in rest if each.name.startswith("rules/")]
    assert actions == sorted(actions, key=list(Action).index)
    assert actions[0] == "block"
    said = printkit("review").stdout
    assert "to read first, with the least behind it and the most weight:\n  rules/R-71b: R-71b block" in said
    printkit("review", "-o", tmp_path / "review.csv")
    assert "rests_on,differs" in (tmp_path / "review.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_sources_are_listed_with_guidelines_first_and_shown_as_a_page_cites_them(printkit):
    lines = printkit("catalog", "list", "--kind", "sources").stdout.splitlines()
    assert len(lines) == len(SOURCES)
    assert lines[0].startswith("ACOG-804 ")
    assert lines[-1].endswith("(house-rule, not-said)")
    shown = printkit("catalog", "show", "AVERT-2015").stdout
    assert shown == f"AVERT-2015: {citations.cited(SOURCES['AVERT-2015'], LABELS)}\n"
    assert printkit("catalog", "show", "AVERT-2015", "--json").stdout.startswith("{")
