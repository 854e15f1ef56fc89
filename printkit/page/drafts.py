"""The draft of a booklet: the text of an option file. A screen changes answers in it and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from printkit.catalog.labels import Labels
from printkit.errors import OptionsError, PrintkitError, Several, Unsafe
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.page.forms import Problem, clinic_is_missing, problem
from printkit.page.messages import at_question, joined, sentence, told
from printkit.reading import yaml_edits
from printkit.reading.nodes import Entries, Items, Node, Scalar
from printkit.reading.yaml_nodes import NodeReader

LARGEST = 100_000  # letters of an option file; one that asks everything has 12,000
EXERCISES = ("plan", "exercises")
_CONCERNED = re.compile(r" \([a-z0-9-]+(?:, [a-z0-9-]+)*\)$")  # the ids of exercises behind a question
_AFTER = {"health.surgery_side": "health.recent_surgery"}  # asked once the other is answered
_NAMED = re.compile(r"\b(?:stroke|health|devices|home)\.[a-z_0-9]+")


class Signature(Struct, frozen=True):
    """An exception from a rule or for a dose, in the open: for which exercise, who signs for it, why, when, on what."""

    rule: str  # or the exercise whose dose it is
    name: str
    reason: str
    exercise: str = ""  # the one that a rule is lifted for; "" is all of them
    on: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    of_dose: bool = False

    @property
    def lifts(self) -> tuple[str, str]:
        """What it lifts and where; a draft has one signature for it."""
        return self.rule, self.exercise

    def written(self) -> str:
        """Its entry in an option file."""
        what = {"dose": self.rule} if self.of_dose else {"rule": self.rule, "exercise": self.exercise}
        said = {**what, "name": self.name, "reason": self.reason, "on": self.on}
        more = {"answers": dict(self.answers)} if self.answers else {}
        return yaml_edits.in_brackets({**{key: value for key, value in said.items() if value}, **more})


class Draft(Struct, frozen=True):
    """One option file as text, whatever is wrong with its answers. Names are dotted, as plan.exercises.0.sets."""

    text: str

    def value(self, name: str) -> str:
        """What is written for an answer; "" where nothing is, or where it is a list."""
        node = self._node(name)
        return node.text if isinstance(node, Scalar) else ""

    def words(self, name: str) -> tuple[str, ...]:
        """What is written in a list."""
        node = self._node(name)
        nodes = node.nodes if isinstance(node, Items) else (node,) if isinstance(node, Scalar) and node.text else ()
        return tuple(each.text for each in nodes if isinstance(each, Scalar))

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises that were chosen one by one, in their order."""
        node = self._node(".".join(EXERCISES))
        if not isinstance(node, Items):
            return ()
        found = (each.nodes.get("exercise") if isinstance(each, Entries) else each for each in node.nodes)
        return tuple(each.text if isinstance(each, Scalar) else "" for each in found)

    def changed(self, name: str, value: yaml_edits.Value) -> "Draft":
        """The draft with one answer changed."""
        return Draft(yaml_edits.changed(self.text, _keys(name), value))

    def arranged(self, order: list[int | str]) -> "Draft":
        """The draft with its exercises in another order; a word is a new one."""
        return Draft(yaml_edits.arranged(self.text, EXERCISES, order))

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The exceptions that somebody has signed, as they are written."""
        node = self._node("overrides")
        entries = node.nodes if isinstance(node, Items) else ()
        found: list[Signature] = []
        for each in entries:
            said = _said(each)
            answers = each.nodes.get("answers") if isinstance(each, Entries) else None
            found.append(
                Signature(
                    rule=said.get("rule") or said.get("dose", ""),
                    name=said.get("name", ""),
                    reason=said.get("reason", ""),
                    exercise=said.get("exercise", ""),
                    on=said.get("on", ""),
                    answers=tuple(_said(answers).items()),
                    of_dose=not said.get("rule") and bool(said.get("dose")),
                )
            )
        return tuple(found)

    def signed(self, *new: Signature) -> "Draft":
        """The draft with more exceptions; one that was signed again takes the place of the one before."""
        lifted = {each.lifts for each in new}
        kept = [at for at, each in enumerate(self.signatures) if each.lifts not in lifted]
        return Draft(yaml_edits.arranged(self.text, ("overrides",), [*kept, *(each.written() for each in new)]))

    def unsigned(self, index: int) -> "Draft":
        """The draft without one of its exceptions."""
        order = [each for each in range(len(self.signatures)) if each != index]
        return Draft(yaml_edits.arranged(self.text, ("overrides",), order))

    def options(self, kit: Printkit) -> Options:
        """The options that the draft stands for. Raises what is wrong with them."""
        return kit.options(self.text.encode())

    def problems(self, kit: Printkit, labels: Labels) -> list[Problem]:
        """Everything that is wrong with the draft, each at its answer."""
        try:
            self.options(kit)
        except PrintkitError as error:
            return self.told(error, labels)
        return []

    def told(self, error: PrintkitError, labels: Labels) -> list[Problem]:
        """What was refused, at the answers that it speaks of."""
        found: list[Problem] = []
        for each in error.problems if isinstance(error, Several) else (error,):
            if isinstance(each, Unsafe):
                found.append(_asking(each, labels))
            elif (missing := clinic_is_missing(each, labels)) is not None:
                found.append(missing)
            elif (named := self._named(each)) == "patient.id" and not self.value("patient.id"):
                says, hint = labels("screen", "no-id-yet"), labels("screen", "give-an-id")
                found.append(Problem(says=says, hint=hint, field="patient.id"))
            else:
                found.append(problem(each, labels, named))
        asked = {each.field for each in found}
        return [each for each in found if _AFTER.get(each.field) not in asked]

    def _node(self, name: str) -> Node | None:
        node: Node | None = self._root
        for key in _keys(name):
            if isinstance(node, Entries) and isinstance(key, str):
                node = node.nodes.get(key)
            elif isinstance(node, Items) and isinstance(key, int):
                node = node.nodes[key] if key < len(node.nodes) else None
            else:
                return None
        return node

    @property
    def _root(self) -> Node | None:
        return NodeReader(Path("options"), OptionsError, self.text.encode()).parse()

    def _named(self, error: PrintkitError) -> str:
        """The answer that a problem speaks of: of those in its line, the one that it names, else the last."""
        line = error.where.rpartition(":")[2]
        root = self._root
        here = [name for name, at in _lines(root)] if root is not None and not line.isdecimal() else []
        if root is not None and line.isdecimal():
            here = [name for name, at in _lines(root) if at == int(line)]
        words = set(re.findall(r"[a-z_]+", error.message))
        named = (name for name in here if name.rpartition(".")[2] in words)  # and never a place in a list
        return next(named, here[-1] if here and line.isdecimal() else "")


def opened(data: bytes, labels: Labels) -> tuple[Draft | None, str]:
    """A draft of the bytes of an option file; None, and why, where they cannot be read as one at all."""
    reader = NodeReader(Path("options"), OptionsError, data)
    root = reader.parse()
    if root is None or reader.problems or not isinstance(root, Entries) or len(data) > LARGEST:
        said = (
            at_question(labels, words) or told(labels, words)
            for each in reader.problems
            for words in (each.message, each.hint)
        )
        return None, joined(*said)
    return Draft(data.decode("utf-8-sig")), ""


def _keys(name: str) -> tuple[yaml_edits.Key, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in name.split("."))


def _said(node: Node | None) -> dict[str, str]:
    """The entries of a record that are words."""
    entries = node.nodes if isinstance(node, Entries) else {}
    return {key: inner.text for key, inner in entries.items() if isinstance(inner, Scalar)}


def _lines(node: Node, before: str = "") -> Iterator[tuple[str, int]]:
    """Every answer with the line in which it stands, the groups before what is in them."""
    if isinstance(node, Entries):
        for key, inner in node.nodes.items():
            yield f"{before}{key}", node.lines[key]
            yield from _lines(inner, f"{before}{key}.")
    elif isinstance(node, Items):
        for index, inner in enumerate(node.nodes):
            yield f"{before}{index}", inner.line
            yield from _lines(inner, f"{before}{index}.")


def _asking(error: Unsafe, labels: Labels) -> Problem:
    """What a rule lacks, as the question to answer; a rule that was answered says so and how it can be signed."""
    if error.answered:  # what the rule says, in the language of the screen
        hint = labels("screen", "sign" if error.signable else "sign-not")
        return Problem(says=sentence(_CONCERNED.sub("", error.message)), hint=hint)
    names = _NAMED.findall(error.hint)
    if not names:
        return Problem(says=told(labels, error.message), hint=told(labels, error.hint))
    checked = "health.screened_by" in names
    own = next((name for name in names if not name.startswith("health.screened")), names[0])
    return Problem(says=sentence(_CONCERNED.sub("", error.message)), field=own, checked=checked, asks=True)
