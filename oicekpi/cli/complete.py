"""What the shell offers at the tab key, taken from the workspace; nothing where there is none.

Completion must never print or fail: whatever is wrong, it offers less.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from oicekpi.cli import clock
from oicekpi.cli.session import Session
from oicekpi.messages.failures import OicekpiError

if TYPE_CHECKING:
    from oicekpi.domain.plan import Plan
    from oicekpi.storage.workspace import Workspace

Offer: TypeAlias = tuple[str, str]
_FIELD: Final = re.compile(r"^(?:- )?\s*(people|partner):\s*(.+?)(?:\s+#.*)?$", re.MULTILINE)


def _offering(find: Callable[[], Iterable[Offer]]) -> Callable[[str], list[Offer]]:
    """Make a completer of a function that gives all words with their meanings."""

    # Not `wraps`: typer looks at the signature to see what it may pass.
    def offer(incomplete: str) -> list[Offer]:
        head, comma, start = incomplete.rpartition(",")
        try:
            found = dict(find())
        except (OicekpiError, OSError):
            return []
        return [
            (f"{head}{comma}{word}", meaning)
            for word, meaning in found.items()
            if word.casefold().startswith(start.casefold())
        ]

    return offer


def _workspace() -> "Workspace":
    return Session().workspace()


def _plan() -> "Plan | None":
    from oicekpi.schema.plan_files import choose, read_all

    return choose(read_all(_workspace()), clock.today(), None)[1]


@_offering
def indicators() -> Iterator[Offer]:
    """Offer the indicators of the plan."""
    plan = _plan()
    for indicator in plan.indicators.values() if plan else ():
        yield indicator.id, indicator.title


@_offering
def ids() -> Iterator[Offer]:
    """Offer sections, objectives and indicators."""
    plan = _plan()
    if plan is None:
        return
    yield from ((section.id, section.title) for section in plan.sections)
    yield from ((objective.id, objective.title) for _, objective in plan.objectives())
    yield from ((each.id, each.title) for each in plan.indicators.values())


@_offering
def stages() -> Iterator[Offer]:
    """Offer the stages of all milestones."""
    plan = _plan()
    for indicator in plan.indicators.values() if plan else ():
        yield from (
            (stage.id, f"{indicator.id}: {stage.title}") for stage in indicator.stages or ()
        )


@_offering
def countries() -> Iterator[Offer]:
    """Offer all countries by code."""
    from oicekpi.domain.countries import NAMES

    yield from NAMES.items()


@_offering
def people() -> Iterator[Offer]:
    """Offer the people that records name."""
    for value in _values("people"):
        if value.startswith("["):
            yield from ((name.strip(" '\""), "") for name in value.strip("[]").split(","))


@_offering
def partners() -> Iterator[Offer]:
    """Offer the partners that records name."""
    yield from ((value.strip("'\""), "") for value in _values("partner"))


@_offering
def records() -> Iterator[Offer]:
    """Offer the ids of the records."""
    yield from ((path.stem, "") for path in _files())


@_offering
def plans() -> Iterator[Offer]:
    """Offer the plans' names."""
    yield from ((path.stem, "") for path in sorted(_workspace().plans.glob("*.yaml")))


@_offering
def mappings() -> Iterator[Offer]:
    """Offer the remembered imports."""
    yield from ((path.stem, "") for path in sorted(_workspace().root.glob("imports/*.yaml")))


def _files() -> list[Path]:
    return sorted(_workspace().records.rglob("[0-9]*.yaml"))


def _values(key: str) -> list[str]:
    """Look for a field's values in the text of all records: quick rather than exact."""
    found = (
        match[2].strip() for text in _texts() for match in _FIELD.finditer(text) if match[1] == key
    )
    return sorted(dict.fromkeys(found))


def _texts() -> Iterator[str]:
    from oicekpi.storage.workspace import NotReadableError, read_file
    from oicekpi.storage.yamlfile import MAX_BYTES

    for path in _files():
        with suppress(NotReadableError):
            yield read_file(path, MAX_BYTES).decode("utf-8", "replace")
