"""What the program is given more of, each defined here alone, works in every command.

A measure, a field, a kind, a format and a rule are one class or function each, and registered.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pytest

from oicekpi.checks.rules.rule import RECORD_RULES, Context, RecordRule
from oicekpi.cli import app, options  # noqa: F401 - the help has the formats of its import
from oicekpi.domain.counting import Counted
from oicekpi.domain.fields import Text, Whole
from oicekpi.domain.finding import Problem
from oicekpi.domain.kinds import Trip
from oicekpi.domain.measure import MEASURES, Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.record import KINDS, Entry, Record
from oicekpi.messages.catalogue import CATALOGUE, Severity, declare, declared
from oicekpi.reports.formats import FORMATS, Format
from oicekpi.values import dataclass
from tests.plans import HEAD

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator
    from oicekpi.reports.look import Look
    from oicekpi.reports.tables import Page

Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True, kw_only=True)
class Stay(Trip):
    """A trip with one more field."""

    nights: Annotated[int | None, Whole(), "How many nights it took."] = None


@dataclass(frozen=True, kw_only=True)
class Visit(Record):
    """Someone came to us."""

    CHINESE = "接待"
    NAMED_BY = ("visitor",)

    visitor: Annotated[str, Text(), "Who came."]
    nights: Annotated[int | None, Whole(), "How many nights it took."] = None


class Nights(Counted):
    """Nights, wherever they were spent."""

    name = "nights"
    chinese = "夜数"
    field = "nights"

    def units(self, indicator: "Indicator", record: Record) -> Units:  # noqa: ARG002 - as every measure
        """Return the nights of a record."""
        return int(record.get("nights") or 0)

    def lacking(self, indicator: "Indicator", record: Record) -> Iterator[Problem]:
        """Find that a record says no nights."""
        if record.get("nights") is None:
            yield Problem((), "needs-value", {"indicator": indicator.id})

    def noun(self, number: Number) -> str:
        """Return `7 nights`."""
        return f"{number} nights"


class Ids(Format):
    """A format that lists the rows of a page."""

    def render(self, page: "Page", look: "Look", *, raw: bool = False) -> str:  # noqa: ARG002 - as every format
        """Return a line for each row."""
        assert page.table is not None
        return "".join(f"* {' '.join(map(str, row))}\n" for row in page.table.values)


def long_stay(entry: Entry, context: Context) -> Iterable[Problem]:  # noqa: ARG001 - as every rule
    """A stay of more than thirty nights is unusual."""
    nights = entry.record.get("nights")
    return (
        (Problem(("nights",), "long-stay", {"nights": nights}),) if nights and nights > 30 else ()
    )


PLAN = (
    HEAD
    + """\
          - {id: A1.nights, title: Nights, measure: nights, of: [trip, visit],
             target: {at_least: 100}}
          - {id: A1.visits, title: Visits, measure: records, of: [visit]}
"""
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have a workspace that needs all of them, and register them as long as the test runs."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    (tmp_path / "plans/2024.yaml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("oicekpi.cli.clock.today", lambda: date(2024, 9, 30))
    for name in ("CI", "OICEKPI_ROOT", "GITHUB_ACTIONS", "GITLAB_CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(CATALOGUE, "messages", {**declared()})
    declare("long-stay", "{nights} nights is long", "check it", severity=Severity.WARNING)
    with (
        KINDS.registered("trip", Stay),
        KINDS.registered("visit", Visit),
        MEASURES.registered("nights", Nights()),
        FORMATS.registered("ids", Ids()),
        RECORD_RULES.registered("long_stay", RecordRule(long_stay)),
    ):
        yield tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program; give its exit code, output and messages."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = app.run([*arguments])
        return code, *capsys.readouterr()

    return run


def add_two(run: Run) -> None:
    """Add a record of the kind with the field, and one of the new kind."""
    trip = ("add", "trip", "A1.nights", "--people", "ann", "--date", "2024-03-01", "--nights", "40")
    code, out, err = run(*trip)
    assert code == 0, err
    assert "long-stay" in err
    assert "40 of 100" in out
    visit = ("add", "visit", "A1.nights,A1.visits", "--visitor", "Ben", "--date", "2024-04-01")
    code, out, err = run(*visit, "--nights", "7")
    assert code == 0, err
    assert "47 of 100" in out


@pytest.mark.usefixtures("office")
def test_what_is_registered_works_in_every_command(run: Run) -> None:
    """`add` writes them, `check` judges them, `status` and `show` count them."""
    add_two(run)
    code, out, err = run("check")
    assert code == 0
    assert "warning[long-stay]: 40 nights is long" in out + err
    code, out, _ = run("status", "--format", "json")
    progress = json.loads(out)["objectives"][0]["indicators"]
    assert code == 0
    assert [each["done"] for each in progress] == [47, 1]
    assert [each["measure"] for each in progress] == ["nights", "records"]
    code, out, _ = run("show", "A1.nights")
    assert code == 0
    assert "2024-03-01-trip-a1-nights" in out
    code, out, _ = run("log", "--format", "json")
    assert {each["kind"] for each in json.loads(out)["records"]} == {"trip", "visit"}
    lines = run("status", "--format", "ids")[1].splitlines()
    assert [line[:2] for line in lines] == ["* ", "* "]
    assert "A1.visits" in lines[1]


@pytest.mark.usefixtures("office")
def test_a_kind_brings_its_own_word_for_chinese_readers(run: Run) -> None:
    """They read and may type it; English readers and programs have its name."""
    add_two(run)
    chinese, english = (run("--lang", language, "log")[1] for language in ("zh", "en"))
    assert "接待" in chinese
    assert "visit " in english
    assert "接待" not in english
    found = run("--lang", "zh", "log", "--kind", "接待", "--format", "json")[1]
    assert [each["kind"] for each in json.loads(found)["records"]] == ["visit"]
    assert MEASURES["nights"].term == "nights"
    assert MEASURES["nights"].term.chinese == "夜数"


@pytest.mark.usefixtures("office")
def test_what_they_lack_or_have_wrong_is_found(run: Run) -> None:
    """A field is judged by its declaration, and a measure says what it needs."""
    code, _, err = run("add", "visit", "A1.nights", "--visitor", "Ben")
    assert code != 0
    assert "needs-value" in err
    code, _, err = run("add", "visit", "A1.nights", "--visitor", "Ben", "--nights", "0")
    assert code != 0
    assert "out-of-range" in err
    assert run("status", "--format", "idz")[0] != 0


@pytest.mark.usefixtures("office")
def test_the_schemas_and_the_help_have_them(run: Run) -> None:
    """An editor and a reader of the help know them at once."""
    plan = json.loads(run("schema", "plan")[1])["$defs"]["Indicator"]["properties"]
    assert plan["measure"]["enum"][-1] == "nights"
    record = json.loads(run("schema", "record")[1])["$defs"]
    assert record["Visit"]["properties"]["nights"]["description"] == "How many nights it took."
    assert "nights" in record["Stay"]["properties"]
    text = re.sub(r"\s+", " ", run("add", "--help")[1])
    assert "--nights" in text
    assert "How many nights it took." in text
