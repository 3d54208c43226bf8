"""The same events as each tool keeps them: a workspace, two journals, a beancount file.

Each format is given what a record says: the day, what it counts for, how many, who, with whom,
where, and the approval's number.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Final, TextIO

from benchmarks.events import AS_OF, END, INDICATORS, START, Event, generate, targets, totals

_LIST: Final = 2_500  # records a list; a file of records may not be larger than 1 MiB
_AFTER: Final = AS_OF + timedelta(days=1)


# --- oicekpi ------------------------------------------------------------------------------------


def workspace(root: Path, number: int, *, lists: bool) -> None:
    """Write a workspace: a record a file, or (`lists`) a list a month, in parts if it is long."""
    (root / "plans").mkdir(parents=True)
    (root / "plans" / "2024.yaml").write_text(_plan(number), encoding="utf-8")
    (root / "records").mkdir()
    for month, events in groupby(generate(number), key=lambda event: f"{event.day:%Y-%m}"):
        folder = root / "records" / month[:4] / month[5:]
        folder.mkdir(parents=True)
        files = _lists(month, [*events]) if lists else _singles(events)  # noqa: B031 - read once, here
        for name, text in files:
            (folder / name).write_text(text, encoding="utf-8")


def _plan(number: int) -> str:
    promised = targets(number)
    lines = [
        "title: A year of many records",
        f"period: {{start: {START}, end: {END}}}",
        "sections:",
    ]
    for letter, inside in groupby(INDICATORS, key=lambda each: each.id[0]):
        lines += [f"  - id: {letter}", f"    title: Section {letter}", "    objectives:"]
        for objective, indicators in groupby(inside, key=lambda each: each.id.partition(".")[0]):
            lines += [f"      - id: {objective}", f"        title: Objective {objective}"]
            lines += ["        indicators:"]
            for each in indicators:
                lines += [
                    f"          - id: {each.id}",
                    f"            title: The {each.measure} of {each.id}",
                    f"            measure: {each.measure}",
                    f"            of: [{each.kind}]",
                    f"            target: {{at_least: {promised[each.id]}}}",
                ]
    return "\n".join([*lines, ""])


def _singles(events: Iterator[Event]) -> Iterator[tuple[str, str]]:
    for event in events:
        dashed = event.indicator.id.lower().replace(".", "-")
        name = f"{event.day}-{event.indicator.kind}-{dashed}-{event.number:06d}.yaml"
        yield name, "\n".join([*_record(event), ""])


def _lists(month: str, events: list[Event]) -> Iterator[tuple[str, str]]:
    for part, first in enumerate(range(0, len(events), _LIST), start=1):
        lines = [
            ("- " if at == 0 else "  ") + line
            for event in events[first : first + _LIST]
            for at, line in enumerate(_record(event))
        ]
        yield f"{month}-part-{part}.yaml", "\n".join([*lines, ""])


def _record(event: Event) -> list[str]:
    indicator = event.indicator
    lines = [f"date: {event.day}", f"kind: {indicator.kind}", f"indicator: {indicator.id}"]
    if indicator.measure == "people":
        people = f"[{', '.join(event.people)}]" if event.people else f"{event.units}"
        lines.append(f"people: {people}")
    if indicator.kind == "activity":
        lines.append(f"title: Joint seminar {event.number}")
    return [
        *lines,
        f"partner: {event.partner}",
        f"country: {event.country}",
        f"approval: {event.approval}",
    ]


# --- the peers ------------------------------------------------------------------------------------


def journal(path: Path, number: int, period: str) -> None:
    """Write a journal with a budget, for hledger and ledger; `period` is the tool's word for it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"~ {period}\n")
        for known, promised in targets(number).items():
            file.write(f"    {_account(known)}  {promised}\n")
        file.write("    promised\n\n")
        for event in generate(number):
            _transaction(file, event)


def _transaction(file: TextIO, event: Event) -> None:
    file.write(
        f"{event.day} * ({event.approval}) {event.partner}\n"
        f"    ; kind: {event.indicator.kind}, country: {event.country}\n"
    )
    if event.people:
        file.write(f"    ; people: {' '.join(event.people)}\n")
    file.write(f"    {_account(event.indicator.id)}  {event.units}\n    happened\n\n")


def _account(indicator: str) -> str:
    return f"kpi:{indicator.replace('.', ':')}"


def beancount(path: Path, number: int) -> None:
    """Write a beancount file, in which balance assertions say what the events come to."""
    with path.open("w", encoding="utf-8") as file:
        for known in totals(number):
            file.write(f"{START} open {_bean(known)}\n")
        file.write(f"{START} open Income:Happened\n\n")
        for event in generate(number):
            _entry(file, event)
        for known, done in totals(number).items():
            file.write(f"{_AFTER} balance {_bean(known)}  {done} UNIT\n")


def _entry(file: TextIO, event: Event) -> None:
    file.write(
        f'{event.day} * "{event.partner}" "{event.indicator.kind}"\n'
        f'  approval: "{event.approval}"\n'
        f'  country: "{event.country}"\n'
    )
    if event.people:
        file.write(f'  people: "{" ".join(event.people)}"\n')
    file.write(f"  {_bean(event.indicator.id)}  {event.units} UNIT\n  Income:Happened\n\n")


def _bean(indicator: str) -> str:
    objective, _, counted = indicator.partition(".")
    return f"Assets:{objective}:{counted.capitalize()}"


def all_of(folder: Path, number: int) -> None:
    """Write the events of one size in every format into the folder."""
    workspace(folder / "files", number, lists=False)
    workspace(folder / "lists", number, lists=True)
    journal(folder / "budget.hledger", number, f"yearly from {START} to {END + timedelta(days=1)}")
    journal(folder / "budget.ledger", number, "Yearly")
    beancount(folder / "events.beancount", number)
