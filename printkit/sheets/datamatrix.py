"""Data Matrix codes (ISO/IEC 16022, ECC 200) of a short text, written without a library, by exclusive or.

A code is the placement of data and check bytes. The check bytes of Reed and Solomon are linear, and placing only moves
squares about, so the picture of a text is the exclusive or of one picture for each of its bytes, which is made once. All
doors of the program write their codes here, the browser included, so that they print the same bytes.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import count

SIDE = 18  # squares of a code, its border included
ROW = -(-SIDE // 8)  # bytes of a row, filled up
LONGEST = 23  # letters of 0-9, A-Z; the last three at most may be others of ASCII
_INSIDE = SIDE - 2
_DATA, _CHECK = 18, 14  # bytes of a code of this size (table 7 of the standard)
_TO_C40, _TO_ASCII, _PAD = 230, 254, 129
_BYTES = 255  # but 0
_FIELD = 301  # x^8 + x^5 + x^3 + x^2 + 1, by which the standard counts
_NEEDED = "a corner code says up to 23 of 0-9 and A-Z"


def picture(text: str) -> bytes:
    """The squares of a code, a bit each, row by row from the top, each row filled up to whole bytes; dark is 0.

    Raises ValueError for a text that is too long, empty, or has other letters.
    """
    if not 0 < len(text) <= LONGEST or not text.isascii():
        raise ValueError(_NEEDED)
    triples = (len(text) - 1) // 3
    bits = _around(triples, len(text)) ^ _triples(text[: 3 * triples])
    rest = text[3 * triples :]
    for place, letter in enumerate(rest, 2 * triples + 2 if triples else 0):
        bits ^= _byte(place, ord(letter) + 1)
    return (bits ^ _ALL).to_bytes(ROW * SIDE, "big")


def _square(row: int, column: int) -> int:
    """One square as a bit of the number that a picture is: the first of the first row is the highest."""
    return 1 << ((SIDE - 1 - row) * ROW * 8 + ROW * 8 - 1 - column)


_ALL = sum(_square(row, column) for row in range(SIDE) for column in range(SIDE))


@lru_cache(maxsize=64)
def _around(triples: int, letters: int) -> int:
    """All that codes of one length share: the border, the bytes that switch the alphabet, and those that fill up."""
    bits = _border()
    used = letters - 3 * triples
    if triples:
        bits ^= _byte(0, _TO_C40) ^ _byte(2 * triples + 1, _TO_ASCII)
        used += 2 * triples + 2
    for place in range(used, _DATA):
        filled = _PAD
        if place > used:  # all but the first are mixed up, so that no pattern stands in the code
            filled += 149 * (place + 1) % 253 + 1
        bits ^= _byte(place, filled if filled <= 254 else filled - 254)
    return bits


@lru_cache(maxsize=16)  # the codes of one page differ in their last letters only
def _triples(text: str) -> int:
    """Letters of which three at a time stand in two bytes."""
    bits = 0
    for place in range(0, len(text), 3):
        a, b, c = map(_c40, text[place : place + 3])
        high, low = divmod(1600 * a + 40 * b + c + 1, 256)
        at = place // 3 * 2
        bits ^= _byte(at + 1, high) ^ _byte(at + 2, low)
    return bits


def _c40(letter: str) -> int:
    if "0" <= letter <= "9":
        return ord(letter) - ord("0") + 4
    if "A" <= letter <= "Z":
        return ord(letter) - ord("A") + 14
    raise ValueError(_NEEDED)


@lru_cache(maxsize=4608)  # every value of every place
def _byte(place: int, value: int) -> int:
    """A data byte at its place, with what it adds to the check bytes."""
    bits = _placed(place, value)
    for number, check in enumerate(_checks_of_one()[place], _DATA):
        bits ^= _placed(number, _times(check, value))
    return bits


def _placed(number: int, value: int) -> int:
    """A byte of the code in its 8 squares."""
    squares = _squares_of_bytes()[number]
    return sum(square for bit, square in enumerate(squares) if value >> (7 - bit) & 1)


@cache
def _checks_of_one() -> list[list[int]]:
    """For each place the check bytes of a 1 there and nothing else, after Reed and Solomon: the rest of a division by the generator.

    Those of another byte are these, multiplied by it.
    """
    generator = _generator()[1:]
    found = [generator]  # the last place; each one before it stands a power higher
    for _ in range(_DATA - 1):
        first, *others = found[-1]
        found.append([old ^ _times(factor, first) for old, factor in zip([*others, 0], generator, strict=True)])
    return found[::-1]


def _generator() -> list[int]:
    """(x - a)(x - a^2)... for as many check bytes, the highest power first."""
    found, power = [1], 1
    for _ in range(_CHECK):
        power = _times(power, 2)
        found = [high ^ _times(low, power) for high, low in zip([*found, 0], [0, *found], strict=True)]
    return found


def _times(one: int, other: int) -> int:
    """The product of two bytes in the field of the standard: powers of 2 are multiplied by adding what they are raised to."""
    if not one or not other:
        return 0
    powers, raised = _powers()
    return powers[raised[one] + raised[other]]


@cache
def _powers() -> tuple[list[int], dict[int, int]]:
    """The powers of 2 in the field, which are all bytes but 0, twice over; and for each byte which power it is."""
    powers = [1]
    while len(powers) < 2 * _BYTES:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _FIELD if doubled & 256 else doubled)
    return powers, {byte: power for power, byte in enumerate(powers[:_BYTES])}


def _border() -> int:
    """A solid line on the left and below, every other square above and on the right."""
    bits = 0
    for at in range(SIDE):
        bits |= _square(at, 0) | _square(SIDE - 1, at)
        bits |= _square(0, at) if at % 2 == 0 else _square(at, SIDE - 1)
    return bits


@cache
def _squares_of_bytes() -> dict[int, list[int]]:
    """For each byte of the code its 8 squares, the highest bit first: annex F of the standard, for 16 squares inside.

    Bytes lie along diagonals, up and to the right, then back; each is a foot of 8 squares. The special shapes for corners
    never come up at this size, whose 256 squares are 32 bytes without one left over.
    """
    places: dict[tuple[int, int], tuple[int, int]] = {}
    numbers = count()

    def place(row: int, column: int) -> None:
        number = next(numbers)
        for bit, (down, right) in enumerate(_FOOT):
            places[_wrapped(row + down, column + right)] = (number, bit)

    for row, column in _walk():
        if (row, column) not in places:
            place(row, column)
    found = {number: [0] * 8 for number, _ in places.values()}
    for (row, column), (number, bit) in places.items():
        found[number][bit] = _square(row + 1, column + 1)
    return found


_FOOT = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))


def _wrapped(row: int, column: int) -> tuple[int, int]:
    """A square beyond an edge comes in at the other, shifted."""
    shift = 4 - (_INSIDE + 4) % 8
    if row < 0:
        row, column = row + _INSIDE, column + shift
    if column < 0:
        row, column = row + shift, column + _INSIDE
    return row, column


def _walk() -> Iterator[tuple[int, int]]:
    """Where bytes may lie, in the order of the standard."""
    row, column = 4, 0
    while row < _INSIDE or column < _INSIDE:
        while row >= 0 and column < _INSIDE:
            if row < _INSIDE and column >= 0:
                yield row, column
            row, column = row - 2, column + 2
        row, column = row + 1, column + 3
        while row < _INSIDE and column >= 0:
            if row >= 0 and column < _INSIDE:
                yield row, column
            row, column = row + 2, column - 2
        row, column = row + 3, column + 1
