"""The people of the pictures: one of them through a booklet, the weak side told without colour, errors with a hint."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pdf_reading import example_options, make, shipped

from printkit.catalog import people
from printkit.catalog.store import Catalog
from printkit.checking.catalog import problems
from printkit.cli.group import cli
from printkit.content.skin import views
from printkit.document import Document, Sketch, walk
from printkit.errors import CatalogError, PrintkitError
from printkit.figures.pair import drawn_pair
from printkit.figures.people import ANYBODY, APART, Person, colours, in_turn
from printkit.figures.people import problems as tones
from printkit.figures.picture import drawn
from printkit.figures.scene import Drawing, Paint, luma
from printkit.figures.spec import Figure, Stance
from printkit.model.options import Options, Patient
from printkit.model.vocabulary import Side
from printkit.resources import CATALOG

PEOPLE = shipped().people
# sitting, standing, lying, and close looks at a foot and at a hand
POSES = (
    "seated-march",
    "carry-and-walk",
    "weight-shift",
    "bridging",
    "seated-toe-raise",
    "thumb-to-fingers",
    "hand-to-mouth",
)
WORN = ("skin", "shirt", "pants", "shoe")


def parts_of(name: str) -> tuple[Figure, Stance]:
    figure = shipped().figure(name)
    assert figure is not None
    return figure, shipped().poses[figure.pose]


def paints(drawing: Drawing) -> Iterator[Paint]:
    for layer in drawing.layers:
        yield from layer.paints


def fills(*drawings: Drawing) -> set[str]:
    return {paint.fill for drawing in drawings for paint in paints(drawing) if paint.fill}


def sketches(document: Document) -> list[Drawing]:
    def within(value: object) -> Iterator[Drawing]:
        if isinstance(value, Sketch):
            yield value.drawing
        elif isinstance(value, tuple):
            for each in value:
                yield from within(each)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                yield from within(getattr(value, name))

    return [drawing for block in walk(document.blocks) for drawing in within(block)]


def named(name: str, options: Options | None = None) -> Options:
    options = options or example_options()
    return replace(options, print=replace(options.print, person=name))


def check(tmp_path: Path, words: str) -> list[str]:
    (tmp_path / "people.yaml").write_text(words, encoding="utf-8")
    return [str(each) for each in problems(Catalog((tmp_path, CATALOG))) if "people.yaml" in str(each)]


# --- who there is


def test_there_are_people_of_many_kinds():
    every = list(PEOPLE.values())
    assert len(every) >= 4
    assert {each.body for each in every} == {"woman", "man"}
    assert {each.older for each in every} == {each.glasses for each in every} == {"yes", "no"}
    assert {each.build for each in every} == {"usual", "full"}
    skins = [luma(each.skin) for each in every]
    assert min(skins) < 0.78
    assert max(skins) > 0.9
    assert len({each.hair for each in every}) >= 5


def test_no_two_of_them_look_alike():
    seen = [(each.hair, each.hair_colour, each.body, each.build, each.skin) for each in PEOPLE.values()]
    assert len(set(seen)) == len(seen)


# --- the weak side without colour


@pytest.mark.parametrize("person", [*PEOPLE.values(), ANYBODY], ids=[*PEOPLE, "anybody"])
def test_the_affected_limb_is_the_darkest_limb_in_grey(person: Person):
    """At least 0.12 of luma below any other limb, before or behind, cloth and skin; and both of its tones differ."""
    seen = colours(person)
    others = [luma(seen[f"{behind}{part}"]) for behind in ("", "far-", "ghost-") for part in WORN]
    weak = [luma(seen[f"aff-{part}"]) for part in WORN]
    assert max(weak) <= min(others) - APART + 0.005
    assert luma(seen["aff-skin"]) - luma(seen["aff-pants"]) >= 0.08
    assert not list(tones(person))


def test_each_side_is_told_in_grey_on_every_person(subtests):
    """As drawn: all paint of the limb that is marked is darker than all paint of skin and clothes that is not."""
    for (name, person), pose, side in product(PEOPLE.items(), POSES, (Side.LEFT, Side.RIGHT)):
        with subtests.test(name, pose=pose, side=side):
            seen = colours(person)
            drawing = drawn(*parts_of(pose), side, None, person)
            marked = {colour for part in WORN if (colour := seen[f"aff-{part}"]) in fills(drawing)}
            plain = {
                colour for part in WORN for colour in (seen[part], seen[f"far-{part}"]) if colour in fills(drawing)
            }
            assert marked
            assert max(map(luma, marked)) <= min(map(luma, plain), default=1.0) - APART + 0.005
            outlines = {paint.width for paint in paints(drawing) if paint.pen and not paint.dash}
            assert 2 * 1.9 in outlines  # twice as broad as what is seen outside of a limb


def test_sleeve_and_skin_of_a_weak_limb_are_two_tones():
    for person, pose in product(PEOPLE.values(), ("hand-to-mouth", "seated-march")):
        found = fills(drawn(*parts_of(pose), Side.RIGHT, None, person))
        assert {person.weak_skin, person.weak_cloth} <= found


def test_a_hand_and_a_foot_by_themselves_have_the_skin_of_the_person(subtests):
    for name, person in PEOPLE.items():
        with subtests.test(name):
            assert person.weak_skin in fills(*drawn_pair(*parts_of("thumb-to-fingers"), Side.LEFT, person).drawings)
            foot = fills(drawn(*parts_of("band-sole-out"), Side.LEFT, None, person))
            assert {person.weak_skin, colours(person)["far-skin"]} <= foot
            assert person.weak_skin in fills(*(each.drawing for each in views(Side.LEFT, person)))


# --- who is in a booklet


@pytest.mark.parametrize("name", PEOPLE)
def test_one_person_is_in_a_whole_booklet(name: str):
    found = fills(*sketches(make("booklet", named(name)).document))
    hair = {person.hair_colour for person in PEOPLE.values()}
    assert found & hair == {PEOPLE[name].hair_colour}
    weak = {tone for person in PEOPLE.values() for tone in (person.weak_skin, person.weak_cloth)}
    assert found & weak == {PEOPLE[name].weak_skin, PEOPLE[name].weak_cloth}


def test_they_take_turns_by_the_id_and_never_by_the_name():
    def of(patient: str, name: str) -> Person:
        options = replace(example_options(), patient=Patient(id=patient, name=name))
        found = fills(*sketches(make("booklet", options).document))
        (person,) = (each for each in PEOPLE.values() if each.hair_colour in found)
        return person

    assert of("p-1", "Sam") is of("p-1", "Jo") is in_turn(PEOPLE, "p-1")
    turns = [in_turn(PEOPLE, f"p-{number}") for number in range(300)]
    assert all(300 / len(PEOPLE) / 2 < turns.count(person) < 300 / len(PEOPLE) * 2 for person in PEOPLE.values())
    assert in_turn(PEOPLE, "") is next(iter(PEOPLE.values()))


def test_patients_with_the_same_person_share_their_drawings():
    figure, stance = parts_of("seated-march")
    one, other = (people.chosen(PEOPLE, "older-man", patient) for patient in ("p-1", "p-2"))
    assert drawn(figure, stance, Side.LEFT, None, one) is drawn(figure, stance, Side.LEFT, None, other)
    every = {id(drawn(figure, stance, Side.LEFT, None, person)) for person in PEOPLE.values()}
    assert len(every) == len(PEOPLE)


# --- what is wrong with a file


def test_an_unknown_person_is_told_with_the_near_one(tmp_path: Path):
    file = tmp_path / "sam.yaml"
    file.write_text("patient: {id: p-1}\nprint: {person: older-womam}\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", str(file)])
    assert f"{file}:2: there is no person 'older-womam'" in result.output
    assert "did you mean 'older-woman'?" in result.output
    result = CliRunner().invoke(
        cli, ["figure", "show", "bridging", "--person", "older-mam", "-o", str(tmp_path / "x.svg")]
    )
    assert "did you mean 'older-man'?" in result.output
    with pytest.raises(CatalogError, match="there is no person 'nobody'"):
        people.chosen(PEOPLE, "nobody", "p-1")


ENTRY = """\
me:
  body: woman
  hair: bob
  hair_colour: "#3E3A3A"
  skin: "#D8B08C"
  weak_skin: "#C46C25"
  weak_cloth: "#9C4F14"
  shirt: "#F4EBD8"
  trousers: "#DADFE6"
"""


def test_a_picture_by_itself_shows_the_person_that_is_asked_for(tmp_path: Path):
    out = tmp_path / "x.svg"
    CliRunner().invoke(cli, ["figure", "show", "hand-to-mouth", "--person", "man-with-beard", "-o", str(out)])
    assert PEOPLE["man-with-beard"].hair_colour in out.read_text(encoding="utf-8")


def test_a_column_of_a_roster_may_name_the_person():
    assert shipped().roster_columns["person in the pictures"] == "print.person"


def test_a_person_of_a_clinic_is_taken(tmp_path: Path):
    assert check(tmp_path, ENTRY) == []
    assert "me" in Catalog((tmp_path, CATALOG)).people


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("hair: bob", "hair: mohawk", "hair is 'mohawk'"),
        ("hair: bob\n", "hair: bob\n  scar: yes\n", "scar"),
        ('"#F4EBD8"', "cream", "shirt"),
        ("  shirt:", "  shurt:", "shurt"),
        ('"#C46C25"', '"#E0B080"', "weak_skin is 0.73 in grey"),
        ('"#9C4F14"', '"#401F08"', "lines on it are lost"),
        ('"#9C4F14"', '"#C46C25"', "one tone in grey"),
        ('"#F4EBD8"', '"#6A5A4A"', "the other limbs are down to"),
    ],
)
def test_what_is_wrong_with_a_person_is_told_with_its_place(tmp_path: Path, was: str, wrong: str, said: str):
    found = check(tmp_path, ENTRY.replace(was, wrong))
    assert any(said in each and "people.yaml:" in each for each in found), found
    with pytest.raises(PrintkitError):
        _ = Catalog((tmp_path, CATALOG)).people
