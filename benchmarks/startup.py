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
EXAMPLE = str(Path(__file__).parent.parent / "examples" / "foot-drop.yaml")


def cpu_seconds(command: list[str], memory: str = "no") -> float:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PRINTKIT_MEMORY": memory}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main(rounds: int, *, with_check: bool) -> None:
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
    print(f"reference: {statistics.median(references) * 1000:.0f} ms CPU, {rounds} rounds, ratios as median [min-max]")
    print(f"{'':20} {'nothing remembered':>24} {'remembered':>24}")
    for name in commands:
        both = (ratios[name, how] for how in ("no", kept))
        said = (f"{statistics.median(found):7.2f} [{min(found):.2f}-{max(found):.2f}]" for found in both)
        print(f"{name:20}", *(f"{each:>24}" for each in said))


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(int(next((each for each in asked if each.isdecimal()), 15)), with_check="--check" in asked)
