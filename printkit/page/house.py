"""What every screen is handed: the face, where the screens stand, and what is remembered."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from printkit.content.explanation import ExerciseDecision, Ground
from printkit.kit import Print, Printkit, open_diary
from printkit.model.options import Appearance, Clinic, Options
from printkit.page import signatures, words
from printkit.page.drafts import Draft
from printkit.page.forms import Form
from printkit.page.memory import MadeFile, Memory
from printkit.page.messages import sentence
from printkit.page.words import say

if TYPE_CHECKING:
    from printkit.page.what_to_do import WhatToDo
    from printkit.printing.sets import SetInOne

_OFFERED = 6  # drafts and sheets, on the first screen


class Places(NamedTuple):
    """Where the page runs, and what was named on the command line; a browser can name no file of this computer."""

    diary: str = ""  # a file or a URL; "" for none
    roster: Path | None = None
    scans: tuple[Path, ...] = ()
    forms: tuple[Path, ...] = ()  # what the sheets on them were printed from
    window: str = ""  # the version, where all runs inside a window of the browser and no server can be closed


class House(NamedTuple):
    """The page as one value. Screens are functions of it; they hold nothing themselves."""

    app: Flask
    face: Printkit
    root: str  # the secret path below which all screens stand, as "/abc"
    memory: Memory
    places: Places = Places()

    @property
    def kit(self) -> Printkit:
        """The face in the language of the screens."""
        return self.face.speaking(self.memory.language)

    @property
    def look(self) -> Appearance:
        """The look of a print whose screen asks for none: the language of the screens."""
        return Appearance(language=None if self.kit.language == "en" else self.kit.language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the screens can be in."""
        if not self.memory.languages:
            self.memory.languages = words.languages(self.face)
        return self.memory.languages

    @property
    def roster(self) -> Path | None:
        """The list of patients that was chosen, else the one that was named on the command line."""
        return self.memory.roster or self.places.roster

    @property
    def clinic(self) -> Clinic:
        """The clinic that printkit was opened with; nobody without one."""
        return self.kit.clinic or Clinic()

    def show(self, screen: str, status: int = 200, **names: object) -> Response:
        """A screen with its words."""
        return make_response(render_template(f"{screen}.html", **names), status)

    def asked(self, screen: str, form: Form, title: str, **names: object) -> Response:
        """A screen that asks: with a box on top when something must be put right, and 422 where it was sent so."""
        refused = form.problems and request.method == "POST"
        return self.show(screen, 422 if refused else 200, form=form, title=title, **names)

    def to(self, path: str) -> Response:
        """See another screen next."""
        return make_response(redirect(f"{self.root}/{path}", 303))

    def ready(
        self,
        made: "Print | SetInOne",
        name: str,
        title: str,
        again: str,
        *,
        answers: str = "",
        kind: str = "",
        about: "tuple[WhatToDo, ...]" = (),
        draft: Draft | None = None,
    ) -> Response:
        """Keep a print and show what was made. A diary, where one was named, notes the charts in it."""
        charts = (made.charts,) if isinstance(made, Print) else made.charts
        noted = [each for each in charts if each is not None]
        if self.places.diary and noted:
            with open_diary(self.places.diary) as book, book.printed(*noted):
                pass
        options = made.cleared.options
        if options.clinic.region:
            self.memory.answered["country"] = options.clinic.region
        kept = MadeFile(
            name=name,
            title=title,
            pdf=made.pdf,
            pages=made.pages,
            again=again,
            change=self._with_answers(again),
            exercises=bool(made.cleared.items or made.cleared.left_out),
            first=self.kit.explain(made.cleared.options).first if made.cleared.today else (),
            about=about,
            left_out=tuple(self._left_out(made)),
            signed=tuple(self._signed(made)),
            void=tuple(each.says for each in signatures.counting_no_more(self.kit, draft)) if draft is not None else (),
            patient=options.patient.id if options.patient else "",
            country=options.clinic.region,
            side=options.side,
            look=made.cleared.profile,
            sheets=tuple(each for each in made.sheets if each.boxes),
            answers=answers,
            checked=self._checked(options),
            kind=kind,
            holds=() if isinstance(made, Print) else made.titles,
            beside=self.kit.titles_beside(made) if kind == "booklet" and isinstance(made, Print) else (),
        )
        return self.to(f"made/{self.memory.made.keep(kept)}")

    def _with_answers(self, screen: str) -> str:
        """The address of a screen of one form, with what was just sent by it; "" for one that keeps its answers itself."""
        if request.path != f"{self.root}/{screen}" or request.form.get("do"):
            return ""
        return f"{screen}?typed={self.memory.typed.keep(MultiDict(request.form))}"

    def _checked(self, options: Options) -> str:
        """What the check of the person has settled, or that it is too old for that; "" where it did neither."""
        settled, by = len(options.cleared_by_screening()), options.health.screened_by
        if options.screening_is_old:
            return say(self.kit, "check-is-old")
        label = words.labels_of(self.kit)
        return label.plural("screen", "check-settled", settled, name=by) if settled else ""

    def _left_out(self, made: "Print | SetInOne") -> Iterator[str]:
        """What the rules left out, and why, in the words of the pages."""
        if not made.cleared.left_out:
            return
        for each in self.kit.explain(made.cleared.options).exercises:
            if each.verdict == "out":
                yield " ".join(
                    (say(self.kit, "left-out-one", exercise=self.titled(each.exercise)), *self.because(each))
                )

    def _signed(self, made: "Print | SetInOne") -> Iterator[str]:
        """The exercises that are in, or are done alone, by a signature, and by whose."""
        options = made.cleared.options
        for each in sorted(signatures.lifted(self.kit, options), key=lambda each: (each.exercise, each.rule)):
            if told := " ".join(signatures.told(self.kit, options, each)):
                yield f"{self.titled(each.exercise)}: {told}"

    def under_way(self) -> list[tuple[str, str]]:
        """What somebody has begun and can go on with, the last one first: where it stands, and its words.

        Where several have the same words, each says when it was changed last.
        """
        drafts, sheets = self.memory.drafts, self.memory.returned
        found = [
            (f"booklet/{key}/who", "booklet", Draft(text).value("patient.id"), drafts.since(key))
            for key, text in drafts.items()
        ]
        found += [
            (f"returned/{key}", "filling" if each.on_screen else "sheet", each.patient, sheets.since(key))
            for key, each in sheets.items()
        ]
        latest = found[::-1][:_OFFERED]
        said = [say(self.kit, f"go-on-{what}-of" if of else f"go-on-{what}", patient=of) for _, what, of, _ in latest]
        at = [f"{since:%H:%M}" for *_, since in latest]
        if len(set(zip(said, at, strict=True))) < len(said):
            at = [f"{since:%H:%M:%S}" for *_, since in latest]
        return [
            (to, says if said.count(says) == 1 else say(self.kit, "go-on-since", says=says, time=time))
            for (to, *_), says, time in zip(latest, said, at, strict=True)
        ]

    def because(self, decided: ExerciseDecision) -> tuple[str, ...]:
        """Why an exercise is out or changed, each reason once, and what stands in for it."""
        said: dict[str, list[str]] = {}
        for ground in decided.grounds:
            said.setdefault(self._reason(ground, decided.verdict), []).append(ground.rule)
        reasons = tuple(f"{reason} ({', '.join(rules)})" for reason, rules in said.items())
        helper = (say(self.kit, "with-helper"),) if decided.helper else ()
        if decided.verdict != "out":
            return (*helper, *reasons)
        instead = decided.replaced_by
        stands_in = (
            say(self.kit, "left-out-instead", exercise=self.titled(instead))
            if instead
            else say(self.kit, "left-out-nothing")
        )
        return (*reasons, stands_in)

    def _reason(self, ground: Ground, verdict: str) -> str:
        """Why a rule spoke, and what it adds to the page where the exercise is printed."""
        adds = say(self.kit, "page-says", words=ground.says) if ground.says and verdict != "out" else ""
        return " ".join(filter(None, (sentence(ground.because), adds)))

    def titled(self, exercise: str) -> str:
        """The title of an exercise, for no side in particular."""
        return words.exercise(self.kit, exercise)
