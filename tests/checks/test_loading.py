"""What is in a workspace: what counts, and what is wrong with the rest."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks import copies, loading
from oicekpi.checks.loading import Loaded, Plans
from oicekpi.messages.failures import NotFoundError
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import Workspace
from tests.plans import GOOD, HEAD, STAFF

MakePlan = Callable[..., object]
PLAN = (
    HEAD
    + STAFF
    + """\
      - id: A2
        title: Partners
        indicators:
          - {id: A2.partners, title: Partners, measure: partners, of: [trip, agreement]}
          - {id: A2.agreements, title: Agreements, measure: records, of: [agreement]}
"""
)
DAY = date(2024, 10, 1)


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with a plan, a good record, two that do not fit and one that is broken."""
    (workspace_folder / "plans" / "2024.yaml").write_text(PLAN)
    records = workspace_folder / "records"
    (records / "2024-03-01-good.yaml").write_text(GOOD)
    misfit = GOOD.replace("A1.staff", "A2.agreements")
    (records / "2024-03-misfits.yaml").write_text(
        "".join(f"- {misfit.replace(chr(10), chr(10) + '  ').rstrip()}\n" for _ in range(2))
    )
    (records / "2024-03-02-broken.yaml").write_text("date: [\n")
    return workspace_folder


def read(folder: Path) -> Loaded:
    """Read a workspace."""
    return loading.read(Workspace(folder))


def errors(loaded: Loaded) -> list[tuple[str, int, str]]:
    """Return where each error is."""
    return sorted((each.path, each.line, each.code) for each in loaded.errors)


def test_only_what_fits_counts_and_the_rest_is_reported(folder: Path) -> None:
    """A record that is broken or does not fit is an error, with its line, and does not count."""
    loaded = read(folder)
    assert [entry.id for entry in loaded.entries] == ["2024-03-01-good"]
    assert [entry.id for entry in loaded.records] == [
        "2024-03-01-good",
        "2024-03-misfits#1",
        "2024-03-misfits#2",
    ]
    assert errors(loaded) == [
        ("records/2024-03-02-broken.yaml", 2, "yaml-syntax"),
        ("records/2024-03-misfits.yaml", 3, "wrong-kind"),
        ("records/2024-03-misfits.yaml", 7, "wrong-kind"),
    ]
    assert loaded.plans.choose(DAY)[0] == "2024"


def test_what_is_valid_of_a_record_with_errors_is_judged(folder: Path) -> None:
    """Its fields and what the plan says of them are reported together."""
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        "date: 2024-04-12\nkind: trip\nindikator: A9\npeople: 0\n"
    )
    loaded = read(folder)
    (partial,) = loaded.partials
    assert partial.entry.path == "records/2024-04-12-x.yaml"
    assert [each for each in errors(loaded) if each[0] == partial.entry.path] == [
        (partial.entry.path, 3, "unknown-indicator"),
        (partial.entry.path, 3, "unknown-key"),
        (partial.entry.path, 4, "bad-people"),
    ]


def test_each_file_is_read_and_parsed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one with errors, whose lines are looked up."""
    reads: Counter[str] = Counter()
    parses: Counter[bytes] = Counter()
    read_file, sift = Workspace.read, yamlfile.sift

    def reading(self: Workspace, path: str, limit: int) -> bytes:
        reads[path] += 1
        return read_file(self, path, limit)

    def parsing(data: bytes) -> object:
        parses[data] += 1
        return sift(data)

    monkeypatch.setattr(Workspace, "read", reading)
    monkeypatch.setattr(yamlfile, "sift", parsing)
    read(folder)
    assert len(reads) == 4
    assert {*reads.values(), *parses.values()} == {1}


def test_two_files_of_one_name_are_one_id(folder: Path) -> None:
    """Both count, and the second is reported with the first."""
    (folder / "records" / "spring").mkdir()
    (folder / "records" / "spring" / "2024-03-01-good.yaml").write_text(GOOD)
    loaded = read(folder)
    found = [each for each in loaded.errors if each.code == "duplicate-record-id"]
    assert [(each.path, each.params) for each in found] == [
        ("records/spring/2024-03-01-good.yaml", {"other": "records/2024-03-01-good.yaml"})
    ]
    assert len(loaded.entries) == 2


# --- copies of files ------------------------------------------------------------------------------

COPIES = [
    "x - Copy.yaml",
    "x - Copy (2).yaml",
    "x - 副本.yaml",
    "x - Kopie.yaml",
    "x copy.yaml",
    "x copy 2.yaml",
    "x (1).yaml",
    "x(1).yaml",
    "x (copy).yaml",
    "x (conflicted copy 2024-01-02).yaml",
    "x (Ann's conflicted copy 2024-01-02).yaml",
    "x (Case Conflict).yaml",
    "x [conflict].yaml",
    "x.sync-conflict-20240102-030405-ABCDEFG.yaml",
    "x_BACKUP_123.yaml",
    "x.LOCAL.123.yaml",
    "x_REMOTE_123.yaml",
    "x~HEAD.yaml",
    "x-DESKTOP-AB12CD.yaml",
    "x (1) (2).yaml",
    "x.yaml (1).yaml",
    "Copy of x.yaml",
    "Copy (2) of x.yaml",
    "x 2.yaml",
    "x（1）.yaml",
    "x的副本.yaml",
    "x 的副本 2.yaml",
    "x-备份.yaml",
    "x (复件).yaml",
    "复件 x.yaml",
    "复件 (2) x.yaml",
    "“x”的副本.yaml",
    "「x.yaml」的副本.yaml",
    "x_冲突文件_Ann_20240102101112.yaml",
    "x_DiskStation_Jan-02-1020-2024_Conflict.yaml",
    "x.Conflict.yaml",
    "x-DESKTOP-AB12CD-2.yaml",
    "x-PC-20190101ABCD.yaml",
    "x-Ann's MacBook Pro.yaml",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_beside_its_original_is_known_by_its_name(name: str) -> None:
    """Of file managers, sync programs and tools of git; alone it is a file like others."""
    assert copies.originals([f"a/{name}", "a/x.yaml"]) == {f"a/{name}": "x.yaml"}
    assert copies.originals([f"a/{name}", "x.yaml"]) == {}


@pytest.mark.parametrize(
    "name",
    [
        "x-2.yaml",
        "x 200.yaml",
        "x-副.yaml",
        "x-win-win.yaml",
        "x-PC-room.yaml",
        "“y”的副本.yaml",
        "x-copy.yaml",
        "x (second visit).yaml",
        "x-laptop.yaml",
        "x (1234).yaml",
        "xcopy.yaml",
        "y (1).yaml",
        "x.yaml",
    ],
)
def test_other_names_are_no_copies(name: str) -> None:
    """A word or a number that tells two records apart is a name."""
    assert copies.originals(["a/x.yaml", f"a/{name}"]) == {}


def test_a_copy_of_a_record_does_not_count(folder: Path) -> None:
    """It is an error in every command, whatever is in it."""
    (folder / "records" / "2024-03-01-good (1).yaml").write_text("date: [")
    loaded = read(folder)
    assert len(loaded.entries) == 1
    (found,) = (each for each in loaded.errors if "(1)" in each.path)
    assert (found.code, found.params) == ("conflict-copy", {"original": "2024-03-01-good.yaml"})


def test_a_copy_of_a_plan_judges_nothing(folder: Path) -> None:
    """It cannot be chosen, and excuses no record."""
    (folder / "plans" / "2024 - Copy.yaml").write_text(PLAN)
    loaded = read(folder)
    assert [*loaded.plans.sound] == ["2024"]
    assert loaded.plans.broken == frozenset()
    assert errors(loaded)[0] == ("plans/2024 - Copy.yaml", 0, "conflict-copy")


def test_plans_that_overlap_and_share_indicators_are_copies(folder: Path) -> None:
    """Every command that judges says which of the two it takes."""
    (folder / "plans" / "new.yaml").write_text(PLAN.replace("A small plan", "Another"))
    (folder / "plans" / "other.yaml").write_text(PLAN.replace("id: A", "id: X"))
    (folder / "plans" / "2023.yaml").write_text(PLAN.replace("2024-", "2023-"))
    loaded = read(folder)
    assert [(each.path, each.code, each.params) for each in loaded.warnings] == [
        ("plans/2024.yaml", "plan-copy", {"other": "plans/new.yaml", "judge": "new"})
    ]
    assert "plans/2024.yaml" not in {each.path for each in loaded.errors}


def test_of_many_plans_of_one_day_few_are_compared_with_each(make_plan: MakePlan) -> None:
    """The number of pairs grows with the number of plans, not with its square."""
    plan = make_plan({})
    found = [*loading.overlapping({f"{at:03}": plan for at in range(100)})]  # type: ignore[misc]
    assert len(found) < 100 * 8


# --- last year's plan -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "end", "mismatch"),
    [
        ("2025", "2024-01-01", "2024-12-31", True),
        ("2025-oice", "2024-01-01", "2024-12-31", True),
        ("2024", "2024-09-01", "2025-08-31", False),
        ("2025", "2024-09-01", "2025-08-31", False),
        ("20250101", "2024-01-01", "2024-12-31", False),
        ("plan", "2024-01-01", "2024-12-31", False),
    ],
)
def test_a_plan_named_after_another_year_than_its_period_is_one_error(
    workspace_folder: Path, name: str, start: str, end: str, *, mismatch: bool
) -> None:
    """Whoever copies a plan and renames it has one thing to correct, and records are not judged."""
    text = PLAN.replace("2024-01-01", start).replace("2024-12-31", end)
    (workspace_folder / "plans" / f"{name}.yaml").write_text(text)
    (workspace_folder / "records" / "2030-03-01-x.yaml").write_text(GOOD.replace("2024", "2030"))
    codes = [each.code for each in read(workspace_folder).errors]
    assert codes == (["plan-period-mismatch"] if mismatch else ["outside-period"])


def test_many_dates_of_last_year_are_one_error(workspace_folder: Path) -> None:
    """Where only the period of a copied plan was changed, all other dates are of another year."""
    breaks = (
        "breaks: [{start: 2024-02-05, end: 2024-02-09}, {start: 2024-05-01, end: 2024-05-05}]\n"
    )
    pace = ", pace: {checkpoints: {2024-06-30: 9}}, target"
    text = PLAN.replace(", target", pace).replace("sections:", f"{breaks}sections:")
    text = text.replace(
        "{start: 2024-01-01, end: 2024-12-31}", "{start: 2025-01-01, end: 2025-12-31}"
    )
    (workspace_folder / "plans" / "2025.yaml").write_text(text)
    (found,) = read(workspace_folder).errors
    assert (found.code, found.case, found.line) == ("plan-period-mismatch", "dates", 2)
    assert found.params["count"] == 3
    (workspace_folder / "plans" / "2025.yaml").write_text(text.replace("2024-06-30", "2023-06-30"))
    assert [each.code for each in read(workspace_folder).errors] == [
        "bad-break",
        "bad-break",
        "bad-checkpoint",
    ]


# --- which plan judges ----------------------------------------------------------------------------


def test_a_file_that_is_no_plan_is_no_broken_plan(folder: Path) -> None:
    """It is reported, but excuses no record and cannot be chosen."""
    (folder / "plans" / "notes.txt").write_text("x")
    (folder / "plans" / "2026.yml").write_text("x")
    loaded = read(folder)
    assert loaded.plans.broken == {"2026"}
    with pytest.raises(NotFoundError):
        loaded.plans.choose(DAY, "notes")
    assert loaded.plans.choose(DAY, "2026") == ("2026", None)


def test_without_a_plan_there_is_nothing_to_choose() -> None:
    """Whoever asks is told."""
    with pytest.raises(NotFoundError):
        Plans("plans", {}).choose(DAY)


@pytest.mark.parametrize(
    ("sound", "broken", "day", "chosen"),
    [
        (["2023", "2024"], [], "2024-05-01", "2024"),
        (["2023", "2024"], [], "2023-05-01", "2023"),
        (["2023", "2024"], [], "2030-05-01", "2024"),
        (["2023", "2024"], [], "2020-05-01", "2023"),
        (["2023"], ["2024"], "2024-05-01", "2024"),
        (["2024"], ["2023"], "2024-05-01", "2024"),
        (["2024"], ["2023"], "2020-05-01", "2023"),
        (["2024"], ["2025"], "2020-05-01", "2024"),
        ([], ["2023", "2024"], "2020-05-01", "2024"),
    ],
)
def test_the_plan_of_the_day_is_chosen(
    make_plan: MakePlan, sound: list[str], broken: list[str], day: str, chosen: str
) -> None:
    """A broken plan is chosen where it may hold the day."""
    plans = {
        year: make_plan({}, period={"start": f"{year}-01-01", "end": f"{year}-12-31"})
        for year in sound
    }
    both = Plans("plans", plans, frozenset(broken))  # type: ignore[arg-type]
    assert both.choose(date.fromisoformat(day)) == (chosen, plans.get(chosen))


def test_the_plans_of_two_states_are_joined(make_plan: MakePlan) -> None:
    """A plan that is broken in one state is that of the other."""
    old, new = make_plan({}), make_plan({})
    before = Plans("before", {"2023": old, "2024": old}, frozenset({"2022"}))  # type: ignore[dict-item]
    after = Plans("after", {"2024": new}, frozenset({"2023"}))  # type: ignore[dict-item]
    joined = after.joined(before)
    assert joined.sound == {"2023": old, "2024": new}
    assert joined.sound["2024"] is new
    assert (joined.folder, joined.broken) == ("after", frozenset({"2022"}))
