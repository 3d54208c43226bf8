"""The language of a run: what the command line asks for, else what the environment says."""

import os
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from gettext import NullTranslations
from pathlib import Path
from typing import Final

from oicekpi.cli.arguments import asked
from oicekpi.messages import translate

_FOLDER: Final = Path(__file__).parent.parent / "locale"
_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in the order of gettext


class Language(StrEnum):
    """The languages that the program speaks."""

    ENGLISH = "en"
    CHINESE = "zh"


def speak(language: Language) -> None:
    """Say everything in a language from now on."""
    translate.use(NullTranslations() if language is Language.ENGLISH else load(language))


def load(language: Language) -> NullTranslations:
    """Read the compiled catalogue of a language.

    Where the program was not installed, or was damaged, there is none; the language is English.
    """
    from oicekpi.messages.compiled import CompiledTranslations

    path = _FOLDER / language / "LC_MESSAGES" / "oicekpi.mo"
    try:
        return CompiledTranslations(path.read_bytes())
    except (OSError, ValueError):
        return NullTranslations()


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of a run, before anything of it is shown.

    That of `--lang`, wherever it is given, else of OICEKPI_LANG, else the first that is known of
    those in the variables of gettext, else that of Windows, else English.
    """
    wanted = [*asked(arguments, "--lang"), *_named(environment)]
    return next((each for each in map(known, wanted) if each is not None), Language.ENGLISH)


def known(name: str) -> Language | None:
    """Return the language that a name means, such as `zh_CN.UTF-8`, `zh-Hans`, `C`; else None."""
    code = name.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[0].lower()
    if code in {"c", "posix"}:
        return Language.ENGLISH
    return Language(code) if code in {*Language} else None


def _named(environment: Mapping[str, str]) -> Iterator[str]:
    """Go through the languages of the environment, the one to prefer first."""
    yield environment.get("OICEKPI_LANG", "")
    named = next(filter(None, map(environment.get, _VARIABLES)), None)
    if named is not None:
        yield from named.split(":")
    elif os.name == "nt":
        yield interface_language()


def interface_language() -> str:
    """Return the language in which Windows speaks to the user, such as `zh_CN`."""
    import ctypes
    import locale

    number = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009 - only Windows has it
    return locale.windows_locale.get(number, "")
