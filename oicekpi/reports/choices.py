"""Indicators to choose from, each with its number and its progress."""

from collections.abc import Sequence

from oicekpi.domain.progress import Progress
from oicekpi.reports import words
from oicekpi.reports.look import STYLES, Look
from oicekpi.reports.render import Cell, Column, lines, table


def choices(indicators: Sequence[Progress], look: Look) -> str:
    """Write a line for each indicator, with the number by which it can be chosen, from 1."""
    judged = [Cell(words.judged(each, look), STYLES[each.status]) for each in indicators]
    columns = [
        Column("", [Cell(f"{at}") for at in range(1, len(indicators) + 1)], keep=5, right=True),
        Column("", [Cell(each.indicator.id) for each in indicators], keep=4),
        Column("", [Cell(each.indicator.title) for each in indicators], keep=2, cut=True),
        Column("", [Cell(words.progress(each)) for each in indicators], keep=3),
        Column("", judged, keep=1),
    ]
    return lines(table(columns, look)[1:], look)
