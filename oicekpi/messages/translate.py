"""The language in which the program speaks; every sentence passes through here when it is shown."""

from contextvars import ContextVar
from gettext import NullTranslations
from typing import Final

_ENGLISH: Final = NullTranslations()
_ACTIVE: Final[ContextVar[NullTranslations]] = ContextVar("language")


def use(translations: NullTranslations) -> None:
    """Speak the language of these translations from now on."""
    _ACTIVE.set(translations)


def gettext(sentence: str) -> str:
    """Return the sentence in the language that is spoken."""
    return _ACTIVE.get(_ENGLISH).gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of the sentence that goes with the number."""
    return _ACTIVE.get(_ENGLISH).ngettext(one, many, number)


def marked(sentence: str) -> str:
    """Return the sentence as it is: it is translated later, when it is shown."""
    return sentence
