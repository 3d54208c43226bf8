"""How good is the forecast? Its figures on real years, beside simpler methods.

    python benchmarks/forecast.py                          cross-validated by series, as a table
    python benchmarks/forecast.py --shipped --json         the shipped parameters, nothing fitted
    python benchmarks/forecast.py --shipped --data FILE    the same on another file of the form

Every series' year is looked at after 25, 50 and 75 % of its days, unless its target is already
reached. The target is the plan (its expected and its needed count) and the pace is even.
In the cross-validation all years of one series are in the same fold, and what a fold is judged
with was tuned on the other folds only. Methods, and the chance and interval that each gives:

    model          oicekpi.progress.forecast
    straight_line  the pace so far goes on: chance 1 or 0, as it gets there; interval: that count
    poisson        the pace so far is a Poisson rate: its tail, and its 10 % and 90 % points
    ratio          A/E, actual over expected by now; read as a chance up to 1; it has no interval
    A/E < 0.95     the rule of thumb: chance 0 when it flags, else 1; no interval

Chances are kept between 0.001 and 0.999 for the log loss. The flag at 20 % false alarms: the lowest
chances are flagged, until a fifth of those that later make it are; among equal chances, a part.
"""

import argparse
import csv
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean
from typing import Final

from oicekpi.progress.forecast import (
    SHIPPED,
    UNSURE,
    Arrival,
    Parameters,
    Remainder,
    forecast,
    remainder,
)

DATA: Final = Path(__file__).parent / "data" / "yearly-counts.csv"
COLUMNS: Final = frozenset({"series", "year", "target", "events"})
DATES: Final = (0.25, 0.5, 0.75)
FALSE_ALARMS: Final = 0.2
RULES: Final = (1.0, 0.95, 0.75)
THRESHOLDS: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
FOLDS: Final = 5
OUTCOME_WEIGHT: Final = 0.3
GRID: Final[Mapping[str, tuple[float, ...]]] = {
    "prior_weight": (0.7, 0.9, 1.2, 1.6, 2.2, 3.0),
    "prior_rate": (0.7, 0.85, 1.0, 1.15, 1.35, 1.6),
    "regression": (0.0, 0.15, 0.25, 0.35),
    "dispersion": (1.5, 1.7, 1.9, 2.1, 2.5, 3.0),
    "drift": (0.0, 0.1, 0.2, 0.3, 0.5),
    "memory": (0.4, 0.6, 0.8, 1.2, 100.0),
    "size_power": (0.75, 0.9, 1.0),
}
START: Final = Parameters(
    prior_weight=2.2,
    prior_rate=0.85,
    regression=0.0,
    dispersion=2.1,
    drift=0.0,
    memory=100.0,
    size_power=1.0,
)
"""The tuning begins at a plain gamma-Poisson model: no hint of the shipped parameters."""

Tally = Counter[str]


@dataclass(frozen=True, slots=True)
class Year:
    """One series in one year, with what happened as days of the year and sizes."""

    series: str
    days: int
    target: int
    events: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One year as it stood on one date, and what came after."""

    series: str
    at: float
    share: float
    target: int
    arrivals: tuple[Arrival, ...]
    done: int
    more: int

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return self.target - self.done

    @property
    def made(self) -> bool:
        """Whether the target was reached in the end."""
        return self.more >= self.missing

    @property
    def ratio(self) -> float:
        """Actual over expected by that date."""
        return self.done / (self.target * self.share)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a method says of a case: a chance, an order of worry, perhaps an interval of more."""

    chance: float
    rank: float
    interval: tuple[int, int] | None


Method = Callable[[Case], Judgement]


# Reading


def read_years(path: Path) -> tuple[list[Year], Tally]:
    """Return the years of a file, and how many rows and events could not be used, and why."""
    tally: Tally = Counter()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        lacking = COLUMNS - set(rows.fieldnames or ())
        if lacking:
            message = f"{path} lacks the columns {', '.join(sorted(lacking))}"
            raise ValueError(message)
        years = [year for row in rows if (year := read_year(row, tally))]
    return years, tally


def read_year(row: Mapping[str, str | None], tally: Tally) -> Year | None:
    """Return one row as a year; None, and why in the tally, where it cannot be used."""
    try:
        first = date(int(row["year"] or ""), 1, 1)
        target = int(row["target"] or 0)
    except ValueError:
        tally["rows without a readable year or target, skipped"] += 1
        return None
    if target < 1:
        tally["rows without a target of at least 1, skipped"] += 1
        return None
    days = (date(first.year, 12, 31) - first).days + 1
    events = tuple(sorted(read_events(row["events"] or "", first, days, tally)))
    compare_total(row.get("actual"), sum(size for _, size in events), tally)
    return Year(row["series"] or "", days, target, events)


def read_events(text: str, first: date, days: int, tally: Tally) -> Iterator[tuple[int, int]]:
    """Yield the day of the year and the size of each event; what is not of the year is counted."""
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        day, _, size = part.partition(":")
        try:
            event = (date.fromisoformat(day) - first + timedelta(1)).days, int(size)
        except ValueError:
            tally["events that cannot be read, left out"] += 1
            continue
        if not 1 <= event[0] <= days:
            tally["events outside their year, left out"] += 1
        elif event[1] < 1:
            tally["events of a size below 1, left out"] += 1
        else:
            yield event


def compare_total(actual: str | None, total: int, tally: Tally) -> None:
    """Count a row whose own total is not that of its events; the events are believed."""
    if actual and actual.strip() != str(total):
        tally["rows whose actual is not the sum of their events"] += 1


def cases(years: Sequence[Year]) -> list[Case]:
    """Return all years at all dates, without those that have achieved their target by then."""
    looks = (look(year, at) for year in years for at in DATES)
    return [case for case in looks if case.missing > 0]


def look(year: Year, at: float) -> Case:
    """Return a year as it stood at the end of a day."""
    today = round(year.days * at)
    seen = [(day, size) for day, size in year.events if day <= today]
    done = sum(size for _, size in seen)
    total = sum(size for _, size in year.events)
    arrivals = tuple(Arrival(day / year.days, size) for day, size in seen)
    return Case(year.series, at, today / year.days, year.target, arrivals, done, total - done)


# Methods


def model(parameters: Parameters) -> Method:
    """Return the forecast with these parameters, as a method."""

    def judge(case: Case) -> Judgement:
        said = forecast(
            case.arrivals,
            share=case.share,
            expected=case.target,
            needed=case.target,
            parameters=parameters,
        )
        return Judgement(said.chance, said.chance, (said.low - case.done, said.high - case.done))

    return judge


def straight_line(case: Case) -> Judgement:
    """Say that the pace so far goes on."""
    more = round(case.done / case.share) - case.done
    return Judgement(unsure(case.ratio >= 1), case.ratio, (more, more))


def poisson(case: Case) -> Judgement:
    """Say that the pace so far is a rate that is known, and that units are independent."""
    mean = case.done / case.share * (1 - case.share)
    chance = 1 - poisson_below(mean, case.missing)
    interval = poisson_point(mean, 0.1), poisson_point(mean, 0.9)
    return Judgement(unsure(chance), chance, interval)


def poisson_below(mean: float, count: int) -> float:
    """Return the probability of fewer than `count`."""
    logs = (index * math.log(mean or 1e-300) - math.lgamma(index + 1) for index in range(count))
    return min(1.0, math.fsum(math.exp(log - mean) for log in logs))


def poisson_point(mean: float, probability: float) -> int:
    """Return the smallest count that is reached or not passed with this probability."""
    count = 0
    term = total = math.exp(-mean)
    while total < probability and count < 10 * mean + 10:
        count += 1
        term *= mean / count
        total += term
    return count


def ratio(case: Case) -> Judgement:
    """Read actual over expected as if it were a chance."""
    return Judgement(unsure(case.ratio), case.ratio, None)


def rule(below: float) -> Method:
    """Return the rule that flags where actual over expected is below a number."""

    def judge(case: Case) -> Judgement:
        return Judgement(unsure(case.ratio >= below), case.ratio, None)

    return judge


def unsure(chance: float) -> float:
    """Keep a chance off 0 and 1, where the log loss has no bound."""
    return max(UNSURE, min(1 - UNSURE, chance))


# Scores


def scores(looked: Sequence[Case], said: Sequence[Judgement]) -> dict[str, object]:
    """Return all figures of a method; None where there is nothing to take them from."""
    flag = flag_at(looked, said)
    return {
        "n": len(looked),
        "brier": mean_of((j.chance - c.made) ** 2 for c, j in zip(looked, said, strict=True)),
        "log_loss": mean_of(loss(c, j) for c, j in zip(looked, said, strict=True)),
        "coverage": {f"{at:g}": coverage(looked, said, at) for at in DATES},
        "width": {f"{at:g}": width(looked, said, at) for at in DATES},
        "recall_at_20_false_alarms": flag[0],
        "precision_at_20_false_alarms": flag[1],
    }


def mean_of(values: Iterator[float]) -> float | None:
    """Return the mean to four decimals; None of nothing."""
    known = list(values)
    return round(fmean(known), 4) if known else None


def loss(case: Case, said: Judgement) -> float:
    """Return the log loss of one chance."""
    return -math.log(said.chance if case.made else 1 - said.chance)


def coverage(looked: Sequence[Case], said: Sequence[Judgement], at: float) -> float | None:
    """Return how often the interval held what came."""
    found = intervals(looked, said, at)
    return mean_of(float(low <= more <= high) for more, low, high in found)


def width(looked: Sequence[Case], said: Sequence[Judgement], at: float) -> float | None:
    """Return the mean distance between the ends of the interval."""
    return mean_of(float(high - low) for _, low, high in intervals(looked, said, at))


def intervals(
    looked: Sequence[Case], said: Sequence[Judgement], at: float
) -> Iterator[tuple[int, int, int]]:
    """Yield what came, and the ends of the interval for it, on one date."""
    for case, judgement in zip(looked, said, strict=True):
        if case.at == at and judgement.interval:
            yield case.more, *judgement.interval


def flag_at(looked: Sequence[Case], said: Sequence[Judgement]) -> tuple[float | None, float | None]:
    """Return recall and precision where a fifth of those that make it are flagged."""
    made = Counter(j.rank for c, j in zip(looked, said, strict=True) if c.made)
    missed = Counter(j.rank for c, j in zip(looked, said, strict=True) if not c.made)
    if not made or not missed:
        return None, None
    allowed, caught = FALSE_ALARMS * made.total(), 0.0
    for rank in sorted(made.keys() | missed.keys()):
        part = min(1.0, allowed / made[rank]) if made[rank] else 1.0
        caught += part * missed[rank]
        allowed -= part * made[rank]
        if part < 1:
            break
    alarms = FALSE_ALARMS * made.total() - allowed
    return round(caught / missed.total(), 4), round(caught / (caught + alarms), 4)


# Tuning


def tune(looked: Sequence[Case]) -> Parameters:
    """Return the best parameters of the grid, one step in one field at a time."""
    best, lowest = START, cost(START, looked)
    improved = True
    while improved:
        improved = False
        for other in neighbours(best):
            price = cost(other, looked)
            if price < lowest - 1e-6:
                best, lowest, improved = other, price, True
    return best


def neighbours(centre: Parameters) -> Iterator[Parameters]:
    """Yield the parameters that differ in one field, by one step of the grid."""
    for field in fields(centre):
        steps = GRID[field.name]
        here = steps.index(getattr(centre, field.name))
        for index in (here - 1, here + 1):
            if 0 <= index < len(steps):
                yield replace(centre, **{field.name: steps[index]})


def cost(parameters: Parameters, looked: Sequence[Case]) -> float:
    """Return the log loss of the chances, plus a part of that of the counts that came."""
    return fmean(case_cost(case, rest_of(case, parameters)) for case in looked)


def rest_of(case: Case, parameters: Parameters) -> Remainder:
    """Return what the model says is still to come."""
    return remainder(case.arrivals, share=case.share, expected=case.target, parameters=parameters)


def case_cost(case: Case, rest: Remainder) -> float:
    """Return the cost of one case."""
    chance = unsure(rest.at_least(case.missing))
    came = rest.at_least(case.more) - rest.at_least(case.more + 1)
    outcome = -math.log(max(came, 1e-9))
    return -math.log(chance if case.made else 1 - chance) + OUTCOME_WEIGHT * outcome


def folds(looked: Sequence[Case]) -> list[set[str]]:
    """Deal the series into folds, in a shuffled order that is always the same."""
    names = sorted({case.series for case in looked})
    random.Random(1).shuffle(names)  # noqa: S311  # dealing, not cryptography
    return [set(names[start::FOLDS]) for start in range(FOLDS)]


def cross_validate(looked: Sequence[Case]) -> tuple[list[Judgement], list[Parameters]]:
    """Judge every case with parameters that were tuned without its series."""
    chosen: list[Parameters] = []
    by_name: dict[str, Method] = {}
    for names in folds(looked):
        rest = [case for case in looked if case.series not in names]
        chosen.append(tune(rest) if rest else START)
        by_name |= dict.fromkeys(names, model(chosen[-1]))
    return [by_name[case.series](case) for case in looked], chosen


# Showing


def table(results: Mapping[str, Mapping[str, object]]) -> str:
    """Return the figures of all methods as lines of text."""
    head = f"{'method':<24}{'Brier':>7}{'loss':>7}  {'coverage at 25/50/75 %':<23}"
    head += f"{'width at 25/50/75 %':<20}{'recall':>7}{'precision':>10}"
    return "\n".join([head, *(table_row(name, row) for name, row in results.items())])


def table_row(name: str, row: Mapping[str, object]) -> str:
    """Return the figures of one method as a line of text."""
    return (
        f"{name:<24}{shown(row['brier'], 3):>7}{shown(row['log_loss'], 3):>7}"
        f"  {dated(row['coverage'], 2):<23}{dated(row['width'], 1):<20}"
        f"{shown(row['recall_at_20_false_alarms'], 3):>7}"
        f"{shown(row['precision_at_20_false_alarms'], 3):>10}"
    )


def dated(values: object, digits: int) -> str:
    """Return the figures of the three dates in one cell."""
    found = values.values() if isinstance(values, dict) else ()
    return " / ".join(shown(value, digits) for value in found)


def shown(value: object, digits: int) -> str:
    """Return a figure, or a dash where there is none."""
    return f"{value:.{digits}f}" if isinstance(value, float) else "-"


def flags(looked: Sequence[Case], said: Sequence[Judgement]) -> str:
    """Return what the rules of thumb flag, and what a flag below each chance does."""
    pairs = list(zip(looked, said, strict=True))
    below = [pair for pair in pairs if pair[0].done < due(pair[0])]
    on_pace = [pair for pair in pairs if pair[0].done >= max(1, due(pair[0]))]
    lines = [
        f"{'flag':<20}{'misses caught':>15}{'false alarms':>14}{'right':>8}",
        heading("all", pairs),
    ]
    lines += (
        flag_row(f"A/E < {bound:g}", [(c, c.ratio < bound) for c in looked]) for bound in RULES
    )
    for title, chosen in (("", pairs), ("below due", below), ("on pace (slowing)", on_pace)):
        lines += [heading(title, chosen)] if title else []
        lines += chance_rows(chosen)
    return "\n".join(lines)


def heading(title: str, pairs: Sequence[tuple[Case, Judgement]]) -> str:
    """Return how many cases there are of a sort, and how many of them were missed."""
    missed = sum(not case.made for case, _ in pairs)
    return f"{title}: {len(pairs)} cases, {missed} of them missed in the end"


def chance_rows(pairs: Sequence[tuple[Case, Judgement]]) -> Iterator[str]:
    """Yield what a flag below each chance does."""
    for bound in THRESHOLDS:
        yield flag_row(f"chance < {bound:g}", [(case, said.chance < bound) for case, said in pairs])


def flag_row(name: str, flagged: Sequence[tuple[Case, bool]]) -> str:
    """Return the share of misses that are flagged, of the others, and of flags that are right."""
    hits = [not case.made for case, flag in flagged if flag]
    missed = sum(not case.made for case, _ in flagged)
    recall = part_of(sum(hits), missed)
    alarms = part_of(len(hits) - sum(hits), len(flagged) - missed)
    right = part_of(sum(hits), len(hits))
    return f"{name:<20}{shown(recall, 3):>15}{shown(alarms, 3):>14}{shown(right, 3):>8}"


def part_of(part: int, whole: int) -> float | None:
    """Return a part of a whole; None of nothing."""
    return part / whole if whole else None


def due(case: Case) -> int:
    """Return the whole units that were due."""
    return math.floor(case.target * case.share)


# Running


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when there are some, 2 when the file cannot be read."""
    options = parser().parse_args(arguments)
    try:
        years, tally = read_years(options.data)
    except (OSError, ValueError, csv.Error) as error:
        print(f"cannot read the series: {error}", file=sys.stderr)
        return 2
    for what, count in sorted(tally.items()):
        print(f"{count} {what}", file=sys.stderr)
    print(report(cases(years), shipped=options.shipped, as_json=options.json))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the options of the command line."""
    said = argparse.ArgumentParser(description="How good is the forecast on real years?")
    said.add_argument("--data", type=Path, default=DATA, help="another file of the same form")
    said.add_argument("--shipped", action="store_true", help="shipped parameters, no fitting")
    said.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return said


def report(looked: Sequence[Case], *, shipped: bool, as_json: bool) -> str:
    """Return the figures as text or JSON."""
    if shipped:
        judgements, chosen = [model(SHIPPED)(case) for case in looked], list[Parameters]()
    else:
        judgements, chosen = cross_validate(looked)
    results = {"model": scores(looked, judgements)} | compared(looked)
    if as_json:
        return json.dumps(results, allow_nan=False)
    return text(looked, judgements, results, chosen)


def compared(looked: Sequence[Case]) -> dict[str, dict[str, object]]:
    """Return the figures of the simpler methods."""
    methods: dict[str, Method] = {
        "straight_line": straight_line,
        "poisson": poisson,
        "ratio": ratio,
    }
    return {
        name: scores(looked, [method(case) for case in looked]) for name, method in methods.items()
    }


def text(
    looked: Sequence[Case],
    judgements: Sequence[Judgement],
    results: dict[str, dict[str, object]],
    chosen: Sequence[Parameters],
) -> str:
    """Return the table, what each threshold would flag, and what was tuned."""
    if chosen:
        shipped = scores(looked, [model(SHIPPED)(case) for case in looked])
        results = {"model, cross-validated": results["model"], "model, shipped": shipped} | {
            name: row for name, row in results.items() if name != "model"
        }
    rules = {f"A/E < {below:g}": rule(below) for below in RULES}
    results |= {name: scores(looked, [m(case) for case in looked]) for name, m in rules.items()}
    parts = [f"{len(looked)} forecasts", table(results), flags(looked, judgements)]
    parts += [f"without fold {index}: {found}" for index, found in enumerate(chosen, 1)]
    parts += [f"on all series: {tune(looked)}", f"shipped: {SHIPPED}"] if chosen else []
    return "\n\n".join(parts[:3]) + "".join(f"\n{line}" for line in parts[3:])


if __name__ == "__main__":
    sys.exit(main())
