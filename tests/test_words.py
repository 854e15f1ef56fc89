"""What a sentence of the catalogue must keep to."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from printkit.catalog import plain_language


def kinds(text: str) -> list[str]:
    """The complaints without the words that they quote."""
    return [what.split(":")[0] for what, _ in (*plain_language.too_long(text), *plain_language.complaints(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Sit tall on a firm chair.",
        "Rest {your affected} foot on the floor, sole down.",
        "{Your stronger} hand holds the seat.",
        "Call {clinic} or {emergency number}. Take {your aid}.",
        "Hold for 3 seconds. Rest for 60 seconds.",
        "Do it with 1 hand, then with the other hand.",
        "The worktop's edge must not be sharp.",
        "An ankle-foot brace (AFO) holds your foot up.",
        "",
    ],
)
def test_a_plain_sentence_has_no_complaints(text):
    assert kinds(text) == []


# --- length


def test_a_sentence_has_15_words_and_no_more():
    fifteen = " ".join(["word"] * 15) + "."
    assert kinds(fifteen) == []
    assert kinds(f"{fifteen} {fifteen}") == []
    assert kinds(f"word {fifteen}") == ["a sentence of 16 words"]


def test_each_long_sentence_is_told_with_its_words():
    text = f"Short. {'long ' * 16}end. {'more ' * 20}end."
    assert kinds(text) == ["a sentence of 17 words", "a sentence of 21 words"]
    assert all(hint == "write at most 15 words a sentence" for _, hint in plain_language.too_long(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sit down.", 2),
        ("Sit down", 2),
        ("An ankle-foot brace", 3),
        ("Don't", 1),
        ("Hold {your stronger} hand", 4),
        ("Wait 10 seconds", 3),
        ("Stop - now", 2),
        ("a_b", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(text, count):
    assert plain_language.word_count(text) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four: five", ["One.", "Two!", "Three?", "Four:", "five"]),
        ("Walk 1.5 metres.", ["Walk 1.5 metres."]),
        ("At 10:30 sit.", ["At 10:30 sit."]),
        ("  Sit.  ", ["Sit."]),
        ("... Sit.", ["Sit."]),
        ("", []),
    ],
)
def test_a_full_stop_a_mark_or_a_colon_ends_a_sentence(text, expected):
    assert list(plain_language.sentences(text)) == expected


# --- words that are not to be used


@pytest.mark.parametrize(
    "word",
    [
        "don't",
        "Don't",
        "can’t",
        "isn't",
        "won't",
        "you're",
        "we've",
        "they'll",
        "I'd",
        "I'm",
        "it's",
        "That's",
        "let's",
    ],
)
def test_a_contraction_is_written_out(word):
    assert kinds(f"Now {word} rest.") == ["a contraction"]


@pytest.mark.parametrize("word", ["patient's", "clinic's", "chair’s"])
def test_a_possessive_is_no_contraction(word):
    assert kinds(f"The {word} arm.") == []


@pytest.mark.parametrize(
    "word",
    [
        "cure",
        "Cures",
        "cured",
        "curing",
        "prevent",
        "prevents",
        "prevented",
        "proven",
        "guarantee",
        "guaranteed",
        "treats",
    ],
)
def test_a_claim_is_never_printed(word):
    assert kinds(f"This {word} a fall.") == ["a claim that nobody can make"]


@pytest.mark.parametrize("word", ["secure", "treatment", "obscure", "accurate", "approve"])
def test_a_word_that_holds_a_claim_is_no_claim(word):
    assert kinds(f"A {word} one.") == []


@pytest.mark.parametrize("word", ["two", "Three", "ten", "twelve", "twenty"])
def test_a_number_is_written_in_digits(word):
    assert kinds(f"Do {word} steps.") == ["a number as a word"]


@pytest.mark.parametrize("word", ["often", "weight", "tend", "someone", "one"])
def test_a_word_that_holds_a_number_is_none(word):
    assert kinds(f"It is {word} here.") == []


@pytest.mark.parametrize("text", ["**Stop**", "_now_", "# Title", "<b>", "a | b", "`x`", "&amp;", "C:\\x"])
def test_markup_does_not_belong_into_a_text(text):
    assert kinds(text) == ["markup"]


@pytest.mark.parametrize("text", ["...", "…", "This trains ...", "Sit... down.", "{Your affected} foot…"])
def test_dots_are_an_unfinished_text_and_dangerous(text):
    assert kinds(text) == ["an unfinished text"]
    assert list(plain_language.dangerous(text)) == [(f"an unfinished text: {text!r}", "write it to its end")]


@pytest.mark.parametrize("text", ["Sit down.", "Sit down..", "Walk 1.5 metres.", "No. 3. Stop."])
def test_full_stops_are_no_unfinished_text(text):
    assert kinds(text) == []


def test_a_bare_ampersand_is_no_markup():
    assert kinds("Heel & toe") == []


def test_all_that_is_wrong_comes_at_once():
    assert kinds("Don't use your **left** hand for two {things}; it cures.") == [
        "the token {things} has no meaning",
        "a side typed as a word",
        "a contraction",
        "a claim that nobody can make",
        "a number as a word",
        "markup",
    ]


# --- sides


@pytest.mark.parametrize(
    "text",
    [
        "Lift your left foot.",
        "Right foot first.",
        "LEFT side.",
        "Hold on right-handed.",
        "left-hand rail",
        "Your affected arm.",
        "Use the stronger leg.",
        "{your affected} foot, the left one.",
        "What is left of the day.",
    ],
)
def test_a_side_typed_as_a_word_is_dangerous(text):
    assert [what.split(":")[0] for what, _ in plain_language.dangerous(text)] == ["a side typed as a word"]


@pytest.mark.parametrize("text", ["A bright light.", "The copyright.", "Leftover food.", "Upright.", "unaffected"])
def test_a_word_that_holds_a_side_is_none(text):
    assert list(plain_language.dangerous(text)) == []


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Lift your left foot.", "left foot"),
        ("Right-hand rail", "Right-hand"),
        ("the affected  leg", "affected  leg"),
        ("Your stronger shoulders", "stronger shoulders"),
        ("What is left of the day, is right.", ""),
        ("Left out: the plan.", ""),
        ("A bright light foot", ""),
    ],
)
def test_a_side_of_the_body_is_found_in_a_template_and_other_words_are_not(text, side):
    assert plain_language.typed_side(text) == side


@pytest.mark.parametrize("token", plain_language.TOKENS)
def test_every_token_is_known(token):
    assert list(plain_language.dangerous(f"Say {{{token}}} here.")) == []


@pytest.mark.parametrize("token", ["{left}", "{Affected}", "{your  affected}", "{ clinic }", "{}", "{YOUR AFFECTED}"])
def test_a_token_that_is_not_known_is_dangerous(token):
    ((what, hint),) = plain_language.dangerous(f"Say {token} here.")
    assert what == f"the token {token} has no meaning"
    assert any(f"{{{known}}}" in hint for known in plain_language.TOKENS)


@hypothesis(max_examples=80, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_can_be_looked_at(text):
    for what, hint in (*plain_language.too_long(text), *plain_language.complaints(text)):
        assert what
        assert hint
