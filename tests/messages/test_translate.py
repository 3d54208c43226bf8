"""The language of the program is chosen once, and every sentence passes through it when shown."""

from contextvars import copy_context
from gettext import NullTranslations

from oicekpi.messages.catalogue import say
from oicekpi.messages.translate import gettext, marked, ngettext, use


class Shouting(NullTranslations):
    """A language that is English in capitals, with `N ` before the plural."""

    def gettext(self, message: str) -> str:
        """Return the sentence in capitals."""
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form that goes with the number, in capitals."""
        return (msgid1 if n == 1 else msgid2).upper()


def test_english_is_spoken_unless_another_language_is_chosen() -> None:
    """The sentences in the source are English."""
    assert gettext("no plan") == "no plan"
    assert ngettext("one", "many", 1) == "one"
    assert ngettext("one", "many", 2) == "many"
    assert marked("no plan") == "no plan"


def test_a_sentence_is_translated_when_it_is_shown() -> None:
    """Messages are declared in English at the start, and still speak the language chosen later."""

    def speak() -> tuple[str, str, str]:
        use(Shouting())
        return gettext("no plan"), ngettext("one", "many", 2), say("no-plan", {}).text

    first, plural, said = copy_context().run(speak)
    assert (first, plural) == ("NO PLAN", "MANY")
    assert said == say("no-plan", {}).text.upper() != say("no-plan", {}).text


def test_an_empty_text_is_no_sentence() -> None:
    """A catalogue of gettext keeps its own header under the empty text."""

    def speak() -> str:
        use(Shouting())
        return gettext("")

    assert copy_context().run(speak) == ""
