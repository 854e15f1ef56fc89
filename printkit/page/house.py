"""What every screen is handed: the face, the clinic, where the screens stand, and what is remembered."""

from typing import NamedTuple

from flask import Flask, Response, make_response, redirect, render_template

from printkit.kit import Print, Printkit
from printkit.model.options import Clinic
from printkit.model.vocabulary import Side
from printkit.page.forms import Form, sentence
from printkit.page.memory import LeftOut, MadeFile, Memory
from printkit.page.words import say


class House(NamedTuple):
    """The page as one value. Screens are functions of it; they hold nothing themselves."""

    app: Flask
    kit: Printkit
    clinic: Clinic
    root: str  # the secret path below which all screens stand, as "/abc"
    memory: Memory

    def show(self, screen: str, status: int = 200, **names: object) -> Response:
        """A screen with its words."""
        return make_response(render_template(f"{screen}.html", **names), status)

    def asked(self, screen: str, form: Form, title: str, **names: object) -> Response:
        """A screen that asks: with 422 and a box on top when something must be put right."""
        return self.show(screen, 422 if form.problems else 200, form=form, title=title, **names)

    def to(self, path: str) -> Response:
        """See another screen next."""
        return make_response(redirect(f"{self.root}/{path}", 303))

    def ready(self, made: Print, name: str, title: str, again: str) -> Response:
        """Keep a print and show what was made."""
        kept = MadeFile(
            name=name,
            title=title,
            pdf=made.pdf,
            pages=made.pages,
            again=again,
            left_out=tuple(self._left_out(made)),
            no_country=not made.cleared.options.clinic.region,
        )
        return self.to(f"made/{self.memory.made.keep(kept)}")

    def _left_out(self, made: Print) -> list[LeftOut]:
        """What the rules left out or changed, and why, in the words of the pages."""
        found: list[LeftOut] = []
        if not made.cleared.left_out:
            return found
        for each in self.kit.explain(made.cleared.options).exercises:
            if each.verdict != "out":
                continue
            because = " ".join(dict.fromkeys(sentence(ground.because) for ground in each.grounds))
            says = [say(self.kit, "left-out-one", exercise=self.titled(each.exercise), because=because)]
            if each.replaced_by:
                says.append(say(self.kit, "left-out-instead", exercise=self.titled(each.replaced_by)))
            found.append(LeftOut(tuple(says)))
        return found

    def titled(self, exercise: str) -> str:
        """The title of an exercise, for no side in particular."""
        from printkit.printing import gallery

        return gallery.title(self.kit.catalog, exercise, Side.UNKNOWN)
