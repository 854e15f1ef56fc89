"""The figures of studies in words: by which a change was judged, which were not taken, and why."""

from collections.abc import Callable, Iterator

from printkit.model.vocabulary import Answer
from printkit.outcomes.change import Difference
from printkit.outcomes.choosing import NO_STUDY, AppliedThreshold, Rejected
from printkit.outcomes.measures import Measure, Retest

_ONE_DAY = (Retest.SAME_VISIT, Retest.SAME_RECORDING)
# Units that are words; the others are signs, which every language writes alike.
_WORDS = frozenset({"points", "level", "grade", "times", "days", "falls", "blocks", "degrees"})
Say = Callable[..., str]  # words of the group report in labels


def number(value: float, places: int = 2) -> str:
    """A number without idle noughts."""
    return f"{round(value, places):g}"


def unit(say: Say, name: str) -> str:
    """A unit in the language of the report; as it was written, where it is a sign or a clinic's own word."""
    return say(f"unit-{name}") if name in _WORDS else name


def held(say: Say, record: Measure, change: Difference) -> Iterator[str]:
    """The figures that a change was held against, and those of other people, which give no verdict."""
    for kind, each in (("detectable", change.detectable), ("meaningful", change.meaningful)):
        if each:
            yield say(f"held-{kind}", size=_size(say, record, each), study=_study(say, each))
    if change.not_accurate:
        yield say("no-meaningful")
    for other in change.nearest:
        said = {"size": _size(say, record, other.applied), "study": _study(say, other.applied)}
        yield say(f"nearest-{other.applied.threshold.kind}", why=_why(say, other), **said)
    noted: dict[tuple[str, str], list[str]] = {}
    for other in filter(_cites, change.noted):
        of = f"held-{other.why[0]}", other.applied.threshold.source
        noted.setdefault(of, []).append(number(other.applied.size))
    for (key, study), sizes in noted.items():
        said_sizes = f" {say('or')} ".join(dict.fromkeys(sizes))
        yield say(key, size=f"{said_sizes} {unit(say, record.unit)}", study=study)


def threshold(say: Say, record: Measure, each: AppliedThreshold) -> str:
    """The figure that a change was judged by, with the tag of its study and nothing else."""
    return say("threshold", size=_size(say, record, each), study=each.threshold.source)


def cited(change: Difference) -> Iterator[AppliedThreshold]:
    """Every figure that `held` names."""
    yield from filter(None, (change.detectable, change.meaningful))
    yield from (other.applied for other in (*change.nearest, *filter(_cites, change.noted)))


def weighed(say: Say, record: Measure, change: Difference) -> Iterator[tuple[str, str, str, str]]:
    """Each figure of the measure: its kind, chosen or rejected, its size with its study, and whom it is for or why not."""
    for each in filter(None, (change.detectable, change.meaningful)):
        told = f"{_size(say, record, each)} ({_study(say, each)})"
        yield each.threshold.kind, "chosen", told, each.threshold.population
    for other in change.rejected:
        told = f"{_size(say, record, other.applied)} ({_study(say, other.applied)})"
        yield other.applied.threshold.kind, "rejected", told, _why(say, other)


def _size(say: Say, record: Measure, each: AppliedThreshold) -> str:
    return f"{number(each.size)} {unit(say, record.unit)}"


def _why(say: Say, each: Rejected) -> str:
    return ", ".join(say(f"why-{why}") for why in each.why)


def _study(say: Say, each: AppliedThreshold) -> str:
    """Its tag, the phase of its people and its anchor; whom it looked at stands with the sources."""
    threshold = each.threshold
    said = [threshold.source, f" {say('or')} ".join(say(f"phase-{phase}") for phase in threshold.phases)]
    if threshold.anchor:
        said.append(say("anchor", anchor=threshold.anchor))
    if threshold.retest in _ONE_DAY:
        said.append(say(f"retest-{threshold.retest}"))
    if threshold.confirmed is not Answer.YES:
        said.append(say("not-confirmed"))
    return ", ".join(said)


def _cites(other: Rejected) -> bool:
    """Whether a study stands behind a figure, so that a note can name it."""
    return other.applied.threshold.source != NO_STUDY
