"""The screens as one WSGI application. It knows neither server nor browser, and only what it is handed.

The screens work without script. The one that they have (reading aloud, looking at the pages) is a file of ours, and the
policy forbids any other. Every request is held against the names by which this machine may be
called and the page that may send a form; SECURITY.md says which attack each refusal is for.
"""

import logging
import re
import traceback
from collections.abc import Collection
from functools import partial
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import IO

from flask import Flask, Request, Response, abort, request
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from printkit.errors import PrintkitError, missing_extra
from printkit.kit import Printkit
from printkit.model.vocabulary import PrintProfile, Side
from printkit.page import booklets, clinics, finding_rosters, handouts, lists, returned, rosters, signing, typed, words
from printkit.page.forms import gathered
from printkit.page.house import House, Places
from printkit.page.memory import Memory
from printkit.page.messages import InLanguage
from printkit.printing import gallery

LARGEST = 2_050_000  # bytes of a request: a file of 2 MB, and what a form has around it
_LARGEST_IN_WINDOW = 16_000_000  # where a picture comes as its bare pixels, and nobody else can ask
_SCREENS = Path(__file__).parent / "screens"
_NO_FRAME = "frame-ancestors 'none'"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; " + _NO_FRAME
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_NOWHERE = Places()
_log = logging.getLogger("printkit.page")


class InMemory(Request):
    """A request whose files stay in memory: what people send must not reach a temporary file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - werkzeug hands them over
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def application(
    kit: Printkit, root: str, hosts: Collection[str], memory: Memory | None = None, places: Places = _NOWHERE
) -> Flask:
    """The screens below the secret path `root`, for requests that name one of `hosts`."""
    app = Flask("printkit", template_folder=str(_SCREENS), static_folder=None)
    app.request_class = InMemory
    largest = _LARGEST_IN_WINDOW if places.window else LARGEST
    app.config.update(MAX_CONTENT_LENGTH=largest, MAX_FORM_MEMORY_SIZE=LARGEST, MAX_FORM_PARTS=400)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    house = House(app, kit, root, memory or Memory(), places)
    app.jinja_env.globals.update(
        root=root,
        memory=house.memory,
        places=places,
        say=lambda key, **values: words.say(house.kit, key, **values),
    )
    app.jinja_env.filters.update(words=_words, lang=_lang, gathered=gathered)
    app.context_processor(partial(_in_language, house))
    _guard(app, hosts)
    _home(house)
    lists.add(house)
    handouts.add(house)
    booklets.add(house)
    returned.add(house)
    if not places.window:  # which reaches no folder
        finding_rosters.add(house)
        rosters.add(house)
    clinics.add(house)
    if places.scans and places.diary:
        from printkit.page import scans  # takes a diary, which a window of a browser lacks

        scans.add(house)
    elif places.scans:
        from printkit.page import bare_scans  # a window of a browser can name none

        bare_scans.add(house)
    signing.add(house)
    _tell_of_refusals(house)
    return app


def _in_language(house: House) -> dict[str, object]:
    """What each screen is handed besides its own names: the words of its language, and the other ones that there are."""
    kit, path = house.kit, request.full_path.removeprefix(f"{house.root}/").rstrip("?")
    translation = kit.catalog.translation(kit.language)
    others = [(each, words.name_of(kit, each)) for each in house.languages if each != kit.language]
    return {
        "labels": words.labels_of(kit),
        "language": kit.language,
        "direction": translation.about.direction if translation else "ltr",
        "other_languages": others,
        "here": path,
        "looks": PrintProfile,
        "unsent": typed.was_unsent(house),
        "translated_by": words.translated_by(kit),
    }


def _words(text: str) -> str:
    """Words as they stand between two tags; those of another language say so."""
    return Markup("<span{}>{}</span>").format(_lang(text), str(text)) if isinstance(text, InLanguage) else text


def _lang(text: str) -> str:
    """The language of words that stand alone in a tag, as an attribute of it, where it is not that of the screen."""
    return Markup(' lang="{}"').format(text.language) if isinstance(text, InLanguage) else ""


def _guard(app: Flask, hosts: Collection[str]) -> None:
    """Refuse what did not come from one of our own screens, and close every answer."""

    @app.before_request
    def only_ours() -> None:
        if request.host not in hosts:
            abort(400)  # a name that somebody has pointed at this machine (DNS rebinding)
        if request.method not in ("GET", "HEAD"):
            site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
            if site not in ("", "same-origin", "none") or origin not in ("", f"{request.scheme}://{request.host}"):
                abort(403)  # a form on somebody else's page

    @app.after_request
    def closed(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if response.mimetype == "application/pdf":  # the screen that made it may show it
            response.headers["Content-Security-Policy"] = _POLICY.replace(_NO_FRAME, "frame-ancestors 'self'")
        return response


def _home(house: House) -> None:
    root, memory, places = house.root, house.memory, house.places
    style, script = ((_SCREENS / name).read_bytes() for name in ("style.css", "screens.js"))

    @house.app.get(f"{root}/")
    def home() -> Response:
        there = {"scans": bool(places.scans), "roster": not places.window}
        therapist = ("booklet", "returned", *(name for name, is_there in there.items() if is_there), "clinic")
        return house.show(
            "home",
            title=words.say(house.kit, "home-title"),
            family=lists.doors(house),
            therapist=therapist,
            under_way=house.under_way(),
        )

    @house.app.get(f"{root}/style.css")
    def stylesheet() -> Response:
        return Response(style, mimetype="text/css")

    @house.app.get(f"{root}/screens.js")
    def own_script() -> Response:
        return Response(script, mimetype="text/javascript")

    @house.app.post(f"{root}/look")
    def look() -> Response:
        chosen = request.values.get("to", "")
        memory.look = PrintProfile(chosen) if chosen in list(PrintProfile) else PrintProfile.STANDARD
        back = _way_back(house, request.args.get("back", ""))
        return house.to(typed.kept(house, back, ""))  # a language that was chosen for the pages stays with them

    @house.app.post(f"{root}/language")
    def language() -> Response:
        chosen, before = request.values.get("to", ""), memory.language
        back = _way_back(house, request.args.get("back", ""))
        if chosen in house.languages:
            memory.language = chosen
            back = typed.kept(house, back, before)
        return house.to(back)

    @house.app.post(f"{root}/close")
    def close() -> Response:
        if memory.under_way and not request.form.get("sure"):
            return house.show("sure", title=words.say(house.kit, "close-sure"))
        memory.closing = True
        return house.show(
            "told", title=words.say(house.kit, "closed-title"), says=words.say(house.kit, "closed"), over=True
        )

    @house.app.get(f"{root}/figure/<exercise>/<side>.svg")
    def figure(exercise: str, side: str) -> Response:
        if side not in list(Side):
            abort(404)
        try:
            drawn = gallery.one(house.kit.catalog, exercise, Side(side), ".svg", request.args.get("person"))
        except PrintkitError:
            abort(404)
        return Response(drawn, mimetype="image/svg+xml")

    @house.app.get(f"{root}/made/<key>")
    def ready(key: str) -> Response:
        made = memory.made.get(key) or abort(404)
        return house.show("ready", title=words.say(house.kit, "ready-list", title=made.title), made=made, key=key)

    @house.app.get(f"{root}/made/<key>/<name>")
    def file(key: str, name: str) -> Response:
        made = memory.made.get(key)
        if made is None or name != made.name:
            abort(404)
        how = "attachment" if request.args.get("save") else "inline"
        return Response(
            made.pdf, mimetype="application/pdf", headers={"Content-Disposition": f'{how}; filename="{made.name}"'}
        )


def _way_back(house: House, path: str) -> str:
    """The screen on which the language was changed, where it can be asked for again; else the first one."""
    adapter = house.app.create_url_adapter(request)
    known = re.fullmatch(r"[A-Za-z0-9_./?=&%+-]*", path) and adapter is not None
    place = f"{house.root}/{path.partition('?')[0]}"
    return path if known and adapter is not None and adapter.test(place, "GET") else ""


_TOLD = {400: "refused", 403: "refused", 404: "gone", 413: "too-large"}


def _tell_of_refusals(house: House) -> None:
    """Every refusal as a screen. One that came from elsewhere is told nothing of the screens, not even where they are."""

    @house.app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        code = error.code or 500
        if not request.path.startswith(f"{house.root}/") or code not in _TOLD or code in (400, 403):
            return Response(f"{code}\n", code, mimetype="text/plain")
        word = _TOLD[code]
        says = words.say(house.kit, word, most=(_LARGEST_IN_WINDOW if house.places.window else LARGEST) // 1_000_000)
        back = _way_back(house, request.path.removeprefix(f"{house.root}/")) if code == 413 else ""
        title = words.say(house.kit, f"{word}-title")
        return house.show("told", code, title=title, says=says, over=False, back=back)

    @house.app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        if extra := missing_extra(error):
            title, says = words.say(house.kit, "extra-title", extra=extra), words.say(house.kit, "extra", extra=extra)
            return house.show("told", 501, title=title, says=says, over=False, back="")
        number = token_hex(4)
        # where it broke and never what was typed: neither the message nor the values are told
        steps = [f"{Path(step.filename).name}:{step.lineno}" for step in traceback.extract_tb(error.__traceback__)]
        _log.error("fault %s: %s at %s", number, type(error).__name__, " < ".join(reversed(steps)))
        says = words.say(house.kit, "wrong", number=number)
        return house.show("told", 500, title=words.say(house.kit, "wrong-title"), says=says, over=False)
