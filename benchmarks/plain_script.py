"""The script that one would write in an afternoon: typer, pydantic, rich and PyYAML's C loader.

It loads the plan and the records, validates them, counts what is done, and prints a table. It has
no forecast, no findings with line numbers, and stops at the first record that is wrong. It is the
peer that a whole program has to be measured against.

    python benchmarks/plain_script.py WORKSPACE --as-of 2024-09-30
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from rich.console import Console
from rich.table import Table


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid")


class Target(Strict):
    """What is promised."""

    at_least: int


class Indicator(Strict):
    """One thing that is counted."""

    id: str
    title: str
    measure: Literal["people", "records"]
    of: list[str]
    target: Target


class Objective(Strict):
    """One promise."""

    id: str
    title: str
    indicators: list[Indicator]


class Section(Strict):
    """A chapter of the plan."""

    id: str
    title: str
    objectives: list[Objective]


class Period(Strict):
    """The days that the plan covers."""

    start: date
    end: date


class Plan(Strict):
    """The plan."""

    title: str
    period: Period
    sections: list[Section]


class Common(Strict):
    """What a record of any kind may say."""

    date: date
    indicator: str
    partner: str | None = None
    country: str | None = None
    approval: str | None = None


class WithPeople(Common):
    """A record of something that people did."""

    kind: Literal["trip", "application", "appointment"]
    people: int | list[str]


class Agreement(Common):
    """An agreement was signed."""

    kind: Literal["agreement"]


class Activity(Common):
    """Something took place."""

    kind: Literal["activity"]
    title: str


Record = Annotated[WithPeople | Agreement | Activity, Field(discriminator="kind")]
RECORD: TypeAdapter[WithPeople | Agreement | Activity] = TypeAdapter(Record)


def load(path: Path) -> Any:  # noqa: ANN401 - as YAML gives it
    """Read a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def records(folder: Path) -> Iterator[WithPeople | Agreement | Activity]:
    """Read all records of a folder."""
    for path in sorted(folder.rglob("*.yaml")):
        content = load(path)
        for item in content if isinstance(content, list) else [content]:
            yield RECORD.validate_python(item)


def count(indicators: dict[str, Indicator], folder: Path, as_of: date) -> Counter[str]:
    """Count what is done by a day."""
    done: Counter[str] = Counter()
    people: set[tuple[str, str]] = set()
    for record in records(folder):
        indicator = indicators[record.indicator]
        if record.date > as_of or record.kind not in indicator.of:
            continue
        if not isinstance(record, WithPeople):
            done[indicator.id] += 1
        elif isinstance(record.people, int):
            done[indicator.id] += record.people
        else:
            people.update((indicator.id, name) for name in record.people)
    done.update(known for known, _ in people)
    return done


def main(root: Path, as_of: Annotated[datetime, typer.Option()]) -> None:
    """Print how much of the plan is done."""
    plan = Plan.model_validate(load(root / "plans" / "2024.yaml"))
    indicators = {
        indicator.id: indicator
        for section in plan.sections
        for objective in section.objectives
        for indicator in objective.indicators
    }
    done = count(indicators, root / "records", as_of.date())
    period = plan.period
    share = ((as_of.date() - period.start).days + 1) / ((period.end - period.start).days + 1)
    table = Table("indicator", "title", "done", "target", "due", title=plan.title)
    for indicator in indicators.values():
        number, wanted = done[indicator.id], indicator.target.at_least
        due = int(wanted * share)
        style = "green" if number >= due else "red"
        table.add_row(
            indicator.id, indicator.title, f"{number}", f"{wanted}", f"{due}", style=style
        )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
