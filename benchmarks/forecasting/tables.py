"""The figures as text."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.forecasting.methods import Judgement
from benchmarks.forecasting.scores import Scores
from benchmarks.forecasting.years import Case

RULES = (1.0, 0.95, 0.75)
CHANCES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


def of_methods(results: Mapping[str, Scores]) -> str:
    """Write a line for each method."""
    head = f"{'method':<24}{'Brier':>7}{'loss':>7}  {'coverage at 25/50/75 %':<23}"
    head += f"{'width at 25/50/75 %':<20}{'recall':>7}{'precision':>10}"
    return "\n".join([head, *(_method(name, found) for name, found in results.items())])


def _method(name: str, found: Scores) -> str:
    return (
        f"{name:<24}{_shown(found.brier):>7}{_shown(found.log_loss):>7}"
        f"  {_dated(found.coverage, 2):<23}{_dated(found.width, 1):<20}"
        f"{_shown(found.recall_at_20_false_alarms):>7}"
        f"{_shown(found.precision_at_20_false_alarms):>10}"
    )


def _dated(values: Mapping[str, float | None], digits: int) -> str:
    return " / ".join(_shown(value, digits) for value in values.values())


def _shown(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def of_flags(looked: Sequence[Case], said: Sequence[Judgement]) -> str:
    """Write what the rules of thumb flag, and what a flag below each chance would."""
    pairs = list(zip(looked, said, strict=True))
    below = [(case, judged) for case, judged in pairs if case.done < case.due]
    on_pace = [(case, judged) for case, judged in pairs if case.done >= max(1, case.due)]
    lines = [f"{'flag':<20}{'misses caught':>15}{'false alarms':>14}{'right':>8}"]
    lines += [_heading("all", pairs)]
    lines += (
        _flag(f"A/E < {bound:g}", [(case, case.ratio < bound) for case in looked])
        for bound in RULES
    )
    lines += _chances(pairs)
    lines += [_heading("below due", below), *_chances(below)]
    lines += [_heading("on pace", on_pace), *_chances(on_pace)]
    lines.append("on pace, flagged only where it is slowing")
    lines += (
        _flag(
            f"chance < {bound:g}",
            [(case, judged.slowing and judged.chance < bound) for case, judged in on_pace],
        )
        for bound in CHANCES
    )
    return "\n".join(lines)


def of_ones(looked: Sequence[Case], said: Sequence[Judgement]) -> str:
    """Write what a flag below each chance does where one unit is needed, and nothing is due."""
    pairs = list(zip(looked, said, strict=True))
    return "\n".join([_heading("none of one, second half", pairs), *_chances(pairs)])


def _heading(title: str, pairs: Sequence[tuple[Case, Judgement]]) -> str:
    missed = sum(not case.made for case, _ in pairs)
    return f"{title}: {len(pairs):,} cases, {missed:,} of them missed in the end"


def _chances(pairs: Sequence[tuple[Case, Judgement]]) -> Iterator[str]:
    for bound in CHANCES:
        flagged = [(case, judged.chance < bound) for case, judged in pairs]
        yield _flag(f"chance < {bound:g}", flagged)


def _flag(name: str, flagged: Sequence[tuple[Case, bool]]) -> str:
    """Write the share of misses that are flagged, of the others, and of flags that are right."""
    hits = [not case.made for case, flag in flagged if flag]
    missed = sum(not case.made for case, _ in flagged)
    recall = _part(sum(hits), missed)
    alarms = _part(len(hits) - sum(hits), len(flagged) - missed)
    right = _part(sum(hits), len(hits))
    return f"{name:<20}{_shown(recall):>15}{_shown(alarms):>14}{_shown(right):>8}"


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None
