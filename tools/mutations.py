"""How real files are broken for tools/fuzz.py: by their bytes, and by what they are made of.

Each function takes chance and a file, and gives another file back; the same chance gives the same file.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
import yaml
from PIL import Image

_FLOOD = 0.02  # of cases with thousands of entries or rows, each with its own mistake
Mutation = Callable[[Random, bytes], bytes]

# what has broken readers before, ours and those of others
ODD_WORDS = (
    "", " ", "~", "null", "yes", "no", "unknown", "?", "-", "0", "-1", "1e999", "nan", "inf", "00", "1_000", "٣", "½", "0x1F",
    "9" * 30, "9" * 5000, "1.5", "1,5", "2026-02-30", "0001-01-01", "9999-12-31", "26-1-1", "2026-11-20T25:00:00Z", "left",
    "right", "both", "LEFT", "#REF!", "#N/A", "Err:502", "=1+1", "@SUM(A1)", "'", '"', "a'b\"c", "a\nb", "a\r\nb", "\t", "a: b",
    "[", "{", "- a", "*a", "&a", "!!python/object:os.system", "%s", "{{ 7*7 }}", "{% for %}", "{side}", "{Your affected}", "</p>",
    "<!DOCTYPE a>", "../../etc/passwd", "/dev/zero", "CON", "a/b", "a\\b", "\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\u202e",
    "\ufeff", "\ufffd", "\ud800", "\U0001f9d1\u200d\U0001f9bc", "é", "e\u0301", "ß", "İ", "ﬁ", "שלום", "محمد", "漢字", "Ế",
    "a" * 101, "a" * 5000, "a " * 3000, "W" * 60, "seated-toe-raise", "standing-calf-stretch", "falls", "10mwt", "p-1", "id",
)  # fmt: skip
_ODD_BYTES = (b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n\n\n", b'"', b",", b";", b"\t", b"PK\x03\x04", b"%PDF-",
              b"<", b">", b"&#0;", b"&amp;", b"/", b"(", b")", b"[" * 200, b"{" * 50, b"a" * 70_000)  # fmt: skip


def odd(chance: Random) -> str:
    """A word that nobody expects."""
    return chance.choice(ODD_WORDS)


def by_bytes(chance: Random, data: bytes) -> bytes:
    """Some bytes changed, put in, taken out or doubled, or the end cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0 if made:
                made[at % len(made)] = chance.randrange(256)
            case 1:
                made[at:at] = chance.choice(_ODD_BYTES)
            case 2:
                del made[at : at + chance.choice((1, 3, 50, 2000))]
            case 3:
                made[at:at] = made[at : at + chance.choice((1, 10, 500))] * chance.choice((1, 2, 30))
            case 4:
                digits = list(re.finditer(rb"[0-9]+", made))
                if digits:
                    one = chance.choice(digits)
                    made[one.start() : one.end()] = chance.choice((b"0", b"-1", b"65536", b"4294967296", b"9" * 25))
            case 5 if chance.random() < 0.3:
                del made[at:]
    return bytes(made)


def encoded(chance: Random, data: bytes) -> bytes:
    """The same text, saved in another way."""
    text = data.decode("utf-8", errors="replace")
    how = chance.choice(
        ("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "cp1250", "cp437", "shift_jis", "utf-32", "gb18030")
    )
    return text.encode(how, errors="replace")


# --- YAML


def in_yaml(chance: Random, data: bytes) -> bytes:
    """Keys and values lost, doubled, renamed, exchanged, or replaced by what nobody expects."""
    try:
        tree = yaml.load(data, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return by_bytes(chance, data)
    holder = [tree]
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change(chance, *chance.choice(list(_places(holder))))
    try:
        return yaml.safe_dump(holder[0], allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, RecursionError):
        return by_bytes(chance, data)


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every value in a tree: what holds it, and its key."""
    found: list[tuple[Any, Any]] = []
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        found.append((node, key))
        found += _places(value)
    return found


def _change(chance: Random, holder: Any, key: Any) -> None:
    value = holder[key]
    if chance.random() < _FLOOD:
        some = [f"{odd(chance)[:9]}{number}" for number in range(chance.choice((1000, 20_000)))]
        holder[key] = chance.choice((some, dict.fromkeys(some, "a"), [value] * len(some)))
        return
    match chance.randrange(8):
        case 0:
            holder[key] = odd(chance)
        case 1:
            holder[key] = [value] * chance.choice((1, 2, 300))
        case 2:
            holder[key] = {odd(chance): value}
        case 3 if isinstance(holder, dict):
            holder[odd(chance)] = holder.pop(key)
        case 4 if isinstance(holder, dict) or len(holder) > 1:
            del holder[key]
        case 5 if isinstance(holder, dict):
            other = chance.choice(list(holder))
            holder[key], holder[other] = holder[other], value
        case 6:
            for _ in range(chance.choice((2, 11, 13, 40))):
                holder[key] = [holder[key]]
        case _:
            holder[key] = (value + odd(chance)) if isinstance(value, str) else odd(chance)


# --- tables


def in_table(chance: Random, data: bytes) -> bytes:
    """Cells, rows and columns of a CSV lost, doubled, moved, or with odd words; other delimiters and quotes."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    changed_rows(chance, rows)
    out = io.StringIO()
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    ends = chance.choice(("\n", "\r\n", "\r"))
    csv.writer(out, delimiter=chance.choice(",,,;\t|"), quoting=quoting, lineterminator=ends).writerows(rows)
    text = chance.choice(("", "", "", "sep=;\n", "\n\n", "Ward 2\n", "Ward 2,,,\n\n")) + out.getvalue()
    return text.encode("utf-8", "surrogatepass")


def changed_rows(chance: Random, rows: list[list[str]]) -> None:
    """Change rows of cells in place."""
    if chance.random() < _FLOOD:
        new = [[f"{cell[:20]}{number}" for cell in chance.choice(rows)] for number in range(chance.choice((500, 5000)))]
        rows += chance.choice((new, [[cell for row in new for cell in row]]))
    for _ in range(chance.choice((1, 2, 3, 8))):
        row = chance.randrange(len(rows))
        cells = rows[row]
        at = chance.randrange(len(cells)) if cells else 0
        match chance.randrange(9):
            case 0 | 1 | 2 if cells:
                cells[at] = odd(chance)
            case 3 if cells:
                del cells[at]
            case 4:
                cells[at:at] = [odd(chance)] * chance.choice((1, 2, 50))
            case 5:
                rows[row:row] = [list(cells)] * chance.choice((1, 3, 100))
            case 6 if len(rows) > 1:
                del rows[row]
            case 7:
                for each in rows:
                    del each[at : at + 1]
            case 8 if rows[0]:
                rows[0][at % len(rows[0])] = odd(chance)


# --- what is packed or marked up


def in_zip(chance: Random, data: bytes) -> bytes:
    """A workbook with one of its parts changed, lost, doubled or much too large."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = by_bytes(chance, parts[name])
        case 2:
            parts[name] = parts[name] * 2
        case 3:
            parts[name] = parts[chance.choice(list(parts))]
        case _:
            parts[name] = in_xml(chance, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as made:
        for each, content in parts.items():
            made.writestr(each, content)
    return out.getvalue()


def in_xml(chance: Random, data: bytes) -> bytes:
    """Attributes, words and elements of an XML file with odd values, lost, doubled or deep inside each other."""
    text = data.decode("utf-8", errors="replace")
    for _ in range(chance.choice((1, 1, 3, 10))):
        values = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)', text))
        marks = list(re.finditer(r"<[^<>!?]+>", text))
        if not values or not marks:
            return by_bytes(chance, data)
        value, mark = chance.choice(values), chance.choice(marks)
        match chance.randrange(6):
            case 0 | 1:
                numbers = (
                    "0",
                    "-1",
                    "1048576",
                    "4294967295",
                    "1e308",
                    "99999999999999999999",
                    "NaN",
                    "XFD1048576",
                    "A0",
                    "#b",
                )
                new = chance.choice((odd(chance), chance.choice(numbers)))
                text = text[: value.start()] + new + text[value.end() :]
            case 2:
                text = text[: mark.start()] + text[mark.end() :]
            case 3:
                text = text[: mark.end()] + mark[0] * chance.choice((1, 3, 150)) + text[mark.end() :]
            case 4:
                other = chance.choice(values)
                text = text[: value.start()] + other[0] + text[value.end() :]
            case 5:
                text = text[: mark.start()] + chance.choice(marks)[0] + text[mark.end() :]
    return text.encode("utf-8", "surrogatepass")


def in_pdf(chance: Random, data: bytes) -> bytes:
    """Values of the objects of a PDF exchanged for others, for odd ones, or for what leads in a circle."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            holders = [
                each
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) and len(each.keys())
            ]
            for _ in range(chance.choice((1, 2, 5))):
                holder = chance.choice(holders)
                key = chance.choice(sorted(holder.keys()))
                if key in ("/Length", "/Filter", "/DecodeParms"):
                    continue
                values: list[Any] = [
                    -1, 0, 2**31, 2**62, True, pikepdf.Name("/Odd"), pikepdf.String(odd(chance).encode("utf-8", "replace")),
                    pikepdf.Array([]), pikepdf.Array([1, 2]), pikepdf.Dictionary(), pdf.Root, chance.choice(holders),
                ]  # fmt: skip
                if chance.random() < 0.2:
                    del holder[key]
                else:
                    holder[key] = chance.choice(values)
            out = io.BytesIO()
            pdf.save(out, compress_streams=chance.random() < 0.5)
            return out.getvalue()
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, OverflowError):
        return by_bytes(chance, data)


def as_picture(chance: Random, data: bytes) -> bytes:
    """The same picture in another kind, size or depth, with odd marks beside it."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert(chance.choice(("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F")))
    if chance.random() < 0.5:
        wide, high = (chance.choice((1, 2, 40, picture.width, 3000)) for _ in range(2))
        picture = picture.resize((wide, high))
    marks = Image.Exif()
    marks[0x0112] = chance.choice((0, 3, 6, 9, 65535))
    out = io.BytesIO()
    form = chance.choice(("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "PDF"))
    try:
        picture.save(out, form, **({"exif": marks} if form in ("PNG", "JPEG", "TIFF", "WEBP") else {}))
    except (OSError, ValueError, KeyError):
        picture.convert("RGB").save(out, "PNG")
    return out.getvalue() if chance.random() < 0.7 else by_bytes(chance, out.getvalue())


# --- templates


def in_template(chance: Random, data: bytes) -> bytes:
    """Lines and marks of a template lost, doubled or moved, and names and filters that nobody offers."""
    lines = data.decode().splitlines(keepends=True)
    odd_marks = (
        "{{ x }}", "{{ patient.__class__ }}", "{{ ''.join([]) }}", "{% include 'a.md' %}", "{% extends 'b' %}", "{{ items|map }}",
        "{% for a in items %}", "{% endfor %}", "{% if x %}", "{% raw %}", "{{ 9**9**9 }}", "{{ 'a'*999999999 }}", "{{ loop }}",
        "{% set a = [a] %}", "{{ items[0] }}", "{{ items.0.0 }}", "{# ", "{{", "}}", "{{ range(10**9) }}", "{{ none.a }}", "| a |\n",
        "# " * 50, "> " * 300, "- a\n" * 300, "***", "<b>", "![a](b)", "[a](b)", "```\n", "|a|b|\n|-|\n", "&amp;", "{% macro a() %}",
        "{{ a() }}", "{{ 'x'.format() }}", "{{ 1/0 }}", "{{ -1|int }}", "{{ items|length|string|list }}", "{{ 'a'|center(10**8) }}",
    )  # fmt: skip
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines[at] = lines[at].rstrip("\n") + chance.choice(odd_marks) + "\n"
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                lines[at:at] = [lines[at]] * chance.choice((1, 3, 200))
            case 3:
                lines.insert(at, chance.choice(odd_marks) + "\n")
            case 4:
                place = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + odd(chance) + lines[at][place:]
    return "".join(lines).encode("utf-8", "surrogatepass")
