"""Everything that is wrong with a workspace, at once: what `oicekpi check` reports."""

from collections import defaultdict
from contextlib import suppress
from datetime import date
from typing import Final

from oicekpi.checks import overdue, rules
from oicekpi.checks.loading import Loaded, read
from oicekpi.checks.report import Report
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Finding, Problem, inside
from oicekpi.domain.record import Entry
from oicekpi.schema.record_files import misplaced
from oicekpi.storage.document import MORE, Document, load
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import NotReadableError, Workspace

MAPPINGS: Final = "imports"


def survey(workspace: Workspace, today: date, watch: Watch = unwatched) -> Report:
    """Read all plans and records, and judge them by every rule; `today` separates past and future.

    `watch` looks on while records are read. No error hides another: files that cannot be read are
    reported beside the problems of the others, and records are judged, as far as they can be, even
    if a plan is broken. What is overdue comes beside it.
    """
    documents: dict[str, Document] = {}

    def look(document: Document) -> None:
        documents[document.path] = document

    loaded = read(workspace, watch, strict=True, look=look)
    with suppress(NotReadableError):  # most workspaces have no mappings of `import`
        for item in workspace.items(MAPPINGS):
            if not item.folder and item.name.endswith(".yaml"):
                look(load(workspace, item.path))
    findings = [*loaded.errors, *loaded.warnings, *misplaced(workspace)]
    if not loaded.plans.sound and not any(each.path.startswith("plans") for each in findings):
        findings.append(Finding("plans", 0, 0, "no-plan"))
    # The names of mappings are judged with the others; what is wrong in them, `import` reports.
    findings += rules.of_names([*documents, *(each.path for each in findings)])
    for document in documents.values():
        if document.value is not None:
            findings += rules.of_file(document)
    for path, found in _of_records(loaded, Context(workspace.root, today)).items():
        findings += documents[path].place(found)
    for path, problem in overdue.of_workspace(loaded, today):
        findings += documents[path].place([problem])
    # Several rules may each have found too much in a file.
    more = {each.path: each for each in findings if each.code == MORE}
    findings = [each for each in findings if each.code != MORE] + [*more.values()]
    return Report(tuple(sorted(findings)), len(loaded.plans.sound), len(loaded.records))


def _of_records(loaded: Loaded, context: Context) -> dict[str, list[Problem]]:
    """Judge the records, each by itself and beside the others; the problems are by file."""
    problems: dict[str, list[Problem]] = defaultdict(list)

    def add(entry: Entry, found: list[Problem]) -> None:
        if found:
            problems[entry.path] += (inside(each, *entry.where) for each in found)

    fit = loaded.plans.fit()
    for entry in loaded.records:
        add(entry, rules.of_record(entry, context))
        add(entry, fit.remarks(entry.record))
    for partial in loaded.partials:
        add(partial.entry, rules.of_partial(partial, context))
    for entry, problem in rules.of_all(loaded.records):
        add(entry, [problem])
    return problems
