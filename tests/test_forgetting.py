"""What is remembered of other prints leaves no trace. In a file by itself: pytest runs the files with few tests last, and
what is forgotten here had to be made anew by all that came after.
"""

import sys
from inspect import getattr_static

from pdf_reading import KINDS, example_options, make, stressed

from printkit.layout import faces


def test_what_is_remembered_of_other_prints_leaves_no_trace(subtests):
    for kind in KINDS:
        with subtests.test(kind):
            stressed(kind)  # the longest words, letters of other scripts and the other side come before
            warm = make(kind, example_options()).printed.data
            assert _forget_all() > 20
            assert make(kind, example_options()).printed.data == warm


def _forget_all() -> int:
    """Empty all that printkit remembers; returns how many things that were. The typefaces stay."""
    count = 0
    for name, module in list(sys.modules.items()):
        if name.startswith("printkit"):
            for kept_by_name in vars(module).values():
                if isinstance(kept_by_name, type) or kept_by_name is faces.named:
                    continue
                if getattr_static(kept_by_name, "cache_clear", None):
                    kept_by_name.cache_clear()
                    count += 1
    return count
