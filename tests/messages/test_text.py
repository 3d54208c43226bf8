"""Words for people: nothing from a file steers the terminal, and the near word is found."""

import pickle
import re
from contextvars import copy_context
from copy import copy, deepcopy
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.messages import text as wording
from oicekpi.messages import translate


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain, \u957f\u6c99, caf\u00e9 \U0001f600", "plain, \u957f\u6c99, caf\u00e9 \U0001f600"),
        ("two\nlines\tand\r\nmore", "two lines and  more"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x00\x7f\x9b", "<U+0000><U+007F><U+009B>"),
        ("abc\u202ecba\u2069", "abc<U+202E>cba<U+2069>"),
        ("line\u2028separator\u2029", "line<U+2028>separator<U+2029>"),
        ("not utf-8: \udce9", "not utf-8: <U+DCE9>"),
        ("[red]literal[/red]", "[red]literal[/red]"),
    ],
)
def test_text_from_a_file_is_shown_and_not_obeyed(text: str, printed: str) -> None:
    """Line breaks become spaces, other controls their code points, and all else stays."""
    assert wording.printable(text) == printed


# --- texts in two languages ----------------------------------------------------------------------


def _chinese() -> NullTranslations:
    made = NullTranslations()
    made._info = {"language": "zh"}  # type: ignore[attr-defined]  # noqa: SLF001 - as a catalogue has it
    return made


def test_a_text_in_two_languages_is_read_in_the_one_that_is_spoken() -> None:
    """Wherever it is shown or put into a sentence; nobody has to choose."""
    text = wording.Bilingual("Staff abroad", "出国人员")
    shown = ("{}".format(text), f"{text:.5}", wording.printable(text), wording.clipped(text, 5))  # noqa: UP032
    assert shown == ("Staff abroad", "Staff", "Staff abroad", "Staf…")
    context = copy_context()
    context.run(translate.use, _chinese())
    assert context.run(str, text) == "出国人员"
    assert context.run("{}：{:.2}".format, text, text) == "出国人员：出国"
    assert context.run(wording.printable, text) == "出国人员"
    assert context.run(wording.clipped, text, 3) == "出国…"


def test_a_text_in_two_languages_is_the_english_one_and_more() -> None:
    """What knows nothing of it takes it for a text; a change of either is a change."""
    text = wording.Bilingual("a", "甲")
    assert text == "a" == text
    assert {"a": 1}[text] == 1
    assert text != wording.Bilingual("a", "乙")
    assert text not in (wording.Bilingual("b", "甲"), "b", 1)
    for same in (copy(text), deepcopy(text), pickle.loads(pickle.dumps(text))):  # noqa: S301 - ours
        assert (same, type(same), same.chinese) == (text, wording.Bilingual, "甲")
    assert wording.in_each_language(text) == ("a", "甲")
    assert wording.in_each_language("a") == ("a",)


def test_a_term_is_its_key_and_has_a_word_for_people() -> None:
    """What writes files or data takes the key in every language; without a word, all do."""
    term, plain = wording.Term("trip", "出访"), wording.Term("visit")
    assert (term, term.word, term.both) == ("trip", "trip", "trip")
    context = copy_context()
    context.run(translate.use, _chinese())
    assert context.run(lambda: (str(term), f"{term}", term.word)) == ("trip", "trip", "出访")
    assert context.run(lambda: term.both) == "出访 (trip)"  # as the catalogue has it
    assert context.run(lambda: (plain.word, plain.both)) == ("visit", "visit")
    for same in (copy(term), deepcopy(term), pickle.loads(pickle.dumps(term))):  # noqa: S301 - ours
        assert (same, type(same), same.chinese) == (term, wording.Term, "出访")


@given(st.text())
def test_any_text_becomes_one_line_that_can_be_written(text: str) -> None:
    """What is printed has no control character and can be encoded, whatever came in."""
    printed = wording.printable(text)
    printed.encode()
    assert not re.search(wording.UNSAFE, printed)
    assert len(printed.splitlines()) <= 1


def test_no_character_that_steers_counts_as_printable() -> None:
    """What Python takes for printable needs no second look, and almost all text is so."""
    steering = [each for each in map(chr, range(0x10000)) if re.match(wording.UNSAFE, each)]
    assert steering
    assert not any(each.isprintable() for each in steering)


def test_a_long_text_is_cut_where_it_is_named() -> None:
    """A sentence names at most 40 characters of a text, and shows that it was cut."""
    assert wording.clipped("x" * 40) == "x" * 40
    assert wording.clipped("x" * 41) == "x" * 39 + "\u2026"
    assert wording.clipped("\x1b" * 10**6, 2) == "<U+001B>\u2026"


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("contry", ["country", "date"], "country"),
        ("TRIP", ["trip", "agreement"], "trip"),
        ("a1.STAF", ["A1.staff", "A2.partners"], "A1.staff"),
        ("xyzzy", ["country", "date"], None),
        ("", ["country"], None),
        ("country", [], None),
    ],
)
def test_the_nearest_known_word(word: str, known: list[str], near: str | None) -> None:
    """A slip of a letter or of case finds the word that was meant; another word finds none."""
    assert wording.nearest(word, known) == near


def test_the_nearest_word_is_looked_for_within_bounds() -> None:
    """Neither a word nor a list of any length makes the search long."""
    many = [f"A{at}.staff" for at in range(10**6)]
    assert wording.nearest("A3.staf", many) == "A3.staff"
    assert wording.nearest("x" * 10**6, many) is None
