"""What a drawing is known by."""

import msgspec

from printkit.figures.people import Person
from printkit.figures.spec import Figure, Stance


class Named:
    """A picture file with its pose and its person as a key: equal when every number in them is equal."""

    def __init__(self, figure: Figure, stance: Stance, person: Person) -> None:
        self.figure, self.stance, self.person = figure, stance, person
        self.key = msgspec.json.encode((figure, stance, person))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
