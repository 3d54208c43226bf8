"""`oicekpi report`: where the document goes, and which format it has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.reports.formats import FORMATS, Format, document_formats, seal

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]

NAMED = "2024-report-2024-09-30.md"


class Bytes(Format):
    """A format whose documents are no text."""

    suffix = ".bin"
    binary = True

    def document(self, document: object) -> bytes:  # noqa: ARG002 - as every format
        """Return what no text is."""
        return b"\xff\x00"

    def wrote(self, data: bytes) -> bool:
        """Know it again."""
        return data == b"\xff\x00"


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let results go to a terminal."""
    monkeypatch.setattr("oicekpi.cli.terminal.is_there", lambda: True)


@pytest.mark.usefixtures("office")
def test_text_goes_into_a_pipe(run: Run) -> None:
    """Without a name, text is for what reads it; no file is made."""
    before = sorted(Path().rglob("*"))
    code, out, err = run("report", "--format", "markdown")
    assert (code, err) == (0, "")
    assert out.startswith("# A small plan\n")
    assert sorted(Path().rglob("*")) == before


@pytest.mark.usefixtures("office", "at_terminal")
def test_at_a_terminal_a_file_is_made_and_named(run: Run) -> None:
    """It is named by the plan and the day."""
    code, out, err = run("report", "--format", "markdown", "--title", "For the board")
    assert (code, out, err) == (0, f"{NAMED}\n", "")
    assert Path(NAMED).read_text("utf-8").startswith("# For the board\n")


@pytest.mark.usefixtures("office")
def test_what_is_no_text_is_put_into_a_file_unless_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe gets bytes only by `--output -`."""
    told: list[bytes] = []
    monkeypatch.setattr("oicekpi.cli.terminal.say_bytes", told.append)
    with FORMATS.registered("bytes", Bytes()):
        assert run("report", "--format", "bytes")[1] == "2024-report-2024-09-30.bin\n"
        assert Path("2024-report-2024-09-30.bin").read_bytes() == b"\xff\x00"
        assert told == []
        assert run("report", "--format", "bytes", "--output", "-")[0] == 0
    assert told == [b"\xff\x00"]


@pytest.mark.usefixtures("office", "at_terminal")
def test_dash_is_standard_output_even_at_a_terminal(run: Run) -> None:
    """Whoever asks for it gets it."""
    assert run("report", "--format", "markdown", "--output", "-")[1].startswith("# A small plan\n")


@pytest.mark.usefixtures("office")
def test_the_format_follows_from_the_ending(run: Run, codes: Codes) -> None:
    """In any case of letters; an ending that says nothing needs a format, one of another is odd."""
    assert run("report", "--output", "plan.MD")[:2] == (0, "plan.MD\n")
    assert run("report", "--output", "plan", "--format", "markdown")[:2] == (0, "plan\n")
    code, _, err = run("report", "--output", "plan.txt")
    assert (code, codes(err)) == (2, ["unknown-ending"])
    with FORMATS.registered("bytes", Bytes()):
        code, _, err = run("report", "--output", "plan.bin", "--format", "markdown")
    assert (code, codes(err)) == (2, ["conflicting-options"])
    assert not Path("plan.bin").exists()


@pytest.mark.usefixtures("office")
def test_a_report_is_renewed_and_nothing_else_is_replaced(run: Run, codes: Codes) -> None:
    """A file that somebody wrote or changed stays as it is."""
    path = Path("plan.md")
    assert run("report", "--output", "plan.md")[0] == 0
    assert run("report", "--output", "plan.md", "--as-of", "2024-06-30")[0] == 0
    assert "as of 2024-06-30" in path.read_text("utf-8")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # as git does on Windows
    assert run("report", "--output", "plan.md")[0] == 0
    edited = path.read_bytes() + b"One more word.\n"
    path.write_bytes(edited)
    code, out, err = run("report", "--output", "plan.md")
    assert (code, out, codes(err)) == (2, "", ["not-our-report"])
    assert path.read_bytes() == edited
    code, _, err = run("report", "--output", "plans/2024.yaml", "--format", "markdown")
    assert (code, codes(err)) == (2, ["not-our-report"])


@pytest.mark.usefixtures("office")
def test_what_is_no_file_or_has_no_folder_is_refused(run: Run, codes: Codes) -> None:
    """A folder, a link and a missing folder take no report."""
    Path("page.md").symlink_to("plans/2024.yaml")
    Path("folder.md").mkdir()
    for name, code in (
        ("page.md", "not-plain-file"),
        ("folder.md", "not-plain-file"),
        ("gone/page.md", "no-output-folder"),
    ):
        answer, _, err = run("report", "--output", name)
        assert (answer, codes(err)) == (2, [code])


@pytest.mark.usefixtures("office")
def test_whoever_wants_a_pdf_is_told_how_to_get_one(run: Run, codes: Codes) -> None:
    """No format is one, but a page and a Word document can be printed as one."""
    code, _, err = run("report", "--output", "Plan.PDF")
    assert (code, codes(err)) == (2, ["unknown-ending"])
    assert "print it or save it as PDF" in err


@pytest.mark.usefixtures("office")
def test_findings_are_in_the_document_and_in_the_exit_code(run: Run) -> None:
    """What is wrong with the files makes the figures doubtful; the document is written."""
    Path("records/2024/2024-05-01-x.yaml").write_text("kind: trip\n")
    code, out, _ = run("report", "--format", "markdown")
    assert code == 1
    assert "the figures may be incomplete" in out


@pytest.mark.usefixtures("office")
def test_a_part_can_be_asked_for(run: Run, codes: Codes) -> None:
    """Ids narrow it as in `status`, and unknown ones are refused."""
    out = run("report", "B2", "--format", "markdown")[1]
    assert "B2.programme" in out
    assert "A1.staff" not in out
    code, _, err = run("report", "Z9")
    assert (code, codes(err)) == (2, ["unknown-id"])


@pytest.mark.usefixtures("office")
def test_a_plan_beside_itself_or_beside_none_is_refused(run: Run, codes: Codes) -> None:
    """Another plan has to be there to compare with."""
    for name, code in (("2024", "same-plan"), ("1999", "unknown-plan")):
        answer, _, err = run("report", "--compare", name)
        assert (answer, codes(err)) == (2, [code])


@pytest.mark.usefixtures("office")
def test_a_format_that_needs_a_missing_package_says_what_to_install(
    run: Run, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package and the extra are named; a module of ours that is missing is a bug."""

    def without(name: str) -> Callable[[str], object]:
        def load(_: str) -> object:
            raise ModuleNotFoundError(name=name)

        return load

    monkeypatch.setattr("oicekpi.reports.formats.import_module", without("jinja2"))
    code, _, err = run("report", "--format", "markdown")
    assert (code, codes(err)) == (2, ["missing-extra"])
    assert "jinja2" in err
    assert "oicekpi[report]" in err
    monkeypatch.setattr("oicekpi.reports.formats.import_module", without("oicekpi.x"))
    assert run("report", "--format", "markdown")[0] == 3


@pytest.mark.parametrize("form", [name for name in document_formats() if not FORMATS[name].binary])
@pytest.mark.usefixtures("office")
def test_the_same_files_and_day_give_the_same_bytes(run: Run, form: str) -> None:
    """Nothing in a document is of the moment or the place where it was made."""
    first = run("report", "--format", form)[1]
    assert run("report", "--format", form)[1] == first
    assert seal.wrote(first.encode())


@pytest.mark.usefixtures("office")
def test_a_file_that_comes_meanwhile_is_not_replaced(
    run: Run, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was quicker keeps the name."""
    monkeypatch.setattr("oicekpi.storage.disk._publish", lambda *_: False)
    code, _, err = run("report", "--output", "plan.md")
    assert (code, codes(err)) == (2, ["changed-meanwhile"])
    assert not Path("plan.md").exists()


@pytest.mark.parametrize("form", [name for name in document_formats() if FORMATS[name].binary])
@pytest.mark.usefixtures("office")
def test_a_binary_document_is_renewed_while_it_is_ours(run: Run, codes: Codes, form: str) -> None:
    """One that somebody has changed stays as it is."""
    path = Path(f"plan{FORMATS[form].suffix}")
    assert run("report", "--output", str(path))[:2] == (0, f"{path}\n")
    data = path.read_bytes()
    assert run("report", "--output", str(path))[0] == 0
    assert path.read_bytes() == data
    path.write_bytes(data[:-1])
    code, _, err = run("report", "--output", str(path))
    assert (code, codes(err)) == (2, ["not-our-report"])


@pytest.mark.usefixtures("office")
def test_a_template_makes_a_word_document(run: Run, codes: Codes) -> None:
    """It needs no other option, and is of no use to other formats."""
    assert run("report", "--output", "paper.docx")[0] == 0
    assert run("report", "--template", "paper.docx")[:2] == (0, f"{NAMED[:-3]}.docx\n")
    code, _, err = run("report", "--template", "paper.docx", "--format", "markdown")
    assert (code, codes(err)) == (2, ["template-for-word"])
    code, _, err = run("report", "--template", "none.docx")
    assert (code, codes(err)) == (2, ["cannot-read"])
    code, _, err = run("report", "--template", "plans/2024.yaml")
    assert (code, codes(err)) == (2, ["bad-template"])
