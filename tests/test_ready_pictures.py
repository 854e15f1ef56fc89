"""Pictures that came with a wheel: a print has the same bytes with them, without them, and with a file that is damaged."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from pdf_reading import example_options, shipped

from printkit import pipeline
from printkit.content import illustration, ready_pictures
from printkit.figures import answered, pair, picture, ready, signs, skin_views, writers
from printkit.figures.answered import Answered, Asked
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, Side, SkinView, WalkingAid
from printkit.printing import caches

NAMES = ("after-a-fall", "outer-foot-lift", "seated-toe-raise", "standing-calf-stretch", "walking-practice")
PEOPLE = shipped().people
PERSON = pipeline.speaker(shipped(), example_options()).person
LETTERS = next(name for name in shipped().names("figures") if shipped().figure(name).notes)
KIT = Printkit()


def wanted(name: str, given: Options) -> Asked:
    found = illustration._asked(shipped(), pipeline.speaker(shipped(), given), name)
    assert found is not None
    return found


def of_side(side: Side) -> Options:
    given = example_options()
    return replace(given, stroke=replace(given.stroke, affected_side=side))


def packed(*asked: Asked) -> bytes:
    """A picture file for what is asked and the person of the example."""
    return ready.block(ready_pictures.drawn(SimpleNamespace(people={"": PERSON}), asked))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """What a wheel has ready, of the pictures of the example."""
    made = tmp_path_factory.mktemp("ready")
    blocks = [(name, packed(wanted(name, example_options()))) for name in (*NAMES, LETTERS)]
    ready.write(made, [*blocks, (ready.SKIN, ready.views_block(ready_pictures.views([PERSON])))])
    return made


@pytest.fixture
def without() -> None:
    """Nothing is remembered, and nothing is ready."""
    caches.clear()


@pytest.fixture
def in_use(without, folder, monkeypatch) -> None:
    monkeypatch.setattr(ready, "READY", folder)


def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody was drawn")

    monkeypatch.setattr(pair, "_made", refuse)
    monkeypatch.setattr(picture, "draw", refuse)
    monkeypatch.setattr(skin_views, "drawn", refuse)


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_booklet_has_the_same_bytes_and_nobody_is_drawn(side, folder, monkeypatch):
    given = of_side(side)
    drawn = KIT.booklet(given).pdf
    caches.clear()
    monkeypatch.setattr(ready, "READY", folder)
    nobody_is_drawn(monkeypatch)
    assert KIT.booklet(given).pdf == drawn


@pytest.mark.usefixtures("without")
def test_a_print_without_colour_has_the_same_bytes(folder, monkeypatch):
    given = example_options()
    given = replace(given, print=replace(given.print, greyscale=Answer.YES))
    drawn = KIT.booklet(given).pdf
    caches.clear()
    monkeypatch.setattr(ready, "READY", folder)
    assert KIT.booklet(given).pdf == drawn


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("name", [*NAMES, LETTERS])
def test_a_ready_picture_is_the_drawn_one_in_all_that_is_asked_of_it(name, side):
    asked = wanted(name, example_options())
    seen, found = answered.shown(asked), ready.found(asked, side, PERSON)
    assert found is not None
    drawn = pair.drawn_pair(seen.figure, seen.stance, side, PERSON)
    small = picture.drawn_for_chart(seen.figure, seen.stance, side, PERSON)
    assert found.pair.stacked == drawn.stacked
    assert found.shown(asked) == replace(seen, figure=asked.figure, stance=asked.stance)
    for one, other in zip((*found.pair.drawings, found.small), (*drawn.drawings, small), strict=True):
        assert (one.wide, one.high, one.layers) == (other.wide, other.high, other.layers)
        assert signs.room_in_corners(one) == signs.room_in_corners(other)
        assert writers.svg(one, "") == writers.svg(other, "")
        for each, same in ((one, other), (one.mirrors, other.mirrors)):
            assert (each is None) == (same is None)
            if each is not None and same is not None:
                assert writers.operators(each) == writers.operators(same)
    assert ready.found(asked, side, PERSON) is found


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("side", Side)
def test_a_ready_view_of_the_skin_is_the_drawn_one(side):
    found = ready.found_views(side, PERSON)
    assert found is not None
    for view, one in zip(SkinView, found, strict=True):
        other = skin_views.drawn(view, side, PERSON)
        assert (one.wide, one.high, one.layers) == (other.wide, other.high, other.layers)
        assert writers.operators(one) == writers.operators(other)
    other_person = next(person for person in PEOPLE.values() if person != PERSON)
    assert ready.found_views(side, other_person) is None


def test_who_answers_the_same_of_what_a_picture_shows_gets_the_same_picture():
    def keys(name: str) -> set[bytes]:
        found = set()
        for aid in WalkingAid:
            for helper in (Answer.NO, Answer.YES):
                asked = illustration.asked(shipped(), name, Answered(aid, Answer.YES, helper=helper))
                assert asked is not None
                found.add(ready._key(asked, Side.RIGHT, PERSON))
        return found

    assert len(keys("seated-toe-raise")) == 1
    assert len(keys("walking-practice")) == len(WalkingAid)
    assert len(keys("walk-and-talk")) == 2 * len(WalkingAid)


@pytest.mark.usefixtures("in_use")
def test_a_picture_of_other_answers_another_person_or_a_clinic_s_own_file_is_drawn():
    asked = wanted("walking-practice", example_options())
    assert ready.found(asked, Side.LEFT, PERSON) is not None
    other = next(person for person in PEOPLE.values() if person != PERSON)
    assert ready.found(asked, Side.LEFT, other) is None
    assert ready.found(replace(asked, figure=replace(asked.figure, on_the_way=40)), Side.LEFT, PERSON) is None
    assert ready.found(replace(asked, answered=replace(asked.answered, belt=Answer.YES)), Side.LEFT, PERSON) is None


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def spoiled(data: bytes) -> bytes:
    """A byte in each block is another."""
    made = bytearray(data)
    for at in range(500, len(made), 500):
        made[at] ^= 1
    return bytes(made)


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize(
    "damaged",
    [cut, spoiled, lambda _: b"", lambda data: data[:20], lambda data: data[:40], lambda data: bytes(32) + data[32:]],
    ids=["half of it", "other bytes", "empty", "no index", "half an index", "of other code"],
)
def test_a_damaged_or_foreign_file_is_as_if_it_were_not_there(damaged, folder, tmp_path, monkeypatch):
    drawn = KIT.booklet(example_options()).pdf
    (tmp_path / ready.NAME).write_bytes(damaged((folder / ready.NAME).read_bytes()))
    caches.clear()
    monkeypatch.setattr(ready, "READY", tmp_path)
    assert ready.found(wanted("walking-practice", example_options()), Side.LEFT, PERSON) is None
    assert KIT.booklet(example_options()).pdf == drawn


@pytest.mark.usefixtures("in_use")
def test_prints_are_the_same_in_every_order():
    example = example_options()
    given = (
        example,
        of_side(Side.RIGHT),
        replace(example, print=replace(example.print, greyscale=Answer.YES)),
    )
    alone = []
    for each in given:
        caches.clear()
        alone.append(KIT.booklet(each).pdf)
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        caches.clear()
        for number in order:
            assert KIT.booklet(given[number]).pdf == alone[number]


def test_check_says_which_picture_is_not_what_is_drawn_now(tmp_path, monkeypatch):
    name = shipped().names("figures")[0]
    asked = ready_pictures._asked(shipped(), name, answers=True)[0]
    person = next(iter(PEOPLE.values()))
    monkeypatch.setattr(ready_pictures, "_LOOKED_AT", 1000)
    for folder, figure in ((tmp_path / "good", asked.figure), (tmp_path / "bad", shipped().figure("seated-toe-raise"))):
        seen = replace(answered.shown(asked), figure=figure, stance=shipped().poses[figure.pose])
        both = pair.drawn_pair(seen.figure, seen.stance, Side.RIGHT, person)
        small = picture.drawn_for_chart(seen.figure, seen.stance, Side.RIGHT, person)
        ready.write(folder, [(name, ready.block([ready.ToKeep(asked, Side.RIGHT, person, seen, both, small)]))])
        monkeypatch.setattr(ready, "READY", folder)
        assert list(ready_pictures.unlike(shipped())) == ([name] if folder.name == "bad" else [])
