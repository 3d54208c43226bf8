"""Each code in the source is declared, and each declared code is in the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import oicekpi
from oicekpi.messages import failures
from oicekpi.messages.catalogue import declared

PACKAGE = Path(oicekpi.__file__).parent
MESSAGES = declared()
CODED = {
    name
    for name, each in vars(failures).items()
    if isinstance(each, type)
    and issubclass(each, failures.OicekpiError)
    and each.__init__ is failures.OicekpiError.__init__
}
PLACES = {"Finding": (3, 5), "Problem": (1, 3), **dict.fromkeys(CODED, (0, 1))}
"""At which places a call takes the code and the case of a message."""


def _calls() -> Iterator[ast.Call]:
    """Go through all calls in the package."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def _texts(call: ast.Call, place: int, name: str, default: str) -> list[str]:
    """Return the texts that an argument may have; none if only the running program knows."""
    values = [*call.args[place : place + 1], *(k.value for k in call.keywords if k.arg == name)]
    if not values:
        return [default]
    either = values[0]
    texts = [either.body, either.orelse] if isinstance(either, ast.IfExp) else [either]
    return [str(text.value) for text in texts if isinstance(text, ast.Constant)]


def test_every_message_that_is_raised_or_found_is_declared() -> None:
    """A code or a case that is mistyped would be noticed only by whoever meets the error."""
    messages = {
        (code, case)
        for call in _calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in PLACES
        and not any(isinstance(each, ast.Starred) for each in call.args)
        for code in _texts(call, PLACES[call.func.id][0], "code", "")
        for case in _texts(call, PLACES[call.func.id][1], "case", "")
    }
    assert ("unknown-id", "") in messages
    assert messages - {(code, case) for code in MESSAGES for case in MESSAGES[code].cases} == set()


def test_every_declared_code_is_used() -> None:
    """A message that nothing refers to is not there."""
    used: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        declarations = {
            id(call.args[0])
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == "declare"
            and call.args
        }
        used |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in declarations
        }
    assert set(MESSAGES) - used == set()
