"""Every kind in every look on every paper: what is heard is what it says, and the first validator finds no fault."""

import pytest
from first_validator import but_stream_lengths, complaints
from pdf_reading import KINDS, archive_flavour, in_look, looks
from saying import misheard

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_what_is_heard_is_what_the_document_says(subtests, kind: str):
    for look, paper in looks():
        with subtests.test(look=look, paper=paper):
            made = in_look(kind, look, paper)
            assert misheard(made.printed.data, made.document) == []


@every_kind
def test_every_print_is_accessible_and_can_be_kept_by_the_first_validator(subtests, kind: str):
    for look, paper in looks():
        with subtests.test(look=look, paper=paper):
            data = in_look(kind, look, paper).printed.data
            assert complaints(data) == []
            assert but_stream_lengths(complaints(data, archive_flavour(kind))) == []
