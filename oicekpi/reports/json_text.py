"""How JSON is written: the same to every program, and safe to look at."""

import re

from oicekpi.messages.text import UNSAFE


def as_json(value: object) -> str:
    """Write JSON that reads well and holds no character that steers a terminal."""
    import json  # noqa: PLC0415 - most runs write none

    lines = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).split("\n")
    return "\n".join(UNSAFE.sub(_escaped, line) for line in lines) + "\n"


def _escaped(match: re.Match[str]) -> str:
    # Outside of strings JSON has none of these characters, and inside an escape means the same.
    return f"\\u{ord(match.group()):04x}"
