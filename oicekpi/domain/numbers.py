"""Exact numbers: amounts, levels and the parts of ratios are decimals, never binary floats."""

import re
from decimal import Decimal
from typing import Final, TypeAlias

from oicekpi.domain.fields import Field, Schema, invalid

Number: TypeAlias = int | Decimal

MOST: Final = 10**12
_GROUPED: Final = r"-?\d{1,3}(?:[ ,\u00a0\u202f']\d{3})+(?:\.\d+)?"
_WITH_UNIT: Final = r"(-?\d+(?:\.\d+)?)\s?\D{1,6}"
_COMMA: Final = r"-?\d+,\d{1,2}"


class Exact(Field[Number]):
    """A whole or decimal number, read exactly, up to 10^12 on either side of zero."""

    def __init__(self, least: int = -MOST) -> None:
        """Read numbers from `least` on."""
        self.least = least

    def read(self, value: object) -> Number:
        """Return the number."""
        if isinstance(value, str):
            raise _not_a_number(value)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise invalid("bad-number", "type", value=value)
        if value < self.least:
            raise invalid("out-of-range", "low", value=value, bound=self.least)
        if value > MOST:
            raise invalid("out-of-range", "high", value=value, bound=MOST)
        return value

    def schema(self) -> Schema:
        """Return the schema of a number."""
        return {"type": "number", "minimum": self.least, "maximum": MOST}


def _not_a_number(text: str) -> Exception:
    """Say how to write what someone wrote for a number."""
    if re.fullmatch(_GROUPED, text):
        plain = re.sub(r"[^\d.-]", "", text)
        return invalid("bad-number", "grouped", value=text, plain=plain)
    if re.fullmatch(_COMMA, text):
        return invalid("bad-number", "grouped", value=text, plain=text.replace(",", "."))
    if found := re.fullmatch(_WITH_UNIT, text):
        return invalid("bad-number", "unit", value=text, plain=found[1])
    return invalid("bad-number", "type", value=text)


def decimals(number: Number) -> int:
    """Return how many decimals a number is written with."""
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def written(number: Number, places: int | None = None) -> str:
    """Return a number as people write it, `1,234.50`, with `places` decimals or its own."""
    return f"{Decimal(number):,.{decimals(number) if places is None else places}f}"
