"""An SVG from outside, looked through before it is drawn: what reaches out of its file, and what would take for ever."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from printkit.errors import PrintkitError

_OUTSIDE = re.compile(r"url\(\s*+['\"]?+(?!#)")
_INSIDE = re.compile(r"(?:^|url\(\s*['\"]?)#([^'\")\s]+)")
_SLOW_STYLE = re.compile(r"\b(?:filter|mask(?:-image)?)\s*:\s*(?!none)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:px|pt|mm|cm|in)?\s*")
_FLATTEST = 20  # times wider than high, or higher than wide
_DEEPEST = 100  # levels; resvg draws them one inside the other
_LONGEST_CHAIN = 20  # of <use> that stand for each other; more are not drawn to the end
_MOST_ELEMENTS = 20_000  # with every <use> written out


def refuse_what_is_unsafe(root: ET.Element, refusal: Callable[[str, str], PrintkitError]) -> None:
    """Raise the `refusal`, of the end of a sentence and a hint, of a file that points outside or would never be drawn."""
    _refuse_what_points_outside(root, refusal)
    _refuse_what_never_ends(root, refusal)


def _refuse_what_points_outside(root: ET.Element, refusal: Callable[[str, str], PrintkitError]) -> None:
    for element in root.iter():
        tag, said = element.tag.rpartition("}")[2], f"{element.get('style', '')} {element.text or ''}"
        slow = element.get("filter", "none") != "none" or (tag != "text" and _SLOW_STYLE.search(said))
        if tag == "filter" or slow:
            raise refusal("uses a filter or a styled mask", "save it without shadows and blurs")
        for name, value in element.attrib.items():
            outside = name.rpartition("}")[2] == "href" and not value.startswith(
                ("#", "data:image/png", "data:image/jpeg")
            )
            if outside or _OUTSIDE.search(value):
                raise refusal(f"points to {value[:60]!r}", "embed it in the SVG file")
        style = element.text or "" if element.tag.rpartition("}")[2] == "style" else ""
        if "@import" in style or _OUTSIDE.search(style):
            raise refusal("has a style that points outside of its file", "embed it in the file")


def _refuse_what_never_ends(root: ET.Element, refusal: Callable[[str, str], PrintkitError]) -> None:
    """Extreme shapes, depths and repeats, which would take all the memory or the time of the machine."""
    box = root.get("viewBox", "").replace(",", " ").split()[2:]
    sizes = [pair for pair in (box, [root.get("width", ""), root.get("height", "")]) if len(pair) == 2]
    numbers = [[_NUMBER.fullmatch(side) for side in pair] for pair in sizes]
    ratios = [float(w[1]) / max(float(h[1]), 1e-9) for w, h in numbers if w is not None and h is not None]
    if not ratios or not all(1 / _FLATTEST <= ratio <= _FLATTEST for ratio in ratios):
        hint = f"give it a viewBox, at most {_FLATTEST} times wider than high"
        raise refusal("has no size, or a strange one", hint)
    if _depth(root) > _DEEPEST:
        raise refusal(f"is nested more than {_DEEPEST} levels deep", "flatten its groups")
    named = {element.get("id", ""): element for element in root.iter()}
    if _count(root, named, ()) > _MOST_ELEMENTS:
        raise refusal("repeats its parts too often", "write out what <use> stands for")


def _depth(root: ET.Element) -> int:
    deepest, level = 0, [root]
    while level and deepest <= _DEEPEST:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def _count(element: ET.Element, named: dict[str, ET.Element], inside: tuple[str, ...]) -> int:
    """The elements that are drawn, each reference (use, mask, pattern ...) counted as what it stands for."""
    total = 1
    for value in element.attrib.values():
        for name in _INSIDE.findall(value) if value.startswith("#") or "url(" in value else ():
            if name not in named:
                continue
            if name in inside or len(inside) >= _LONGEST_CHAIN or total > _MOST_ELEMENTS:
                return _MOST_ELEMENTS + 1
            total += _count(named[name], named, (*inside, name))
    for child in element:
        if total > _MOST_ELEMENTS:
            break
        total += _count(child, named, inside)
    return total
