"""The words of a print in another language than English, looked up by their English sentence and what it is part of.

A changed English sentence is another key, so what was said of the old one can never be printed. What is missing is
gathered over a whole print and refuses it with a list: never two languages on a page.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from printkit.catalog.plain_language import ENGLISH_SIDE
from printkit.errors import CatalogError
from printkit.model.records import Review
from printkit.model.vocabulary import Side
from printkit.reading import records

if TYPE_CHECKING:  # of another language than English, and imported when one is asked for
    from printkit.catalog.sides import Parts
    from printkit.reading.po_files import PoEntry

T = TypeVar("T")

FOLDER = "languages"
_MOST_FORMS = 6  # of a plural, as Arabic has
_TRIED = 200  # counts that a rule for plurals is tried with: none of the CLDR changes beyond
# Of words in a language: what names something and is read by nobody.
_NO_WORDS = frozenset({"figure", "pose", "when"})
_gaps: ContextVar[list[tuple[str, str]] | None] = ContextVar("gaps", default=None)


class About(Struct, frozen=True, kw_only=True):
    """A language by its name in English and as the CLDR knows it: catalog/languages/xx/language.yaml."""

    name: str
    locale: str
    direction: Annotated[str, Meta(pattern="^(ltr|rtl)$", extra={"hint": "write ltr or rtl"})] = "ltr"
    no_actions: tuple[str, ...] = ()  # words that steps begin with and that ask for nothing
    terms: Mapping[str, str] = {}  # an English word or phrase, and the one way in which the language says it
    keeps: Mapping[str, str] = {}  # an English word on which safety hangs, and what stands for it, as a pattern
    longest_sentence: int = 0  # words; 0 is no gate
    longest_with_aphasia: int = 0  # the same in what is said in place of other words to a reader with aphasia
    easy: float = 0  # the least that its index of reading may be over all its sentences; 0 where nobody measures it
    easy_by_kind: Mapping[str, float] = {}  # the same for each kind of words: exercises, topics ...
    plurals: str = "nplurals=2; plural=(n != 1);"  # how gettext says which form a number takes


class Country(Struct, frozen=True, kw_only=True):
    """The words of a language in one country: catalog/languages/xx/countries.yaml, under its code."""

    name: str
    words: Mapping[str, str]  # what all understand, and what is said there; with an article where its gender changes
    gone: tuple[str, ...] = ()  # words that no sentence may be left with, for another gender stands beside them
    never: tuple[str, ...] = ()  # what no sentence may hold afterwards, as a pattern: an article of another gender


class Translation:
    """What is said in one language; files are read when they are first needed.

    `folders` hold `languages/xx` with PO files, parts.yaml and language.yaml; an earlier one wins, sentence by sentence.
    With a country, as es-MX, the words of it take the place of those that all understand, where somebody has written
    them down in countries.yaml.
    """

    def __init__(self, folders: tuple[Path, ...], locale: str) -> None:
        self.language, _, self.country = locale.partition("-")
        self._folders = tuple(path for folder in folders if (path := folder / FOLDER / self.language).is_dir())

    def __bool__(self) -> bool:
        return bool(self._folders)

    @cached_property
    def about(self) -> About:
        """Its name, and where dates and numbers of it are known."""
        return records.load(About, self._file("language.yaml")).required()

    @cached_property
    def parts(self) -> "Parts":
        """How it says the parts of a body that have a side."""
        from printkit.catalog.sides import Parts

        return records.load(Parts, self._file("parts.yaml")).required()

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """The words of it by country; those of an earlier folder stand in for a country's whole."""
        found: dict[str, Country] = {}
        for folder in reversed(self._folders):
            if (path := folder / "countries.yaml").is_file():
                found |= records.load_mapping(Country, path).required()
        return found

    @cached_property
    def _there(self) -> tuple[re.Pattern[str], Mapping[str, str]] | None:
        """The words of the country as a pattern, the longest first, and what each becomes; None where it has none."""
        if self.country not in self.countries:
            return None
        words = {common.lower(): own for common, own in self.countries[self.country].words.items()}
        longest = sorted(words, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE), words

    def of_country(self, country: str) -> "Translation":
        """The same language with the words of a country."""
        found = Translation((), f"{self.language}-{country}")
        found._folders = self._folders
        return found

    def regional(self, said: str) -> str:
        """A sentence with the words of the country, each with a capital where the common one has it."""
        if self._there is None:
            return said
        pattern, words = self._there

        def there(found: re.Match[str]) -> str:
            own = words[found[0].lower()]
            return own[:1].upper() + own[1:] if found[0][0].isupper() else own

        return pattern.sub(there, said)

    @cached_property
    def version(self) -> str:
        """6 letters that change with every file of it; "" where there is none."""
        digest = hashlib.sha256()
        for folder in self._folders:
            for path in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:6] if self._folders else ""

    def _file(self, name: str) -> Path:
        found = next((path for folder in self._folders if (path := folder / name).is_file()), None)
        if found is None:
            where = str(self._folders[-1] / name)
            raise CatalogError("the file is missing", where=where, hint=f"each language has a {name}")
        return found

    @cached_property
    def entries(self) -> "Mapping[tuple[str, str], tuple[PoEntry, Path]]":
        """Every sentence that somebody has translated, by what it is part of and its English words, with its file."""
        from printkit.reading import po_files

        found: dict[tuple[str, str], tuple[PoEntry, Path]] = {}
        self._plural_of: Callable[[int], int] = lambda count: int(count != 1)
        for folder in reversed(self._folders):
            for path in sorted(folder.glob("*.po")):
                file = po_files.read(path)
                if rule := file.head.get("Plural-Forms", ""):
                    self._plural_of = _plural_rule(rule, path)
                for each in file.entries:
                    if all(each.said) and not each.fuzzy:
                        found[each.context, each.english] = each, path
        return found

    @cached_property
    def _of_more(self) -> Mapping[tuple[str, str], str]:
        """The words for more than one, where they are asked for without a number."""
        return {(each.context, each.plural): each.said[-1] for each, _ in self.entries.values() if each.plural}

    def has(self, context: str, english: str) -> bool:
        """Whether somebody has translated a sentence, or it has no words."""
        keys = ((context, english), ("", english))
        return not any(map(str.isalpha, english)) or any(key in self.entries for key in keys)

    def _entry(self, context: str, english: str) -> "PoEntry | None":
        found = self.entries.get((context, english)) or self.entries.get(("", english))
        if found is None:
            gaps = _gaps.get()
            if gaps is None:
                raise self.lacking([(context, english)])
            gaps.append((context, english))
            return None
        return found[0]

    def say(self, context: str, english: str) -> str:
        """A sentence in this language; of one that is missing the English words, where the print is refused for it.

        Raises CatalogError for a missing one outside of `gathered`.
        """
        if not any(map(str.isalpha, english)):
            return english
        if more := self._of_more.get((context, english)):
            return self.regional(more)
        found = self._entry(context, english)
        return _with_parts(english) if found is None else self.regional(found.said[0])

    def plural(self, context: str, one: str, more: str, count: int) -> str:
        """A sentence with a number, in the form that the language has for it. Missing ones as in `say`."""
        found = self._entry(context, one)
        if found is None:
            return _with_parts(more)
        form = min(self._plural_of(count), len(found.said) - 1) if found.plural else 0
        return self.regional(found.said[form])

    def lacking(self, gaps: list[tuple[str, str]]) -> CatalogError:
        """What refuses a print: the list of its sentences that nobody has translated."""
        missing = dict.fromkeys(gaps)
        count = f"{len(missing)} sentences are" if len(missing) != 1 else "1 sentence is"
        said = "".join(f"\n    {context}: {english!r}" for context, english in missing)
        hint = f"print it in English: --language en; or translate them: printkit translate export {self.language}"
        return CatalogError(f"{count} not translated into {self.about.name}{said}", hint=hint)

    @contextmanager
    def gathered(self, *, refused: bool = True) -> Iterator[None]:
        """Gather what is missing while a print is made, and refuse it at its end. Raises CatalogError with the list.

        Inside another one it is the outer that tells. Where nothing is printed, it is not `refused`: a message of ours
        may have an English sentence in it.
        """
        if not self or _gaps.get() is not None:
            yield
            return
        found: list[tuple[str, str]] = []
        before = _gaps.set(found)
        try:
            yield
        finally:
            _gaps.reset(before)
        if found and refused:
            raise self.lacking(found)

    @contextmanager
    def on_screen(self) -> Iterator[None]:
        """What is missing is said in English while this lasts. For screens, which mark it as English; never for paper."""
        before = _gaps.set([])
        try:
            yield
        finally:
            _gaps.reset(before)

    def spoken(self, context: str, record: T) -> T:
        """A record of the catalogue whose English words speak this language, too, once they are asked to."""
        made = _spoken(record, lambda words: _each_word(words, lambda text: self.say(context, text)), self.language)
        return cast("T", made)

    # --- who has checked it

    @cached_property
    def pairs(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Each thing that is translated, with its sentences in English and in this language; and the parts of a body."""
        found: dict[str, list[tuple[str, str]]] = {}
        for (context, english), (entry, _) in self.entries.items():
            found.setdefault(context or "common", []).append((english, " | ".join(entry.said)))
        parts = self.parts
        found["parts"] = [
            (f"{role} {part}, {side}{', in a list' if said else ''}", parts.words(role, part, "", side, said=said))
            for part in sorted(parts.nouns)
            for role in ("affected", "stronger")
            for side in Side
            for said in ((False, True) if side is Side.BOTH and role == "affected" else (False,))
        ]
        if self._there is not None:
            found[f"countries/{self.country}"] = list(self.countries[self.country].words.items())
        return {context: tuple(sorted(rows)) for context, rows in sorted(found.items())}

    @cached_property
    def wordings(self) -> Mapping[str, str]:
        """What a signature holds for: each thing that is translated with 8 letters for its words in both languages."""
        return {
            context: hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:8] for context, rows in self.pairs.items()
        }

    def checked_by(self, reviews: Mapping[str, Review]) -> tuple[str, ...]:
        """Who has signed all of it in its present words; nobody as long as one thing waits."""
        signed = [reviews.get(f"{self.language}/{context}") for context in self.wordings]
        valid = [
            each.by
            for each, of in zip(signed, self.wordings.values(), strict=True)
            if each is not None and each.of == of
        ]
        return tuple(sorted(set(valid))) if len(valid) == len(signed) else ()


class _Words(dict[str, Any]):
    """Words by language; those of one more language are made from the English ones when somebody asks for them.

    Who goes through it finds what stands in the file, so that a signature and an overlay see no more than that.
    """

    def __init__(self, own: Mapping[str, Any], language: str, made: Callable[[Any], Any]) -> None:
        super().__init__(own)
        self._language, self._made = language, made

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key == self._language

    def __missing__(self, key: str) -> Any:
        if key != self._language:
            raise KeyError(key)
        return self._made(self["en"])

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 - of a dict it would not ask for what is made


def _with_parts(english: str) -> str:
    """An English sentence with its sides as this language has them, so that what comes after a gap is found, too."""

    def token(found: re.Match[str]) -> str:
        role = found["role"].capitalize() if found[0].startswith("{Y") else found["role"]
        return f"{{{role}:{found['part']}}}"

    return ENGLISH_SIDE.sub(token, english)


def _spoken(value: Any, made: Callable[[Any], Any], language: str) -> Any:
    if isinstance(value, Struct):
        changed = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if (new := _spoken(old, made, language)) is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value
    if isinstance(value, dict):
        if "en" in value:
            return _Words(value, language, made)
        found = {key: _spoken(each, made, language) for key, each in value.items()}
        return found if any(found[key] is not value[key] for key in value) else value
    if isinstance(value, tuple):
        row = tuple(_spoken(each, made, language) for each in value)
        return row if any(new is not old for new, old in zip(row, value, strict=True)) else value
    return value


def _each_word(value: Any, say: Callable[[str], str]) -> Any:
    if type(value) is str:
        return say(value)
    if isinstance(value, Struct):
        return replace(
            value,
            **{
                name: _each_word(getattr(value, name), say) for name in value.__struct_fields__ if name not in _NO_WORDS
            },
        )
    if isinstance(value, dict):
        return {key: _each_word(each, say) for key, each in value.items()}
    return tuple(_each_word(each, say) for each in value) if isinstance(value, tuple) else value


def english_of(record: object) -> Iterator[str]:
    """Every English sentence of a record that `Translation.spoken` would look up, in its order."""
    found: list[str] = []

    def kept(text: str) -> str:
        if any(map(str.isalpha, text)):
            found.append(text)
        return text

    for words in _english(record):
        _each_word(words, kept)
    yield from found


def _english(value: Any) -> Iterator[Any]:
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _english(getattr(value, name))
    elif isinstance(value, dict):
        if "en" in value:
            yield value["en"]
        else:
            for each in value.values():
                yield from _english(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _english(each)


def _plural_rule(said: str, path: Path) -> Callable[[int], int]:
    """The rule of a head, as `nplurals=2; plural=(n != 1);`. Raises CatalogError for one that cannot be read."""
    import gettext  # half a millisecond that no English print needs

    rule = next((part.partition("=")[2] for part in said.split(";") if part.strip().startswith("plural=")), "")
    hint = "write it as nplurals=2; plural=(n != 1);"
    wrong = CatalogError(f"Plural-Forms cannot be read: {said!r}", where=str(path), hint=hint)
    try:
        found = gettext.c2py(rule.strip())
        forms = {found(count) for count in range(_TRIED)}
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise wrong from error
    if not forms <= set(range(_MOST_FORMS)):
        raise wrong
    return found
