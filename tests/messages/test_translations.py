"""The catalogues: every sentence of the program has a translation, which says the same."""

import re
import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from oicekpi.messages.catalogue import declared

ROOT = Path(__file__).parents[2]
SOURCES = sorted(ROOT.glob("oicekpi/locale/*/LC_MESSAGES/oicekpi.po"))
IDS = [path.parents[1].name for path in SOURCES]
PLACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
CODE = re.compile(r"`[^`]*`|\{[^{}]*\}|\[[^\]]*\]|'[^']*'")
"""What stays as it is: what is typed, in backquotes, brackets or quotes, and places."""
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()](?!\d)|[,;:?!()][\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The names that docs/messages.py defines."""
    return runpy.run_path(str(ROOT / "docs/messages.py"))


@pytest.fixture(scope="module", params=SOURCES, ids=IDS)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """A catalogue as git has it."""
    with request.param.open("rb") as text:
        return read_po(text)


def _pairs(catalog: Catalog) -> Iterable[tuple[Message, str, str]]:
    """Go through the sentences, each form with its translation."""
    for message in catalog:
        if message.id:
            originals = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                yield message, str(originals[-1]), str(string)


@pytest.mark.parametrize("source", SOURCES, ids=IDS)
def test_a_catalogue_has_every_sentence_and_no_other(source: Path, script: dict[str, Any]) -> None:
    """`make messages` would change nothing."""
    written: Callable[[Catalog], bytes] = script["written"]
    updated: Callable[[Path], Catalog] = script["updated"]
    known = {(each.id, each.context) for each in updated(source)}
    with source.open("rb") as text:
        held = {(each.id, each.context) for each in read_po(text)}
    assert known - held == set(), "run `make messages`, and translate what is new"
    assert held - known == set(), "run `make messages`"
    assert source.read_bytes() == written(updated(source)), "run `make messages`"


def test_every_sentence_is_translated(catalog: Catalog, script: dict[str, Any]) -> None:
    """None is left out, and none is a guess that nobody has looked at."""
    assert [each.id for each in script["lacking"](catalog)] == []


def test_a_translation_has_the_places_of_its_sentence(catalog: Catalog) -> None:
    """Each value that the English one shows is shown, in the same form; braces stay doubled."""
    wrong = [
        (original, string)
        for _, original, string in _pairs(catalog)
        if sorted(PLACES.findall(original)) != sorted(PLACES.findall(string))
    ]
    assert wrong == []


def test_a_translation_begins_and_ends_as_its_sentence(catalog: Catalog) -> None:
    """What is set in stays so, and a line break at the end is kept."""
    wrong = [
        string
        for _, original, string in _pairs(catalog)
        if re.match(r"\s*", original).group() != re.match(r"\s*", string).group()  # type: ignore[union-attr]
        or original.endswith("\n") != string.endswith("\n")
    ]
    assert wrong == []


def test_what_is_typed_stays_as_it_is(catalog: Catalog) -> None:
    """Commands and keys in backquotes are those of the English sentence, but for words in them."""
    wrong = []
    for _, original, string in _pairs(catalog):
        here, there = (
            sorted(word for word in re.findall("`([^`]*)`", text) if word.isascii())
            for text in (original, string)
        )
        if not set(there) <= set(here):
            wrong.append(string)
    assert wrong == []


def test_chinese_has_full_width_punctuation(catalog: Catalog) -> None:
    """Beside Chinese letters no half-width sign stands, but in what is typed."""
    wrong = [
        string
        for _, original, string in _pairs(catalog)
        if "\n  " not in original and HALF_WIDTH.search(CODE.sub("x", string))
    ]
    assert wrong == []


def test_a_translation_has_words_of_its_language(catalog: Catalog) -> None:
    """What is as in English has no words, or only keys: nothing was copied and forgotten."""
    copied = [
        original
        for _, original, string in _pairs(catalog)
        if original == string and re.search("[A-Za-z]{2}", PLACES.sub("", original))
    ]
    assert {each.lower() for each in copied} <= {"id"}


def test_examples_are_the_same_commands(catalog: Catalog) -> None:
    """What is typed is what the English help shows, but for words in quotation marks."""

    def typed(text: str) -> list[str]:
        lines = re.findall(r"^  ((?:\w+=\w+ )?oicekpi .*?)(?:  .*)?$", text, re.MULTILINE)
        return [re.sub('"[^"]*"', '""', line) for line in lines]

    examples = [pair for pair in _pairs(catalog) if pair[1].startswith("\b\nExamples:")]
    assert examples
    for _, original, string in examples:
        assert typed(original) == typed(string) != []


def test_comments_in_examples_are_translated(catalog: Catalog) -> None:
    """An example is shown as it is declared unless it is a sentence of the catalogue."""
    commented = [
        each.example
        for each in declared().values()
        if re.search(r"(?m)(^|\s)#\s[^\n{]*[a-z]{2} [a-z]{2}", each.example)
    ]
    assert commented
    assert [each for each in commented if each not in catalog] == []
