"""Write what nearly every print asks of the typefaces that set nearly all of it: python tools/ready_faces.py."""

from msgspec import msgpack

from printkit.layout import faces
from printkit.layout.ready_faces import FILE, ReadyFace, facts_of
from printkit.pdf.encoding import ALPHABETS


def made() -> dict[str, ReadyFace]:
    """The same from the typefaces themselves."""
    found = {}
    for name in (faces.REGULAR, faces.BOLD):
        face = faces.named(name).face
        has = face.charWidths
        alphabets = [[code if code in has else 0 for code in codes] for codes in ALPHABETS]
        subsets = {"".join(map(chr, codes)): face.makeSubset(codes) for codes in alphabets}
        found[name] = ReadyFace(facts_of(face), subsets)
    return found


if __name__ == "__main__":
    FILE.write_bytes(msgpack.encode(made()))
