"""Messages: declared once as data, and made into words for the reader at hand."""

import pkgutil
import re
import subprocess
import sys
from datetime import date
from enum import StrEnum
from importlib import import_module
from string import Formatter
from typing import Any, Final

import pytest

import oicekpi.messages
from oicekpi.domain import kinds  # noqa: F401 - registers the kinds, and so their fields
from oicekpi.domain.finding import Finding, Problem, inside
from oicekpi.domain.record import all_fields
from oicekpi.messages import catalogue
from oicekpi.messages.catalogue import (
    Catalogue,
    CountryName,
    Medium,
    Message,
    Said,
    Severity,
    SystemWords,
    Text,
    country,
    declared,
    fill,
    listed,
    message,
    say,
    severity_of,
)


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
    (code, case, text)
    for code, message in declared().items()
    for case, text in message.cases.items()
]
TEMPLATES: Final = [each for *_, text in TEXTS for each in (text.text, text.many, *text.help)]


def placeholders(template: str) -> list[tuple[str, str]]:
    """Return the names in a template, each with its format."""
    return [
        (name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None
    ]


def test_placeholders_have_names_and_formats_that_are_known() -> None:
    """A field is a parameter of such a name, or one that records have."""
    generic = {"key", "field", "name"}
    for template in TEMPLATES:
        for name, spec in placeholders(template):
            assert re.fullmatch("[a-z_]+", name), template
            assert spec in FORMATS, template
            assert spec != "field" or name in {*all_fields(), *generic}, template


@pytest.mark.parametrize("medium", Medium)
def test_every_template_can_be_filled(medium: Medium) -> None:
    """With all its parameters, each text gives a sentence, and a help if it has any."""
    for code, case, text in TEXTS:
        params: dict[str, Any] = {"count": 1}
        for template in (text.text, text.many, *text.help):
            for name, spec in placeholders(template):
                if spec != "field":
                    params[name] = ["a", "b"] if spec.startswith(("or", "and")) else "x"
        said = say(code, params, case, medium)
        assert said.text, code
        assert bool(said.help) == bool(text.help), code


def test_sentences_have_no_full_stop() -> None:
    """They are written as compilers write them."""
    assert [each for each in TEMPLATES if re.search(r"(?<!\.\.)\.$", each)] == []


def test_a_code_is_made_of_words() -> None:
    """Lower case, with dashes, so that it can be typed."""
    form = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
    assert [code for code in declared() if not form.fullmatch(code)] == []


def test_every_module_that_declares_messages_is_known() -> None:
    """A module that was left out would be found only by whoever imports it."""
    before = [*declared()]
    for module in pkgutil.iter_modules(oicekpi.messages.__path__):
        import_module(f"oicekpi.messages.{module.name}")
    assert [*declared()] == before


def test_a_message_is_loaded_when_it_is_first_shown() -> None:
    """To import the catalogue declares nothing, and every code is found all the same."""
    code = (
        "from oicekpi.messages import catalogue as c; before = len(c.CATALOGUE.messages); "
        "print(before, c.severity_of('bad-id'), c.say('bad-id', {'value': 1}).text != '')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "error", "True"]


def test_a_code_that_is_not_declared_is_a_mistake() -> None:
    """It is one of the programmer's, wherever the code is asked for."""
    for ask in (message, severity_of, lambda code: say(code, {})):
        with pytest.raises(KeyError):
            ask("no-such-code")


@pytest.mark.parametrize(
    ("words", "link", "said"),
    [
        ([], "or", ""),
        (["a"], "or", "a"),
        (["a", "b"], "or", "a or b"),
        (["a", "b", "c"], "and", "a, b and c"),
    ],
)
def test_the_last_of_a_list_is_joined_by_a_word(words: list[str], link: str, said: str) -> None:
    """A list reads as people say it."""
    assert listed(words, link) == said


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("words", "link", "said"),
    [
        (["a", "b"], "or", "a 或 b"),
        (["a", "b", "c"], "and", "a、b 和 c"),
        (["甲", "乙"], "or", "甲或乙"),
        (["甲", "乙", "丙"], "and", "甲、乙和丙"),
        (["3 个", "1 个"], "and", "3 个和 1 个"),
        (["3 个", "1 个"], "or", "3 个或 1 个"),
    ],
)
def test_a_list_in_chinese_has_blanks_only_beside_latin_letters(
    words: list[str], link: str, said: str
) -> None:
    """Ids and numbers are set apart, words are not."""
    assert listed(words, link) == said


@pytest.mark.usefixtures("chinese")
def test_values_are_written_as_the_language_writes_them() -> None:
    """A day, a text in quotation marks, and what the system said; not what is to be typed."""
    params = {"day": date(2024, 4, 2), "text": "x", "why": SystemWords("permission denied")}
    assert fill("{day} {day:plain}", params) == "2024年4月2日 2024年4月2日"
    assert fill("{text} {text:plain}", params) == "“x” x"
    assert fill("{why:plain}", params) == "没有权限"
    assert fill("{why:plain}", {"why": SystemWords("no such device")}) == "no such device"


@pytest.mark.usefixtures("chinese")
def test_a_country_is_called_as_the_language_calls_it() -> None:
    """The code is what files have; its name is for people."""
    assert country("Germany") == "德国"
    assert fill("{name:plain}", {"name": CountryName("Japan")}) == "日本"
