"""Template text in, document tree out.

A value never meets the Markdown parser: it is kept, a mark of private-use characters is printed, and the value takes the
mark's place in the finished tree (`slots`, `shapes`). Nearly every template is a small program (`programs`); Jinja and the
parser of Markdown are imported for what is not, and to read a template whose program is not remembered.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, msgpack

from printkit.catalog.languages import Translation
from printkit.catalog.remembered import NO_MEMORY, Memory
from printkit.content import programs, shapes
from printkit.content.kept import Kept
from printkit.content.programs import GaveUpError, Program, Reads
from printkit.content.shapes import Emphasis, ListOf, Part, Shape, Words
from printkit.content.slots import BLOCKS
from printkit.document import Block, Bullets, Foreign, Group, Heading, Inline, Paragraph, Strong, same, text
from printkit.errors import PrintkitError, TemplateError

if TYPE_CHECKING:
    from printkit.content.jinja_templates import Environment

_NOTHING = Group(())  # what a widget with nothing to say gives


class _Ready(Struct, frozen=True, dict=True):
    """A template that is ready to run as a program, as long as it is this file."""

    file: str
    changed: int  # ns
    program: Program | None  # None for what only Jinja can run
    run: Callable[[Mapping[str, object]], tuple[str, list[object]]] | None

    @cached_property
    def reads(self) -> Reads | None:
        """What it depends on, which only the templates of cards are asked."""
        return programs.reads(self.program) if self.program is not None else None


class _Whole(Struct, frozen=True):
    """What a template and its parts depend on, as long as each of them is this one."""

    of: Mapping[str, _Ready | None]  # by their names; None where there is none, or only Jinja runs it
    reads: Reads | None


class Templates:
    """The templates of one or more folders, searched in order, file by file."""

    def __init__(
        self, folders: tuple[Path, ...], translation: Translation | None = None, memory: Memory = NO_MEMORY
    ) -> None:
        self.folders = folders
        self._named = tuple(map(str, folders))
        self.memory = memory
        self._translation = translation
        self._spoken: dict[Translation, Templates] = {}
        self._ready: dict[str, _Ready] = {}
        self._whole: dict[str, _Whole] = {}
        self.kept = Kept(2048)  # cards of exercises, topics and lines of checklists
        self.exercises = Kept(2048)  # what is said of them, and their pictures
        self.doses = Kept(1024)  # in words

    @cached_property
    def _environment(self) -> "Environment":
        from printkit.content.jinja_templates import Environment  # half of what a print imports from others

        return Environment(self.folders, self._translation)

    def spoken(self, translation: Translation) -> "Templates":
        """The same templates for a print in a language: English ones are translated where a file has no others."""
        if not translation:
            return self
        if translation not in self._spoken:
            self._spoken[translation] = Templates(self.folders, translation)
        return self._spoken[translation]

    def words(self, name: str) -> tuple[str, ...]:
        """Every sentence of an English template that a translation says, in its order."""
        from printkit.content.template_words import words  # only a check of a translation asks

        return words(next(file for file in self._places(name) if file.is_file()).read_text("utf-8"))

    def names(self) -> tuple[str, ...]:
        """Every template, sorted."""
        return tuple(sorted(self._environment.list_templates(extensions=["md"])))

    def compose(self, name: str, context: Mapping[str, object]) -> tuple[Block, ...]:
        """Fill in one template. Raises TemplateError with file:line for anything that is wrong with it."""
        ready = self._program(name)
        if ready is not None and ready.run is not None:
            try:
                said, values = ready.run(context)
            except GaveUpError:
                pass
            else:
                return _blocks(said, values, ready.file)
        from printkit.content import jinja_templates

        return _blocks(*jinja_templates.rendered(self._environment, name, context, self.names))

    def reads(self, name: str) -> Reads | None:
        """What a template and its parts depend on; None where that is not known, or only Jinja can run one of them."""
        known = self._whole.get(name)
        if known is None or any(self._program(each) is not ready for each, ready in known.of.items()):
            known = self._whole[name] = self._with_parts(name)
        return known.reads

    def _with_parts(self, name: str) -> _Whole:
        folder, dot, ending = name.rpartition("/")[0], *name.rpartition("/")[2].partition(".")[1:]
        of: dict[str, _Ready | None] = {}
        found: list[Reads] = []
        files: dict[str, int] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            ready = of[each] = self._program(each)
            if ready is None or ready.run is None or ready.reads is None:
                return _Whole(of, None)
            found.append(ready.reads)
            files[ready.file] = ready.changed
            waiting += {f"{folder}/{part}{dot}{ending}" for part in ready.reads.parts} - {*of, *waiting}
        reads = Reads(
            tuple(sorted({name for each in found for name in each.names})),
            frozenset().union(*(each.attributes for each in found)),
            frozenset().union(*(each.called for each in found)),
            frozenset(),
            tuple(files.items()),
        )
        return _Whole(of, reads)

    def programs(self) -> dict[str, bytes]:
        """Each template as a program, for a memory; none for one that only Jinja can run, or tell the problem of."""
        from printkit.content import jinja_templates

        made = ((name, jinja_templates.program(self._environment, name)) for name in self.names())
        return {name: msgpack.encode(program) for name, program in made if program is not None}

    def problems(self, only: str = "") -> Iterator[PrintkitError]:
        """What can be said of every template, or of one, without a patient: syntax, and what is refused."""
        from printkit.content import jinja_templates

        for name in (only,) if only else self.names():
            if (found := jinja_templates.problem(self._environment, name)) is not None:
                yield found

    def _places(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders)

    def _program(self, name: str) -> _Ready | None:
        """The program of a template as its file is now; None where there is no such file.

        In another language Jinja runs all of them, for it tells which words nobody has translated.
        """
        if self._translation is not None or ".." in name:
            return None
        for folder in self._named:
            file = f"{folder}/{name}"
            try:
                changed = os.stat(file).st_mtime_ns  # noqa: PTH116 - a print asks 20 times, and a Path is dear to make
            except (OSError, ValueError):
                continue
            known = self._ready.get(name)
            if known is None or (known.file, known.changed) != (file, changed):
                program = self._remembered(name) if known is None else None
                if program is None:
                    from printkit.content import jinja_templates

                    program = jinja_templates.program(self._environment, name)
                run = programs.prepared(program) if program is not None else None
                known = self._ready[name] = _Ready(file, changed, program, run)
            return known
        return None

    def _remembered(self, name: str) -> Program | None:
        """The program that was kept of the very files that are there; none where another one has come since this process began."""
        try:
            program = msgpack.decode(self.memory.packed(name) or b"", type=Program)
        except MsgspecError:
            return None
        return program if self.memory.was_first([f"{folder}/{name}" for folder in self._named]) else None


def _blocks(said: str, values: list[object], where: str) -> tuple[Block, ...]:
    return tuple(block for shape in _shapes(said, where) for block in _filled(shape, values, where))


@lru_cache(maxsize=2048)
def _shapes(text: str, where: str) -> tuple[Shape, ...]:
    found = shapes.plain(text)
    if found is None:
        from printkit.content import markdown  # a third of all that a single print imports from others

        found = markdown.shapes(text, where)
    return found


def _filled(shape: Shape, slots: list[object], where: str) -> Iterator[Block]:
    if isinstance(shape, ListOf):
        items = tuple(tuple(block for each in item for block in _filled(each, slots, where)) for item in shape.items)
        yield Bullets(items, shape.ordered)
        return
    values = tuple(slots[index] for index in shape.values)
    blocks = [value for value in values if isinstance(value, BLOCKS)]
    if not blocks:
        # a name or a note is one patient's, and one with a language of its own would be equal to one without
        keep = not any(isinstance(value, Foreign) for value in values)
        yield (_kept_words if keep else _set)(shape, values)
    elif shape.alone and len(blocks) == len(values):
        yield from (same(block) for block in blocks if block != _NOTHING)
    else:
        hint = "leave an empty line before and after it"
        raise TemplateError("a block must stand on its own line", where=where, hint=hint)


def _set(shape: Words, values: tuple[object, ...]) -> Block:
    inlines = _inlines(shape.parts, dict(zip(shape.values, values, strict=True)))
    return Heading(shape.level, inlines) if shape.level else Paragraph(inlines)


# The same words give the same block, so that what is remembered of it is found without looking at its words.
_kept_words = lru_cache(maxsize=8192)(_set)


def _inlines(parts: tuple[Part, ...], values: Mapping[int, object]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for part in parts:
        if isinstance(part, Emphasis):
            found.append(Strong(_inlines(part.parts, values)))
            continue
        value = values[part] if isinstance(part, int) else part
        if value:
            found.append(text(value if isinstance(value, str) else str(value)))
    return tuple(found)
