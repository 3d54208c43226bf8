"""A small plan with indicators of every sort, and texts that are kept to compare with."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest

from oicekpi.app.reporting import ReportResult, gathered
from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.messages import translate
from oicekpi.storage.workspace import Workspace

HOSTILE = "[red]Alarm[/red] \x1b[31mred\x1b[0m \x9b2J \u202eback\u202c | *tab*\tline\nbreak"


def _indicator(known: str, title: str, **keys: object) -> dict[str, Any]:
    return {"id": known, "title": title, "measure": "people", "of": ["trip"], **keys}


def _stages(known: str, title: str, **due: str | None) -> dict[str, Any]:
    stages = [
        {"id": name, "title": f"{name.title()} with the partner"} | ({"due": day} if day else {})
        for name, day in due.items()
    ]
    return _indicator(known, title, measure="stages", of=["milestone"], stages=stages)


def _objective(known: str, title: str, *indicators: dict[str, Any], **keys: str) -> dict[str, Any]:
    return {"id": known, "title": title, "indicators": indicators, **keys}


SECTIONS = [
    {
        "id": "A",
        "title": "Internationalized management",
        "objectives": [
            _objective(
                "A1",
                "Administrative staff learn abroad",
                _indicator(
                    "A1.staff",
                    "Administrative staff abroad for study or cooperative research",
                    target={"at_least": 15},
                    requires=["approval"],
                    note="Mainly Germany and Japan",
                ),
                summary="Send 15 administrative staff abroad, subject to university approval, to "
                "study, to do cooperative research and to widen their outlook.",
            ),
            _objective(
                "A2",
                "Cooperation between universities",
                _indicator(
                    "A2.partners",
                    "Overseas universities with deepened exchange",
                    measure="partners",
                    of=["trip", "agreement"],
                    target={"at_least": 4},
                ),
                _indicator(
                    "A2.agreements",
                    "Cooperation projects signed",
                    measure="records",
                    of=["agreement"],
                    target={"between": [2, 5]},
                ),
            ),
        ],
    },
    {
        "id": "B",
        "title": "学生国际化",
        "objectives": [
            _objective(
                "B1",
                "学生出国交流",
                _indicator(
                    "B1.students",
                    "学生出国留学与暑期带薪实习",
                    target={"more_than": 20},
                    pace={"windows": [["2024-07-01", "2024-08-31"]]},
                ),
                _indicator("B1.camps", "夏令营", review_every=120),
            ),
            _objective(
                "B2",
                "Joint programmes",
                _stages(
                    "B2.programme",
                    "A 2+2 or 3+1 programme",
                    chosen="2024-03-31",
                    drafted=None,
                    signed="2024-09-15",
                    begun=None,
                ),
                _stages("B2.credits", "Credit recognition", rules="2024-10-31"),
            ),
            _objective(
                "B3",
                "Graduates apply abroad",
                _indicator(
                    "B3.applicants",
                    "Graduates applying",
                    of=["application"],
                    target={"at_least": 30},
                    revisions=[
                        {"on": "2024-07-01", "target": {"at_least": 6}, "reason": "no fund."},
                        {"on": "2024-11-01", "target": {"at_least": 5}, "reason": "no fund at all"},
                    ],
                ),
                _indicator("B3.services", HOSTILE, measure="records", of=["activity"]),
            ),
        ],
    },
]


@pytest.fixture(scope="session")
def plan(make_plan: Callable[..., Plan]) -> Plan:
    """Give the plan: two sections, five objectives, nine indicators."""
    return make_plan(title="Key points of the 2024 work plan", sections=SECTIONS)


@pytest.fixture(scope="session")
def entries(make_entry: Callable[..., Entry]) -> list[Entry]:
    """Give a year of records: done, provisional, planned, cancelled, of a list, hostile."""

    def record(day: str, indicator: str | list[str], name: str, **fields: object) -> Entry:
        return make_entry(day, indicator, id=f"{day}-{name}", **fields)

    return [
        record(
            "2024-03-11",
            ["A1.staff", "A2.partners"],
            "trip-a1-staff-germany",
            people=["staff-017", "staff-023"],
            partner="Example University of Applied Sciences",
            country="DE",
            purpose="dual education study visit",
            approval="U-1",
            until="2024-03-20",
        ),
        record(
            "2024-05-20",
            ["A1.staff", "A2.partners"],
            "trip-a1-staff-japan",
            people=["staff-017", "staff-031", "staff-044", "staff-052"],
            partner="東京工業大学",
            country="JP",
            purpose="craftsmanship",
            approval="U-2",
            evidence=["evidence/a.pdf", "evidence/b.pdf"],
        ),
        record("2024-06-17", "A1.staff", "trip-a1-staff-france", people=2, country="FR"),
        record(
            "2024-08-01", "A1.staff", "trip-a1-staff-italy", state="cancelled", reason="no visa"
        ),
        record(
            "2024-11-04", "A1.staff", "trip-a1-staff-later", people=["staff-061"], approval="U-3"
        ),
        record(
            "2024-02-10",
            "A2.agreements",
            "agreement",
            kind="agreement",
            partner="Example College",
            subject="student exchange",
        ),
        record(
            "2024-06-10",
            ["A2.agreements", "A2.partners"],
            "agreement",
            kind="agreement",
            partner="Example College",
            country="GB",
        ),
        record("2024-07-08", "B1.students", "trip-b1-students", people=20),
        make_entry("2024-09-12", "B1.students", id="2024-09-students#2", people=["学生-一"]),
        record("2024-03-20", "B2.programme", "milestone", kind="milestone", stage="chosen"),
        record(
            "2024-11-18",
            "B2.programme",
            "milestone-later",
            kind="milestone",
            stage="signed",
            state="planned",
        ),
        record("2024-03-08", "B3.applicants", "application", kind="application", people=4),
        record("2024-04-15", "B3.services", "activity", kind="activity", title=HOSTILE, people=1),
        record("2024-05-15", "B3.services", "activity", kind="activity", title="Language course"),
    ]


@pytest.fixture(scope="session")
def judged(
    plan: Plan, entries: list[Entry], judge: Callable[[Plan, Iterable[Entry], str], PlanProgress]
) -> Callable[[str], PlanProgress]:
    """Judge the plan by the records on a day."""

    def on(day: str) -> PlanProgress:
        return judge(plan, entries, day)

    return on


@pytest.fixture(scope="session")
def progress(judged: Callable[[str], PlanProgress]) -> PlanProgress:
    """Give the plan's progress on 30 September."""
    return judged("2024-09-30")


@pytest.fixture(scope="session")
def as_of() -> date:
    """Give the day of that progress."""
    return date(2024, 9, 30)


@pytest.fixture(scope="session")
def findings() -> list[Finding]:
    """Give a finding with a place and one without, whose texts come from files."""
    return [
        Finding("records/2024/2024-04-01-a.yaml", 3, 7, "unknown-key", {"key": "\x1b[2J"}),
        Finding("records/2024/notes.txt", 0, 0, "unexpected-file", {}, "record"),
    ]


@pytest.fixture(scope="session")
def gather() -> Callable[[Plan, list[Entry]], ReportResult]:
    """Gather what a report says of a plan in memory, on 30 September."""
    return lambda plan, entries: gathered("2024", plan, entries, date(2024, 9, 30))


@pytest.fixture
def _in_wide_letters(wide: NullTranslations) -> None:
    """Let what is not translated be seen."""
    translate.use(wide)


@pytest.fixture
def two_years(tmp_path: Path) -> Workspace:
    """The office with a plan of the year before, which had one indicator more."""
    office = Path(__file__).parent / "office"
    shutil.copytree(office, tmp_path / "office")
    text = (office / "plans/2024.yaml").read_text("utf-8").replace("2024-", "2023-")
    text = text.replace("id: A2.camps", "id: A2.courses").replace("2023-12-31}}", "2022-12-31}}")
    (tmp_path / "office/plans/2023.yaml").write_text(text, "utf-8")
    return Workspace(tmp_path / "office")
