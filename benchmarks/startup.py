"""How long printkit takes from the shell, as ratios to one import of ReportLab's canvas.

    python -m compileall -q printkit && python benchmarks/startup.py [ROUNDS]

Every round runs the reference and each command once, in turn, so that all see the same machine. The figure is CPU time
(user and system) of the whole process, as the operating system accounts it; the median of the ratios of each round is
what to quote. Aims: printkit --version 0.7, a handout 4, a booklet 6.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REFERENCE = [sys.executable, "-c", "import reportlab.pdfgen.canvas"]
PRINTKIT = [str(Path(sys.executable).parent / "printkit")]
EXAMPLE = str(Path(__file__).parent.parent / "examples" / "foot-drop.yaml")


def cpu_seconds(command: list[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.pdf")
        commands = {
            "printkit --version": (0.7, [*PRINTKIT, "--version"]),
            "printkit handout": (4.0, [*PRINTKIT, "handout", "seated-toe-raise", "--side", "left", "-o", out]),
            "printkit booklet": (6.0, [*PRINTKIT, "booklet", EXAMPLE, "-o", out]),
        }
        for _, command in [(0, REFERENCE), *commands.values()]:
            cpu_seconds(command)  # one warm-up each
        ratios: dict[str, list[float]] = {name: [] for name in commands}
        references: list[float] = []
        for _ in range(rounds):
            references.append(cpu_seconds(REFERENCE))
            for name, (_, command) in commands.items():
                ratios[name].append(cpu_seconds(command) / references[-1])
    print(f"reference: {statistics.median(references) * 1000:.0f} ms CPU, {rounds} rounds, ratios as median [min-max]")
    for name, (aim, _) in commands.items():
        found = ratios[name]
        print(f"{name:20} {statistics.median(found):5.2f} [{min(found):.2f}-{max(found):.2f}]   aim {aim}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
