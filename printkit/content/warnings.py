"""What warns a reader: a heading and its list as one block, so that no template can part them or head them anew.

The headings are locked labels. content.promise looks for the same blocks in the finished tree.
"""

from printkit.content.exercise_view import ExerciseView
from printkit.content.exercises import ExerciseWidgets
from printkit.document import Band, Block, Bullets, Callout, Group, Inline, Paragraph, Points, Strong, Text, text

_NOTHING = Group(())


def boxed(kind: str, title: str, *lines: str, points: tuple[str, ...] = ()) -> Block:
    """A framed box: a bold title with its lines, then its points."""
    first: list[Inline] = [Strong((Text(title),))]
    for line in lines:
        first += [Text(" "), text(line)] if line else []
    blocks: list[Block] = [Paragraph(tuple(first))]
    if points:
        blocks.append(Bullets(tuple((Paragraph((Text(point),)),) for point in points)))
    return Callout(kind, tuple(blocks))


class WarningWidgets:
    """The boxes that warn, of one Cleared plan."""

    def __init__(self, plan: ExerciseWidgets) -> None:
        self._plan = plan
        self._voice = plan.voice

    def _say(self, key: str, **values: object) -> str:
        return self._voice.labels("warnings", key, **values)

    def first(self) -> Block:
        """What must be done today, before any exercise, such as to see a doctor; nothing for most people."""
        said = self._plan.today
        if not said:
            return _NOTHING
        title = self._say("first")
        return boxed("stop", title, said[0]) if len(said) == 1 else boxed("stop", title, points=said)

    def stop_if(self, view: ExerciseView | None = None) -> Block:
        """When to stop: with an exercise its own list, without one the list for every exercise."""
        always = tuple(map(self._say, ("stop-pain", "stop-dizzy", "stop-breath")))
        points = always if view is None else _of_plan(view, "stop_if").stop_if
        return boxed("stop", self._say("stop-if"), points=points)

    def not_if(self, view: ExerciseView) -> Block:
        """The open questions of an exercise that forbid it if one is true; nothing when none is open."""
        open_ = _of_plan(view, "not_if").conditions
        return Callout("today", (Points(self._say("not-if"), open_),)) if open_ else _NOTHING

    def not_alone_if(self, view: ExerciseView) -> Block:
        """The open questions of an exercise that ask for a helper if one is true; nothing when none is open."""
        open_ = _of_plan(view, "not_alone_if").alone_conditions
        return Callout("today", (Points(self._say("not-alone-if"), open_),)) if open_ else _NOTHING

    def with_helper(self, view: ExerciseView) -> Block:
        """That a helper must be there, and why; nothing when none is needed."""
        if not _of_plan(view, "with_helper").needs_person:
            return _NOTHING
        return boxed("today", self._voice.labels("plan", "helper"), *view.person_because)

    def emergency(self) -> Block:
        """When to call for help at once, and which number."""
        signs = tuple(Paragraph((Text(self._say(key)),)) for key in ("stroke-signs", "heart-signs", "head-knock"))
        return Band(
            "emergency",
            self._voice.emergency_number,
            (self._say("call-aside"),),
            (Bullets(tuple((each,) for each in signs)),),
        )

    def emergency_box(self) -> Block:
        """The same on 2 lines, for a page that has its room for something else."""
        title = self._say("call-now", number=self._voice.emergency_number)
        return boxed("emergency", title, *map(self._say, ("stroke-signs", "heart-signs", "head-knock")))

    def emergency_line(self) -> str:
        """The same in a sentence."""
        return self._say("call-line", number=self._voice.emergency_number)

    def start_with(self) -> Block:
        """What to begin with when a plan asks a lot; nothing for one that does not."""
        first = self._plan.start_with
        if not first:
            return _NOTHING
        return boxed("note", self._say("start-with"), f"{'; '.join(first)}.", self._say("start-next"))

    def left_out(self, what: str = "") -> Block:
        """The exercises and topics that were left out, each with its reason; with "exercises" no topics. Nothing for none."""
        if what not in ("", "exercises"):
            raise TypeError('left_out_box() wants nothing, or "exercises"')
        found = self._plan.left_out if what else (*self._plan.left_out, *self._plan.withheld)
        if not found:
            return _NOTHING
        lines = tuple(
            self._say(
                "left-out",
                title=left.title,
                because=left.because,
                instead=self._say("in-its-place", title=left.replaced_by)
                if left.replaced_by
                else self._say("nothing-instead"),
            )
            for left in found
        )
        return boxed("note", self._say("not-in-plan"), points=lines)

    def not_here(self) -> Block:
        """The exercises that were left out, on a line; nothing when there are none."""
        titles = "; ".join(left.title for left in self._plan.left_out)
        return boxed("note", self._say("not-here"), titles) if titles else _NOTHING

    def not_here_lines(self) -> tuple[str, ...]:
        """What must be done today and what was left out, from long to short, for a chart; nothing when there is neither."""
        first = (self._say("first"), *self._plan.today) if self._plan.today else ()
        left_out = self._plan.left_out
        if not left_out:
            return (" ".join(first),) if first else ()
        titles = "; ".join(left.title for left in left_out)
        count = self._voice.labels.plural("warnings", "not-here-short", len(left_out))
        return " ".join((*first, self._say("not-here"), titles)), " ".join((*first, count))


def _of_plan(view: ExerciseView, widget: str) -> ExerciseView:
    if not isinstance(view, ExerciseView):
        raise TypeError(f"{widget}() wants an item of the plan")
    return view
