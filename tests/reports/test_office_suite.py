"""What LibreOffice makes of the workbook and the document: PDF files with all that is in them."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from oicekpi import app
from oicekpi.app.reporting import ReportResult
from oicekpi.reports.document import Document, document
from oicekpi.reports.formats import FORMATS
from oicekpi.storage.workspace import Workspace

OFFICE = Workspace(Path(__file__).parent / "office")
FORMS = ("xlsx", "docx")


@pytest.fixture(scope="module")
def september() -> Document:
    """Give the document of a plan with an indicator of every sort."""
    return document(app.report(OFFICE, date(2024, 9, 30)))


@pytest.fixture(scope="module")
def pdfs(
    libreoffice: str,
    september: Document,
    hostile: ReportResult,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Let LibreOffice turn all files into PDF, in one run with settings of its own."""
    folder = tmp_path_factory.mktemp("office")
    of = {"plan": september, "hostile": document(hostile)}
    files = [folder / f"{stem}-{form}.{form}" for stem in of for form in FORMS]
    for path, (stem, form) in zip(files, product(of, FORMS), strict=True):
        path.write_bytes(FORMATS[form].document(of[stem]))
    arguments = [f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--headless"]
    arguments += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(
        [libreoffice, *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "HOME": str(folder)},
    )
    assert "repair" not in (done.stdout + done.stderr).casefold()
    return folder


@pytest.fixture(scope="module")
def told(pdfs: Path, poppler: Path) -> Callable[[str], str]:
    """Read the text of a PDF file, without its line breaks and blanks."""

    def read(name: str) -> str:
        command = [str(poppler / "pdftotext"), "-raw", str(pdfs / f"{name}.pdf"), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        return "".join(text.split())

    return read


def bare(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_an_office_suite_shows_all_texts(
    told: Callable[[str], str], september: Document, form: str
) -> None:
    """Title, headline, indicators with their sentences, in Latin and in Chinese letters."""
    text = told(f"plan-{form}")
    for said in september.title, september.headline, "学生出国留学与暑期带薪实习":
        assert bare(said) in text
    for part in september.parts:
        assert bare(part.id) in text
        assert bare(part.caption) in text
    for note in september.notes:
        assert bare(note) in text


def test_an_office_suite_shows_the_pictures(pdfs: Path, poppler: Path, september: Document) -> None:
    """Each chart of the Word document is there."""
    command = [str(poppler / "pdfimages"), "-list", str(pdfs / "plan-docx.pdf")]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    drawn = [part for part in september.parts if part.chart is not None]
    objects = {row.split()[10] for row in listed.splitlines()[2:]}
    assert len(objects) == len(drawn)


def test_an_office_suite_draws_the_charts(told: Callable[[str], str]) -> None:
    """The legend and the axis of native charts are text."""
    text = told("plan-xlsx")
    assert "80%interval" in text
    assert "JanFebMar" in text


@pytest.mark.parametrize("form", FORMS)
def test_an_office_suite_runs_nothing(told: Callable[[str], str], form: str) -> None:
    """Texts that mean harm are shown as they are."""
    text = told(f"hostile-{form}")
    assert "<script>document.title='run'</script>" in text
    assert "=cmd|'/Ccalc'!A0" in text
    assert "{{7*7}}" in text
    assert "Err:" not in text
    assert "#NAME?" not in text
