"""Make pictures of the documents for office programs, and our template: a part of `make docs`.

The pictures are those that LibreOffice and poppler draw, with the fonts of the machine; where these
programs are missing, the pictures stay as they are. No test compares them.
"""

import shutil
import subprocess
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageOps

from oicekpi.app import reporting
from oicekpi.reports.document import document
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.formats.package import sealed
from oicekpi.reports.word import style
from oicekpi.storage.workspace import Workspace

ROOT: Final = Path(__file__).resolve().parent.parent
_DAY: Final = date(2024, 9, 30)
_WIDTH: Final = 1600  # pixels of a picture
_FRAME, _GAP, _WHITE = "#B0B0B0", 24, "#FFFFFF"


def template() -> bytes:
    """Return our template, for those who want to change it."""
    file = BytesIO()
    style.template().save(file)
    return sealed(file.getvalue())


def _pages(form: str, folder: Path) -> list[Image.Image]:
    """Return the first page of this repository's report as LibreOffice has it, and a later one."""
    contents = document(reporting.report(Workspace(ROOT), _DAY))
    path = folder / f"plan.{form}"
    path.write_bytes(FORMATS[form].document(contents))
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    convert = ["soffice", settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(path)], check=True, capture_output=True)
    read = ["pdftotext", str(folder / "plan.pdf"), "-"]
    texts = subprocess.run(read, check=True, capture_output=True).stdout.decode().split("\f")
    found = []
    for number in 1, 1 + next(at for at, text in enumerate(texts) if "likely" in text):
        at = ["-f", str(number), "-l", str(number), "-r", "110", "-singlefile", "-png"]
        page = folder / f"{form}-{number}"
        subprocess.run(["pdftoppm", *at, str(folder / "plan.pdf"), str(page)], check=True)  # noqa: S607 - as PATH has it
        found.append(Image.open(page.with_suffix(".png")).convert("RGB"))
    return found


def _cut(page: Image.Image) -> Image.Image:
    """Cut the empty end off a page."""
    body = page.crop((0, 0, page.width, page.height - page.height // 12))  # without its footer
    box = ImageChops.difference(body, Image.new("RGB", body.size, _WHITE)).getbbox()
    return page.crop((0, 0, page.width, (box[3] if box else page.height) + _GAP))


def _framed(pages: list[Image.Image], *, beside: bool) -> Image.Image:
    """Put pages beside or below one another."""
    pages = [ImageOps.expand(each, 1, _FRAME) for each in pages]
    wide, high = [each.width for each in pages], [each.height for each in pages]
    gaps = _GAP * (len(pages) - 1)
    size = (sum(wide) + gaps, max(high)) if beside else (max(wide), sum(high) + gaps)
    whole, at = Image.new("RGB", size, _WHITE), 0
    for page in pages:
        whole.paste(page, (at, 0) if beside else (0, at))
        at += (page.width if beside else page.height) + _GAP
    return whole.resize((_WIDTH, whole.height * _WIDTH // whole.width), Image.Resampling.LANCZOS)


def make(root: Path = ROOT) -> None:
    """Write the template, and the pictures where the programs are there; print what changed."""
    made = {"docs/examples/report-template.docx": template()}
    if shutil.which("soffice") and shutil.which("pdftotext"):
        with tempfile.TemporaryDirectory() as name:
            workbook = [_cut(each) for each in _pages("xlsx", Path(name))]
            pictures = {
                "docs/images/report-xlsx.png": _framed(workbook, beside=False),
                "docs/images/report-docx.png": _framed(_pages("docx", Path(name)), beside=True),
            }
        for path, whole in pictures.items():
            file = BytesIO()
            whole.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                file, "PNG", optimize=True
            )
            made[path] = file.getvalue()
    for path, data in made.items():
        target = root / path
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            print(path)


if __name__ == "__main__":
    make()
