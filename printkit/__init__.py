"""printkit: rehabilitation booklets, checklists and charts as accessible PDF.

    from printkit import Printkit

    kit = Printkit()
    kit.booklet(kit.options("sam.yaml")).save("out/sam.pdf")

Names are imported when they are first used, so that `import printkit` loads nothing else. docs/python.md has more.
"""

TYPE_CHECKING = False  # type checkers take it for typing's own, which would take longer to import than all of this
if TYPE_CHECKING:
    from printkit.errors import PrintkitError, Several, Unsafe
    from printkit.kit import Print, Printkit, open_diary
    from printkit.model.options import Options
    from printkit.model.vocabulary import Side
    from printkit.outcomes.history import History
    from printkit.reports.report import Audience

__version__ = "0.2.0"

_HOMES = {
    "Audience": "reports.report",
    "History": "outcomes.history",
    "Options": "model.options",
    "Print": "kit",
    "Printkit": "kit",
    "PrintkitError": "errors",
    "Several": "errors",
    "Side": "model.vocabulary",
    "Unsafe": "errors",
    "open_diary": "kit",
}

__all__ = [
    "Audience",
    "History",
    "Options",
    "Print",
    "Printkit",
    "PrintkitError",
    "Several",
    "Side",
    "Unsafe",
    "__version__",
    "open_diary",
]


def __getattr__(name: str) -> object:
    """A public name, from the module that it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'printkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"printkit.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
