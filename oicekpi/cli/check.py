"""`oicekpi check`: everything that is wrong in plans and records."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import CheckFormat
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.failures import BAD_DATA, CannotWriteError, reason_of
from oicekpi.storage.workspace import prefix

if TYPE_CHECKING:
    from oicekpi.checks.report import Report
    from oicekpi.cli.session import Session


EXAMPLES: Final = """\b
Examples:
  oicekpi check                        the whole workspace
  oicekpi check records/2024 --strict  one folder; warnings fail too
  oicekpi check --explain wrong-kind   what a finding means, and how to fix it
  oicekpi check --format sarif > findings.sarif
"""


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            path_type=Path,
            help="List only findings of these files and folders.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    form: CheckFormat = None,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a finding's code means.")
    ] = None,
) -> None:
    """Check plans and records, and list every finding with file, line and help."""
    if explain is not None:
        from oicekpi.reports import explain as page

        terminal.say(page.explain(explain))
        return
    from oicekpi.app import checking
    from oicekpi.checks.report import source_of
    from oicekpi.reports.formats import FORMATS

    session: Session = context.obj
    workspace = session.workspace()
    here = Path.cwd()
    report = checking.check(
        workspace,
        session.today,
        [checking.within(workspace, path, here) for path in paths or ()],
        prefix=prefix(workspace.root, os.environ),
        watch=session.watch,
    )
    chosen = form or native(os.environ)
    source = source_of(workspace)
    terminal.say(FORMATS[chosen].findings(report, source, session.look()), chosen)
    _summarize(report)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in failing for finding in report.findings):
        raise typer.Exit(BAD_DATA)


def native(environment: Mapping[str, str]) -> str:
    """Choose the format that the surrounding CI reads; text where there is none."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    if environment.get("GITLAB_CI") == "true":
        return "gitlab"
    return "text"


def _summarize(report: "Report") -> None:
    """Add a table to the page that GitHub shows of a run."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if not page or os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from oicekpi.reports.formats import github

    try:
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(github.summary(report))
    except OSError as error:
        raise CannotWriteError(Path(page), reason_of(error)) from None
