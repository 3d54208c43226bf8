"""The language in which the program speaks; every sentence passes through here when it is shown."""

from contextvars import ContextVar
from gettext import NullTranslations
from typing import Final

_ENGLISH: Final = NullTranslations()
_ACTIVE: Final[ContextVar[NullTranslations]] = ContextVar("language")


def use(translations: NullTranslations) -> None:
    """Speak the language of these translations from now on."""
    _ACTIVE.set(translations)


def spoken() -> str:
    """Return the language that is spoken, by its code: `en`, `zh`."""
    return _ACTIVE.get(_ENGLISH).info().get("language", "en")


def gettext(sentence: str) -> str:
    """Return the sentence in the language that is spoken."""
    return _ACTIVE.get(_ENGLISH).gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of the sentence that goes with the number."""
    return _ACTIVE.get(_ENGLISH).ngettext(one, many, number)


def pgettext(context: str, sentence: str) -> str:
    """Return a sentence that other languages say in several ways: the context tells which."""
    return _ACTIVE.get(_ENGLISH).pgettext(context, sentence)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    """Return the form that goes with the number, of a sentence that a context tells apart."""
    return _ACTIVE.get(_ENGLISH).npgettext(context, one, many, number)


def marked(sentence: str) -> str:
    """Return the sentence as it is: it is translated later, when it is shown."""
    return sentence
