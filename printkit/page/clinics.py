"""The clinic at the head of the pages: typed in, taken from a clinic file, and with a logo that is chosen as a file."""

import re
from base64 import b64encode

from flask import Response, request
from msgspec import Struct
from msgspec.structs import replace

from printkit.content.bitmaps import LARGEST_CHOSEN
from printkit.content.logos import load_logo
from printkit.errors import PrintkitError, Several
from printkit.kit import clinic_of, with_logo
from printkit.model.options import IN_ITSELF, Clinic
from printkit.page import files, lists, since, typed, words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.words import say
from printkit.reading import yaml_edits

_BARE = b"P6"  # pixels that the window of a browser has unpacked, of a file that it has looked at
_TYPED = ("name", "phone", "therapist", "region")  # in the order of their lines in a clinic file


class _AsShown(Struct, frozen=True):
    """What the screen shows of a clinic, by the names of its fields."""

    clinic: Clinic

    def value(self, name: str) -> str:
        """What stands in a field; "" in one for a file."""
        return str(getattr(self.clinic, name)) if name in _TYPED else ""


def add(house: House) -> None:
    """Put these screens in their places."""

    @house.app.route(f"{house.root}/clinic", methods=["GET", "POST"])
    def clinic() -> Response:
        form = _form(house)
        if request.method == "POST":
            try:
                found = _opened(form) if request.form.get("do") == "open" else _typed(house, form)
            except PrintkitError as error:
                _blame(form, error)
                found = None
            if found is not None:
                house.face.clinic = found if found != Clinic() else None
                return house.to("clinic?kept=yes")
        return house.asked(
            "clinic",
            form,
            say(house.kit, "door-clinic"),
            made_from=since.key(house, _AsShown(house.clinic)),
            logo=_shown(house.clinic),
            kept=bool(request.args.get("kept")),
        )

    @house.app.get(f"{house.root}/clinic/clinic.yaml")
    def clinic_file() -> Response:
        held = {"Content-Disposition": 'attachment; filename="clinic.yaml"'}
        return Response(_as_file(house.clinic), mimetype="application/yaml", headers=held)


def _form(house: House) -> Form:
    """What was sent, else what is known of the clinic."""
    kit, known = house.kit, house.clinic
    country = words.country(kit, known.region)
    hint = "logo-hint" if house.places.window else "logo-hint-svg"
    fields = [
        Field(name="clinic_file", ask=say(kit, "ask-clinic-file"), kind="file", hint=say(kit, "clinic-file-logo")),
        Field(name="name", ask=say(kit, "ask-clinic-name"), kind="text"),
        Field(name="phone", ask=say(kit, "ask-clinic-phone"), kind="text"),
        Field(name="therapist", ask=say(kit, "ask-clinic-therapist"), kind="text"),
        Field(
            name="region", ask=say(kit, "ask-clinic-country"), kind="select", choices=country.choices, hint=country.hint
        ),
        Field(name="logo", ask=say(kit, "ask-logo"), kind="picture", hint=say(kit, hint)),
    ]
    if known.logo:
        fields.append(
            Field(
                name="no_logo", ask=say(kit, "logo-now"), kind="checks", choices=(Choice("yes", say(kit, "no-logo")),)
            )
        )
    form = lists.form_of(house, fields)
    form.made_from = since.made_from(house, _AsShown(known))
    if request.method != "POST" and typed.again(house) is None:
        form.said.update({name: getattr(known, name) for name in _TYPED})
    return form


def _opened(form: Form) -> Clinic | None:
    data = files.needed(form, "clinic_file", "choose-clinic-file")
    return clinic_of(data) if data else None


def _typed(house: House, form: Form) -> Clinic | None:
    """What was typed in, with the logo that was chosen or that was there; None where something must be put right.

    What was kept from another window since this one was opened is asked about, and not written over.
    """
    since.ask(form, _AsShown(house.clinic))
    if form.problems:
        return None
    said = {name: form.choice(name) if name == "region" else form.text(name) for name in _TYPED}
    if said["phone"] and not re.search(r"\d", said["phone"]):  # in the digits of any writing
        form.complain("phone", "no-phone", "give-phone")
    data = files.chosen(form, "logo")
    if len(data) > LARGEST_CHOSEN and not data.startswith(_BARE):
        form.complain("logo", "logo-too-large", "logo-smaller")
    gone = "no_logo" in form.fields and form.choices("no_logo")
    if form.problems:
        return None
    found = clinic_of(_as_file(Clinic(**said)).encode())
    found = replace(found, logo="" if gone else house.clinic.logo, sheet_key=house.clinic.sheet_key)
    if not data:
        return found
    if house.places.window and b"<svg" in data[:4000]:
        form.complain("logo", "no-svg-here", "save-as-png")
        return None
    try:
        return with_logo(found, data)
    except PrintkitError as error:
        form.blame(error, "logo")
        return None


def _as_file(clinic: Clinic) -> str:
    """A clinic file, with the key of its sheets behind what was typed. A logo that is no file is not in it."""
    names = (*_TYPED, "sheet_key") if clinic.sheet_key else _TYPED
    text = "".join(f"{name}:\n" for name in names)
    for name in names:
        if value := getattr(clinic, name):
            text = yaml_edits.changed(text, (name,), value)
    return text


def _blame(form: Form, error: PrintkitError) -> None:
    """What was refused, at the field of its line."""
    opening = request.form.get("do") == "open"
    for each in error.problems if isinstance(error, Several) else (error,):
        line = each.where.rpartition(":")[2]
        typed = _TYPED[int(line) - 1] if line.isdecimal() and 0 < int(line) <= len(_TYPED) else ""
        form.blame(each, "clinic_file" if opening else typed)


def _shown(clinic: Clinic) -> str:
    """The logo as it stands on the pages, as an address for a screen; "" where there is none, or none that can be read."""
    if not clinic.logo:
        return ""
    try:
        picture = load_logo(clinic.logo_source(), "")
    except PrintkitError:
        return ""
    return f"{IN_ITSELF}{b64encode(picture.data).decode()}"
