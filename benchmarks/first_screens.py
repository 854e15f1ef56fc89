"""How long the screens take through each of their three doors, and by how many keys a person gets there.

    python tools/one_file.py && python benchmarks/first_screens.py [ROUNDS]

It takes a Chromium and the extra `page`. Every round starts a browser of its own for each door and, as the reference, for
Pyodide alone: the Python of the browser, with nothing of printkit. Doors: A is `printkit open`, B `printkit.html` from a
file with the network off, C the static files from a server on this machine. What is quoted is the median of the CPU
seconds of the browser and of the server, as Linux accounts them, of their ratios in each round, and of the seconds that
pass. Keys are counted from the first screen until the pages are ready to be opened.
"""

import http.server
import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from printkit.kit import Printkit, clinic_of
from printkit.page.server import Door
from printkit.resources import EXAMPLES, EXAMPLES_ARE_OF

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
LONGEST = 180_000  # ms
LATER = EXAMPLES_ARE_OF + timedelta(weeks=2)  # when the charts of the example come back
MOST_TABS = 60  # from one field to the next that is wanted
BARE = """<!doctype html><script type="module">
const worker = new Worker("bare.js", { type: "module" });
worker.onmessage = () => { document.body.append(Object.assign(document.createElement("h1"), { textContent: "it runs" })); };
</script>"""
BARE_WORKER = """import { loadPyodide } from "./pyodide/pyodide.mjs";
const python = await loadPyodide({ indexURL: "./pyodide/" });
postMessage(python.runPython("1 + 1"));"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Static files, without a line for each."""

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@contextmanager
def door_a() -> Iterator[str]:
    """The address of `printkit open`."""
    with Door(Printkit(clinic=clinic_of(EXAMPLES / "clinic.yaml"), today=LATER)) as door:
        serving = threading.Thread(target=door.serve)
        serving.start()
        try:
            yield door.address
        finally:
            door.memory.closing = True
            serving.join()


class Keys:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, words: str) -> None:
        """Words, a key a letter."""
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def reach(self, selector: str) -> None:
        """Go on by Tab until a field, a button or a link has the focus."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        sys.exit(f"{selector} is not reached by Tab")

    def go(self, key: str, heading: str) -> None:
        """Press a key and wait for the screen that it leads to."""
        self.press(key)
        self.page.locator("h1", has_text=re.compile(rf"^{re.escape(heading)}")).wait_for(timeout=LONGEST)


def family(page: Page) -> int:
    """A list for a home: country and weak side, the rest as it stands. Returns the keys that it took."""
    keys = Keys(page)
    keys.reach("a[href$='checklist/home-safety']")
    keys.go("Enter", "A safety check of a home")
    keys.reach("select[name=country]")
    keys.type("Ire")
    keys.reach("input[name=side]")
    keys.press("ArrowDown")
    keys.reach("button.main")
    keys.go("Enter", "It is ready")
    return keys.pressed


def therapist(page: Page) -> int:
    """A booklet from nothing: id, side, day of the stroke, who has checked the person and when. Returns the keys."""
    keys = Keys(page)
    keys.reach("a[href$='/booklet']")
    keys.go("Enter", "A booklet for one patient")
    keys.reach("button.main")
    keys.go("Enter", "Who it is for")
    keys.reach("[name='patient.id']")
    keys.type("w-12")
    keys.reach("[name='stroke.affected_side']")
    keys.type("The l")
    keys.reach("[name='stroke.happened_on']")
    keys.type("06022026")
    keys.reach("button.main")
    keys.go("Enter", "Health and home")
    keys.reach("[name='health.screened_by']")
    keys.type("J. Marsh")
    keys.reach("[name='health.screened_on']")
    keys.type("11162026")
    page.locator(
        "[name='health.screened_by']"
    ).focus()  # Enter in a line presses Go on, and so does Shift-Tab and Enter
    keys.press("Shift+Tab")
    keys.press("Tab")
    keys.go("Enter", "Exercises")
    keys.reach("[name='plan.minutes_a_day']")
    keys.go("Enter", "Look and pages")
    keys.reach("[name='print.weeks']")
    keys.go("Enter", "It is ready")
    return keys.pressed


def sheet(page: Page, address: str) -> int:
    """A chart of the example that came back with 10 ticks, typed in and saved as a table. Returns the keys."""
    page.goto(f"{address}returned")
    page.set_input_files("input[name=file]", EXAMPLES / "foot-drop.yaml")  # by a dialogue of the system, not counted
    keys = Keys(page)
    page.locator("input[name=file]").focus()
    keys.reach("button.main")
    keys.go("Enter", "A sheet that came back")
    keys.reach("a.main")
    keys.go("Enter", "Type in: Page")
    keys.reach("select")
    for _ in range(10):
        keys.type("t")
        keys.press("Tab")
    page.locator("button.main").focus()  # Tab leads there past the boxes that stay blank; End and Shift-Tab in one step
    keys.go("Enter", "A sheet that came back")
    keys.reach("button[value=table]")
    with page.expect_download():
        keys.press("Enter")
    return keys.pressed


class Taken(NamedTuple):
    """Seconds of CPU, and seconds that passed."""

    cpu: float
    passed: float


def timed(*acts: Callable[[], object]) -> Taken:
    """What some acts took, one after the other."""
    start, cpu = time.perf_counter(), used()
    for act in acts:
        act()
    return Taken(used() - cpu, time.perf_counter() - start)


def used() -> float:
    """CPU seconds of this process and of every process of a browser that it has started."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        number = int(path.parent.name)
        parents[number], ticks[number] = int(fields[1]), int(fields[11]) + int(fields[12])

    def ours(number: int) -> bool:
        while number and number != os.getpid():
            number = parents.get(number, 0)
        return bool(number)

    return sum(ticks[number] for number in parents if ours(number)) / os.sysconf("SC_CLK_TCK")


def through(browser: Browser, address: str, *, offline: bool = False) -> tuple[dict[str, Taken], int]:
    """What it takes until the first screen, until the first list from there, and until another; and the requests elsewhere."""
    context = browser.new_context(offline=offline)
    page = context.new_page()
    requests: list[str] = []
    context.on("request", lambda each: requests.append(each.url))
    link = page.get_by_role("link", name="A safety check of a home")
    found = {"first screen": timed(lambda: page.goto(address, timeout=LONGEST), lambda: link.wait_for(timeout=LONGEST))}
    for name in ("first list", "another list"):
        link.click()
        button = page.get_by_role("button", name="Make the pages")
        button.wait_for(timeout=LONGEST)
        ready = page.locator("h1", has_text="It is ready")
        found[name] = timed(button.click, partial(ready.wait_for, timeout=LONGEST))
        page.get_by_role("link", name="All prints").click()
        link.wait_for(timeout=LONGEST)
    here = ("data:", "blob:", address.rsplit("/", 1)[0])
    context.close()
    return found, sum(not each.startswith(here) for each in requests)


def bare(browser: Browser, address: str) -> Taken:
    """What it takes until Pyodide alone runs."""
    page = browser.new_page()
    seconds = timed(
        lambda: page.goto(f"{address}bare.html"), lambda: page.get_by_text("it runs").wait_for(timeout=LONGEST)
    )
    page.close()
    return seconds


def main(rounds: int) -> None:
    """Measure and print."""
    if CHROMIUM is None or not (DIST / "printkit.html").exists():
        sys.exit("this takes a Chromium, and the file that tools/one_file.py makes")
    found: dict[str, list[dict[str, Taken]]] = {"A": [], "B": [], "C": []}
    references: list[Taken] = []
    elsewhere = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, door_a() as a:
        site = Path(folder) / "site"
        shutil.copytree(DIST / "site", site)
        (site / "bare.html").write_text(BARE, encoding="utf-8")
        (site / "bare.js").write_text(BARE_WORKER, encoding="utf-8")
        with served(site) as c:
            for _ in range(rounds):
                for name, address in (("A", a), ("B", (DIST / "printkit.html").as_uri()), ("C", c), ("", c)):
                    browser = playwright.chromium.launch(
                        executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
                    )
                    if name:
                        taken, requests = through(browser, address, offline=name == "B")
                        found[name].append(taken)
                        elsewhere += requests
                    else:
                        references.append(bare(browser, address))
                    browser.close()
            told(found, references)
            print(f"requests elsewhere: {elsewhere}")
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
            )
            ways: dict[str, Callable[[Page], int]] = {
                "a family's list": family, "a booklet from nothing": therapist, "a chart with 10 ticks": lambda p: sheet(p, a),
            }  # fmt: skip
            for name, way in ways.items():
                page = browser.new_page()
                page.goto(a)
                keys: list[int] = []
                took = timed(lambda: keys.append(way(page)))  # noqa: B023 - called at once
                print(f"{name}: {keys[0]} keys, {took.cpu:.1f} s of CPU, {took.passed:.1f} s")
                page.close()
            browser.close()


def told(found: dict[str, list[dict[str, Taken]]], references: list[Taken]) -> None:
    """The table."""
    print(f"Pyodide alone: {middle(each.cpu for each in references)} s of CPU")
    for door, rounds in found.items():
        for name in rounds[0]:
            cpu = middle(each[name].cpu for each in rounds)
            passed = middle(each[name].passed for each in rounds)
            ratio = middle(each[name].cpu / by.cpu for each, by in zip(rounds, references, strict=True))
            print(f"{door} {name}: {cpu} s of CPU, {ratio} of Pyodide alone; {passed} s passed")


def middle(figures: Iterable[float]) -> str:
    """The median, with the least and the most."""
    ordered = sorted(figures)
    return f"{statistics.median(ordered):.2f} ({ordered[0]:.2f} to {ordered[-1]:.2f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
