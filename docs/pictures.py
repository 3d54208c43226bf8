"""Make the pictures of documents where a program is that shows them: a part of `make docs`.

A browser draws letters as its machine has them, so that no test compares the bytes.
"""

import shutil
import tempfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from oicekpi import app
from oicekpi.reports.document import document
from oicekpi.reports.formats import FORMATS
from oicekpi.storage.workspace import Workspace

ROOT: Final = Path(__file__).resolve().parent.parent
_DAY: Final = date(2024, 9, 30)


class Shot(NamedTuple):
    """A part of the page: how wide and high the window is, and where it begins."""

    width: int
    height: int
    at: str = ""


SHOTS: Final = {
    "docs/images/report.png": Shot(1400, 900),
    "docs/images/report-indicator.png": Shot(1400, 660, "A1.staff"),
    "docs/images/report-narrow.png": Shot(360, 780),
    "docs/images/report-narrow-indicator.png": Shot(360, 780, "A1.staff"),
}
"""The pictures by their paths."""


def browser() -> str | None:
    """Return the path of a browser, if there is one and what drives it."""
    if find_spec("playwright") is None:
        return None
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def make() -> None:
    """Write the pictures; without a browser they are left as they are."""
    program = browser()
    if program is None:
        print("no browser with playwright: the pictures of the page are left as they are")
        return
    from playwright.sync_api import sync_playwright

    made = document(app.report(Workspace(ROOT), _DAY))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder, "report.html")
        path.write_bytes(FORMATS["html"].document(made))
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, shot in SHOTS.items():
            page = started.new_page(viewport={"width": shot.width, "height": shot.height})
            page.goto(f"{path.as_uri()}#{shot.at}" if shot.at else path.as_uri())
            page.screenshot(path=ROOT / name)
            page.close()
            print(name)
        started.close()


if __name__ == "__main__":
    make()
