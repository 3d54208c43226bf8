"""Messages are declared once, and become sentences only when they are shown."""

import ast
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oicekpi
from oicekpi.messages import failures
from oicekpi.messages.catalogue import (
    Catalogue,
    Medium,
    Message,
    Severity,
    Text,
    declared,
    fill,
    message,
    say,
    severity_of,
)
from oicekpi.messages.text import UNSAFE

PACKAGE = Path(oicekpi.__file__).parent
MESSAGES = declared()
SPECS = {"", "plain", "field", "or", "and", "or-plain", "and-plain"}


class Color(StrEnum):
    """Words that a parameter may be one of."""

    RED = "red"


# --- from templates to sentences ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown", "plain"),
    [
        ("Trip", '"Trip"', "Trip"),
        ("", '""', ""),
        ("\x1b[31m", '"<U+001B>[31m"', "<U+001B>[31m"),
        (True, "`true`", "`true`"),
        (Color.RED, "`red`", "red"),
        (15_000, "15,000", "15,000"),
        (date(2024, 4, 12), "2024-04-12", "2024-04-12"),
        (("a", "b"), "a list", "a list"),
        ({"a": 1}, "a mapping", "a mapping"),
        (0.5, "0.5", "0.5"),
    ],
)
def test_a_parameter_is_shown_by_its_type(value: object, shown: str, plain: str) -> None:
    """What is a text from a file is in quotation marks; `plain` leaves them out."""
    assert fill("{value}", {"value": value}) == shown
    assert fill("{value:plain}", {"value": value}) == plain


@given(st.text())
def test_no_text_of_a_file_steers_the_terminal(text: str) -> None:
    """Whatever a parameter holds, the sentence is one line, of a bounded length."""
    said = fill("{a} {a:plain} {b:or} {b:and-plain}", {"a": text, "b": [text]})
    assert not UNSAFE.search(said)
    assert len(said) < 10_000


def test_braces_in_a_parameter_are_text() -> None:
    """A file cannot smuggle a template into a sentence."""
    assert fill("{a:plain}", {"a": "{b} {a.__class__}", "b": "secret"}) == "{b} {a.__class__}"


@pytest.mark.parametrize(
    ("names", "told"),
    [((), ""), (("a",), '"a"'), (("a", "b"), '"a" or "b"'), (("a", "b", "c"), '"a", "b" or "c"')],
)
def test_lists_are_joined_as_people_join_them(names: tuple[str, ...], told: str) -> None:
    """The last one is joined by a word; `and` goes likewise, and `-plain` without quotes."""
    assert fill("{names:or}", {"names": names}) == told
    assert fill("{names:and-plain}", {"names": names}) == told.replace('"', "").replace("or", "and")


@pytest.mark.parametrize(
    ("medium", "name"),
    [
        (Medium.FILE, "`people`"),
        (Medium.OPTION, "--people"),
        (Medium.CELL, "people"),
        (Medium.DIALOGUE, "people"),
    ],
)
def test_a_field_is_named_as_the_reader_knows_it(medium: Medium, name: str) -> None:
    """The key of a file, an option or a column; what is no parameter stands for itself."""
    assert fill("{people:field}", {}, medium) == name
    assert fill("{field:field}", {"field": "people"}, medium) == name


# --- declarations ---------------------------------------------------------------------------------


def test_the_first_help_that_can_be_filled_is_given() -> None:
    """Alternatives go from the most specific to one that always fits; None is not given."""
    assert say("unknown-id", {"wanted": "A1.stuff", "near": "A1.staff"}).help.count("A1.staff") == 1
    general = say("unknown-id", {"wanted": "A1.stuff", "near": None}).help
    assert general == say("unknown-id", {"wanted": "A1.stuff"}).help
    assert "oicekpi status" in general


def test_a_count_chooses_the_plural() -> None:
    """A text that has a form for many takes it for all numbers but 1."""
    plural = [
        (code, case)
        for code, each in MESSAGES.items()
        for case, text in each.cases.items()
        if text.many
    ]
    assert plural
    for code, case in plural:
        params = dict.fromkeys(_names(MESSAGES[code].cases[case]), "x")
        one, two = (say(code, {**params, "count": count}, case).text for count in (1, 2))
        assert one != two


def test_a_code_is_declared_once() -> None:
    """Two declarations of a code are a mistake of the program; the default is an error."""
    catalogue = Catalogue()
    assert catalogue.declare("a-code", "text", "help", severity=Severity.NOTE) == "a-code"
    assert catalogue.messages == {
        "a-code": Message("a-code", {"": Text("text", ("help",))}, Severity.NOTE)
    }
    with pytest.raises(ValueError, match="a-code"):
        catalogue.declare("a-code", "another text")
    assert Message("b-code", {}).severity is Severity.ERROR


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    """Nobody can show a message that was not declared."""
    with pytest.raises(KeyError):
        message("no-such-code")
    assert severity_of("truncated-text") is Severity.WARNING


# --- all that is declared -------------------------------------------------------------------------


def _names(text: Text) -> Iterator[str]:
    """Go through the parameters of a text and its help."""
    for template in (text.text, text.many, *text.help):
        for _, name, _, _ in Formatter().parse(template):
            if name is not None:
                yield name


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_can_be_filled(code: str) -> None:
    """Each template has only parameters with a name and a way to show them that exists."""
    for text in MESSAGES[code].cases.values():
        for template in (text.text, text.many, *text.help):
            for _, name, spec, conversion in Formatter().parse(template):
                assert name is None or (name.isidentifier() and spec in SPECS), template
                assert conversion is None, template
        assert bool(text.many) <= ("count" in _names(text))


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_written_like_all_others(code: str) -> None:
    """Codes are words with dashes; texts have no capital at the start and no full stop."""
    assert all(word.isalnum() and word.islower() for word in code.split("-"))
    for text in MESSAGES[code].cases.values():
        assert text.text
        for template in filter(None, (text.text, text.many, *text.help)):
            assert not template.endswith(".")
            assert not template[0].isupper() or template.split()[0] in {"UTF-8", "Windows", "YAML"}


@pytest.mark.parametrize("code", [code for code, each in MESSAGES.items() if each.explanation])
def test_an_explained_code_has_an_example_and_a_fix(code: str) -> None:
    """Whoever looks up a finding reads what it means, what it looks like and what to do."""
    assert MESSAGES[code].example
    assert MESSAGES[code].fix


# --- the codes in the source ----------------------------------------------------------------------

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
