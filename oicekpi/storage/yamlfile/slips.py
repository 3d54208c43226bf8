"""What the parser itself refuses, in our own words: what was slipped, where, and how to mend it.

The parser says where it gave up, which is often the line below the slip, or far from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from oicekpi.storage.yamlfile.refusal import TOO_DEEP, Span, YamlRefusedError

Words: TypeAlias = tuple[str, str, Span]


_FULL_WIDTH: Final = "\uff1a"
_QUOTE: Final = "put the whole text in quotation marks"
_KEY_WITHOUT_SPACE: Final = re.compile(r"\s*(?:- )?[\w.]+:[^\s/]")


@dataclass(frozen=True, slots=True)
class _Slip:
    """What the parser says: its words, where it gave up, and where it had begun (from 1)."""

    problem: str
    line: int
    column: int
    begun: tuple[int, int]
    lines: list[str]

    def text(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.text(self.line)[self.column - 1 : self.column]

    @property
    def here(self) -> Span:
        return self.line, self.column, self.line, self.column + 1

    @property
    def start(self) -> Span:
        line, column = self.begun
        return line, column, line, column + 1

    def whole(self, line: int) -> Span:
        text = self.text(line).rstrip()
        return line, len(text) - len(text.lstrip()) + 1, line, len(text) + 1


def refusal(error: Exception, text: str) -> YamlRefusedError:
    """Word an error of PyYAML's parser."""
    problem = str(getattr(error, "problem", None) or "this is not YAML")
    at = _place(getattr(error, "problem_mark", None)) or (1, 1)
    begun = _place(getattr(error, "context_mark", None)) or at
    slip = _Slip(problem, *at, begun, text.split("\n"))
    if "nesting depth" in problem:  # a libyaml with a bound of its own, on what it reads ahead
        return YamlRefusedError("yaml-depth", *TOO_DEEP, slip.here)
    word = next((word for sign, word in _WORDS if sign in slip.problem), _other)
    if slip.character == "\t":
        word = _tab
    message, hint, span = word(slip)
    return YamlRefusedError("yaml-syntax", message, hint, span)


def colon_hint(line: str) -> str | None:
    """Say how to mend a colon that YAML does not take for one, if the line has such."""
    if _FULL_WIDTH in line:
        return f"write an ordinary colon and a space, `: `, and not the full-width {_FULL_WIDTH}"
    if _KEY_WITHOUT_SPACE.match(line):
        return "put a space after the colon"
    return None


def _place(mark: Any) -> tuple[int, int] | None:  # noqa: ANN401 - PyYAML has two kinds of mark
    return None if mark is None else (mark.line + 1, mark.column + 1)


# --- one function a slip ----------------------------------------------------------------------


def _tab(slip: _Slip) -> Words:
    return "a tab stands here, where YAML takes spaces only", "indent with spaces", slip.here


def _no_colon(slip: _Slip) -> Words:
    line = slip.begun[0]
    hint = (
        colon_hint(slip.text(line))
        or "write `key: value`, or indent it under the text it continues"
    )
    return "this line has no key with a colon and a space", hint, slip.whole(line)


def _colon(slip: _Slip) -> Words:
    before = slip.text(slip.line)[: slip.column - 1]
    above = slip.text(slip.line - 1)
    if ": " in before:
        return "a second colon stands in this line", f"{_QUOTE}: 'like: this'", slip.here
    if (hint := colon_hint(above)) is not None:
        return "the line has no key with a colon and a space", hint, slip.whole(slip.line - 1)
    return (
        "this line is indented further than the one above, and so continues its text",
        "begin it in the same column as the keys it belongs to",
        slip.whole(slip.line),
    )


def _flow(slip: _Slip) -> Words:
    close = "]" if "]" in slip.problem else "}"
    if slip.line > slip.begun[0]:
        opened = "[" if close == "]" else "{"
        return f"this `{opened}` is not closed", f"write `{close}` after the last value", slip.start
    return (
        f"a comma or `{close}` is missing here",
        "part values by `, `, or put them in quotation marks",
        slip.here,
    )


def _open_quote(slip: _Slip) -> Words:
    return (
        "this quotation mark is not closed",
        "close it with the same mark; inside '…' write '' for one '",
        slip.start,
    )


def _no_key(slip: _Slip) -> Words:
    if slip.text(slip.line)[: slip.column - 1].strip():
        return (
            "this does not belong to the value before it",
            f"{_QUOTE}; inside '…' write '' for one '",
            slip.here,
        )
    if slip.character == "-":
        return (
            "a list item stands where a key should",
            "indent it under its key",
            slip.whole(slip.line),
        )
    return _without_key(slip) if slip.character == ":" else _misfit(slip)


def _without_key(slip: _Slip) -> Words:
    return "there is no key before this colon", "write one", slip.here


def _no_dash(slip: _Slip) -> Words:
    return (
        "this line stands among list items and is none",
        "begin it with `- `, or indent it under the item it belongs to",
        slip.whole(slip.line),
    )


def _misfit(slip: _Slip) -> Words:
    return (
        "this line's indentation fits no line above it",
        "begin it in the same column as the keys it belongs to",
        slip.whole(slip.line),
    )


def _no_content(slip: _Slip) -> Words:
    if not slip.character:
        hint = "close each `[` with `]`, and each `{` with `}`"
        return "the file ends inside a bracket", hint, slip.here
    if slip.character == ":":
        return _without_key(slip)
    return f"a value is missing before `{slip.character}`", f"write one, or {_QUOTE}", slip.here


def _no_token(slip: _Slip) -> Words:
    line, column = slip.begun
    first = slip.text(line)[column - 1 : column]
    return f"text cannot begin with `{first}`", _QUOTE, slip.start


def _escape(slip: _Slip) -> Words:
    return (
        'the backslash in "…" begins no escape sequence that there is',
        "write '…' instead, in which a backslash is only a backslash",
        slip.here,
    )


def _block(slip: _Slip) -> Words:
    return "text stands beside `|` or `>`", "begin the text in the next line, indented", slip.here


def _dash(slip: _Slip) -> Words:
    return (
        "a list begins in the line of its key",
        "begin each item in a line of its own below the key, or write [one, two]",
        slip.here,
    )


def _after_end(slip: _Slip) -> Words:
    return (
        "text follows after the document's end (...)",
        "delete the line `...`",
        slip.whole(slip.line),
    )


def _directive(slip: _Slip) -> Words:
    return (
        "a directive (%) stands here",
        "delete the line; no file needs one",
        slip.whole(slip.begun[0]),
    )


def _other(slip: _Slip) -> Words:
    return (
        slip.problem,
        "check indentation, brackets and quotation marks in this line and the one before",
        slip.here,
    )


_WORDS: Final[tuple[tuple[str, Callable[[_Slip], Words]], ...]] = (
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _colon),
    ("did not find expected ',' or", _flow),
    ("found unexpected end of stream", _open_quote),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _no_dash),
    ("did not find expected node content", _no_content),
    ("cannot start any token", _no_token),
    ("expected alphabetic or numeric", _no_token),
    ("found undefined tag handle", _no_token),
    ("did not find expected tag", _no_token),
    ("did not find the expected", _no_token),
    ("escape character", _escape),
    ("expected hexdecimal number", _escape),
    ("expected comment or line break", _block),
    ("block sequence entries are not allowed", _dash),
    ("did not find expected <document start>", _after_end),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
)
