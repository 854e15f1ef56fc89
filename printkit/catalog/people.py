"""Who may be seen in the pictures, and who is in those of one patient."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from printkit.errors import CatalogError, PrintkitError, near, raise_all
from printkit.figures.people import Person, in_turn, problems
from printkit.reading import records


def load(paths: Iterable[Path]) -> Mapping[str, Person]:
    """Persons by id, those of later files over those of earlier ones."""
    found: dict[str, Person] = {}
    for path in paths:
        loaded = records.load_mapping(Person, path)
        raise_all([*loaded.problems, *slips(loaded)])
        found |= loaded.required()
    return found


def slips(loaded: records.Loaded[dict[str, Person]]) -> Iterator[PrintkitError]:
    """Persons of a file on whom a weak limb could not be told from the others without colour."""
    for name, person in (loaded.record or {}).items():
        for message, hint in problems(person):
            yield CatalogError(f"{name}: {message}", where=loaded.where(name), hint=hint)


def by_turn(people: Mapping[str, Person], patient: str) -> str:
    """The id of the person who is seen by the patient's one."""
    turn = in_turn(people, patient)
    return next(name for name, each in people.items() if each is turn)


def chosen(people: Mapping[str, Person], name: str | None, patient: str) -> Person:
    """The person of that name, else the next in turn by the patient's id. Raises CatalogError for an unknown name."""
    if name is None:
        return people[by_turn(people, patient)]
    if name not in people:
        raise CatalogError(f"there is no person {name!r}", hint=near(name, people))
    return people[name]
