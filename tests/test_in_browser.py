"""The screens as a window of a browser asks them: plain calls, no server. tests/test_one_file.py has the real browser."""

import re
import subprocess
import sys

import pytest

from printkit.kit import Printkit
from printkit.page.in_browser import ROOT, Window

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def window() -> Window:
    return Window("9.8.7, 2026-11-29", Printkit())


def test_a_form_leads_to_what_was_made_and_the_path_says_where(window):
    got = window.ask("POST", f"{ROOT}/checklist/shoes", b"country=GB&side=left", FORM)
    assert re.fullmatch(rf"{ROOT}/made/[\w-]+", got.path)
    assert (got.kind, got.save) == ("text/html", "")
    assert "It is ready" in got.data.decode()
    (file,) = re.findall(r'data-file="([^"]+)"', got.data.decode())
    shown, saved = window.ask("GET", file), window.ask("GET", f"{file}?save=1")
    assert shown.kind == saved.kind == "application/pdf"
    assert shown.data == saved.data
    assert shown.data.startswith(b"%PDF-")
    assert shown.save == ""
    assert re.fullmatch(r"shoes-checklist-\d{4}-\d\d-\d\d[.]pdf", saved.save)


def test_a_place_on_a_screen_is_kept_on_the_way_to_it(window):
    begun = window.ask("POST", f"{ROOT}/booklet").path.removesuffix("who")
    for does in ("add:seated-toe-raise", "add:outer-foot-lift"):
        window.ask("POST", f"{begun}exercises", f"do={does}".encode(), FORM)
    got = window.ask("POST", f"{begun}exercises", b"do=up:4", FORM)
    assert got.path == f"{begun}exercises#exercise-outer-foot-lift"


def test_answers_are_saved_as_an_option_file(window):
    begun = window.ask("POST", f"{ROOT}/booklet").path.removesuffix("who")
    got = window.ask("GET", f"{begun}options.yaml")
    # it has no id yet
    assert (got.kind, got.save) == ("application/yaml", "options.yaml")


def test_what_must_be_put_right_stays_where_it_is(window):
    got = window.ask("POST", f"{ROOT}/handout", b"side=left", FORM)
    assert got.path == f"{ROOT}/handout"
    assert "<title>To put right:" in got.data.decode()


def test_a_window_says_its_version_and_that_all_stays_in_it_and_has_nothing_to_close(window):
    home = window.ask("GET", f"{ROOT}/").data.decode()
    assert "printkit 9.8.7, 2026-11-29" in home
    assert "It is gone when you close it." in home
    assert "Close printkit" not in home
    assert "A list of patients" not in home


# of the libraries of Python and of ours, what Pyodide and the one file have not
LACKS = ("_multiprocessing", "_posixshmem", "sqlalchemy", "numpy", "zxingcpp", "waitress", "readline")


def test_the_screens_begin_without_what_the_python_of_a_browser_lacks():
    begin = f"""
import sys
for name in {LACKS!r}:
    sys.modules[name] = None
from printkit.page.in_browser import Window
print(Window("1").__class__.__name__)
"""
    ran = subprocess.run([sys.executable, "-c", begin], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "Window\n"), ran.stderr
