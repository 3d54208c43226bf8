"""What is counted: the records that fit a plan, beside what is wrong with the others."""

from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks import draft, intake
from oicekpi.checks.states import choose, state_of
from oicekpi.domain.finding import Fault
from oicekpi.domain.vocabulary import Kind
from oicekpi.messages.failures import InvalidRecordError, NoPlanError, UsageError
from oicekpi.storage.workspace import Workspace

PLAN = """\
title: A plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: A
    title: Management
    objectives:
      - id: A1
        title: Staff learn abroad
        indicators:
          - {id: A1.staff, title: Staff, measure: people, of: [trip], target: {at_least: 15}}
      - id: A2
        title: Partners
        indicators:
          - {id: A2.partners, title: Partners, measure: partners, of: [trip, agreement]}
          - {id: A2.agreements, title: Agreements, measure: records, of: [agreement]}
"""
GOOD = "date: 2024-03-01\nkind: trip\nindicator: A1.staff\npeople: [staff-001]\n"
DAY = date(2024, 10, 1)


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with a plan, a good record, one that does not fit and one that is broken."""
    (workspace_folder / "plans" / "2024.yaml").write_text(PLAN)
    records = workspace_folder / "records"
    (records / "2024-03-01-good.yaml").write_text(GOOD)
    misfit = GOOD.replace("A1.staff", "A2.agreements")
    (records / "2024-03-misfits.yaml").write_text(
        "".join(f"- {misfit.replace(chr(10), chr(10) + '  ').rstrip()}\n" for _ in range(2))
    )
    (records / "2024-03-02-broken.yaml").write_text("date: [\n")
    return workspace_folder


def read(folder: Path) -> intake.Intake:
    """Read a workspace."""
    return intake.Intake(Workspace(folder))


def test_only_what_fits_is_counted_and_the_rest_is_told(folder: Path) -> None:
    """A record that is broken or does not fit is a finding, with its line, and not counted."""
    reading = read(folder)
    assert [entry.id for entry in reading.entries()] == ["2024-03-01-good"]
    assert sorted((each.path, each.line, each.code) for each in reading.findings) == [
        ("records/2024-03-02-broken.yaml", 2, "yaml-syntax"),
        ("records/2024-03-misfits.yaml", 3, "wrong-kind"),
        ("records/2024-03-misfits.yaml", 7, "wrong-kind"),
    ]
    assert reading.choose(DAY, None)[0] == "2024"


def test_a_note_among_the_plans_is_no_broken_plan(folder: Path) -> None:
    """What is no YAML is told, but excuses no record and cannot be chosen."""
    (folder / "plans" / "notes.txt").write_text("x")
    reading = read(folder)
    assert len(list(reading.entries())) == 1
    with pytest.raises(NoPlanError):
        reading.choose(DAY, "notes")


def test_the_line_of_a_file_that_has_gone_is_left_out(folder: Path) -> None:
    """A finding is never lost, only its place."""
    workspace = Workspace(folder)
    (told,) = intake.locate(
        workspace, "records/gone.yaml", [Fault(("date",), "code", "what", "how")]
    )
    assert (told.path, told.line, told.code, told.message) == (
        "records/gone.yaml",
        0,
        "code",
        "what",
    )


# --- before a record is written -------------------------------------------------------------------


def test_a_record_that_fits_may_be_written(folder: Path) -> None:
    """The fields become the record that will be read."""
    fields = {"date": DAY, "kind": "trip", "indicator": "A1.staff", "people": 2}
    assert draft.require(read(folder).plans, fields).date == DAY


def test_a_record_that_does_not_fit_is_refused_with_every_reason(folder: Path) -> None:
    """Faults of shape are told together; so are those against the plan."""
    plans = read(folder).plans
    fields: dict[str, object] = {"date": DAY, "kind": "trip", "indicator": "A1.staff", "people": 0}
    with pytest.raises(InvalidRecordError, match="people: a head-count of 0 cannot be; write"):
        draft.require(plans, {**fields, "country": "Germany"})
    record, faults = draft.judge(plans, {**fields, "people": 1, "indicator": "A2.partners"})
    assert record is None
    assert [draft.reason(fault) for fault in faults] == [
        (
            "A2.partners counts partners, and the record names none; "
            "add `partner:` with the institution's name"
        )
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"people": 0}, [("people", "bad-people")]),
        ({"people": 0, "indicator": "A9.staff"}, [("people", "bad-people"), "unknown-indicator"]),
        ({"people": 0, "date": "2031-04-12"}, [("people", "bad-people"), ("date", "outside-plan")]),
        ({"people": 0, "indicator": "A2.agreements"}, [("people", "bad-people"), "wrong-kind"]),
        ({"indicator": "A2.partners", "country": "UK"}, [("country", "bad-country"), ()]),
        ({"indicator": "A2.partners", "partner": ""}, [("partner", "empty-text")]),
        ({"state": "cancelled", "country": "UK"}, [("country", "bad-country"), "needs-reason"]),
        ({"state": "canceled"}, [("state", "unknown-word")]),
        ({"people": {"a": 1.5}}, [("people", "bad-people")]),
        ({"kind": "trp", "indicator": "A2.partners"}, [("kind", "unknown-word")]),
        (
            {"date": "soon", "indicator": ("A9.staff", "A2.partners")},
            [("date", "bad-date"), "unknown-indicator", ()],
        ),
    ],
)
def test_what_plan_and_record_tell_is_told_beside_the_faults_of_fields(
    folder: Path, fields: dict[str, object], told: list[object]
) -> None:
    """Each wrong field is told of, and whatever the plan says to those that are right."""
    plans = read(folder).plans
    whole = {"date": "2024-03-01", "kind": "trip", "indicator": "A1.staff", "people": 2} | fields
    record, faults = draft.judge(plans, whole)
    assert record is None
    found = [(fault.where[0] if fault.where else "", fault.code) for fault in faults]
    by_name: dict[object, tuple[str, str]] = {
        "unknown-indicator": ("indicator", "unknown-indicator"),
        "wrong-kind": ("indicator", "wrong-kind"),
        "needs-reason": ("state", "needs-reason"),
        (): ("", "needs-partner"),
    }
    assert found == [by_name.get(each, each) for each in told]


def test_while_a_plan_cannot_be_read_what_it_may_say_is_not_guessed(folder: Path) -> None:
    """Of a record whose day is wrong, or in no plan, a broken plan may have the indicator."""
    (folder / "plans" / "2025.yaml").write_text("title: [\n")
    plans = read(folder).plans
    for day in ("soon", "2025-04-12"):
        fields = {"date": day, "kind": "trip", "indicator": "A9.staff", "people": 0}
        codes = [fault.code for fault in draft.judge(plans, fields)[1]]
        assert codes == (["bad-date", "bad-people"] if day == "soon" else ["bad-people"])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"indicator": "A2.partners"},
            (
                "A2.partners counts partners, and the record names none; "
                "add `--partner` with the institution's name"
            ),
        ),
        ({"people": None}, "people: `--people` is missing; add `--people …`"),
        (
            {"people": "two"},
            (
                "people: people are a head-count or a list of names; "
                "write `--people 2` or `--people staff-017,staff-023`"
            ),
        ),
        ({"purpose": ""}, "purpose: the text is empty; write one, or leave out `--purpose`"),
        (
            {"until": "2024-02-01"},
            (
                "until: the trip ends on 2024-02-01, before it begins; "
                "write `--until` as a day on or after `--date`"
            ),
        ),
        (
            {"country": "Germany"},
            "country: `Germany` is not a country code; did you mean DE, for Germany?",
        ),
        ({"stage": "a"}, None),
    ],
)
def test_the_reasons_speak_of_options(
    folder: Path, fields: dict[str, object], reason: str | None
) -> None:
    """Who types a record is told what to type, not what to write into a file."""
    whole = {"date": DAY, "kind": "trip", "indicator": "A1.staff", "people": 2} | fields
    with pytest.raises(InvalidRecordError) as caught:
        draft.require(read(folder).plans, whole)
    assert reason is None or caught.value.message.endswith(f":\n  - {reason}")


def test_a_planned_record_is_an_option() -> None:
    """What a file says with `state: planned`, the command line says with `--planned`."""
    fault = Fault(("date",), "future-date", "x", "correct it, or add `state: planned` to `kind: x`")
    assert draft.typed(fault).hint == "correct it, or add `--planned` to `kind: x`"


def test_a_file_is_examined_before_it_is_changed(folder: Path) -> None:
    """What would be wrong with its new content is told as `check` would tell it."""
    plans = read(folder).plans

    def examine(text: str) -> list[tuple[int, str]]:
        found = draft.examine(plans, "records/2024-03-01-x.yaml", text.encode())
        return [(finding.line, finding.code) for finding in found]

    assert examine(GOOD) == []
    assert examine(GOOD + "note: *a\n") == [(5, "yaml-feature")]
    assert examine(GOOD + "country: Germany\n") == [(5, "bad-country")]
    assert examine(GOOD.replace("A1.staff", "A1.staf")) == [(3, "unknown-indicator")]
    both = examine(GOOD.replace("A1.staff", "A1.staf") + "contry: Germany\n")
    assert sorted(both) == [(3, "unknown-indicator"), (5, "bad-country"), (5, "unknown-key")]


def test_an_indicator_is_found_by_its_objective_where_one_fits(folder: Path) -> None:
    """An id is taken in any case; an objective stands for its one indicator of the kind."""
    plan = read(folder).plans.sound["2024"]
    assert draft.resolve(plan, "a1.STAFF", Kind.TRIP) == "A1.staff"
    assert draft.resolve(plan, "A1", Kind.TRIP) == "A1.staff"
    assert draft.resolve(plan, "a2", Kind.TRIP) == "A2.partners"


def test_without_a_kind_an_objective_stays_what_it_is(folder: Path) -> None:
    """Which of its indicators is meant, only the kind can tell; what is in no plan is told."""
    plan = read(folder).plans.sound["2024"]
    assert draft.resolve(plan, "a1.STAFF", None) == "A1.staff"
    assert draft.resolve(plan, "a2", None) == "A2"


@pytest.mark.parametrize(
    ("wanted", "kind", "hint"),
    [
        ("zzz", None, "`oicekpi status` lists them"),
        ("A2", Kind.AGREEMENT, "name one of A2.partners or A2.agreements"),
        ("A1", Kind.ACTIVITY, "`oicekpi show A1` tells"),
        ("A1.staf", Kind.TRIP, "did you mean A1.staff"),
        ("zzz", Kind.AGREEMENT, "for the kind agreement there are A2.partners and A2.agreements"),
    ],
)
def test_an_indicator_that_is_not_clear_is_asked_for(
    folder: Path, wanted: str, kind: Kind | None, hint: str
) -> None:
    """Nothing is guessed: the message names those that can be meant."""
    with pytest.raises(UsageError) as caught:
        draft.resolve(read(folder).plans.sound["2024"], wanted, kind)
    assert caught.value.hint.startswith(hint)


# --- two states that are compared -----------------------------------------------------------------


def test_a_state_has_the_progress_and_the_records(folder: Path) -> None:
    """The state of a sound plan is judged on the day, with the files that are in doubt."""
    before, after = read(folder), read(folder)
    name = choose(before, after, DAY, None)
    state = state_of(after, name, DAY)
    assert name == "2024"
    assert state.progress is not None
    assert [progress.count.done for progress in state.progress.indicators] == [1, 0, 0]
    assert [entry.id for entry in state.entries] == ["2024-03-01-good"]
    assert state.doubtful == {"records/2024-03-02-broken.yaml", "records/2024-03-misfits.yaml"}
    assert not state.unknown


def test_a_plan_that_is_broken_in_one_state_is_chosen_from_the_other(folder: Path) -> None:
    """What a broken plan promises is unknown, and is not compared as if it were nothing."""
    before = read(folder)
    (folder / "plans" / "2024.yaml").write_text("title: [\n")
    after = read(folder)
    assert choose(before, after, DAY, None) == "2024"
    state = state_of(after, "2024", DAY)
    assert state.progress is None
    assert state.unknown
