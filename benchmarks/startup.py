"""How long printkit takes from the shell, as ratios to one import of ReportLab's canvas.

    python -m compileall -q printkit && python benchmarks/startup.py [ROUNDS] [--check]

Every round runs the reference and each command once, in turn, so that all see the same machine. The figure is CPU time
(user and system) of the whole process and those that it starts, as the operating system accounts it; the median of the
ratios of each round is what to quote. Each command is run twice: with nothing remembered (PRINTKIT_MEMORY=no), and when an
earlier command has left what it made of the catalogue. Aim: 2.5 for a first booklet, handout and checklist.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REFERENCE = [sys.executable, "-c", "import reportlab.pdfgen.canvas"]
PRINTKIT = [str(Path(sys.executable).parent / "printkit")]
AIMS = {
    "printkit handout": "2.5, then 1.2",
    "printkit checklist": "2.5, then 1.2",
    "printkit booklet": "2.5, then 1.2",
    "printkit check": "under a second",
}
EXAMPLE = str(Path(__file__).parent.parent / "examples" / "foot-drop.yaml")


def cpu_seconds(command: list[str], memory: str = "no") -> float:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PRINTKIT_MEMORY": memory}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def table(rounds: int, *, with_check: bool) -> list[str]:
    """Each command against the reference, as lines of a table."""
    with tempfile.TemporaryDirectory() as folder:
        out, kept = str(Path(folder) / "out.pdf"), str(Path(folder) / "kept")
        commands = {
            "printkit --version": ["--version"],
            "printkit --help": ["--help"],
            "printkit handout": ["handout", "seated-toe-raise", "--side", "left", "-o", out],
            "printkit checklist": ["checklist", "home-safety", "-o", out],
            "printkit booklet": ["booklet", EXAMPLE, "-o", out],
            **({"printkit check": ["check"]} if with_check else {}),
        }
        time.sleep(4)  # what was compiled just now is not remembered
        for command in (REFERENCE, *([*PRINTKIT, *given] for given in commands.values())):
            cpu_seconds(command, kept)  # one warm-up each, which leaves what is remembered
        ratios: dict[tuple[str, str], list[float]] = {(name, how): [] for name in commands for how in ("no", kept)}
        references: list[float] = []
        for _ in range(rounds):
            references.append(cpu_seconds(REFERENCE))
            for (name, how), found in ratios.items():
                found.append(cpu_seconds([*PRINTKIT, *commands[name]], how) / references[-1])
    lines = [
        f"Of a single command from the shell, CPU to that of `import reportlab.pdfgen.canvas` ({statistics.median(references) * 1000:.0f} ms):",
        "",
        "| | nothing remembered | remembered | aim |",
        "|---|---|---|---|",
    ]
    for name in commands:
        both = (ratios[name, how] for how in ("no", kept))
        said = (f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})" for found in both)
        lines.append(f"| `{name}` | {' | '.join(said)} | {AIMS.get(name, '')} |")
    return lines


if __name__ == "__main__":
    asked = sys.argv[1:]
    rounds = int(next((each for each in asked if each.isdecimal()), 15))
    print("\n".join(table(rounds, with_check="--check" in asked)))
