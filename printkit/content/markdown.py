"""Any text in Markdown as shapes. The only module that knows the parser of Markdown; most texts are plain and never come here."""

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from printkit.content.shapes import Emphasis, ListOf, Part, Shape, of_paragraph, of_text
from printkit.errors import TemplateError

_GRAMMAR = MarkdownIt("zero").enable(["heading", "list", "emphasis", "newline"])


def shapes(text: str, where: str) -> tuple[Shape, ...]:
    """The shapes of a text, which `where` names in a message. Raises TemplateError for what has no shape."""
    return tuple(_shape(child, where) for child in SyntaxTreeNode(_GRAMMAR.parse(text)).children)


def _shape(node: SyntaxTreeNode, where: str) -> Shape:
    match node.type:
        case "heading" | "paragraph":
            level = int(node.tag[1]) if node.type == "heading" else 0
            return of_paragraph(_parts(node.children[0], where), node.children[0].content, level)
        case "bullet_list" | "ordered_list":
            items = tuple(tuple(_shape(child, where) for child in item.children) for item in node.children)
            return ListOf(items, node.type == "ordered_list")
        case other:
            raise TemplateError(f"{other!r} is not part of printkit templates", where=where)


def _parts(node: SyntaxTreeNode, where: str) -> tuple[Part, ...]:
    found: list[Part] = []
    for child in node.children:
        match child.type:
            case "text":
                found += of_text(child.content)
            case "softbreak" | "hardbreak":
                found.append(" ")
            case "strong" | "em":  # there is no italic in print for low vision: one emphasis only
                found.append(Emphasis(_parts(child, where)))
            case other:
                raise TemplateError(f"{other!r} is not part of printkit templates", where=where)
    return tuple(found)
