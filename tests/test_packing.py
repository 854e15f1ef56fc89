"""What packs a file changes how large it is and how long it takes, and nothing that anybody sees or hears."""

import random
import zlib
from io import BytesIO

import pikepdf
import pytest
from pdf_reading import KINDS, example_options, heard, make
from pypdfium2 import PdfDocument

from printkit.pdf import content_stream, packing
from printkit.pdf.packing import isal_zlib

pytestmark = pytest.mark.skipif(isal_zlib is None, reason="the extra fast is not installed")

SOME = (b"", b"Q\n", random.Random(1).randbytes(40_000) + b"q 1 0 0 1 72.00 700.00 cm\n" * 4_000)


def _without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "isal_zlib", None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_and_shows_the_same_with_and_without_the_extra(kind, monkeypatch):
    fast = make(kind, example_options()).printed.data
    _without_the_extra(monkeypatch)
    plain = make(kind, example_options()).printed.data
    assert fast != plain, "the extra is not in use"
    assert len(fast) < 1.05 * len(plain)
    assert heard(fast) == heard(plain)
    with pikepdf.open(BytesIO(fast)) as one, pikepdf.open(BytesIO(plain)) as other:
        assert [_content(page) for page in one.pages] == [_content(page) for page in other.pages]
    assert _pixels(fast) == _pixels(plain)


def test_each_packer_gives_what_any_reader_unpacks(monkeypatch):
    for raw in SOME:
        assert zlib.decompress(packing.once(raw)) == raw
    _without_the_extra(monkeypatch)
    for raw in SOME:
        assert zlib.decompress(packing.once(raw)) == raw


def test_stretches_are_joined_to_one_stream():
    for raw in SOME:
        stream = content_stream.ContentStream()
        chunk = content_stream.deflate(raw)
        assert chunk.raw() == raw
        for _ in range(3):
            stream.add(chunk)
            stream.say(b"between")
        assert zlib.decompress(stream.finished()) == (raw + b"between") * 3


def _content(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.obj.Contents.read_bytes()


def _pixels(data: bytes) -> list[bytes]:
    with PdfDocument(data) as pages:
        return [page.render(scale=0.5).to_numpy().tobytes() for page in pages]
