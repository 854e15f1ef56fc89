"""A finished PDF made smaller, and right for PDF/A, without knowing what is in it."""

import re
import zlib
from io import BytesIO

_STREAM_END = re.compile(rb"endstream\s*endobj\s*$")  # ReportLab writes it right behind the last byte
_OBJECT = re.compile(rb"^\s*(?:%[^\n]*\n)*(\d+) 0 obj\s*(.*?)\s*endobj\s*$", re.DOTALL)
_OBJECTS_A_STREAM = 200


def packed(data: bytes) -> bytes:
    """The same PDF, smaller, and with the line end before `endstream` that PDF/A asks for and ReportLab leaves out.

    Objects are taken apart at the offsets of the cross-reference table. Those without a stream are compressed
    together (object streams, PDF 1.5); a cross-reference stream takes the place of the table.
    """
    start = int(data[data.rindex(b"startxref") + len(b"startxref") :].split()[0])
    table, trailer = data[start:].split(b"trailer", 1)
    offsets = [int(line[:10]) for line in table.splitlines() if line.rstrip().endswith(b" n")]
    out = BytesIO()
    out.write(data[: min(offsets)])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}  # type, offset or stream, generation or index
    small: list[tuple[int, bytes]] = []
    for offset, end in zip(offsets, [*offsets[1:], start], strict=True):
        found = _OBJECT.match(data[offset:end])
        assert found is not None
        number, body = int(found[1]), found[2]
        if body.endswith(b"endstream"):
            places[number] = (1, out.tell(), 0)
            out.write(_STREAM_END.sub(b"\nendstream\nendobj\n", data[offset:end]))
        else:
            small.append((number, body))
    following = len(offsets) + 1
    for first in range(0, len(small), _OBJECTS_A_STREAM):
        part = small[first : first + _OBJECTS_A_STREAM]
        index, said = b"", b""
        for position, (number, body) in enumerate(part):
            places[number] = (2, following, position)
            index += b"%d %d " % (number, len(said))
            said += body + b"\n"
        places[following] = (1, out.tell(), 0)
        _put_stream(out, following, b"/Type/ObjStm/N %d/First %d" % (len(part), len(index)), index + said)
        following += 1
    places[following] = (1, out.tell(), 0)
    xref = b"".join(b"%c%s%s" % (kind, a.to_bytes(4, "big"), b.to_bytes(2, "big"))
                    for kind, a, b in (places[number] for number in range(following + 1)))  # fmt: skip
    kept = re.search(rb"<<(.*)>>", re.sub(rb"%[^\n]*\n|/Size \d+", b"", trailer), re.DOTALL)
    assert kept is not None
    at = out.tell()
    _put_stream(out, following, b"/Type/XRef/W[1 4 2]/Size %d %s" % (following + 1, kept[1].strip()), xref)
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)
    return out.getvalue()


def _put_stream(out: BytesIO, number: int, said: bytes, content: bytes) -> None:
    body = zlib.compress(content)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (number, said, len(body))
    out.write(head + body + b"\nendstream\nendobj\n")
