"""What an option file asks that the catalogue does not have or does not allow."""

from collections.abc import Callable, Iterable, Iterator

from printkit.catalog import doses
from printkit.catalog.plain_language import TOKENS, unknown_tokens
from printkit.catalog.store import Catalog
from printkit.errors import OptionsError, PrintkitError, near
from printkit.model.options import Options
from printkit.model.vocabulary import Action


def problems(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    """Every unknown name and every unsigned dose beyond the least or the most, with its line, all at once."""
    yield from _unknown_names(options, catalog, where)
    yield from _doses(options, catalog, where)


def _doses(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    known = catalog.names("exercises")
    chosen = options.plan.exercises
    for index, choice in enumerate(chosen):
        if choice.exercise not in known or doses.signature(options.overrides, choice.exercise):
            continue
        exercise = catalog.exercise(choice.exercise)
        for part, problem in doses.refused(exercise, choice.dose(exercise.dose), catalog.planning):
            problem.where = where("plan", "exercises", index, part)
            yield problem
    names = [choice.exercise for choice in chosen]
    for index, override in enumerate(options.overrides):
        if override.dose and override.dose not in names:
            message = f"a dose of {override.dose!r} is signed, but the plan lists no such exercise"
            hint = near(override.dose, names, "list it under plan: exercises:, or take the signature out")
            yield OptionsError(message, where=where("overrides", index, "dose"), hint=hint)


def _unknown_names(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    """Every id in the options that stands for nothing, with its line and the near miss."""

    def unknown(kind: str, word: str, known: Iterable[str], *keys: str | int) -> Iterator[PrintkitError]:
        if word not in known:
            yield OptionsError(f"there is no {kind} {word!r}", where=where(*keys), hint=near(word, known))

    wish, wanted = options.plan, options.print
    for index, choice in enumerate(wish.exercises):
        yield from unknown("exercise", choice.exercise, catalog.names("exercises"), "plan", "exercises", index)
    yield from unknown("programme", wish.programme, catalog.programmes, "plan", "programme")
    for index, name in enumerate(wanted.checklists):
        yield from unknown("checklist", name, catalog.names("checklists"), "print", "checklists", index)
    for key in ("topics", "leave_out_topics"):
        for index, name in enumerate(getattr(wanted, key)):
            yield from unknown("topic", name, catalog.names("topics"), "print", key, index)
    if options.clinic.region:
        yield from unknown("region", options.clinic.region, catalog.regions, "clinic", "region")
    for index, override in enumerate(options.overrides):
        if not override.rule:
            continue
        yield from unknown("rule", override.rule, [rule.id for rule in catalog.rules], "overrides", index, "rule")
        rule = next((rule for rule in catalog.rules if rule.id == override.rule), None)
        if rule is not None and rule.action not in (Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE, Action.SUPERVISE):
            message = f"{rule.id} cannot be lifted: it only adds words or pages"
            hint = "rules that block, leave out or ask for a helper can be lifted"
            yield OptionsError(message, where=where("overrides", index, "rule"), hint=hint)
    for index, choice in enumerate(wish.exercises):
        for token in unknown_tokens(choice.note):
            hint = "tokens are " + ", ".join(f"{{{name}}}" for name in TOKENS)
            place = where("plan", "exercises", index)
            yield OptionsError(f"the token {token} in a note has no meaning", where=place, hint=hint)
