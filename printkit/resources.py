"""Where the shipped templates and catalogue are: inside the wheel, or beside the package in a checkout."""

import sys
from datetime import date
from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE / "_shipped" if (_PACKAGE / "_shipped").is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
CATALOG = _ROOT / "catalog"
EXAMPLES = _ROOT / "examples"
READY = _ROOT / "ready"  # what a wheel has made of them; a checkout has none
EXAMPLES_ARE_OF = date(2026, 11, 20)  # the day on which their made-up patients are seen
IN_BROWSER = (
    sys.platform == "emscripten"
)  # Pyodide: no processes, no sockets, and only the libraries that are handed over
