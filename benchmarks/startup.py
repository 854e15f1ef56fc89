"""How long printkit takes from the shell, as ratios to one import of ReportLab's canvas.

    python -m compileall -q printkit && python benchmarks/startup.py [ROUNDS] [--check] [--wheel] [--write]

Every round runs the reference and each command, in turn, so that all see the same machine. The figure is CPU time
(user and system) of the whole process and those that it starts, as the operating system accounts it; the median of the
ratios of each round is what to quote. Each command is run three times: with nothing remembered (PRINTKIT_MEMORY=no), as
the first command of a user, and when an earlier one has left what it made of the catalogue. The first is that of a
checkout, which makes all of it; with --wheel a wheel is built and measured, which brings it ready, in an environment with
what an install brings and nothing else: packages of developers cost each command something, such as the `typing_extensions`
that msgspec imports where it is there. The ladder says what each command pays before it begins. --write puts all of it into
docs/performance.md.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFERENCE = ["-c", "import reportlab.pdfgen.canvas"]
PRINTKIT = ["-m", "printkit"]
HOW = ("nothing remembered", "first command", "second command")
AIMS = {
    "printkit handout": "2.5, then 1.2",
    "printkit checklist": "2.5, then 1.2",
    "printkit booklet": "2.5, then 1.2",
    "printkit booklet (no logo)": "2.5, then 1.2",
    "printkit check": "under a second",
}
LADDER = {
    "Python alone": "pass",
    "click and msgspec": "import click, msgspec",
    "the options of `printkit booklet`, too": "import msgspec, printkit.cli.group, printkit.cli.prints",
    "all that prints, too": "import printkit.cli.group, printkit.cli.prints, printkit.kit",
}
EXAMPLE = str(ROOT / "examples" / "foot-drop.yaml")
_REPORT = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- cold: written by benchmarks/startup.py -->", "<!-- end of cold -->"


def cpu_seconds(python: Path, given: list[str], memory: str = "no") -> float:
    process = subprocess.Popen(
        [python, "-P", *given],  # without -P a checkout would come first, where this is begun in one
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PRINTKIT_MEMORY": memory},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(given)} failed")
    return usage.ru_utime + usage.ru_stime


def built_wheel(folder: Path, pictures: str = "") -> Path:
    """A wheel of this checkout. It has the pictures as their files say, or "all", which takes some minutes."""
    said = {**os.environ, "PRINTKIT_PICTURES": pictures}
    subprocess.run([*_pip(sys.executable), "wheel", "--no-deps", "-w", folder / "dist", ROOT], check=True, env=said)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def unpacked_wheel(folder: Path) -> Path:
    """A wheel of this checkout, as pip puts it beside what is installed here."""
    site = folder / "site"
    subprocess.run([*_pip(sys.executable), "install", "--no-deps", "--target", site, built_wheel(folder)], check=True)
    return site


def installed_wheel(folder: Path) -> Path:
    """A wheel with all pictures in an environment of its own; returns its Python."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    needs = ["-c", ROOT / "constraints.txt", built_wheel(folder, "all")]
    subprocess.run([*_pip(python), "install", *needs], check=True)
    return python


def without_logo(folder: Path) -> str:
    """The example as a family writes it, without a clinic and so without a logo, which a process of its own reads."""
    told = Path(EXAMPLE).read_text(encoding="utf-8")
    path = folder / "family.yaml"
    path.write_text(
        "".join(line for line in told.splitlines(keepends=True) if not line.startswith("clinic_file")), encoding="utf-8"
    )
    return str(path)


def _pip(python: str | Path) -> list[str | Path]:
    return [python, "-m", "pip", "-q"]


def table(rounds: int, *, with_check: bool, wheel: bool = False) -> list[str]:
    """Each command against the reference, and what it pays before it begins, as lines of two tables."""
    with tempfile.TemporaryDirectory() as folder:
        python = installed_wheel(Path(folder)) if wheel else Path(sys.executable)
        out, fresh, kept = (str(Path(folder) / name) for name in ("out.pdf", "fresh", "kept"))
        commands = {
            "printkit --version": ["--version"],
            "printkit --help": ["--help"],
            "printkit handout": ["handout", "seated-toe-raise", "--side", "left", "-o", out],
            "printkit checklist": ["checklist", "home-safety", "-o", out],
            "printkit booklet": ["booklet", EXAMPLE, "-o", out],
            "printkit booklet (no logo)": ["booklet", without_logo(Path(folder)), "-o", out],
            **({"printkit check": ["check"]} if with_check else {}),
        }
        time.sleep(4)  # what was compiled just now is not remembered
        for command in (REFERENCE, *([*PRINTKIT, *given] for given in commands.values())):
            cpu_seconds(python, command, kept)  # one warm-up each, which leaves what is remembered
        ratios: dict[tuple[str, str], list[float]] = {(name, how): [] for name in commands for how in HOW}
        steps: dict[str, list[float]] = {name: [] for name in LADDER}
        references: list[float] = []
        for _ in range(rounds):
            references.append(cpu_seconds(python, REFERENCE))
            for name, code in LADDER.items():
                steps[name].append(cpu_seconds(python, ["-c", code]) / references[-1])
            for (name, how), found in ratios.items():
                shutil.rmtree(fresh, ignore_errors=True)
                memory = dict(zip(HOW, ("no", fresh, kept), strict=True))[how]
                found.append(cpu_seconds(python, [*PRINTKIT, *commands[name]], memory) / references[-1])
    place = "a wheel" if wheel else "a checkout"
    lines = [
        f"Of a single command from the shell, in {place}, CPU to that of `import reportlab.pdfgen.canvas`",
        f"({statistics.median(references) * 1000:.0f} ms): the median of {rounds} rounds, the least and the most.",
        "",
        f"| | {' | '.join(HOW)} | aim |",
        "|---|---|---|---|---|",
    ]
    for name in commands:
        lines += [f"| `{name}` | {' | '.join(_said(ratios[name, how]) for how in HOW)} | {AIMS.get(name, '')} |"]
    return [
        *lines,
        "",
        "| what is paid before | |",
        "|---|---|",
        *(f"| {name} | {_said(steps[name])} |" for name in LADDER),
    ]


def _said(found: list[float]) -> str:
    return f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def write(lines: list[str]) -> None:
    """Put the tables where docs/performance.md has them."""
    before, _, rest = _REPORT.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    machine = (
        f"{date.today():%-d %B %Y}, Python {sys.version.split()[0]}, {os.cpu_count()} cores that others used, too."
    )
    _REPORT.write_text("\n".join((f"{before}{_BEGIN}", "", machine, *lines, "", f"{_END}{after}")), encoding="utf-8")


if __name__ == "__main__":
    asked = sys.argv[1:]
    rounds = int(next((each for each in asked if each.isdecimal()), 15))
    said = table(rounds, with_check="--check" in asked, wheel="--wheel" in asked)
    print("\n".join(said))
    if "--write" in asked:
        write(said)
