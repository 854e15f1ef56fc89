"""What a user can put right, as exceptions with a place, a sentence and a hint."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

NOTHING_BARRED: Mapping[str, str] = MappingProxyType({})

_MOST_NEAR = 100
# The extra that brings each library, by the module that is imported: where nobody nearer has said what is missing. Those
# of tests and benchmarks are not here.
BROUGHT_BY: Mapping[str, str] = MappingProxyType(
    {
        "babel": "languages",
        "bidi": "scripts",
        "distributed": "cluster",
        "flask": "page",
        "fontTools": "cjk",
        "isal": "fast",
        "noto_cjk_sans_otc": "cjk",
        "numpy": "scan",
        "pi_heif": "heic",
        "pikepdf": "password",
        "psycopg": "postgresql",
        "pysyllables": "check",
        "python_calamine": "spreadsheet",
        "sqlalchemy": "diary",
        "uharfbuzz": "scripts",
        "waitress": "page",
    }
)


class PrintkitError(Exception):
    """A mistake the user can put right; anything else is a bug and keeps its traceback."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class CatalogError(PrintkitError):
    """The catalogue says something that cannot be read or printed."""


class HardToRead(CatalogError):
    """Words of a clinic's own are harder than ours. A warning: it is told, and nothing is refused."""

    exit_code = 0


class OptionsError(PrintkitError):
    """The option file of a patient cannot be read as it stands."""


class BeyondLimits(OptionsError):
    """The dose of an exercise is beyond its limits, and nobody has signed for it, or it was another one."""

    def __init__(self, message: str, *, hint: str, exercise: str) -> None:
        super().__init__(message, hint=hint)
        self.exercise = exercise


class SignedTooLittle(OptionsError):
    """A signature is void, or does not say what it was given on. A warning: what it lifts is decided elsewhere."""

    exit_code = 0


class TemplateError(PrintkitError):
    """A template uses a word or a construct that is not there."""


class FormError(PrintkitError):
    """A filled-in form cannot be read."""


class DiaryError(PrintkitError):
    """The diary, or what is brought to it, cannot be used as it is. The diary is unchanged."""


class MisuseError(PrintkitError):
    """The command line asks for what does not go together. Nothing was done."""

    exit_code = 2


class OutputError(PrintkitError):
    """The printed file could not be written. Nothing was written."""


class TakenError(OutputError):
    """A file of that name is there, and it may hold what is nowhere else. It is untouched."""


class Unsafe(PrintkitError):
    """A safety rule forbids this document. Nothing has been printed.

    It is `answered` where no open question is behind it, and `signable` where a clinician may sign it away then.
    """

    exit_code = 3

    def __init__(
        self, message: str, *, where: str = "", hint: str = "", answered: bool = False, signable: bool = False
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.answered, self.signable = answered, signable


class Several(PrintkitError):
    """All that was found in one pass. Exits with the highest code inside."""

    def __init__(self, problems: Iterable[PrintkitError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
        self.exit_code = max((problem.exit_code for problem in self.problems), default=1)

    def __str__(self) -> str:
        return self.message


def missing_extra(error: BaseException) -> str:
    """The extra that brings the module which an import has missed; "" for a module of no extra, and any other error."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    return BROUGHT_BY.get(str(name).partition(".")[0], "")


def to_install(*extras: str) -> str:
    """How what an optional part needs is brought in, as the documents say it: all of the extras by one command."""
    return f"pip install '.[{','.join(extras)}]' in the folder of printkit"


def reason(error: OSError | ValueError) -> str:
    """Why the system refused a file, in small letters; a ValueError is its word for a name that no file can have."""
    return (
        getattr(error, "strerror", None) or str(error.args[0] if _is_bare(error) else "is no name of a file")
    ).lower()


def _is_bare(error: OSError | ValueError) -> bool:
    """An OSError of a library, which has words but no number."""
    return isinstance(error, OSError) and bool(error.args)


def of_system(error: OSError) -> OutputError:
    """What the system refused, as a message: the home of every OSError that nobody nearer has worded."""
    import errno

    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            hint = "check the name of the file and of its folder"
        case errno.EACCES | errno.EROFS | errno.EPERM:
            hint = "choose a file or a folder that you may read and write"
        case errno.ENOSPC | errno.EDQUOT:
            hint = "make room on the disk and try again"
        case errno.EISDIR:
            hint = "it is a folder, and a file is needed there"
        case errno.EMFILE | errno.ENFILE | errno.ENOMEM | errno.EAGAIN:
            hint = "close other programs and try again"
        case _:
            hint = "check the file, the disk and the network"
    where = error.filename if isinstance(error.filename, str) else ""
    return OutputError(f"the system refused it: {reason(error)}", where=where, hint=hint)


class SeveralUnsafe(Several, Unsafe):
    """Several safety rules forbid it or lack an answer: caught as Unsafe, too."""


def raise_all(problems: Iterable[PrintkitError]) -> None:
    """Raise the one problem, or Several, or nothing when there is none."""
    found = tuple(problems)
    if len(found) == 1:
        raise found[0]
    if found:
        raise (SeveralUnsafe if all(isinstance(each, Unsafe) for each in found) else Several)(found)


class NearMisses:
    """Hints for the mistakes of one file, as `near`; of the first ones only.

    A near miss takes a while to find, a file may have a mistake in each of its thousands of lines, and nobody reads them.
    """

    def __init__(self) -> None:
        self._left = _MOST_NEAR

    def near(
        self, word: str, known: Iterable[str], otherwise: str = "", barred: Mapping[str, str] = NOTHING_BARRED
    ) -> str:
        """A hint that offers the near miss; `otherwise` once there were many."""
        self._left -= 1
        return near(word, known, otherwise, barred) if self._left >= 0 else otherwise


def near(word: str, known: Iterable[str], otherwise: str = "", barred: Mapping[str, str] = NOTHING_BARRED) -> str:
    """A hint that offers the near miss, in small or capital letters. `known` are all that would be right in this place.

    `barred` are words that are right elsewhere, each with why not here: who means one of them is told that, and is not
    led to a word that is further away.
    """
    from difflib import get_close_matches  # only a mistake needs it

    known = [each for each in known if each != word and each not in barred]
    every: dict[str, str] = {}
    for each in (*known, *barred):
        every.setdefault(each.casefold(), each)
    close = [every[each] for each in get_close_matches(word.casefold(), every, n=1, cutoff=0.6)]
    if close and close[0] in barred:
        return f"{close[0]!r} {barred[close[0]]}"
    if close:
        return f"did you mean {close[0]!r}?"
    return otherwise or "give one of: " + ", ".join(sorted(known))
