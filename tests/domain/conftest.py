"""What the tests of the domain share."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Progress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger


@pytest.fixture(scope="session")
def stand(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> Callable[..., Progress]:
    """Judge the only indicator of a plan, from its keys and its records or the fields of these."""

    def judged(
        indicator: dict[str, Any],
        given: Iterable[Entry | dict[str, Any]],
        as_of: str,
        today: str | None = None,
        **keys: object,
    ) -> Progress:
        plan = make_plan(indicator, **keys)
        ledger = Ledger(plan)
        for at, each in enumerate(given):
            ledger.add(each if isinstance(each, Entry) else make_entry(**{"id": f"r-{at}", **each}))
        now = date.fromisoformat(today) if today else None
        (progress,) = of_plan("2024", plan, ledger, date.fromisoformat(as_of), now).indicators
        return progress

    return judged
