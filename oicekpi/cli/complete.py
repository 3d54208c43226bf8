"""What the shell offers at the tab key, taken from the workspace; nothing where there is none.

Completion never prints and never fails: where something is wrong, it offers less. It offers what
the ordinary loader accepts, and of that only words without a sign that a shell could act on, for
names come from files that anyone may have written.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from oicekpi.cli.session import Session
from oicekpi.messages.failures import OicekpiError

if TYPE_CHECKING:
    from oicekpi.app.content import Content
    from oicekpi.domain.plan import Plan

Offer: TypeAlias = tuple[str, str]
Completer: TypeAlias = Callable[[str], list[Offer]]
_SAFE: Final = r"[\w.@/+][\w.@/+#-]*"
_UNSAFE: Final = r"[^\w.,/()-]+"  # in the meaning of a word


def _offering(find: Callable[[], Iterable[Offer]]) -> Completer:
    """Make a completer of a function that yields all words with their meanings."""

    # Not `wraps`: typer looks at the signature to see what it may pass.
    def offer(incomplete: str) -> list[Offer]:
        head, comma, start = incomplete.rpartition(",")
        try:
            found = dict(find())
        except (OicekpiError, OSError):
            return []
        return [
            (f"{head}{comma}{word}", " ".join(re.sub(_UNSAFE, " ", str(meaning)).split()))
            for word, meaning in found.items()
            if word.casefold().startswith(start.casefold()) and re.fullmatch(_SAFE, word)
        ]

    return offer


def _content() -> "Content":
    from oicekpi.app.content import Content

    session = Session()
    return Content(session.workspace(), session.today)


def _plan() -> "Plan":
    content = _content()
    return content.plan(content.today)[1]


@_offering
def indicators() -> Iterator[Offer]:
    """Offer the indicators of the plan."""
    yield from ((each.id, each.title) for each in _plan().indicators.values())


@_offering
def ids() -> Iterator[Offer]:
    """Offer sections, objectives and indicators."""
    plan = _plan()
    yield from ((section.id, section.title) for section in plan.sections)
    yield from ((objective.id, objective.title) for _, objective in plan.objectives())
    yield from ((each.id, each.title) for each in plan.indicators.values())


@_offering
def records() -> Iterator[Offer]:
    """Offer the ids of the records."""
    yield from ((entry.id, "") for entry in _content().entries)


@_offering
def owners() -> Iterator[Offer]:
    """Offer those who answer for an indicator, with the first one that they answer for."""
    offers: dict[str, str] = {}
    for known, owner in _plan().owners.items():
        offers.setdefault(str(owner), known)
    yield from offers.items()


@_offering
def plans() -> Iterator[Offer]:
    """Offer the plans' names."""
    yield from ((name, plan.title) for name, plan in _content().plans.sound.items())


@_offering
def mappings() -> Iterator[Offer]:
    """Offer the mappings in imports/."""
    from oicekpi.app.importing.remembered import read_all

    yield from ((name, "") for name in read_all(Session().workspace())[0])


def field(name: str) -> Completer:
    """Return what offers the values of a field of records."""

    @_offering
    def values() -> Iterator[Offer]:
        if name == "country":
            from oicekpi.domain.countries import NAMES
            from oicekpi.messages.catalogue import country

            yield from ((code, country(name)) for code, name in NAMES.items())
        elif name == "stage":
            for indicator in _plan().indicators.values():
                for stage in indicator.stages or ():
                    yield stage.id, f"{indicator.id} {stage.title}"
        else:
            from oicekpi.app.answers import used

            yield from ((value, "") for value in used(_content(), name))

    return values
