"""Indicators to choose from, each with its number and its standing."""

from collections.abc import Sequence

from oicekpi.progress.standing import Standing
from oicekpi.views import words
from oicekpi.views.look import STYLES, Look
from oicekpi.views.render import Cell, Column, lines, table


def choices(standings: Sequence[Standing], look: Look) -> str:
    """Write a line for each indicator, with the number by which it can be chosen, from 1."""
    judged = [Cell(words.judged(each, look), STYLES[each.verdict]) for each in standings]
    columns = [
        Column("", [Cell(f"{at}") for at in range(1, len(standings) + 1)], keep=5, right=True),
        Column("", [Cell(each.indicator.id) for each in standings], keep=4),
        Column("", [Cell(each.indicator.title) for each in standings], keep=2, cut=True),
        Column("", [Cell(words.progress(each)) for each in standings], keep=3),
        Column("", judged, keep=1),
    ]
    return lines(table(columns, look)[1:], look)
