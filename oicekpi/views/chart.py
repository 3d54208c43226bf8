"""The burn-up chart: what was done, the pace, the target, and the fan of the forecast."""

from dataclasses import dataclass
from datetime import date, timedelta

from oicekpi.plan.model import Plan
from oicekpi.progress.standing import Standing
from oicekpi.views.look import STYLES, Look
from oicekpi.views.render import Cell, Line

_HEIGHT = 12
_LEAST, _MOST = 24, 100  # columns of the drawing, without the numbers at its left
_MONTHS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True)
class _Signs:
    done: str
    pace: str
    target: str
    fan: str
    likely: str
    today: str
    axis: str
    corner: str


_DRAWN = _Signs("█", "•", "─", "░", "+", "┊", "│", "└")
_TYPED = _Signs("#", "o", "-", ":", "+", "|", "|", "+")


def burn_up(plan: Plan, standing: Standing, look: Look) -> list[Line]:
    """Draw the indicator's year up to the standing's day and on to the period's end."""
    width = max(_LEAST, min(_MOST, (look.width or 80) - 8))
    chart = _Chart(plan, standing, width, _DRAWN if look.unicode else _TYPED)
    return [*chart.rows(), *chart.axis(), [], [Cell(f"      {chart.legend()}")]]


class _Chart:
    """One drawing: columns are days of the period, rows are counts."""

    def __init__(self, plan: Plan, standing: Standing, width: int, signs: _Signs) -> None:
        self.plan = plan
        self.standing = standing
        self.signs = signs
        self.width = width
        length = (plan.period.end - plan.period.start).days
        self.days = [
            plan.period.start + timedelta(days=round(x * length / (width - 1)))
            for x in range(width)
        ]
        self.shares = [float(plan.curve(standing.indicator).share(day)) for day in self.days]
        self.done = [self._done(day) for day in self.days]
        self.today = sum(day < standing.as_of for day in self.days)
        outlook = standing.forecast
        self.top = max(1, standing.needed or 0, outlook.high if outlook else 0, standing.count.done)

    def _done(self, day: date) -> int:
        return sum(size for when, size in self.standing.count.arrivals if when <= day)

    def rows(self) -> list[Line]:
        """Draw the rows from the top count down to 1."""
        return [self._row(level) for level in range(_HEIGHT, 0, -1)]

    def _row(self, level: int) -> Line:
        label = ""
        if level == self._level(self.standing.needed or 0):
            label = f"{self.standing.needed:,}"
        elif level == _HEIGHT:
            label = f"{self.top:,}"
        cells = [Cell(f"{label:>5} {self.signs.axis}")]
        return [*cells, *(self._cell(x, level) for x in range(self.width))]

    def _level(self, value: float) -> int:
        """Find the row on which a count stands: 0 is the axis, the top row is the top count."""
        return 0 if value <= 0 else max(1, round(value * _HEIGHT / self.top))

    def _cell(self, x: int, level: int) -> Cell:
        signs, standing = self.signs, self.standing
        needed = standing.needed or 0
        if x <= self.today and level <= self._level(self.done[x]):
            return Cell(signs.done, STYLES[standing.verdict])
        if standing.share is not None and level == self._level(needed * self.shares[x]):
            return Cell(signs.pace, "bold")
        if x > self.today and standing.forecast is not None:
            low, likely, high = (self._level(value) for value in self._fan(x))
            if level == likely:
                return Cell(signs.likely)
            if low <= level <= high:
                return Cell(signs.fan, "dim")
        if needed and level == self._level(needed):
            return Cell(signs.target)
        return Cell(signs.today if x == self.today and not standing.closed else " ", "dim")

    def _fan(self, x: int) -> tuple[float, float, float]:
        """Spread the forecast along the rest of the pace curve."""
        outlook, done = self.standing.forecast, self.standing.count.done
        assert outlook is not None  # noqa: S101 - the caller asks only where there is one
        before = float(self.standing.share or 0)
        passed = (self.shares[x] - before) / (1 - before) if before < 1 else 1.0
        low, likely, high = (
            done + (end - done) * max(0.0, passed)
            for end in (outlook.low, outlook.likely, outlook.high)
        )
        return low, likely, high

    def axis(self) -> list[Line]:
        """Draw the days: a letter where each month begins."""
        letters = [" "] * self.width
        for x, day in enumerate(self.days):
            if x == 0 or day.month != self.days[x - 1].month:
                letters[x] = _MONTHS[day.month - 1]
        line = self.signs.target * self.width
        return [[Cell(f"    0 {self.signs.corner}{line}")], [Cell(f"       {''.join(letters)}")]]

    def legend(self) -> str:
        """Explain the signs that the drawing uses."""
        signs, standing = self.signs, self.standing
        parts = [f"{signs.done} done"]
        if standing.share is not None:
            parts += [f"{signs.pace} pace", f"{signs.target} target"]
        if standing.forecast is not None and not standing.closed:
            parts += [f"{signs.likely} likely", f"{signs.fan} 80 % interval"]
        if not standing.closed:
            parts.append(f"{signs.today} {standing.as_of.isoformat()}")
        return "  ".join(parts)
