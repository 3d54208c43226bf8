"""The door to the terminal: what it can show, and how text gets there."""

import builtins
import io
import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace

import pytest

from oicekpi.cli import terminal
from oicekpi.cli.terminal import Color
from oicekpi.domain.finding import Finding, Problem
from oicekpi.reports.look import Look

Sit = Callable[..., list[str]]
Run = Callable[..., tuple[int, str, str]]


class Screen(io.TextIOWrapper):
    """A stream that is, or is not, a terminal."""

    def __init__(self, encoding: str = "utf-8", *, there: bool = True) -> None:
        """`there` says that it is a terminal."""
        super().__init__(io.BytesIO(), encoding=encoding)
        self.there = there

    def isatty(self) -> bool:
        """Answer as it was told."""
        return self.there

    def shown(self) -> bytes:
        """Give what was written."""
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue()


def test_streams_that_were_closed_take_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is started without its streams works as one whose output nobody reads."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    terminal.prepare()
    terminal.say("x\n")
    terminal.tell("x")
    assert sys.stdin.read() == ""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_message_is_broken_at_blanks_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal no message is cut in the midst of a word; elsewhere a line stays a line."""
    monkeypatch.setenv("COLUMNS", "24")
    terminal.tell("one two three four five six\n  a hint that is long too")
    assert capsys.readouterr().err.count("\n") == 2
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    terminal.tell("one two three four five six\n  a hint that is long too")
    assert capsys.readouterr().err == (
        "one two three four five\n  six\n  a hint that is long\n    too\n"
    )


@pytest.mark.parametrize(
    ("option", "environment", "there", "colored"),
    [
        (Color.AUTO, {}, True, True),
        (Color.AUTO, {}, False, False),
        (Color.AUTO, {"TERM": "dumb"}, True, False),
        (Color.AUTO, {"FORCE_COLOR": "1"}, False, True),
        (Color.AUTO, {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        (Color.AUTO, {"NO_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": "", "FORCE_COLOR": ""}, True, True),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        (Color.NEVER, {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    option: Color, environment: Mapping[str, str], *, there: bool, colored: bool
) -> None:
    """--color beats NO_COLOR, which beats FORCE_COLOR, which beats what the terminal is."""
    assert terminal.colored(option, environment, Screen(there=there)) is colored


@pytest.mark.parametrize(("option", "colored"), [("always", True), ("never", False)])
@pytest.mark.usefixtures("office")
def test_option_for_colour_reaches_the_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, option: str, *, colored: bool
) -> None:
    """`--color` decides whether the output holds escape codes, whatever NO_COLOR says."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert ("\x1b[" in run("--color", option, "status")[1]) is colored
    assert "\x1b" not in run("status")[1]


@pytest.mark.parametrize(
    ("columns", "there", "width"),
    [("80", True, 80), ("200", True, 200), ("3", True, 20), ("80", False, None)],
)
def test_width_is_that_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: str, *, there: bool, width: int | None
) -> None:
    """A terminal gives the width, at least 20 columns; a pipe gets lines as long as they are."""
    monkeypatch.setattr(sys, "stdout", Screen(there=there))
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.look(Color.NEVER) == Look(width, color=False, unicode=True)


@pytest.mark.parametrize(
    ("encoding", "unicode"),
    [("utf-8", True), ("UTF8", True), ("utf-8-sig", True), ("ascii", False), ("latin-1", False)],
)
def test_signs_are_those_that_the_encoding_can_write(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *, unicode: bool
) -> None:
    """Without Unicode, only ASCII signs are drawn."""
    monkeypatch.setattr(sys, "stdout", Screen(encoding))
    assert terminal.look(Color.NEVER).unicode is unicode


def test_stream_without_an_encoding_gets_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that does not tell its encoding is not trusted with Unicode."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert terminal.look(Color.NEVER) == Look(None, color=False, unicode=False)


def test_what_an_encoding_cannot_write_is_shown_as_an_escape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A letter that an old terminal lacks stops no run."""
    out, err = Screen("ascii"), Screen("latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    terminal.prepare()
    terminal.say("Zoë 院\n")
    terminal.tell("Zoë 院")
    assert out.shown() == b"Zo\\xeb \\u9662\n"
    assert err.shown() == b"Zo\xeb \\u9662\n"


def test_stream_that_cannot_be_set_up_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that others put in the place of the usual ones are written to as they are."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    terminal.prepare()
    terminal.say("plain\n")
    assert out.getvalue() == "plain\n"


@pytest.mark.parametrize(
    ("into", "out", "asks"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_only_who_sits_at_a_terminal_is_asked(
    monkeypatch: pytest.MonkeyPatch, *, into: bool, out: bool, asks: bool
) -> None:
    """Questions need a terminal on both sides: to be seen, and to be answered."""
    monkeypatch.setattr(sys, "stdin", Screen(there=into))
    monkeypatch.setattr(sys, "stdout", Screen(there=out))
    assert terminal.can_ask() is asks


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        *[(("",), True), (("Y",), True), ((" yes ",), True), (("ｙ",), True), (("是",), True)],
        *[(("n",), False), (("what", "NO"), False), (("否",), False)],
    ],
)
def test_yes_or_no_is_asked_until_it_is_one(
    someone_there: Sit, answers: tuple[str, ...], *, agreed: bool
) -> None:
    """An empty answer is a yes; anything that is neither is asked again."""
    asked = someone_there(*answers)
    assert terminal.agrees("Go on? [Y/n] ") is agreed
    assert asked == ["Go on? [Y/n] "] * len(answers)


def test_finding_is_shown_without_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A finding has its file, its place, its code and its help; a problem has its option."""
    terminal.tell_findings(
        [
            Finding("a\x1b.yaml", 3, 7, "unknown-id", {"wanted": "a\nb", "near": "a\tb"}),
            Finding("b.yaml", 0, 0, "empty-reason"),
            Problem(("people", 0), "empty-reason"),
            Problem(("kind",), "invalid-record"),
            Problem((), "invalid-record"),
        ]
    )
    places = [line.partition("]: ")[0] for line in capsys.readouterr().err.splitlines()]
    assert places[0] == "a<U+001B>.yaml:3:7: error[unknown-id"
    assert places[2] == "b.yaml: error[empty-reason"
    assert places[4] == "--people: error[empty-reason"
    assert places[6:] == ["kind: error[invalid-record", "error[invalid-record"]


class Keys:
    """Stands for the line editing that a system may offer."""

    def __init__(self) -> None:
        """Have a completer of someone else's, as an interactive shell has."""
        self.completer: Callable[[str, int], str | None] | None = None
        self.limits = " \t"
        self.bound: list[str] = []

    def module(self) -> SimpleNamespace:
        """Give it in the shape of the module `readline`."""
        return SimpleNamespace(
            get_completer=lambda: self.completer,
            set_completer=lambda completer: setattr(self, "completer", completer),
            get_completer_delims=lambda: self.limits,
            set_completer_delims=lambda limits: setattr(self, "limits", limits),
            parse_and_bind=self.bound.append,
        )


def test_answers_are_completed_while_a_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tab key goes through the offers that fit; after the answer all is as it was before."""
    keys = Keys()
    monkeypatch.setitem(sys.modules, "readline", keys.module())
    found: list[object] = []

    def answer(_: str) -> str:
        assert keys.completer
        found.extend(keys.completer("GER", state) for state in (0, 1))
        found.append(keys.limits)
        return " Germany "

    monkeypatch.setattr(builtins, "input", answer)
    assert terminal.ask("Where? ", ["Germany", "Japan"]) == "Germany"
    assert found == ["Germany", None, ","]
    assert keys.bound[0] == "tab: complete"
    assert (keys.completer, keys.limits) == (None, " \t")


def test_interrupt_at_a_question_goes_to_a_new_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is told after Ctrl-C does not stand behind the question."""

    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(builtins, "input", interrupt)
    with pytest.raises(KeyboardInterrupt):
        terminal.ask("Where? ")
    assert capsys.readouterr().err == "\n"


def test_questions_are_asked_where_there_is_no_line_editing(
    monkeypatch: pytest.MonkeyPatch, someone_there: Sit
) -> None:
    """A system without line editing asks all the same."""
    monkeypatch.setitem(sys.modules, "readline", None)
    someone_there("Japan")
    assert terminal.ask("Where? ", ["Japan"]) == "Japan"
