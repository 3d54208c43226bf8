"""`oicekpi check`: everything that is wrong in plans and records, at once."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.session import Session
from oicekpi.cli.waiting import READING, watched
from oicekpi.domain.finding import Level
from oicekpi.messages.failures import BAD_DATA, CannotWriteError, NoSuchPathError, reason_of
from oicekpi.reports.findings import Form
from oicekpi.storage.workspace import prefix

if TYPE_CHECKING:
    from oicekpi.checks.report import Report
    from oicekpi.storage.workspace import Workspace


EXAMPLES: Final = """\b
Examples:
  oicekpi check                        the whole workspace
  oicekpi check records/2024 --strict  one folder; warnings fail too
  oicekpi check --explain wrong-kind   what a finding means, and the mend
  oicekpi check --format sarif > findings.sarif
"""


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Tell only of these files and folders."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="How findings are told; text, or in GitHub and GitLab theirs, if not given.",
        ),
    ] = None,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a finding's code means.")
    ] = None,
) -> None:
    """Check plans and records, and tell every finding with file, line and mend."""
    if explain is not None:
        from oicekpi.reports import explain as page

        terminal.say(page.explain(explain))
        return
    from oicekpi.checks.survey import survey

    session: Session = context.obj
    workspace = session.workspace()
    wanted = [_relative(workspace, path) for path in paths or ()]
    whole = survey(workspace, session.today, watched(READING))
    found = whole.within(wanted)
    report = replace(found, prefix=prefix(workspace.root, os.environ))
    terminal.say(_told(report, workspace, form or native(os.environ), session))
    _summarize(report)
    failing = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    if any(finding.level in failing for finding in report.findings):
        raise typer.Exit(BAD_DATA)


def _told(report: "Report", workspace: "Workspace", form: Form, session: Session) -> str:
    from oicekpi.checks.report import source_of
    from oicekpi.reports.findings import renderer
    from oicekpi.reports.findings import terminal as findings

    source = source_of(workspace)
    if form is Form.TEXT:
        return findings.render(report, source, session.look())
    return renderer(form)(report, source)


def native(environment: Mapping[str, str]) -> Form:
    """Choose the format that the surrounding CI reads; text where there is none."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return Form.GITHUB
    if environment.get("GITLAB_CI") == "true":
        return Form.GITLAB
    return Form.TEXT


def _relative(workspace: "Workspace", path: Path) -> str:
    """Name a file or folder as findings do. It is looked for here, then as findings name it.

    Raises `NoSuchPathError` where there is none, or not in the workspace: a slip would else be
    taken for a clean bill.
    """
    for place in (Path.cwd() / path, workspace.root / path):
        relative = workspace.relative(place)
        if os.path.lexists(place) and relative.split("/")[0] != "..":
            return relative
    raise NoSuchPathError(path)


def _summarize(report: "Report") -> None:
    """Add a table to the page that GitHub shows of a run."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if not page or os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from oicekpi.reports.findings import github

    try:
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(github.summary(report))
    except OSError as error:
        raise CannotWriteError(Path(page), reason_of(error)) from None
