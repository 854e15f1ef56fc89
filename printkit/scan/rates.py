"""How sure a share is that was counted: the upper end of its 95 % interval."""

import math

_STEPS = 60  # of halving; more changes nothing


def upper_bound(wrong: int, tried: int) -> float:
    """The upper end of the exact one-sided 95 % interval (Clopper and Pearson) of `wrong` of so many tried.

    With nothing wrong it is about 3 in `tried`. 1 where nothing was tried.
    """
    if not tried or wrong >= tried:
        return 1.0
    low, high = wrong / tried, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        logs = [
            math.lgamma(tried + 1)
            - math.lgamma(count + 1)
            - math.lgamma(tried - count + 1)
            + count * math.log(middle)
            + (tried - count) * math.log1p(-middle)
            for count in range(wrong + 1)
        ]
        low, high = (middle, high) if sum(math.exp(each) for each in logs) > 0.05 else (low, middle)
    return high
