"""The language in which the program speaks."""

from collections.abc import Iterator
from contextvars import copy_context
from gettext import NullTranslations

import pytest

from oicekpi.messages import catalogue, translate
from oicekpi.messages.catalogue import Catalogue, Said, Text, fill, listed, say
from oicekpi.messages.translate import (
    gettext,
    marked,
    ngettext,
    npgettext,
    pgettext,
    spoken,
    use,
)


class Loud(NullTranslations):
    """A language that is English in capitals, with a `3` that is one."""

    def gettext(self, message: str) -> str:
        """Return the sentence in capitals, but for its placeholders."""
        return f"!{message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return one form for 3 and another for the rest."""
        return f"!{msgid1 if n == 3 else msgid2}"


@pytest.fixture
def loud() -> Iterator[None]:
    """Speak another language in this test alone."""
    before = translate._ACTIVE.set(Loud())  # noqa: SLF001 - to put it back
    yield
    translate._ACTIVE.reset(before)  # noqa: SLF001 - the same


def test_the_program_speaks_english_by_itself() -> None:
    """Each sentence is as it was declared."""
    assert gettext("a sentence") == marked("a sentence") == "a sentence"
    assert [ngettext("one", "many", number) for number in (0, 1, 2)] == ["many", "one", "many"]
    assert gettext("") == ""
    assert pgettext("x", "a sentence") == "a sentence"
    assert [npgettext("x", "one", "many", number) for number in (1, 2)] == ["one", "many"]
    assert spoken() == "en"


def test_a_language_is_used_from_when_it_is_chosen() -> None:
    """What was marked earlier is translated when it is shown."""

    def speak() -> tuple[str, str]:
        use(Loud())
        return gettext("a"), marked("a")

    assert copy_context().run(speak) == ("!a", "a")
    assert gettext("a") == "a"


@pytest.mark.usefixtures("loud")
def test_every_sentence_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts, helps, forms by number, and the words that join lists; but no empty sentence."""
    known = Catalogue()
    monkeypatch.setattr(catalogue, "CATALOGUE", known)
    known.declare("odd", "text {a}", "help")
    known.declare("many", cases={"": Text("{count} one", (), "{count} many")})
    assert gettext("") == ""
    assert say("odd", {"a": 1}) == Said("!text 1", "!help")
    assert say("many", {"count": 3}) == Said("!3 one")
    assert say("many", {"count": 1}) == Said("!1 many")
    assert listed(["a", "b"], "and") == "!a and b"
    assert fill("{a} {b}", {"a": (), "b": {}}) == "!a list !a mapping"
