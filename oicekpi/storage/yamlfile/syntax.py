"""What the parser itself refuses: which mistake it is, and where it was made.

The parser says where it gave up, which is often the line below the mistake, or far from it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from oicekpi.storage.yamlfile.builder import MAX_DEPTH
from oicekpi.storage.yamlfile.source import Span, YamlRefusedError, named
from oicekpi.values import dataclass

Mistake: TypeAlias = tuple[str, Span, Mapping[str, str]]
"""The case of `yaml-syntax`, the place, and the parameters."""

_FULL_WIDTH: Final = "\uff1a"
_KEY_WITHOUT_SPACE: Final = re.compile(r"[ \t]*+(?:- )?+([\w.]++):[^\s/]")
# A line that begins with a space that YAML does not take for one, or has one behind its dash or
# its colon.
_ODD_SPACE: Final = re.compile(r"[ \t]*+(?:- )*+(?:-|[\w.-]++[ \t]*+:)?+((?![ \t\r\n])\s)")


@dataclass(frozen=True)
class _Error:
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
        return line, len(text) - len(text.lstrip(" \t")) + 1, line, len(text) + 1


def refusal(error: Exception, text: str) -> YamlRefusedError:
    """Return the refusal that an error of PyYAML's parser means."""
    problem = str(getattr(error, "problem", None) or "")
    at = _place(getattr(error, "problem_mark", None)) or (1, 1)
    begun = _place(getattr(error, "context_mark", None)) or at
    found = _Error(problem, *at, begun, text.split("\n"))
    if "nesting depth" in problem:  # a libyaml with a bound of its own, on what it reads ahead
        return YamlRefusedError("yaml-depth", found.here, {"most": MAX_DEPTH})
    look = next((look for sign, look in _MISTAKES if sign in problem), _unknown)
    if found.character == "\t":
        look = _tab
    case, span, params = look(found)
    return YamlRefusedError("yaml-syntax", span, params, case)


def colon_params(line: str) -> dict[str, str]:
    """Return what keeps YAML from seeing a colon, as parameters for a help; often it is nothing.

    `wide` is a full-width colon, `space` a space that YAML takes for a letter, `key` the key
    that has no space after its colon.
    """
    if (odd := _ODD_SPACE.match(line)) is not None:
        return {"space": named(odd[1])}
    if _FULL_WIDTH in line:
        return {"wide": _FULL_WIDTH}
    if (found := _KEY_WITHOUT_SPACE.match(line)) is not None:
        return {"key": found[1]}
    return {}


def _place(mark: Any) -> tuple[int, int] | None:  # noqa: ANN401 - PyYAML has two kinds of mark
    return None if mark is None else (mark.line + 1, mark.column + 1)


# --- one function for each mistake of several forms -----------------------------------------------


def _at(case: str, place: Callable[[_Error], Span]) -> Callable[[_Error], Mistake]:
    """Return how to find a mistake that has one case and one place."""
    return lambda error: (case, place(error), {})


def _misplaced(case: str) -> Callable[[_Error], Mistake]:
    """Return how to find a line that is not where it belongs, perhaps for odd spaces in it."""
    return lambda error: (
        case,
        error.whole(error.line),
        colon_params(error.text(error.line)),
    )


def _here(error: _Error) -> Span:
    return error.here


def _start(error: _Error) -> Span:
    return error.start


def _line(error: _Error) -> Span:
    return error.whole(error.line)


_tab: Final = _at("tab", _here)


def _no_colon(error: _Error) -> Mistake:
    line = error.begun[0]
    return "no-colon", error.whole(line), colon_params(error.text(line))


def _colon(error: _Error) -> Mistake:
    if ": " in error.text(error.line)[: error.column - 1]:
        return "second-colon", error.here, {}
    above = error.line - 1
    if params := colon_params(error.text(above)):
        return "no-colon", error.whole(above), params
    return "too-far-right", error.whole(error.line), {}


def _flow(error: _Error) -> Mistake:
    opening, closing = "[]" if "]" in error.problem else "{}"
    params = {"opening": opening, "closing": closing}
    if error.line > error.begun[0]:
        return "open-bracket", error.start, params
    return "no-comma", error.here, params


def _no_key(error: _Error) -> Mistake:
    if error.text(error.line)[: error.column - 1].strip():
        return "after-value", error.here, {}
    if error.character == "-":
        return "list-item", error.whole(error.line), {}
    if error.character == ":":
        return "no-key", error.here, {}
    return _misplaced("indentation")(error)


def _no_content(error: _Error) -> Mistake:
    if not error.character:
        return "open-bracket-at-end", error.here, {}
    if error.character == ":":
        return "no-key", error.here, {}
    return "no-value", error.here, {"character": error.character}


def _no_token(error: _Error) -> Mistake:
    line, column = error.begun
    return "first-character", error.start, {"character": error.text(line)[column - 1 : column]}


def _directive(error: _Error) -> Mistake:
    return "directive", error.whole(error.begun[0]), {}


def _unknown(error: _Error) -> Mistake:
    params = {"problem": error.problem} if error.problem else {}
    return ("parser" if error.problem else ""), error.here, params


_MISTAKES: Final[tuple[tuple[str, Callable[[_Error], Mistake]], ...]] = (
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _colon),
    ("did not find expected ',' or", _flow),
    ("found unexpected end of stream", _at("open-quote", _start)),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _misplaced("no-dash")),
    ("did not find expected node content", _no_content),
    ("cannot start any token", _no_token),
    ("expected alphabetic or numeric", _no_token),
    ("found undefined tag handle", _no_token),
    ("did not find expected tag", _no_token),
    ("did not find the expected", _no_token),
    ("escape character", _at("escape", _here)),
    ("expected hexdecimal number", _at("escape", _here)),
    ("expected comment or line break", _at("block", _here)),
    ("block sequence entries are not allowed", _at("dash", _here)),
    ("did not find expected <document start>", _at("after-end", _line)),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
)
