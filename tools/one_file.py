"""The page without a server: printkit.html, one file that a double click opens, and the same as a folder of static files.

`python tools/one_file.py` writes dist/printkit.html and dist/site. It needs npm and node (for Pyodide, the Python of a
browser, and to compile for it) and the extras `page`, `scripts` and `languages`, whose libraries it packs; what it takes
from the registries is held against the hashes below. docs/family.md says how the file is made and used.
"""

import argparse
import base64
import hashlib
import importlib.metadata
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Container, Iterable, Iterator
from datetime import date
from pathlib import Path

EXTRAS = "page,scripts,languages"  # by them the libraries come that are packed
INSTALL = f"{sys.executable} -m pip install -c constraints.txt '.[{EXTRAS}]'"
try:
    import printkit
    from printkit.kit import Printkit
    from printkit.page import words
    from printkit.resources import CATALOG, TEMPLATES
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed here; the one file takes the extras {EXTRAS}: {INSTALL}")

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "tools" / "browser"
SCREENS = ROOT / "printkit" / "page" / "screens"
PYODIDE = "314.0.7"  # MPL-2.0; CPython 3.14 for browsers
PYODIDE_SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
PLATFORM = "pyemscripten_2026_0_wasm32"
BUILT = {  # the libraries that are not written in Python, as wheels for browsers, each with its hash
    f"msgspec-0.23.0-cp314-cp314-{PLATFORM}.whl": "1836f50ad87e7c56600b648a1b75c3bbcce62835cb1f489435fc5fee8d068831",
    f"uharfbuzz-0.57.0-cp311-abi3-{PLATFORM}.whl": "430b78efc0cff3365461ff79e0d0a944cda17253171d5a4f8cf4615ebde08541",
}
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PURE = (
    "reportlab", "jinja2", "markdown-it-py", "mdurl", "pypdf", "click", "pyyaml", "markupsafe", "flask", "werkzeug",
    "itsdangerous", "blinker", "python-bidi", "babel",
)  # fmt: skip
NO_CODE = (".so", ".pyd", ".pyc", ".c", ".pyx", ".pyi")
LEFT_OUT = (  # what no screen asks for, most of it by size
    "printkit/cli/", "printkit/checking/", "printkit/page/server.py", "printkit/page/scans.py",
    "printkit/page/bare_scans.py", "printkit/page/scan_boxes.py", "printkit/scan/ink.py", "printkit/scan/strokes.py",
    "printkit/scan/straightening.py", "printkit/scan/placing.py", "printkit/scan/deciding.py", "printkit/scan/crops.py",
    "printkit/scan/reading.py", "printkit/scan/stack.py", "printkit/scan/review", "printkit/printing/cups.py",
    "printkit/printing/cluster.py", "printkit/diary/database.py", "printkit/diary/engine.py", "printkit/diary/schema.py", "reportlab/fonts/", "reportlab/graphics/",
    "reportlab/platypus/", "werkzeug/debug/", "werkzeug/middleware/", "flask/testing.py", "click/testing.py",
    "uharfbuzz/_harfbuzz_test", "bidi/wrapper.py", "babel/messages/", "babel/support.py", "babel/units.py",
)  # fmt: skip
LARGEST = 21_000_000  # bytes of the one file; many mail servers take 25 MB, with a third on top for their letters
POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src {worker}; connect-src {connect}; "
    "style-src {style}; img-src data: blob:; frame-src blob:; base-uri 'none'; form-action 'none'"
)


def main(out: Path, parts: Path, day: date) -> None:
    """Write the one file and the folder, and say how large they are. What was there before stays until they are whole."""
    look_for_all()
    parts.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="being-made-", dir=out) as folder:
        site, file = Path(folder) / "site", Path(folder) / "printkit.html"
        make_site(site, parts, day)
        file.write_text(one_file(site), encoding="utf-8")
        shutil.rmtree(out / "site", ignore_errors=True)
        site.rename(out / "site")
        file.replace(out / "printkit.html")
    tell(out)


def look_for_all() -> None:
    """End with all that is missing here, and how it comes, before anything is written."""
    missing = [name for name in PURE if not is_installed(name)]
    if missing:
        sys.exit(f"not installed here: {', '.join(missing)}; the one file takes the extras {EXTRAS}: {INSTALL}")
    for program in ("npm", "node"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is needed for this; it comes with Node.js")


def is_installed(library: str) -> bool:
    """Whether a library can be packed from here."""
    try:
        return bool(importlib.metadata.files(library))
    except importlib.metadata.PackageNotFoundError:
        return False


def make_site(site: Path, parts: Path, day: date) -> None:
    """Write the folder of static files."""
    (site / "pyodide").mkdir(parents=True)
    pyodide, built = pyodide_in(parts), [wheel_in(parts, name) for name in BUILT]
    for name in CORE:
        shutil.copy(pyodide / name, site / "pyodide" / name)
    (site / "app.zip").write_bytes(packed(built))
    run("node", BROWSER / "compile.mjs", pyodide.resolve(), site / "app.zip")
    (site / "version.txt").write_text(f"{printkit.__version__}, {day}", encoding="utf-8")
    (site / "style.css").write_text(text(SCREENS / "style.css"), encoding="utf-8")
    (site / "worker.js").write_text(text(BROWSER / "worker-of-site.js", BROWSER / "worker.js"), encoding="utf-8")
    (site / "shell.js").write_text(shell("site"), encoding="utf-8")
    (site / "index.html").write_text(
        page(
            POLICY.format(scripts="'self'", worker="'self'", connect="'self'", style="'self'"),
            '<link rel="stylesheet" href="style.css">',
            '<script type="module" src="shell.js"></script>',
        ),
        encoding="utf-8",
    )


def tell(out: Path) -> None:
    """The sizes, and the hash that is published beside the file."""
    file = (out / "printkit.html").read_bytes()
    static = sum(path.stat().st_size for path in (out / "site").rglob("*") if path.is_file())
    wire = sum(len(zlib.compress(path.read_bytes(), 6)) for path in (out / "site").rglob("*") if path.is_file())
    print(f"{out / 'printkit.html'}: {len(file) / 1e6:.1f} MB, sha256 {hashlib.sha256(file).hexdigest()}")
    print(f"{out / 'site'}: {static / 1e6:.1f} MB, {wire / 1e6:.1f} MB on the wire where the server packs it")
    if len(file) > LARGEST:
        sys.exit(f"the file is larger than {LARGEST / 1e6:.0f} MB")


def pyodide_in(parts: Path) -> Path:
    """The unpacked folder of Pyodide, as npm gives it."""
    archive, folder = parts / f"pyodide-{PYODIDE}.tgz", parts / "package"
    if not archive.exists():
        run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", "--pack-destination", parts)
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != PYODIDE_SHA512:
        sys.exit(f"{archive.name} is not the file that was looked at; its hash is another one")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.unpack_archive(archive, parts, filter="data")
    return folder


def wheel_in(parts: Path, name: str) -> Path:
    """A wheel for browsers, by the name of its file."""
    wheel = parts / name
    if not wheel.exists():
        library, version, *_ = name.split("-")
        where = ["--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--platform", PLATFORM]
        where += ["--only-binary=:all:", "--no-deps", "--dest", str(parts)]
        run(sys.executable, "-m", "pip", "download", "--quiet", f"{library}=={version}", *where)
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != BUILT[name]:
        sys.exit(f"{wheel.name} is not the file that was looked at; its hash is another one")
    return wheel


def packed(built: Iterable[Path]) -> bytes:
    """All Python of the page with what it reads, as a zip. What libraries need is taken from where this runs."""
    whole = io.BytesIO()
    inside = {**dict(theirs()), **dict(ours())}  # ours last: it stands in for parts of theirs
    for wheel in built:
        with zipfile.ZipFile(wheel) as opened:
            inside |= {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as app:
        for name, data in sorted(inside.items()):
            if not name.startswith(LEFT_OUT):
                app.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def ours() -> Iterator[tuple[str, bytes]]:
    """The program, its catalogue and templates, and what stands in for libraries that a browser lacks."""
    for folder, below in (
        (ROOT / "printkit", "printkit"),
        (CATALOG, "printkit/_shipped/catalog"),
        (TEMPLATES, "printkit/_shipped/templates"),
        (BROWSER / "PIL", "PIL"),
        (BROWSER / "bidi", "bidi"),
    ):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in NO_CODE:
                yield f"{below}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    yield "printkit/LICENSE", (ROOT / "LICENSE").read_bytes()


def theirs() -> Iterator[tuple[str, bytes]]:
    """The libraries, with their licences. Parts of them that are not in Python only make them faster.

    Of the dates of some 1,000 languages, those of the languages that are printed, in the countries that printkit knows.
    """
    catalog = Printkit().catalog
    spoken = {"root", *catalog.languages} - {"en"}  # whose dates are our own
    for name in PURE:
        for file in importlib.metadata.files(name) or ():
            said = file.as_posix()
            if (
                said.startswith("..")
                or (file.parent.name == "locale-data" and not _is_printed(file.stem, spoken, catalog.regions))
                or file.suffix in NO_CODE
                or said.endswith(("/RECORD", "/INSTALLER", "/REQUESTED"))
            ):
                continue
            yield said, Path(str(file.locate())).read_bytes()


def _is_printed(locale: str, languages: Container[str], countries: Container[str]) -> bool:
    """Whether pages may ask for dates of a locale, as es_MX; one without a country, as es_419, stands behind others."""
    language, _, country = locale.partition("_")
    return language in languages and (not country or country.isdecimal() or country in countries)


def one_file(site: Path) -> str:
    """The page with all its parts in it, each packed and in letters."""
    parts = ["app.zip", "version.txt", *(f"pyodide/{name}" for name in CORE)]
    data = "\n".join(
        f'<script type="application/octet-stream" data-part="{Path(name).name}">'
        f"{base64.b64encode(zlib.compress((site / name).read_bytes(), 9)).decode()}</script>"
        for name in parts
    )
    worker = text(BROWSER / "worker-of-file.js", BROWSER / "worker.js")
    script = shell("file")
    policy = POLICY.format(
        scripts=f"'{hashed(script)}' blob:", worker="blob:", connect="'none'", style="'unsafe-inline'"
    )
    scripts = (
        f'{data}\n<script type="text/plain" id="worker">{worker}</script>\n<script type="module">{script}</script>'
    )
    return page(policy, f"<style>\n{text(SCREENS / 'style.css')}</style>", scripts)


def shell(door: str) -> str:
    """The script of the page: what the screens have, where the worker comes from, and what hands requests to it."""
    screens = text(SCREENS / "screens.js").replace('"use strict";\n', "")
    return screens + text(BROWSER / f"start-of-{door}.js", BROWSER / "shell.js")


def page(policy: str, style: str, scripts: str) -> str:
    """The first sight of the page, in the words of the catalogue; nobody has chosen a language yet, so in each."""
    kit = Printkit()
    say = {language: kit.catalog.labels(language) for language in words.languages(kit)}

    def in_each(key: str) -> str:
        said = ((language, labels("screen", key)) for language, labels in say.items())
        return "".join(f'<p lang="{language}">{sentence}</p>' for language, sentence in said)

    first = {
        "working": say["en"]("screen", "working"),
        "too_old": " ".join(labels("screen", "too-old") for labels in say.values()),
        "getting_ready": in_each("getting-ready"),
        "no_script": in_each("too-old"),
    }
    filled = first | {"policy": policy, "style": style, "scripts": scripts}
    return re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], text(BROWSER / "index.html"))


def hashed(script: str) -> str:
    """By which a policy knows a script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def text(*paths: Path) -> str:
    """Files one after the other."""
    return "".join(path.read_text(encoding="utf-8") for path in paths)


def run(*command: object) -> None:
    """A command of another program; ends this one when it is missing or fails."""
    try:
        subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is needed for this")
    except subprocess.CalledProcessError as error:
        sys.exit(f"{command[0]} failed with {error.returncode}")


if __name__ == "__main__":
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("--out", type=Path, default=ROOT / "dist", help="where to write")
    said.add_argument("--parts", type=Path, help="where downloads are kept  [default: OUT/parts]")
    said.add_argument("--day", type=date.fromisoformat, default=date.today(), help="the day that the page says")
    given = said.parse_args()
    main(given.out, given.parts or given.out / "parts", given.day)
