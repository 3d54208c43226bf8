"""Compiled catalogues are read as the standard library reads them."""

import io
import struct
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from oicekpi.messages.compiled import CompiledTranslations


def _content() -> bytes:
    """Compile a catalogue in Polish, which has three forms of a number."""
    catalogue = Catalog(locale="pl", domain="oicekpi")
    catalogue.add("visit", "wizyta")
    catalogue.add("visit", "odwiedź", context="verb")
    catalogue.add("{n} visit", "pojedyncza")
    catalogue.add(("{n} trip", "{n} trips"), ("podróż", "podróże", "podróży"))
    catalogue.add(("{n} trip", "{n} trips"), ("wyjazd", "wyjazdy", "wyjazdów"), context="work")
    catalogue.add("not translated")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def _swapped(content: bytes) -> bytes:
    """Write the numbers of a catalogue in the other order of their bytes."""
    count, sentences, translations = struct.unpack_from("<3I", content, 8)
    assert translations == sentences + 8 * count
    end = translations + 8 * count
    numbers = struct.unpack_from(f"<{end // 4}I", content)
    return struct.pack(f">{end // 4}I", *numbers) + content[end:]


@pytest.fixture(params=["<", ">"])
def both(request: pytest.FixtureRequest) -> tuple[CompiledTranslations, GNUTranslations]:
    """Read a catalogue twice, in either order of its bytes."""
    content = _content() if request.param == "<" else _swapped(_content())
    return CompiledTranslations(content), GNUTranslations(io.BytesIO(content))


def test_each_sentence_is_found(both: tuple[CompiledTranslations, GNUTranslations]) -> None:
    """By itself, by its context, and by the number that it speaks of."""
    ours, theirs = both
    assert ours.gettext("visit") == theirs.gettext("visit") == "wizyta"
    assert ours.pgettext("verb", "visit") == theirs.pgettext("verb", "visit") == "odwiedź"
    assert ours.gettext("{n} trip") == theirs.gettext("{n} trip") == "podróż"
    assert ours.pgettext("work", "{n} trip") == theirs.pgettext("work", "{n} trip") == "wyjazd"
    for number, form in ((0, 2), (1, 0), (2, 1), (5, 2), (22, 1), (101, 2)):
        trips = ("{n} trip", "{n} trips", number)
        forms = ("podróż", "podróże", "podróży")
        assert ours.ngettext(*trips) == theirs.ngettext(*trips) == forms[form]
        forms = ("wyjazd", "wyjazdy", "wyjazdów")
        assert ours.npgettext("work", *trips) == theirs.npgettext("work", *trips) == forms[form]


def test_what_is_not_there_stays_as_it_is(
    both: tuple[CompiledTranslations, GNUTranslations],
) -> None:
    """Also in a context, in a number, and where it is no text that a catalogue can hold."""
    for each in both:
        assert each.gettext("not translated") == "not translated"
        assert each.gettext("half a letter: \udce4") == "half a letter: \udce4"
        assert each.pgettext("noun", "visit") == "visit"
        assert [each.ngettext("a", "b", number) for number in (1, 2)] == ["a", "b"]
        assert [each.npgettext("x", "a", "b", number) for number in (1, 2)] == ["a", "b"]


def test_the_header_names_the_language(
    both: tuple[CompiledTranslations, GNUTranslations],
) -> None:
    """Its fields are those that the standard library finds."""
    ours, theirs = both
    assert ours.info()["language"] == "pl"
    assert ours.info() == {each: value for each, value in theirs.info().items() if each}


def test_a_header_without_a_rule_has_that_of_english() -> None:
    """As for the standard library: one form for 1, another for every other number."""
    content = _content().replace(b"Plural-Forms", b"Other-Things")
    for each in (CompiledTranslations(content), GNUTranslations(io.BytesIO(content))):
        found = [each.ngettext("{n} trip", "{n} trips", number) for number in (0, 1, 5, 22)]
        assert found == ["podróże", "podróż", "podróże", "podróże"]


def test_a_catalogue_whose_header_is_damaged_still_translates() -> None:
    """A number is said in one of the two forms that English has."""
    translations = CompiledTranslations(_content().replace(b"MIME", b"\0\0\0\0"))
    assert translations.gettext("visit") == "wizyta"
    assert translations.ngettext("{n} trip", "{n} trips", 5) == "podróże"


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        ("podróży".encode(), b"podr\xff\xff\xff\xffy"),  # no UTF-8
        ("\0podróży".encode(), " podróży".encode()),  # two forms became one
        (b"plural=n", b"plural=?"),  # no rule that says which form
    ],
)
def test_a_damaged_sentence_stays_as_it_is(whole: bytes, damaged: bytes) -> None:
    """It is not known where it is damaged before it is said; the others are translated."""
    content = _content()
    assert whole in content
    translations = CompiledTranslations(content.replace(whole, damaged))
    assert translations.ngettext("{n} trip", "{n} trips", 5) == "{n} trips"
    assert translations.gettext("visit") == "wizyta"


def test_another_file_is_none() -> None:
    """Neither one that begins in another way, nor one whose end is missing."""
    content = _content()
    for other in (b"something else altogether", *(content[:end] for end in range(len(content)))):
        with pytest.raises(ValueError, match=r"\.mo"):
            CompiledTranslations(other)
