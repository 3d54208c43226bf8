"""`oicekpi report`: the plan as a document to hand over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name, read_named
from oicekpi.cli.options import AsOf, DocumentFormat, Ids
from oicekpi.messages.failures import BAD_DATA, UsageError
from oicekpi.messages.text import printable

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi report                           one HTML page, with charts
  oicekpi report --output plan.md          the format follows from the ending
  oicekpi report --compare 2023            the year before beside this one
  oicekpi report A B2 --as-of 2024-09-30   one section and one objective
  oicekpi report --format markdown --output - | less

\b
A file that exists is replaced only if oicekpi wrote it, and nobody has
changed it since.
"""


def report(
    context: typer.Context,
    ids: Ids = None,
    as_of: AsOf = None,
    form: DocumentFormat = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            path_type=Path,
            help="Where to write it, - for standard output; if not given, a file is made here "
            "and named, and text goes into a pipe if there is one.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title, instead of the plan's.")
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="PLAN",
            parser=file_name,
            help="Compare with this plan, such as that of the year before.",
            autocompletion=complete.plans,
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.docx",
            path_type=Path,
            help="A Word document whose placeholders are filled, such as an office's own paper.",
        ),
    ] = None,
) -> None:
    """Write the progress of the plan as a document: charts, reasons and records."""
    from oicekpi.app import reporting
    from oicekpi.reports.document import document
    from oicekpi.reports.formats import FORMATS, MAX_TEMPLATE, Template, endings, format_of

    session: Session = context.obj
    named = None if output is None or str(output) == "-" else output
    if named is not None:
        ending = format_of(named.name)
        if form and ending and form != ending:
            options = [f"--format {form}", f"--output {named}"]
            raise UsageError("conflicting-options", options=options)
        if not (form or ending):
            case = "pdf" if named.suffix.lower() == ".pdf" else ""
            raise UsageError("unknown-ending", case, path=str(named), known=endings())
        form = form or ending
    made = FORMATS[form or ("html" if template is None else "docx")]
    paper = None
    if template is not None:
        if not made.templates:
            raise UsageError("template-for-word")
        paper = Template(str(template), read_named(template, MAX_TEMPLATE))
    result = reporting.report(
        session.workspace(),
        as_of or session.today,
        ids or (),
        today=session.today,
        plan=session.plan,
        beside=beside,
        watch=session.watch,
    )
    contents = document(result, title)
    data = made.document(contents) if paper is None else made.filled(contents, paper)
    terminal.tell_findings(result.warnings)
    if output is None and (made.binary or terminal.is_there()):
        named = Path(f"{result.whole.name}-report-{result.whole.day}{made.suffix}")
    if named is None:
        terminal.say_bytes(data)
    else:
        reporting.save(named, data, made.wrote)
        terminal.say(f"{printable(str(named))}\n")
    if result.findings:
        raise typer.Exit(BAD_DATA)
