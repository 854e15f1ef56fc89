"""No English is left on a page in Spanish: read back by PDFium, and held against the common words of English.

The made-up language of test_languages finds what nobody can translate; this finds what nobody has.
"""

import re
from contextlib import suppress
from datetime import date
from functools import cache, partial

import pypdfium2
import pytest
from histories import full
from msgspec.structs import replace
from pdf_reading import example_options
from test_languages import ALL_KINDS

from printkit.errors import Unsafe
from printkit.kit import Printkit
from printkit.model.options import Appearance, Options
from printkit.model.vocabulary import Paper, PrintProfile, Side

LOOKS = (PrintProfile.STANDARD, PrintProfile.APHASIA)
WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")

# The function words of English, and what printkit says most often. Left out are those that Spanish has, too: a, come, do,
# he, me, no, once, red, sin, so, son, ten, use, and the words of one letter.
ENGLISH = frozenset(
    WORD.findall("""the and of to in is it you that was for on are as with his they be at this have from or had by but not what all
    were we when your can there an each which their if will up other about out many then them these some her
    would make like him into time has look more go see than first been its who now did get made may over too any under
    where after before again here how because while until only very every never always both between through off down
    should could cannot must shall might does done having being yours my mine our ours she us those such nor either
    neither without within against during above below around also just still yet ago much most less least few several
    another one two three four five six seven eight nine one's yourself itself himself don't doesn't can't won't isn't
    day days week weeks today morning evening yes times minutes hours page left right affected stronger side foot leg
    hand arm knee heel ankle toes shoulder hip elbow wrist chair bed floor table wall rail stick shoes brace skin pain
    fall falls helper therapist clinic doctor call stop stand sit walk lift hold put keep take turn push pull rest tick
    exercise exercises practice sheet list why date name write points grade level common none nobody nothing someone
    """)
)


@cache
def kit() -> Printkit:
    return Printkit(today=date(2026, 11, 20))


def read(data: bytes) -> str:
    """The words of a print as PDFium reads them, page after page, with 1 space between 2 of them."""
    pages = pypdfium2.PdfDocument(data)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def typed(options: Options) -> set[str]:
    """What a person wrote, which is printed as it was written: names, notes and what a diary says."""
    own = {options.clinic.name, options.clinic.therapist, options.plan.goal, options.health.screened_by}
    own |= {choice.note for choice in options.plan.exercises}
    own |= {options.patient.name, options.patient.id} if options.patient else set()
    for row in full().entries():
        own |= {str(getattr(row, name, "")) for name in ("aid", "shoes", "assistance", "set_up", "part", "note")}
    return own


def of_studies() -> set[str]:
    """What studies are called, and what is said of the people in them: printed as they were published."""
    known = kit().catalog
    fields = ("title", "authors", "where", "section", "address")
    found = {
        re.sub(r"^https?://(?:www\.)?", "", getattr(each, name)) for each in known.sources.values() for name in fields
    }
    found |= set(known.sources)
    for measure in known.measures.values():
        found |= {text for row in measure.thresholds for text in (row.population, row.anchor)}
    return found


def _broken(words: str) -> str:
    """A pattern of some words that may be broken into lines: at a space, a hyphen or a stroke of an address."""
    said = re.escape(" ".join(words.split())).replace(r"\ ", r"\s+")
    return said.replace(r"\-", r"\s?\-\s?").replace("/", r"/\s?")


def left(data: bytes, options: Options, *, clinician: bool = False) -> set[str]:
    """The English words of a print that nobody typed."""
    text = re.sub(r"\b[\w.-]+\.[a-z]{2,}/[\w/-]+", " ", read(data)) if not clinician else read(data)  # addresses
    allowed = typed(options) | (of_studies() if clinician else set())
    if clinician:  # the foot of a page may stand in the midst of a source
        text = re.sub(r"Emergencias: .*?Nadie lo ha revisado\.", " ", text)
    for words in sorted(filter(None, allowed), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){_broken(words)}(?!\w)", " ", text, flags=re.IGNORECASE)
    if clinician:  # the names of answers are those of the option file
        text = re.sub(r"\b[a-z]+\.[a-z0-9_]+\b(?: [a-z-]+\b)?|se toma como [a-z-]+:", " ", text)
    return {word.lower() for word in WORD.findall(text)} & ENGLISH


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("look", LOOKS)
def test_no_english_word_is_left_on_a_page_in_spanish(kind, look):
    options = example_options()
    spanish, english = (
        replace(options, print=replace(options.print, language=each, profile=look)) for each in ("es", "en")
    )
    assert left(ALL_KINDS[kind](kit(), spanish).pdf, options, clinician="clinician" in kind) == set()
    assert len(left(ALL_KINDS[kind](kit(), english).pdf, options, clinician="clinician" in kind)) > 20


@pytest.mark.slow
def test_no_english_word_is_left_on_any_leaflet_list_or_exercise_in_the_spanish_of_a_country():
    made, screened = 0, {"screened_by": "J. Marsh", "screened_on": "2026-11-20"}
    for kind, make in (
        ("topics", kit().leaflet),
        ("checklists", kit().checklist),
        ("exercises", partial(kit().handout, **screened)),
    ):
        for number, name in enumerate(kit().catalog.names(kind)):
            language, region = (("es-ES", "ES"), ("es-MX", "MX"), ("es-US", "US"), ("es", ""))[number % 4]
            look = Appearance(language=language, profile=LOOKS[number % 2])
            with suppress(Unsafe):  # not everything is for nobody in particular
                data = make(name, side=tuple(Side)[number % 4], region=region, look=look).pdf
                assert left(data, Options()) == set(), name
                made += 1
    assert made > 140


@pytest.mark.parametrize(("language", "word"), [("en", "Your emergency number"), ("es", "Número de emergencias")])
def test_the_word_at_the_head_of_a_warning_is_not_cut_in_two(language, word):
    """Without a country it is no number but words, which are wider."""
    text = read(kit().leaflet("being-alone", look=Appearance(language=language)).pdf)
    assert re.search(rf"{word} (?:Call now|Llame ahora)", text)


@pytest.mark.parametrize("look", PrintProfile)
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_the_days_of_a_new_brace_take_no_more_sheets_in_spanish(look, paper):
    """A row that goes over to another sheet is a day that is not looked at."""
    options = example_options()
    spanish, english = (
        kit().skin_sheet(replace(options, print=replace(options.print, language=each, profile=look, paper=paper)))
        for each in ("es", "en")
    )
    assert spanish.pages <= english.pages
    assert "Lun 23 nov" in read(spanish.pdf)
