"""How good is the forecast? Its figures on real years, beside simpler methods, and simulated ones.

    python benchmarks/forecast.py                          cross-validated by series, as tables
    python benchmarks/forecast.py --parts                  the same without each part of the model
    python benchmarks/forecast.py --coming                 the next year, from the years at hand
    python benchmarks/forecast.py --shipped --json         the shipped parameters, nothing fitted
    python benchmarks/forecast.py --shipped --data FILE    the same on another file of the form

Every series' year is looked at after 25, 50 and 75 % of its days, unless its target is already
reached. The target is the plan (its expected and its needed count) and the pace is even.
In the cross-validation all years of one series are in the same fold, and what a fold is judged
with was tuned on the other folds only. Methods, and the chance and interval that each gives:

    model          oicekpi.domain.forecast
    straight_line  the pace so far goes on: chance 1 or 0, as it gets there; interval: that count
    poisson        the pace so far is a Poisson rate: its tail, and its 10 % and 90 % points
    ratio          A/E, actual over expected by now; read as a chance up to 1; it has no interval
    A/E < 0.95     the rule of thumb: chance 0 when it flags, else 1; no interval

Chances are kept between 0.001 and 0.999 for the log loss. The flag at 20 % false alarms: the lowest
chances are flagged, until a fifth of those that later make it are; among equal chances, a part.
The last table is of simulated years, from 4 to a million units, that keep to a plan more or less.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

# Whether this is run as a script or as a module, it measures the code that lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.forecasting import coming, managed, methods, tables
from benchmarks.forecasting.methods import Judgement, Method
from benchmarks.forecasting.scores import Scores, scores
from benchmarks.forecasting.tuning import PARTS, cross_validate, tune
from benchmarks.forecasting.years import Case, Year, cases, ones, read_years
from oicekpi.domain.forecast import SHIPPED

DATA: Final = Path(__file__).parent / "data" / "yearly-counts.csv"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when there are some, 2 when the file cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        years, tally = read_years(options.data)
    except (OSError, ValueError, csv.Error) as error:
        print(f"cannot read the series: {error}", file=sys.stderr)
        return 2
    for what, count in sorted(tally.items()):
        print(f"{count} {what}", file=sys.stderr)
    looked = cases(years)
    if options.parts:
        print(_parts(looked))
    elif options.coming:
        print(coming.table(years))
    elif options.json:
        print(json.dumps(_figures(looked, shipped=options.shipped), allow_nan=False))
    else:
        print(_text(years, shipped=options.shipped))
    return 0


def _parser() -> argparse.ArgumentParser:
    said = argparse.ArgumentParser(description="How good is the forecast on real years?")
    said.add_argument("--data", type=Path, default=DATA, help="another file of the same form")
    said.add_argument("--shipped", action="store_true", help="shipped parameters, no fitting")
    said.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    said.add_argument("--parts", action="store_true", help="what each part of the model is worth")
    said.add_argument("--coming", action="store_true", help="how often claims of next year hold")
    return said


def _judged(looked: Sequence[Case], method: Method) -> list[Judgement]:
    return [method(case) for case in looked]


def _simpler(looked: Sequence[Case]) -> dict[str, Scores]:
    """Take the figures of the simpler methods."""
    known: dict[str, Method] = {
        "straight_line": methods.straight_line,
        "poisson": methods.poisson,
        "ratio": methods.ratio,
    }
    return {name: scores(looked, _judged(looked, method)) for name, method in known.items()}


def _figures(looked: Sequence[Case], *, shipped: bool) -> dict[str, object]:
    """Give each method's figures, for programs."""
    said = _judged(looked, methods.model(SHIPPED)) if shipped else cross_validate(looked)[0]
    found = {"model": scores(looked, said), **_simpler(looked)}
    return {name: each.as_json() for name, each in found.items()}


def _text(years: Sequence[Year], *, shipped: bool) -> str:
    """Write the table of methods, what each flag does, what was tuned, and the simulated years."""
    looked, alone = cases(years), ones(years)
    said = _judged(looked, methods.model(SHIPPED))
    results = {"model, shipped": scores(looked, said)}
    tuned: list[str] = []
    if not shipped:
        said, chosen = cross_validate(looked)
        results = {"model, cross-validated": scores(looked, said), **results}
        tuned = [f"without fold {at}: {found}" for at, found in enumerate(chosen, 1)]
        tuned += [f"on all series: {tune(looked)}", f"shipped: {SHIPPED}"]
    results |= _simpler(looked)
    for bound in tables.RULES:
        judged = _judged(looked, methods.rule(bound))
        results[f"A/E < {bound:g}"] = scores(looked, judged)
    told = [
        f"{len(looked):,} forecasts",
        tables.of_methods(results),
        tables.of_flags(looked, said),
        tables.of_ones(alone, _judged(alone, methods.model(SHIPPED))),
        managed.table(),
        "\n".join(tuned),
    ]
    return "\n\n".join(filter(None, told))


def _parts(looked: Sequence[Case]) -> str:
    """Write the cross-validated figures of the model, whole and without each of its parts."""
    found = {"whole model": scores(looked, cross_validate(looked)[0])}
    for part in PARTS:
        found[f"without {part}"] = scores(looked, cross_validate(looked, off=part)[0])
    return tables.of_methods(found)


if __name__ == "__main__":
    sys.exit(main())
