"""Every cache of the modules, and how to empty those that may hold words of a patient: docs/what-is-remembered.md.

A program that ends takes its caches with it. A worker of a cluster, or a server that prints, lives on.
"""

import sys
from collections.abc import Mapping
from inspect import getattr_static
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

    from printkit.figures.limited import Limited


def every() -> Mapping[str, "_lru_cache_wrapper[Any] | Limited[..., Any]"]:
    """Every cache of a module that is loaded, by the name of its module and its own, as "layout.blocks.kept"."""
    return {
        f"{name.removeprefix('printkit.')}.{at}": value
        for name, module in sorted(sys.modules.items())
        if name.startswith("printkit.")
        for at, value in vars(module).items()
        # a look that asks nothing of it: a proxy of Flask answers only while it serves a request
        if getattr_static(value, "cache_parameters", None) and not isinstance(value, type) and value.__module__ == name
    }


def clear() -> None:
    """Forget all that prints have left of patients. What has no bound is about no one and stays, such as typefaces."""
    for cache in every().values():
        if cache.cache_parameters()["maxsize"] is not None:
            cache.cache_clear()
