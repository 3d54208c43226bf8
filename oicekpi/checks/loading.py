"""What is in a workspace: its plans, the records that count, and what is wrong.

Each file is read and parsed once. Reading commands stop at what a record needs in order to count;
`check` goes on with all rules.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from datetime import date
from pathlib import PurePath
from typing import Final, NamedTuple, TypeAlias

from oicekpi.checks.copies import originals
from oicekpi.checks.plan_rules import contradictions
from oicekpi.domain.finding import Finding, inside
from oicekpi.domain.fit import Fit
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry, Partial
from oicekpi.messages.failures import NotFoundError
from oicekpi.schema import plan_files, record_files
from oicekpi.storage.document import Document, load
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Tree
from oicekpi.values import dataclass

Look: TypeAlias = Callable[[Document], None]

_MAX_READINGS: Final = 5  # someone who moves records without end keeps nobody from reading
_OPEN: Final = 8  # plans of one day that are compared with one that begins later


class Plans(NamedTuple):
    """The plans that can be measured against, by name, and the names of the others.

    `folder` is where they are, as people know it.
    """

    folder: str
    sound: dict[str, Plan]
    broken: frozenset[str] = frozenset()

    def fit(self) -> Fit:
        """Return what judges records by these plans."""
        return Fit(self.sound, complete=bool(self.sound) and not self.broken)

    def choose(self, as_of: date, wanted: str | None = None) -> tuple[str, Plan | None]:
        """Choose the plan to measure against: its name, and the plan if it is valid.

        It is the one that was asked for, else the one whose period holds the day, else the one
        that began last before it, else the first. When a broken plan begins cannot be known: where
        no valid plan holds the day, one that by its name follows the plan that would be chosen is
        chosen, for it may hold the day. Raises `NotFoundError` where there is none such.
        """
        known = sorted({*self.sound, *self.broken})
        if wanted is not None and wanted not in known:
            raise NotFoundError(
                "unknown-plan", folder=self.folder, wanted=wanted, known=known or None
            )
        if not known:
            raise NotFoundError("no-plans", folder=self.folder)
        name = self._of_the_day(as_of) if wanted is None else wanted
        return name, self.sound.get(name)

    def _of_the_day(self, as_of: date) -> str:
        starts = {name: (plan.period.start, name) for name, plan in self.sound.items()}
        begun = [name for name, plan in self.sound.items() if plan.period.start <= as_of]
        current = [name for name in begun if as_of in self.sound[name].period]
        if current:
            return max(current, key=starts.__getitem__)
        if begun:
            return max([max(begun, key=starts.__getitem__), *self.broken])
        if starts:
            first = min(starts, key=starts.__getitem__)
            return max((name for name in self.broken if name < first), default=first)
        return max(self.broken)

    def joined(self, before: "Plans") -> "Plans":
        """Return these plans with those that only another state of the workspace has."""
        sound = {**before.sound, **self.sound}
        broken = (before.broken | self.broken) - sound.keys()
        return Plans(self.folder, sound, broken)


@dataclass(frozen=True)
class Loaded:
    """What was loaded from a workspace.

    `records` are all valid records, `entries` those of them that fit a plan and so count, and
    `partials` what is valid of records with errors. `errors` are what is wrong in files and keeps
    something from counting, `warnings` what every command that judges should say.
    """

    plans: Plans
    records: list[Entry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    partials: list[Partial] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def read(
    tree: Tree,
    watch: Watch = unwatched,
    *,
    strict: bool = False,
    look: Look | None = None,
) -> Loaded:
    """Read a workspace. With `strict`, pydantic judges each plan and record.

    `watch` looks on while files of records are read; `look` is shown each file that was read.
    """
    loaded = read_plans(tree, strict=strict, look=look)
    read_records(tree, loaded, watch, strict=strict, look=look)
    return loaded


def read_records(
    tree: Tree,
    loaded: Loaded,
    watch: Watch = unwatched,
    *,
    strict: bool = False,
    look: Look | None = None,
) -> None:
    """Read the records of a workspace whose plans were read, and add them to what is loaded."""
    documents: list[Document] = []  # kept only for who looks at them
    keep = documents.append if look else None
    part, complete = _read_once(tree, loaded.plans, watch, keep, strict=strict)
    for _ in range(_MAX_READINGS - 1):
        if complete:
            break
        documents.clear()
        part, complete = _read_once(tree, loaded.plans, watch, keep, strict=strict)
    loaded.records.extend(part.records)
    loaded.entries.extend(part.entries)
    loaded.partials.extend(part.partials)
    loaded.errors.extend(part.errors)
    if look:
        for document in documents:
            look(document)


def _read_once(
    tree: Tree, plans: Plans, watch: Watch, look: Look | None, *, strict: bool
) -> tuple[Loaded, bool]:
    """Read all records, and return what is in them, and whether each was where it was listed.

    Where one was not, another command has moved it meanwhile, and what is loaded may not have it.
    """
    loaded, fit = Loaded(plans), plans.fit()
    ids: dict[str, str] = {}
    unread: list[str] = []
    found = record_files.paths(tree)
    copies = _copies(found)
    for path in watch(found):
        if isinstance(path, Finding):
            loaded.errors.append(path)
        elif path in copies:
            loaded.errors.append(copies[path])
        else:
            document = load(tree, path)
            if look:
                look(document)
            if document.value is None and not document.readable:
                unread.append(path)
            _add_records(loaded, document, fit, strict=strict)
            stem = path[path.rfind("/") + 1 :].removesuffix(".yaml")
            if (other := ids.setdefault(stem, path)) != path:
                params = {"other": other}
                loaded.errors.append(Finding(path, 0, 0, "duplicate-record-id", params))
    return loaded, not unread or {*unread} <= {*map(str, record_files.paths(tree))}


def _add_records(loaded: Loaded, document: Document, fit: Fit, *, strict: bool) -> None:
    for item in record_files.records_in(document, strict=strict):
        if isinstance(item, Entry):
            loaded.records.append(item)
            entry, problems = item, fit.problems(item.record)
            if not problems:
                loaded.entries.append(item)
                continue
        elif isinstance(item, Finding):
            loaded.errors.append(item)
            continue
        else:
            loaded.partials.append(item)
            entry, problems = item.entry, item.located(fit.of_partial(item))
        loaded.errors.extend(document.place(inside(each, *entry.where) for each in problems))


def _copies(found: Iterable[str | Finding]) -> dict[str, Finding]:
    """Find which files are copies of others beside them."""
    return {
        path: Finding(path, 0, 0, "conflict-copy", {"original": source})
        for path, source in originals([each for each in found if isinstance(each, str)]).items()
    }


# --- plans ----------------------------------------------------------------------------------------


def read_plans(tree: Tree, *, strict: bool = False, look: Look | None = None) -> Loaded:
    """Read the plans of a workspace, and no records."""
    sound: dict[str, Plan] = {}
    broken: set[str] = set()
    errors: list[Finding] = []
    found = [*plan_files.paths(tree)]
    copies = _copies(found)
    for item in found:
        path = item if isinstance(item, str) else item.path
        name = PurePath(path).stem
        if isinstance(item, Finding):
            errors.append(item)
            if path.lower().endswith((".yaml", ".yml")):  # anything else was never a plan
                broken.add(name)
        elif path in copies:
            errors.append(copies[path])
        else:
            document = load(tree, path)
            if look:
                look(document)
            plan, wrong = plan_of(document, strict=strict)
            errors += wrong
            if plan is not None:
                sound[name] = plan
            else:
                broken.add(name)
    plans = Plans(tree.place("plans"), sound, frozenset(broken - sound.keys()))
    return Loaded(plans, errors=errors, warnings=[*overlapping(sound)])


def plan_of(document: Document, *, strict: bool = False) -> tuple[Plan | None, list[Finding]]:
    """Return the plan of a file if it is valid, and else what is wrong with it."""
    judged = plan_files.plan_in(document, strict=strict)
    problems = [*judged.problems]
    if judged.parts is not None:
        problems += judged.located(contradictions(judged.parts, document.path))
    findings = [*document.findings, *document.place(problems)]
    return (None if findings else judged.plan), findings


def overlapping(plans: dict[str, Plan]) -> Iterator[Finding]:
    """Find plans that cover a day together and share indicators: copies of one another."""
    current: list[tuple[str, Plan]] = []
    for name, plan in sorted(plans.items(), key=lambda each: (each[1].period.start, each[0])):
        current = [each for each in current if each[1].period.end >= plan.period.start]
        for other, earlier in current[-_OPEN:]:
            if not earlier.indicators.keys().isdisjoint(plan.indicators.keys()):
                params = {"other": f"plans/{name}.yaml", "judge": name}
                yield Finding(f"plans/{other}.yaml", 0, 0, "plan-copy", params)
        current.append((name, plan))
