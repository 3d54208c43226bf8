"""JSON Lines: one object a line for each row of the table of a page, for databases."""

import json
import re
from decimal import Decimal
from itertools import chain, starmap

from oicekpi.messages.text import UNSAFE
from oicekpi.reports.formats.json import escaped, with_chinese
from oicekpi.reports.look import Look
from oicekpi.reports.tables import Page


def render(page: Page, _: Look, *, raw: bool = False) -> str:  # noqa: ARG001 - as every format
    """Return the rows of a page's table under the names of its columns.

    What the page says of all rows, such as the plan, is in each of them. A page without a table
    gives no line.
    """
    if page.table is None:
        return ""
    keys = page.table.keys
    return "".join(
        f"{_line({**page.common, **dict(zip(keys, row, strict=True))})}\n"
        for row in page.table.values
    )


def _line(row: dict[str, object]) -> str:
    """Write an object in one line; decimals have the digits that they have."""
    pairs = chain.from_iterable(starmap(with_chinese, row.items()))
    parts = (f"{json.dumps(key, ensure_ascii=False)}: {_value(value)}" for key, value in pairs)
    return re.sub(UNSAFE, escaped, f"{{{', '.join(parts)}}}")


def _value(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
