"""What is remembered up to a weight: never more, what was asked for last, and the same answers as without."""

from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from printkit.figures import limited

_MOST = 1024 * 1024
_SIZES = st.sampled_from([1, 300_000, 500_000, 700_000, _MOST, _MOST + 1])


@given(st.lists(st.tuples(st.integers(0, 9), _SIZES), max_size=60))
def test_never_more_is_kept_than_the_limit_and_what_was_asked_for_last_stays(asked):
    @limited.limited(mib=1, weigh=len)
    def made(number: int, size: int) -> bytes:
        made_anew.append(number)
        return bytes([number]) * size

    made_anew: list[int] = []
    expected: OrderedDict[tuple[int, int], int] = OrderedDict()
    for number, size in asked:
        before, is_there = len(made_anew), (number, size) in expected
        assert made(number, size) == bytes([number]) * size
        assert len(made_anew) == before + (not is_there)
        if size <= _MOST:
            expected[number, size] = size
            expected.move_to_end((number, size))
        while sum(expected.values()) > _MOST:
            expected.popitem(last=False)
        info = made.cache_info()
        assert info.currsize == sum(len(found) for _, found in made.entries()) <= info.maxsize
        assert [key for key, _ in made.entries()] == [*expected]
    made.cache_clear()
    assert made.cache_info() == (0, 0, _MOST, 0)
    assert made.entries() == ()
