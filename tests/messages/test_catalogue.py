"""Messages: declared once as data, and made into words for the reader at hand."""

import importlib
import pkgutil
import re
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any, Final

import pytest

import oicekpi.messages
from oicekpi.domain import kinds as _  # noqa: F401 - registers the kinds, and so their fields
from oicekpi.domain.finding import Finding, Problem, inside
from oicekpi.domain.record import all_fields
from oicekpi.messages import catalogue
from oicekpi.messages.catalogue import (
    CATALOGUE,
    Catalogue,
    Medium,
    Message,
    Said,
    Severity,
    Text,
    fill,
    listed,
    say,
    severity_of,
)

for _module in pkgutil.iter_modules(oicekpi.messages.__path__):
    importlib.import_module(f"oicekpi.messages.{_module.name}")  # so that all codes are declared


class Word(StrEnum):
    """A word of the program."""

    DONE = "done"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """An empty catalogue in the place of the program's."""
    made = Catalogue()
    monkeypatch.setattr(catalogue, "CATALOGUE", made)
    return made


# --- declarations ---------------------------------------------------------------------------------


def test_a_message_is_declared_with_all_that_is_said_of_it(known: Catalogue) -> None:
    """One text with its helps is the case of no name."""
    code = known.declare(
        "odd", "text", "first", "second", many="texts", severity=Severity.NOTE,
        explanation="why", example="x", fix="how",
    )  # fmt: skip
    assert code == "odd"
    cases = {"": Text("text", ("first", "second"), "texts")}
    assert known.messages == {"odd": Message("odd", cases, Severity.NOTE, "why", "x", "how")}
    assert severity_of("odd") is Severity.NOTE


def test_a_message_with_cases_has_these_alone(known: Catalogue) -> None:
    """Each case has a text of its own; the severity is that of the code."""
    known.declare("odd", cases={"a": Text("one"), "b": Text("two")})
    assert [say("odd", {}, case).text for case in ("a", "b")] == ["one", "two"]
    assert severity_of("odd") is Severity.ERROR
    with pytest.raises(KeyError):
        say("odd", {})


def test_a_code_is_declared_once(known: Catalogue) -> None:
    """A second declaration is a mistake of the programmer, and changes nothing."""
    known.declare("odd", "text")
    with pytest.raises(ValueError, match="odd"):
        known.declare("odd", "another")
    assert say("odd", {}) == Said("text")


def test_problems_and_findings_speak_by_their_code(known: Catalogue) -> None:
    """Both have the severity of the declaration, and the words for a medium."""
    known.declare("odd", cases={"a": Text("{people:field} is {value}")}, severity=Severity.WARNING)
    problem = Problem(("x",), "odd", {"value": 3}, "a")
    finding = Finding("a.yaml", 1, 1, "odd", {"value": 3}, "a")
    for each in (problem, finding):
        assert each.severity is Severity.WARNING
        assert each.said() == Said("`people` is 3")
        assert each.said(Medium.OPTION) == Said("--people is 3")
    assert inside(problem, "a", 0).where == ("a", 0, "x")


# --- parameters in words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Trip", '"Trip"'),
        ("a\nb\x1b", '"a b<U+001B>"'),
        ("x" * 41, '"' + "x" * 39 + '\u2026"'),
        ("{value}", '"{value}"'),
        (True, "`true`"),
        (False, "`false`"),
        (Word.DONE, "`done`"),
        (12_345, "12,345"),
        (0.5, "0.5"),
        (date(2024, 4, 12), "2024-04-12"),
        ((1, 2), "a list"),
        ([], "a list"),
        ({"a": 1}, "a mapping"),
        (None, "None"),
    ],
)
def test_a_parameter_is_shown_as_what_it_is(value: object, shown: str) -> None:
    """A text from a file is in quotation marks, made safe, and cut where it is long."""
    assert fill("{value}", {"value": value}) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x1b", "a<U+001B>"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "\u2026"),
        (12_345, "12,345"),
        (Word.DONE, "done"),
    ],
)
def test_a_plain_parameter_has_no_quotation_marks(value: object, shown: str) -> None:
    """Such are paths and ids; they are made safe all the same."""
    assert fill("{value:plain}", {"value": value}) == shown


@pytest.mark.parametrize(
    ("medium", "shown"),
    [
        (Medium.FILE, "`people`"),
        (Medium.OPTION, "--people"),
        (Medium.CELL, "people"),
        (Medium.DIALOGUE, "people"),
    ],
)
def test_a_field_is_called_what_the_reader_calls_it(medium: Medium, shown: str) -> None:
    """Its name is that of the placeholder, or the value of a parameter."""
    assert fill("{people:field}", {}, medium) == shown
    assert fill("{key:field}", {"key": "people"}, medium) == shown


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{value:or}", '"a", "b" or "c"'),
        ("{value:and}", '"a", "b" and "c"'),
        ("{value:or-plain}", "a, b or c"),
        ("{value:and-plain}", "a, b and c"),
    ],
)
def test_a_list_is_joined_by_a_word(template: str, shown: str) -> None:
    """Its items are shown as single parameters are."""
    assert fill(template, {"value": ("a", "b", "c")}) == shown


def test_a_list_of_one_or_none_needs_no_word() -> None:
    """Two items have no comma."""
    assert [listed(each) for each in ([], ["a"], ["a", "b"])] == ["", "a", "a or b"]
    assert listed(["a", "b"], "and") == "a and b"


def test_braces_are_written_twice_in_a_template() -> None:
    """Those in a value are not looked at."""
    assert fill("{{a: {value:plain}}}", {"value": "{b}"}) == "{a: {b}}"


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2_000, "2,000 files")])
def test_a_text_goes_with_its_number(known: Catalogue, count: int, text: str) -> None:
    """The parameter `count` chooses between the forms for one and for many."""
    known.declare("odd", "{count} file", many="{count} files")
    assert say("odd", {"count": count}).text == text


@pytest.mark.parametrize(
    ("params", "help_text"),
    [
        ({"near": "a", "known": ("a", "b")}, 'did you mean "a"?'),
        ({"near": None, "known": ("a", "b")}, "write a or b"),
        ({"known": ()}, "write "),
        ({"near": None}, "change `date`"),
        ({"near": ""}, 'did you mean ""?'),
    ],
)
def test_the_first_help_whose_parameters_are_given_is_shown(
    known: Catalogue, params: dict[str, Any], help_text: str
) -> None:
    """A parameter that is None is not given; a field always is."""
    helps = ("did you mean {near}?", "write {known:or-plain}", "change {date:field}", "never")
    known.declare("odd", "text", *helps)
    assert say("odd", params) == Said("text", help_text)


def test_a_message_may_have_no_help(known: Catalogue) -> None:
    """Then it is empty; so it is where no help can be filled."""
    known.declare("odd", "text")
    known.declare("even", "text", "did you mean {near}?")
    assert say("odd", {}) == say("even", {}) == Said("text", "")


# --- the messages of the program ------------------------------------------------------------------

FORMATS: Final = {"", "plain", "field", "or", "and", "or-plain", "and-plain"}
TEXTS: Final = [
    pytest.param(code, case, text, id=f"{code}-{case}" if case else code)
    for code, message in CATALOGUE.messages.items()
    for case, text in message.cases.items()
]
CODES: Final = [*CATALOGUE.messages]


def placeholders(template: str) -> list[tuple[str, str]]:
    """Return the names in a template, each with its format."""
    return [
        (name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None
    ]


@pytest.mark.parametrize(("code", "case", "text"), TEXTS)
def test_every_template_can_be_filled(code: str, case: str, text: Text) -> None:
    """Names and formats are known; what is listed is a list; a field is one that records have."""
    params: dict[str, Any] = {"count": 1}
    for template in (text.text, text.many, *text.help):
        for name, spec in placeholders(template):
            assert re.fullmatch("[a-z_]+", name)
            assert spec in FORMATS
            if spec != "field":
                params[name] = ["a", "b"] if spec.startswith(("or", "and")) else "x"
    for medium in Medium:
        said = say(code, params, case, medium)
        assert said.text
        assert bool(said.help) == bool(text.help)


@pytest.mark.parametrize(("code", "case", "text"), TEXTS)
def test_a_field_in_a_template_is_a_parameter_or_a_field_of_records(
    code: str, case: str, text: Text
) -> None:
    """A name that is neither would be shown as it is, unnoticed."""
    del code, case
    generic = {"key", "field", "name"}
    for template in (text.text, text.many, *text.help):
        names = {name for name, spec in placeholders(template) if spec == "field"}
        assert names <= {*all_fields(), *generic}


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_made_of_words(code: str) -> None:
    """Lower case, with dashes, so that it can be typed."""
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)


@pytest.mark.parametrize(("code", "case", "text"), TEXTS)
def test_a_sentence_has_no_full_stop(code: str, case: str, text: Text) -> None:
    """As compilers write them."""
    del code, case
    for template in (text.text, text.many, *text.help):
        assert not re.search(r"(?<!\.\.)\.$", template)
