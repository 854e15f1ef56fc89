"""The shapes of a plain text are those that the parser of Markdown finds; it is asked where a text is not plain."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from printkit.content import markdown, shapes

WORDS = st.sampled_from(["Sit", "down.", "5 times", "\ue0000\ue001", "\ue00012\ue001", "-", "+", "*", "**", "**Get ready.**",
    "**\ue0003\ue001**", "a*b", "1.", "2)", "#", "##", ">", "(see", "it)", "x**y**", "_low_", "  ", "é"])  # fmt: skip
LINES = st.builds(
    lambda begin, words, end: begin + " ".join(words) + end,
    st.sampled_from(["", "", "- ", "# ", "## ", "1. ", "2. ", "-", " ", "    ", "10. ", "-  ", "####### ", "\t"]),
    st.lists(WORDS, max_size=4),
    st.sampled_from(["", "", " ", "  ", " #"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(LINES, max_size=6))
@example(["Sit", "Sit **Get ready.**"])
def test_a_plain_text_has_the_shapes_that_the_parser_finds(lines):
    text = "\n".join(lines)
    found = shapes.plain(text)
    if found is not None:
        assert found == markdown.shapes(text, "here")


def test_nearly_all_that_templates_give_is_plain():
    for text in ("# Title\n\nWords **strong** here.\n\n- one\n- \ue0001\ue001\n\n\n- three\n\nLast line\nends.\n",
                 "1. Sit.\n2. Stand.\n\n**Get ready.** \ue0000\ue001 \n", "## \ue0000\ue001\n\ue0001\ue001\n"):  # fmt: skip
        assert shapes.plain(text) == markdown.shapes(text, "here")
        assert shapes.plain(text) is not None
