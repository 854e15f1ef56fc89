"""What an option file asks that the catalogue does not have or does not allow."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from printkit.catalog import doses
from printkit.catalog.demands import concerns
from printkit.catalog.plain_language import near_token, unknown_tokens
from printkit.catalog.store import Catalog
from printkit.errors import NOTHING_BARRED, NearMisses, OptionsError, PrintkitError, near
from printkit.model import facts
from printkit.model.lifting import instead_of_signing
from printkit.model.options import Options
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import WARNING_TOPICS, Answer

_WARNS = "it says when to stop and whom to call"


def problems(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    """Every unknown name and every unsigned dose beyond the least or the most, with its line, all at once."""
    yield from _unknown_names(options, catalog, where)
    yield from _doses(options, catalog, where)


def leaflets(catalog: Catalog) -> tuple[str, ...]:
    """What a booklet can be given or spared: the names of all topics and checklists."""
    return (*catalog.names("topics"), *catalog.names("checklists"))


def unknown_leaflets(names: Iterable[str], catalog: Catalog) -> Iterator[PrintkitError]:
    """Every name that is no topic and no checklist."""
    known, misses = leaflets(catalog), NearMisses()
    for name in names:
        if name not in known:
            yield OptionsError(f"there is no leaflet or checklist {name!r}", hint=misses.near(name, known))


def _doses(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    known = catalog.names("exercises")
    misses = NearMisses()
    chosen = options.plan.exercises
    for index, choice in enumerate(chosen):
        if choice.exercise not in known:
            continue
        exercise = catalog.exercise(choice.exercise)
        dose = choice.dose(exercise.dose)
        if doses.signature(options, choice.exercise, dose):
            continue
        for part, problem in doses.refused(exercise, dose, catalog.planning, options):
            named = "on" if part == "days_per_week" and choice.on else part
            problem.where = where("plan", "exercises", index, named)
            yield problem
    names = [choice.exercise for choice in chosen]
    signed = [override.dose for override in options.overrides]
    for index, override in enumerate(options.overrides):
        if override.dose and override.dose not in names:
            message = f"a dose of {override.dose!r} is signed, but the plan lists no such exercise"
            otherwise = "list it under plan: exercises:, or take the signature out"
            twice = {name: "is signed already; take this one out" for name in signed if name in names}
            hint = misses.near(override.dose, names, otherwise, twice)
            yield OptionsError(message, where=where("overrides", index, "dose"), hint=hint)


def _unknown_names(options: Options, catalog: Catalog, where: Callable[..., str]) -> Iterator[PrintkitError]:
    """Every id in the options that stands for nothing, with its line and the near miss: one that may stand there."""
    misses = NearMisses()

    def unknown(
        kind: str, word: str, known: Iterable[str], *keys: str | int, barred: Mapping[str, str] = NOTHING_BARRED
    ) -> Iterator[PrintkitError]:
        if word not in known:
            hint = misses.near(word, known, barred=barred)
            yield OptionsError(f"there is no {kind} {word!r}", where=where(*keys), hint=hint)

    wish, wanted = options.plan, options.print
    exercises = catalog.names("exercises")
    listed = {
        choice.exercise: "is in the plan already; take this one out"
        for choice in wish.exercises
        if choice.exercise in exercises
    }
    for index, choice in enumerate(wish.exercises):
        yield from unknown("exercise", choice.exercise, exercises, "plan", "exercises", index, barred=listed)
    yield from unknown("programme", wish.programme, catalog.programmes, "plan", "programme")
    known = leaflets(catalog)
    in_other = {
        key: {name: f"is in {key}; keep it in one of them" for name in getattr(wanted, key) if name in known}
        for key in ("add", "leave_out")
    }
    warning = dict.fromkeys(WARNING_TOPICS, f"cannot be left out: {_WARNS}")
    placed = {"add": in_other["leave_out"], "leave_out": in_other["add"] | warning}
    for key, elsewhere in placed.items():
        for index, name in enumerate(getattr(wanted, key)):
            yield from unknown("leaflet or checklist", name, known, "print", key, index, barred=elsewhere)
    for index, name in enumerate(wanted.leave_out):
        if name in WARNING_TOPICS:
            message, hint = f"{name} cannot be left out: {_WARNS}", "take it out of leave_out"
            yield OptionsError(message, where=where("print", "leave_out", index), hint=hint)
        elif name in wanted.add:
            message, hint = f"{name} is in add and in leave_out", "keep it in one of them"
            yield OptionsError(message, where=where("print", "leave_out", index), hint=hint)
    if wanted.person:
        yield from unknown("person", wanted.person, catalog.people, "print", "person")
    if options.locale != "en":  # for which no folder need be looked at
        of_print = ("print", "language") if wanted.language else ("patient", "language")
        known_languages = catalog.locales if "-" in options.locale else catalog.languages
        yield from unknown("language", options.locale, known_languages, *of_print)
    if options.clinic.region:
        yield from unknown("region", options.clinic.region, catalog.regions, "clinic", "region")
    if options.overrides:
        yield from _unknown_rules(options, catalog, unknown, where)
    for index, word in enumerate(options.health.cleared):
        here = ("health", "cleared", index)
        if word.exercise:
            yield from unknown("exercise", word.exercise, exercises, *here, "exercise")
        for name, value in word.answers.items():
            for message, hint in _no_answer(name, value, of_dose=False):
                yield OptionsError(message, where=where(*here, "answers"), hint=hint)
    for index, choice in enumerate(wish.exercises):
        for token in unknown_tokens(choice.note) if choice.note else ():
            place = where("plan", "exercises", index)
            yield OptionsError(f"the token {token} in a note has no meaning", where=place, hint=near_token(token))


def _unknown_rules(
    options: Options, catalog: Catalog, unknown: Callable[..., Iterator[PrintkitError]], where: Callable[..., str]
) -> Iterator[PrintkitError]:
    """What is signed for rules that are not there, or that cannot be lifted."""
    rules = {rule.id: rule for rule in catalog.rules}
    may_be = [rule.id for rule in catalog.rules if not rule.why_not_lifted]
    exercises = catalog.names("exercises")
    lifted = {
        override.rule: "is lifted already; take this one out"
        for override in options.overrides
        if override.rule in rules
    }
    for index, override in enumerate(options.overrides):
        rule = rules.get(override.rule)
        if override.rule and rule is None:
            yield from unknown("rule", override.rule, may_be, "overrides", index, "rule", barred=lifted)
        elif rule is not None and rule.why_not_lifted:
            message = f"{override.rule} cannot be lifted: {rule.why_not_lifted}"
            yield OptionsError(message, where=where("overrides", index, "rule"), hint=instead_of_signing(rule))
        if override.exercise:
            yield from unknown("exercise", override.exercise, exercises, "overrides", index, "exercise")
            if rule is not None and override.exercise in exercises:
                for message, hint in _not_for(rule, catalog.exercise(override.exercise)):
                    yield OptionsError(message, where=where("overrides", index, "exercise"), hint=hint)
        for name, value in override.answers.items():
            for message, hint in _no_answer(name, value, of_dose=bool(override.dose)):
                yield OptionsError(message, where=where("overrides", index, "answers"), hint=hint)


def _not_for(rule: Rule, exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Why an exception from a rule cannot be for one exercise, with what to do."""
    if rule.is_of_pages:
        yield f"{rule.id} is about pages, and about no exercise", "take exercise out of this entry"
    elif rule.helped is Answer.NO and not concerns(rule, exercise):
        yield f"{rule.id} does not speak of {exercise.id}", "printkit explain says which rules speak of it"


def _no_answer(name: str, value: str, *, of_dose: bool) -> Iterator[tuple[str, str]]:
    """Why a signature cannot have been given on an answer, with what to do."""
    known = {**facts.answers(), **(dict.fromkeys(doses.numbers_named(), ()) if of_dose else {})}
    if name not in known:
        yield f"there is no answer {name!r} that a rule reads", near(name, known)
    elif known[name] and value not in known[name]:
        yield f"{name} cannot be {value!r}", near(value, known[name])
