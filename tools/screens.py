"""The pictures of the screens in README.md and docs/family.md: `python tools/screens.py`. It takes a Chromium."""

import io
import shutil
import sys
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from printkit.kit import Printkit, clinic_of
from printkit.page.server import Door
from printkit.resources import EXAMPLES, EXAMPLES_ARE_OF

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = {"width": 560, "height": 840}
COLOURS = 64


def main() -> None:
    """Open the screens, go a family's and a therapist's way, and write a picture of each stop."""
    chromium = shutil.which("chromium") or sys.exit("this takes a Chromium")
    with Door(Printkit(clinic=clinic_of(EXAMPLES / "clinic.yaml"), today=EXAMPLES_ARE_OF)) as door:
        serving = threading.Thread(target=door.serve)
        serving.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
            drive(browser.new_page(viewport=SIZE), door.address)
            browser.close()
        door.memory.closing = True
        serving.join()


def drive(page: Page, address: str) -> None:
    """The stops."""
    page.goto(address)
    taken(page, "screen-home")
    page.goto(f"{address}checklist/home-safety")
    page.get_by_role("radio", name="The left side").check()
    taken(page, "screen-list")
    page.get_by_role("button", name="Make the pages").click()
    page.get_by_text("Look at the pages here").wait_for()
    taken(page, "screen-ready")
    page.goto(f"{address}booklet")
    page.set_input_files("input[name=file]", EXAMPLES / "foot-drop.yaml")
    page.get_by_role("button", name="Open the file").click()
    page.get_by_role("button", name="Exercises", exact=True).click()
    page.locator(".exercise").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.exercise').scrollIntoView()")
    for place in (0, 1):
        page.locator("img.picture").nth(place).evaluate("each => each.decode()")  # once it is drawn
    page.evaluate("document.querySelector('.exercise').scrollIntoView()")
    taken(page, "screen-exercises")
    page.goto(f"{address}returned")
    page.set_input_files("input[name=file]", EXAMPLES / "foot-drop.yaml")
    page.get_by_role("button", name="Show its boxes").click()
    page.get_by_role("link", name="days to tick").click()
    for day, answer in (("Mon 23", "yes"), ("Tue 24", "yes"), ("Wed 25", "no")):
        page.get_by_label(day).first.select_option(answer)
    taken(page, "screen-sheet")


def taken(page: Page, name: str) -> None:
    """One picture, in few colours, for that makes it small."""
    shot = Image.open(io.BytesIO(page.screenshot()))
    few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
