"""What each measure takes, counts and needs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from oicekpi.domain import kinds
from oicekpi.domain.counting import Counted
from oicekpi.domain.finding import Problem
from oicekpi.domain.levels import Read
from oicekpi.domain.measure import MEASURES, Measure, Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Indicator, Period, Plan, Stage
from oicekpi.domain.progress import Progress
from oicekpi.domain.record import KINDS, Record
from oicekpi.domain.status import Status
from oicekpi.domain.tally import count

ALL = ("trip", "application", "agreement", "appointment", "milestone", "activity")
STAGES = (Stage("drafted", "Drafted"), Stage("signed", "Signed"), Stage("run", "Run"))
READ = ("amount", "level", "ratio")
INDICATOR = Indicator("A1.x", "X", "records", ALL, stages=STAGES)

DAY = date(2024, 4, 12)
PERIOD = Period(date(2024, 1, 1), date(2024, 12, 31))
PLAN = Plan("X", PERIOD, ())
BASE = Progress(
    INDICATOR, DAY, closed=False, events=(), count=count((), DAY), status=Status.TRACKED
)


def record(kind: str, **fields: Any) -> Record:  # noqa: ANN401 - of whatever type they are
    """Return a record of a kind."""
    return KINDS[kind](date=date(2024, 4, 12), kind=kind, indicator=("A1.x",), **fields)


def lacking(measure: str, given: Record) -> list[Problem]:
    """Return what a record lacks."""
    return [*MEASURES[measure].lacking(INDICATOR, given)]


def test_there_are_seven_measures() -> None:
    """Each is registered under its own name; only stages have stages."""
    assert [*MEASURES] == ["people", "records", "partners", "stages", *READ]
    assert all(measure.name == name for name, measure in MEASURES.items())
    assert [name for name, measure in MEASURES.items() if measure.stages] == ["stages"]


@pytest.mark.parametrize(
    ("measure", "taken"),
    [
        ("people", ("trip", "application", "appointment", "activity")),
        ("records", ("trip", "application", "agreement", "appointment", "activity")),
        ("partners", ("trip", "application", "agreement", "appointment", "activity")),
        ("stages", ("milestone",)),
        ("amount", ("trip", "application", "agreement", "appointment", "activity")),
        ("level", ("reading",)),
        ("ratio", ("reading",)),
    ],
)
def test_a_measure_takes_the_kinds_that_have_what_it_counts(
    measure: str, taken: tuple[str, ...]
) -> None:
    """A milestone says nothing but its stage."""
    assert MEASURES[measure].kinds() == taken


@pytest.mark.parametrize(
    ("measure", "given", "units"),
    [
        ("people", record("trip", people=3), 3),
        ("people", record("trip", people=("Ann", "B  C")), ("ann", "b c")),
        ("people", record("activity", title="x"), 0),
        ("people", record("agreement", partner="x"), 0),
        ("records", record("trip", people=3), 1),
        ("partners", record("agreement", partner="U of X"), ("u of x",)),
        ("partners", record("trip", people=3), ()),
        ("partners", record("milestone", stage="signed"), ()),
        ("stages", record("milestone", stage="signed"), ("drafted", "signed")),
        ("stages", record("milestone", stage="drafted"), ("drafted",)),
        ("stages", record("milestone", stage="x"), ()),
        ("stages", record("trip", people=3), ()),
        ("amount", record("trip", people=3, amount=Decimal("10.50")), Decimal("10.50")),
        ("amount", record("trip", people=3), 0),
        ("level", record("reading", value=Decimal("82.5")), Decimal("82.5")),
        ("level", record("reading", numerator=1, denominator=3), 0),
        ("ratio", record("reading", numerator=1, denominator=3), (1, 3)),
        ("ratio", record("reading", value=3), (0, 1)),
    ],
)
def test_what_a_record_brings(measure: str, given: Record, units: Units) -> None:
    """People and partners count by their folded names; a stage brings those before it."""
    assert MEASURES[measure].units(INDICATOR, given) == units


def test_no_stage_is_reached_where_there_are_none() -> None:
    """An indicator without stages counts none."""
    indicator = Indicator("A1.x", "X", "stages", ("milestone",))
    given = record("milestone", stage="signed")
    assert MEASURES["stages"].units(indicator, given) == ()
    (found,) = MEASURES["stages"].lacking(indicator, given)
    assert (found.params["known"], found.params["near"]) == ([], None)


def test_a_record_lacks_what_cannot_be_counted_without() -> None:
    """The indicator is named, since a record may count for several."""
    named = {"indicator": "A1.x"}
    assert lacking("people", record("activity", title="x")) == [
        Problem(("people",), "needs-people", named)
    ]
    assert lacking("partners", record("trip", people=2)) == [
        Problem(("partner",), "needs-partner", named)
    ]
    assert lacking("amount", record("trip", people=2)) == [
        Problem(("amount",), "needs-amount", named)
    ]
    parts = record("reading", numerator=1, denominator=3)
    assert lacking("level", parts) == [Problem(("value",), "needs-value", named)]
    assert lacking("ratio", record("reading", value=3)) == [
        Problem(("numerator",), "needs-parts", named)
    ]
    stage = {"stage": "singed", "near": "signed", "known": ["drafted", "signed", "run"]}
    assert lacking("stages", record("milestone", stage="singed")) == [
        Problem(("stage",), "unknown-stage", named | stage)
    ]


def test_a_record_that_can_be_counted_lacks_nothing() -> None:
    """Nor does one whose stage is not known because it is wrong by itself."""
    assert lacking("people", record("trip", people=("ann",))) == []
    assert lacking("partners", record("agreement", partner="x")) == []
    assert lacking("records", record("trip", people=2)) == []
    assert lacking("stages", record("milestone", stage="run")) == []
    assert lacking("stages", record("milestone", stage=None)) == []
    assert lacking("amount", record("trip", people=2, amount=0)) == []
    assert lacking("level", record("reading", value=0)) == []
    assert lacking("ratio", record("reading", numerator=0, denominator=3)) == []


@pytest.mark.parametrize("measure", [name for name in MEASURES if name not in READ])
def test_units_have_a_name_for_one_and_for_many(measure: str) -> None:
    """The number is in it, its thousands apart."""
    noun = MEASURES[measure].noun
    assert noun(1).startswith("1 ")
    assert noun(12_000).startswith("12,000 ")
    assert noun(1).split()[1] != noun(2).split()[1] == noun(0).split()[1]


def test_numbers_with_a_unit_have_no_name() -> None:
    """The plan names the unit; a number keeps its decimals, and a ratio has one."""
    assert MEASURES["amount"].noun(Decimal("12000.50")) == "12,000.50"
    assert MEASURES["level"].noun(-3) == "-3"
    assert MEASURES["ratio"].noun(Decimal(100) / 3) == "33.3"


class Evidence(Counted):
    """A measure that the program does not come with: the files that records name."""

    name = "evidence"
    field = "evidence"

    def units(self, indicator: Indicator, record: Record) -> Units:  # noqa: ARG002 - as every measure
        """Return the files."""
        return record.evidence

    def lacking(self, indicator: Indicator, record: Record) -> Iterator[Problem]:  # noqa: ARG002 - the same
        """Find nothing."""
        return iter(())

    def noun(self, number: Number) -> str:
        """Return a number of files."""
        return f"{number} files"


def test_a_measure_can_be_registered() -> None:
    """It takes the kinds that have its field; another kind that has it is taken too."""
    with MEASURES.registered("evidence", Evidence()) as measure:
        assert measure.kinds() == (*ALL, "reading")
        assert MEASURES["evidence"].units(INDICATOR, record("trip", people=1, evidence=("a",)))
        with KINDS.registered("journey", kinds.Trip):
            assert measure.kinds() == (*ALL, "reading", "journey")
            assert MEASURES["people"].kinds()[-1] == "journey"
    assert "evidence" not in MEASURES


def test_a_measure_defines_what_it_counts() -> None:
    """How it is judged must be there."""
    measure = Measure()
    for call in (
        lambda: measure.progress(PLAN, BASE),
        lambda: measure.value(INDICATOR, (), PERIOD, DAY),
        lambda: Read().combined(INDICATOR, []),
    ):
        with pytest.raises(NotImplementedError):
            call()


def test_a_measure_brings_the_number_in_its_field_unless_it_says_otherwise() -> None:
    """Nothing is lacking, nothing in the field is 0, and a number has no name."""
    measure, given = Measure(), record("trip", people=1)
    assert (measure.units(INDICATOR, given), [*measure.lacking(INDICATOR, given)]) == (0, [])
    measure.field = "people"  # type: ignore[misc]  # of this one alone
    assert (measure.units(INDICATOR, given), measure.noun(1000)) == (1, "1,000")
