"""Files that are chosen on a screen: none is one thing, an empty one another."""

from flask import request

from printkit.page.forms import Form


def chosen(form: Form, name: str) -> bytes:
    """The bytes of the file that was chosen in a field; b"" where none was. An empty one is a problem of its field."""
    file = request.files.get(name)
    data = file.read() if file is not None else b""
    if not data and file is not None and file.filename:
        form.complain(name, "empty-file", "choose-other-file")
    return data


def needed(form: Form, name: str, hint: str) -> bytes:
    """The same where there must be one: that none was chosen is a problem, too, with this hint."""
    data = chosen(form, name)
    if not data and not form.problems_of(name):
        form.complain(name, "no-file", hint)
    return data
