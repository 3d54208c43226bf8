"""In which language a run speaks: the option, the environment, Windows; and typer with it."""

import ctypes
import re
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from oicekpi.cli import language
from oicekpi.cli.language import Language, choose, known
from oicekpi.messages import translate

Run = Callable[..., tuple[int, str, str]]
ENGLISH, CHINESE = Language


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("en", ENGLISH),
        ("en_GB.UTF-8", ENGLISH),
        ("C", ENGLISH),
        ("C.UTF-8", ENGLISH),
        ("POSIX", ENGLISH),
        ("zh", CHINESE),
        ("zh_CN.UTF-8", CHINESE),
        ("zh_SG@pinyin", CHINESE),
        ("zh-Hans", CHINESE),
        ("ZH_cn.GBK", CHINESE),
        ("de_DE.UTF-8", None),
        ("zhuang", None),
        ("", None),
    ],
)
def test_a_locale_names_a_language(name: str, meant: Language | None) -> None:
    """Country, encoding and variant make no difference; C and POSIX are English."""
    assert known(name) is meant


@pytest.mark.parametrize(
    ("environment", "meant"),
    [
        ({}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, ENGLISH),
        ({"LC_ALL": "zh_CN", "LC_MESSAGES": "en_US"}, CHINESE),
        ({"LANGUAGE": "en", "LC_ALL": "zh_CN"}, ENGLISH),
        ({"LANGUAGE": "de:zh_CN:en", "LANG": "en_US"}, CHINESE),
        ({"LANGUAGE": "", "LANG": "zh_CN"}, CHINESE),
        ({"LANG": "de_DE"}, ENGLISH),
        ({"OICEKPI_LANG": "zh", "LC_ALL": "C"}, CHINESE),
        ({"OICEKPI_LANG": "en", "LC_ALL": "zh_CN"}, ENGLISH),
        ({"OICEKPI_LANG": "de", "LC_ALL": "zh_CN"}, CHINESE),
    ],
)
def test_the_environment_names_the_language(
    environment: dict[str, str], meant: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own variable comes first, then those of gettext in its order; else it is English."""
    monkeypatch.setattr("os.name", "posix")
    assert choose([], environment) is meant


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["--lang", "en", "status"], ENGLISH),
        (["status", "--lang=en"], ENGLISH),
        (["--lang", "zh", "status", "--lang", "en"], ENGLISH),
        (["status", "--", "--lang", "en"], CHINESE),
        (["status", "--lang"], CHINESE),
        (["status", "--lang", "fr"], CHINESE),
        (["status"], CHINESE),
    ],
)
def test_the_option_comes_before_the_environment(arguments: list[str], meant: Language) -> None:
    """It is heard before or behind the command, and the last one counts."""
    assert choose(arguments, {"LANG": "zh_CN"}) is meant


@pytest.mark.parametrize(("number", "meant"), [(0x0804, CHINESE), (0x0407, ENGLISH), (0, ENGLISH)])
def test_windows_speaks_the_language_of_its_interface(
    number: int, meant: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no variable says more, the user's language of Windows is taken."""
    kernel: Any = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr("oicekpi.cli.language.os.name", "nt")
    assert choose([], {}) is meant
    assert choose([], {"LANG": "zh_CN"}) is CHINESE


@pytest.mark.usefixtures("chinese")
def test_each_run_speaks_its_own_language(run: Run) -> None:
    """The language of one run is not that of the next."""
    assert "用法" in run("--lang", "zh", "--help")[1]
    assert translate.spoken() == "zh"
    assert "Usage: " in run("--help")[1]
    assert translate.spoken() == "en"


@pytest.mark.parametrize("content", [None, b"", b"a damaged catalogue"])
def test_a_program_that_was_not_installed_speaks_english(
    content: bytes | None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a compiled catalogue there is no failure, unless the language was asked for."""
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    if content is not None:
        compiled = tmp_path / "zh" / "LC_MESSAGES" / "oicekpi.mo"
        compiled.parent.mkdir(parents=True)
        compiled.write_bytes(content)
    assert type(language.load(CHINESE)) is NullTranslations
    monkeypatch.setenv("OICEKPI_LANG", "zh")
    assert run("schema", "plan")[0] == 0
    for arguments in (("--lang", "zh", "schema", "plan"), ("schema", "plan", "--lang", "zh")):
        code, _, err = run(*arguments)
        assert code == 2
        assert err.startswith("error[no-catalogue]: ")


@pytest.mark.usefixtures("office", "wide")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status", "--quick"), "No such option: --quick"),
        (("status", "--as"), "No such option: --as (Possible options: --as-of, --plan, --raw)"),
        (("statsu",), "No such command 'statsu'. Did you mean 'status'?"),
        (("xyzzy",), "No such command 'xyzzy'."),
        (("init",), "Missing argument 'DIR'."),
        (("schema",), "Missing argument 'plan|record'."),
        (
            ("schema", "all"),
            "Invalid value for 'plan|record': \"all\" is not one of plan or record",
        ),
        (("cancel", "x"), "Missing option '--reason'."),
        (("status", "--as-of"), "Option '--as-of' requires an argument."),
        (("status", "--raw=1"), "Option '--raw' does not take a value."),
        (("edit", "a", "b"), "Got unexpected extra argument(s) (b)"),
        (
            ("init", "x", "--year", "1"),
            "Invalid value for '--year': \"1\" is not a whole number from 1900 to 2199",
        ),
        (
            ("status", "--as-of", "17"),
            "Invalid value for '--as-of': \"17\" is not a date: write 2024-04-12, 12 Apr, ",
        ),
        (("--lang", "fr"), "Invalid value for '--lang': \"fr\" is not one of en or zh"),
    ],
)
def test_what_typer_refuses_is_said_in_the_language(
    run: Run, arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English is typer's own; in another language no word of it is left but what was typed."""
    code, _, err = run(*arguments)
    assert code == 2
    assert err.startswith(f"error: {said}")
    monkeypatch.setenv("OICEKPI_LANG", "zh")
    _, _, err = run(*arguments)
    typed = {word for each in arguments for word in re.findall("[A-Za-z]+", each)}
    names = {"DIR", "plan", "record", "reason", "raw", "of", "status", "en", "zh"}
    assert set(re.findall("[A-Za-z]+", err)) <= typed | names | {"oicekpi", "help"}, err
    assert "'" not in err  # typer's; what a person wrote is quoted by the language
