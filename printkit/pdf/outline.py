"""What a reader of the file finds beside its pages: bookmarks, attachments, and the information dictionary."""

from printkit.pdf import file as pdf
from printkit.pdf.file import File
from printkit.sheets.geometry import Packed


def bookmarks(file: File, headings: list[tuple[str, int, int]]) -> bytes:
    """Bookmarks as objects of a file, and the entry of its catalog that names them; those below a chapter are folded in.

    A heading is its title, its depth from 0 without gaps, and the object of its page. Nothing where there is none.
    """
    if not headings:
        return b""
    root = file.number()
    numbers = [file.number() for _ in headings]
    parents: list[int] = []  # index of the parent of each, -1 for the root
    children: dict[int, list[int]] = {}
    places: list[int] = []  # of each among its siblings
    above: list[int] = []
    for index, (_, depth, _) in enumerate(headings):
        above = above[:depth]
        parents.append(above[-1] if above else -1)
        places.append(len(children.setdefault(parents[-1], [])))
        children[parents[-1]].append(index)
        above.append(index)
    for index, (title, _, page) in enumerate(headings):
        siblings, own = children[parents[index]], children.get(index, [])
        place = places[index]
        parent = numbers[parents[index]] if parents[index] >= 0 else root
        said = b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/Fit]" % (pdf.words(title), parent, page)
        if place:
            said += b"/Prev %d 0 R" % numbers[siblings[place - 1]]
        if place < len(siblings) - 1:
            said += b"/Next %d 0 R" % numbers[siblings[place + 1]]
        if own:
            said += b"/First %d 0 R/Last %d 0 R/Count -%d" % (numbers[own[0]], numbers[own[-1]], len(own))
        file.put_small(numbers[index], said + b">>")
    tops = children[-1]
    ends = (numbers[tops[0]], numbers[tops[-1]], len(tops))
    file.put_small(root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends)
    return b"/Outlines %d 0 R" % root


def attachments(file: File, attached: list[tuple[str, Packed, str]]) -> bytes:
    """Files that belong to a document (name, data, description), and the entries of its catalog that name them."""
    if not attached:
        return b""
    names, files = b"", b""
    for name, data, description in attached:
        said = b"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d/ModDate(D:20000101000000+00'00')>>"
        number = file.add(pdf.flated(said % data.size, data.data))
        called = pdf.words(name)
        said = b"<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/Data/EF<</F %d 0 R/UF %d 0 R>>>>"
        of_file = file.add_small(said % (called, called, pdf.words(description), number, number))
        names += b"%s %d 0 R" % (called, of_file)
        files += b"%d 0 R " % of_file
    return b"/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]" % (names, files)


def information(title: str, subject: str) -> bytes:
    """The information dictionary. Its dates are fixed, so that the same document always gives the same bytes."""
    maker = pdf.words("printkit")
    return (
        b"<</Title%s/Subject%s/Author%s/Creator%s/Producer%s/CreationDate(D:20000101000000+00'00')"
        b"/ModDate(D:20000101000000+00'00')>>" % (pdf.words(title), pdf.words(subject), maker, maker, maker)
    )
