"""Everything at once: no error hides another, and nothing that a repository holds stops a check."""

import os
import re
import socket
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks.report import Report, fingerprints, source_of
from oicekpi.checks.survey import survey
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import UNSAFE
from oicekpi.schema import record_files
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Workspace
from tests.plans import GOOD, HEAD, STAFF

TODAY = date(2024, 10, 1)
REPOSITORY = Path(__file__).parents[2]
PLAN = HEAD + STAFF


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with a plan and one good record."""
    (workspace_folder / "plans" / "2024.yaml").write_text(PLAN)
    (workspace_folder / "records" / "2024-03-01-good.yaml").write_text(GOOD)
    return workspace_folder


def check(folder: Path) -> Report:
    """Check a workspace; all that is found can be said on one line, and safely shown."""
    report = survey(Workspace(folder), TODAY)
    for each in report.findings:
        said = each.said()
        assert said.text
        assert not re.search(UNSAFE, f"{said.text}{said.help}")
    return report


def test_the_shipped_workspace_has_no_problems() -> None:
    """Whoever clones the repository and checks it sees one line."""
    report = survey(Workspace(REPOSITORY), date(2026, 1, 1))
    assert report.findings == ()
    assert str(report) == "no problems found (1 plan, 79 records)"


# --- hostile input --------------------------------------------------------------------------------

SAME_DAY = GOOD.replace("03-01", "04-12").encode()
FIELDS = "date: 2024-04-12\nkind: trip\nindicator: A1.staff\n"
HOSTILE: dict[str, tuple[str, bytes]] = {
    "100,000 opening brackets": ("yaml-depth", b"[" * 100_000),
    "100,000 opening braces": ("yaml-depth", b"{a: " * 100_000),
    "50,000 dashes": ("yaml-depth", b"- " * 50_000),
    "alias bomb": ("yaml-feature", b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n"),
    "merge bomb": ("yaml-feature", b"a: {b: 1}\n<<: {c: 1}\n"),
    "python object": ("yaml-feature", b"note: !!python/object/apply:os._exit [1]\n"),
    "invalid UTF-8": ("not-utf8", b"note: \xff\xfe\xfd\n"),
    "UTF-16": ("not-utf8", GOOD.encode("utf-16")),
    "GBK": ("not-utf8", "note: 示例\n".encode("gbk")),
    "NUL": ("control-character", b"note: a\0b\n"),
    "escape sequence": ("control-character", b"note: \x1b]0;gone\x07\n"),
    "escaped escape sequence": ("control-character", b'note: "\\e[2J"\n'),
    "right-to-left override": ("control-character", "note: a\u202eb\n".encode()),
    "5,000 digits": ("number-too-long", f"people: {'9' * 5_000}\n".encode()),
    "not a number": ("bad-people", f"{FIELDS}people: .nan\n".encode()),
    "infinity": ("bad-people", f"{FIELDS}people: -.inf\n".encode()),
    "2 MiB": ("file-too-large", b"#" * (2 << 20)),
    "120,000 names": ("file-too-large", b"people: [" + b"a, " * 120_000 + b"a]\n"),
    "a key of 1,000 characters": ("unknown-key", SAME_DAY + b"k" * 1_000 + b": 1\n"),
    "syntax": ("yaml-syntax", b"a: b: c: 'd\n"),
    "a list of lists": ("bad-file-name", b"- - - 1\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ["records/2024-04-12-x.yaml", "plans/2025.yaml"])
def test_hostile_bytes_are_named_and_the_good_record_counts(
    folder: Path, name: str, path: str
) -> None:
    """A file that is a bomb to other readers is named, and stops nothing."""
    code, data = HOSTILE[name]
    (folder / path).write_bytes(data)
    report = check(folder)
    assert {finding.path for finding in report.findings} == {path}
    assert report.records == 1
    if path.startswith("records"):
        assert code in {finding.code for finding in report.findings}


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    short = Path(os.path.relpath(path, Path.cwd()))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(min(str(path), str(short), key=len))


def _link_out(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("make", [_pipe, _socket, _link_out, _circle, Path.mkdir])
@pytest.mark.parametrize("place", ["records/2024-04-12-x.yaml", "plans/2025.yaml"])
def test_what_is_no_plain_file_is_named_and_never_waited_for(
    folder: Path, make: Callable[[Path], None], place: str
) -> None:
    """Pipes, devices, folders and links under a record's name are told, and not opened."""
    try:
        make(folder / place)
    except OSError:
        pytest.skip("the path of the test is too long for a socket")
    report = check(folder)
    assert [(each.path, each.code) for each in report.findings] == [(place, "unreadable-file")]
    assert report.records == 1


def test_a_file_without_permission_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told, and the others are read. Root may read all."""
    read = Workspace.read

    def refuse(self: Workspace, path: str, limit: int) -> bytes:
        if path.endswith("closed.yaml"):
            raise NotReadableError("permission denied", "chmod u+r closed.yaml")
        return read(self, path, limit)

    (folder / "records" / "2024-04-12-closed.yaml").write_text(GOOD)
    monkeypatch.setattr(Workspace, "read", refuse)
    report = check(folder)
    (finding,) = report.findings
    assert finding.code == "unreadable-file"
    assert finding.params == {"reason": "permission denied", "command": "chmod u+r closed.yaml"}
    assert report.records == 1


@pytest.mark.parametrize("part", ["plans", "records"])
def test_a_folder_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path, part: str) -> None:
    """A repository cannot make a check read what lies elsewhere on the machine."""
    elsewhere = tmp_path / "elsewhere"
    (folder / part).rename(elsewhere)
    (folder / part).symlink_to(elsewhere)
    report = check(folder)
    assert [(each.path, each.code) for each in report.findings] == [(part, "unreadable-file")]


# --- growth ---------------------------------------------------------------------------------------


def _misspelt(size: int) -> str:
    """Give records that each name an indicator which no plan has."""
    return "".join(
        f"- {{date: 2024-04-{at % 30 + 1:02}, kind: trip, indicator: A1.staf, people: [p{at}]}}\n"
        for at in range(size)
    )


def _equal(size: int) -> str:
    """Give records that are all the same."""
    return "- {date: 2024-04-12, kind: trip, indicator: A1.staff, people: [a, b]}\n" * size


def _many_names(size: int) -> str:
    """Give a record that names many indicators, none of which a plan has."""
    names = ", ".join(f"Z{at}.staff" for at in range(size))
    return f"- {{date: 2024-04-12, kind: trip, indicator: [{names}], people: 1}}\n"


@pytest.mark.parametrize("text", [_misspelt, _equal, _many_names])
def test_the_work_grows_with_the_file(
    folder: Path, calls: Callable[[Callable[[], object]], int], text: Callable[[int], str]
) -> None:
    """Twice as much to tell takes about twice the steps: nothing is compared each with each."""
    check(folder)  # what is loaded once is loaded

    def steps(size: int) -> int:
        (folder / "records" / "2024-04-many.yaml").write_text(text(size))
        return calls(lambda: check(folder))

    few, twice, four_times = steps(250), steps(500), steps(1_000)
    assert twice < 2.5 * few
    assert four_times < 2.5 * twice


def test_each_of_a_thousand_findings_has_its_line(folder: Path) -> None:
    """Every record of a list that has an error is told with the line that it begins in."""
    (folder / "records" / "2024-04-many.yaml").write_text(_misspelt(1_000))
    report = check(folder)
    assert [finding.line for finding in report.findings] == list(range(1, 1_001))
    assert str(report) == "Found 1,000 errors in 1 file (checked 1 plan, 1,001 records)"


def test_one_record_has_a_bounded_number_of_findings(folder: Path) -> None:
    """Each of the unknown indicators that one record may name is found; more are one finding."""
    path = folder / "records" / "2024-04-many.yaml"
    for size, found in (100, ["unknown-indicator"] * 100), (101, ["too-many-items"]):
        path.write_text(_many_names(size))
        assert [finding.code for finding in check(folder).findings] == found


def test_each_of_many_equal_records_is_told(folder: Path) -> None:
    """All but the first are possible duplicates."""
    (folder / "records" / "2024-04-many.yaml").write_text(_equal(300))
    report = check(folder)
    assert [finding.code for finding in report.findings] == ["possible-duplicate"] * 299


def test_that_there_are_more_findings_than_are_listed_is_one(folder: Path) -> None:
    """Once for a file, whoever found too much in it, and in the last line."""
    record = GOOD.replace("03-01", "04-12") + "evidence: [none.pdf]\nx: 1\n"
    item = f"- {record.rstrip()}\n".replace("\n", "\n  ")[:-2]
    (folder / "records" / "2024-04-many.yaml").write_text(item * 2_001)
    report = check(folder)
    found = Counter(each.code for each in report.findings)
    assert found["more-problems"] == 1
    assert found == {"unknown-key": 2_000, "evidence-missing": 2_000, "more-problems": 1}
    assert ", and more (checked" in str(report)


# --- nothing hides anything -----------------------------------------------------------------------


def test_records_are_judged_by_themselves_while_a_plan_is_broken(folder: Path) -> None:
    """A broken plan is told, and so is what is wrong in records whatever the plan says."""
    (folder / "plans" / "2024.yaml").write_text(PLAN.replace("at_least: 15", "at_least: 0"))
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        GOOD.replace("03-01", "04-12").replace("A1.staff", "Z9") + "state: planned\nnote: a #3\n"
    )
    report = check(folder)
    assert [(finding.path, finding.code) for finding in report.findings] == [
        ("plans/2024.yaml", "bad-indicator"),
        ("records/2024-04-12-x.yaml", "overdue-planned"),
        ("records/2024-04-12-x.yaml", "truncated-text"),
    ]


def test_a_broken_plan_does_not_excuse_the_records_of_a_sound_one(folder: Path) -> None:
    """What a sound plan covers is held to it; what no sound plan covers may be the broken one's."""
    (folder / "plans" / "2023.yaml").write_text("title: [\n")
    for year in ("2023", "2024"):
        record = GOOD.replace("2024-03-01", f"{year}-04-12").replace("A1.staff", "A1.staf")
        (folder / "records" / f"{year}-04-12-x.yaml").write_text(record)
    report = check(folder)
    assert [(finding.path, finding.code) for finding in report.findings] == [
        ("plans/2023.yaml", "yaml-syntax"),
        ("records/2024-04-12-x.yaml", "unknown-indicator"),
    ]


def test_two_plans_of_one_day_both_take_records(folder: Path) -> None:
    """Where periods overlap, a record may count for an indicator of either plan."""
    other = (
        PLAN.replace("A1.staff", "P.staff").replace("id: A", "id: P").replace("2024-12", "2025-12")
    )
    (folder / "plans" / "project.yaml").write_text(other.replace("2024-12-31", "2025-12-31"))
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        GOOD.replace("03-01", "04-12").replace("A1.staff", "[A1.staff, P.staff]")
    )
    report = check(folder)
    assert report.findings == ()
    assert report.plans == 2


def test_nothing_is_read_or_parsed_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes away or changes while it is checked is reported as it was read."""
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        GOOD.replace("03-01", "04-12").replace("A1.staff", "A1.staf") + "note: a #3\n"
    )
    read, sift, locate = Workspace.read, yamlfile.sift, yamlfile.locate
    seen: list[object] = []

    def reading(self: Workspace, path: str, limit: int) -> bytes:
        seen.append(path)
        return read(self, path, limit)

    def sifting(data: bytes) -> object:
        seen.append(("sift", data))
        return sift(data)

    def locating(data: bytes) -> object:
        seen.append(("locate", data))
        return locate(data)

    monkeypatch.setattr(Workspace, "read", reading)
    monkeypatch.setattr(yamlfile, "sift", sifting)
    monkeypatch.setattr(yamlfile, "locate", locating)
    report = check(folder)
    assert [(each.line, each.code) for each in report.findings] == [
        (3, "unknown-indicator"),
        (5, "truncated-text"),
    ]
    assert len(seen) == len({*map(str, seen)}) == 3 + 3 + 1


def test_what_lies_beside_the_folder_of_records_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is in the wrong folder would be missed by nobody but its author."""
    for name in ("2024-03-02-trip.yaml", "record/2024/2024-03-03-trip.yaml", "Record/notes.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD)
    found = [(each.path, each.code, each.case) for each in check(folder).findings]
    assert found == [
        ("2024-03-02-trip.yaml", "misplaced-record", ""),
        ("record", "misplaced-record", "folder"),
    ]

    def refused(_: Workspace, folder: str) -> list[object]:
        raise NotReadableError(folder)

    monkeypatch.setattr(Workspace, "items", refused)
    assert [*record_files.misplaced(Workspace(folder))] == []


def test_the_folder_of_records_may_be_spelt_with_capitals(folder: Path) -> None:
    """Windows and macOS find `Records` as `records`; beside `records` it is another folder."""
    (folder / "records").rename(folder / "Records")
    assert [*record_files.misplaced(Workspace(folder))] == []


def test_mappings_of_imports_are_searched_for_private_data(folder: Path) -> None:
    """They are committed as records are; what is wrong with them otherwise, `import` reports."""
    (folder / "imports").mkdir()
    (folder / "imports" / "a.yaml").write_text("unknown: 13800138000 # E 12345678\n")
    (folder / "imports" / "b.yaml").write_text("columns: ['138.0013.8000']\n")
    (folder / "imports" / "c.yaml").write_text("[\n")
    (folder / "imports" / "notes.txt").write_text("13800138000")
    assert [(each.path, each.case) for each in check(folder).findings] == [
        ("imports/a.yaml", "passport-comment"),
        ("imports/b.yaml", "phone"),
    ]


# --- the report -----------------------------------------------------------------------------------

FINDINGS = (
    Finding("plans/2024.yaml", 0, 0, "no-plan"),
    Finding("records/x.yaml", 1, 1, "future-date", {"day": date(2024, 1, 2)}),
    Finding("records/x.yaml", 2, 1, "future-date", {"day": date(2024, 1, 2)}),
    Finding("records/x.yaml", 3, 1, "future-date", {"day": date(2024, 1, 3)}),
)


def test_a_report_sums_up_what_was_found() -> None:
    """By severity, and in how many files."""
    report = Report(FINDINGS, 1, 2)
    assert str(report) == "Found 1 error and 3 warnings in 2 files (checked 1 plan, 2 records)"
    assert str(Report((), 0, 1)) == "no problems found (0 plans, 1 record)"
    assert report.number(Severity.NOTE) == 0


@pytest.mark.parametrize(
    ("paths", "number"),
    [([], 4), (["."], 4), (["plans"], 1), (["records/", "plans/2024.yaml"], 4), (["rec"], 0)],
)
def test_a_report_is_narrowed_to_files_and_folders(paths: list[str], number: int) -> None:
    """A folder stands for all that is in it."""
    assert len(Report(FINDINGS, 1, 2).within(paths).findings) == number


def test_a_finding_keeps_its_fingerprint_while_lines_move() -> None:
    """It does not depend on the line; equal findings are numbered."""
    moved = [Finding(each.path, each.line + 5, 1, each.code, each.params) for each in FINDINGS]
    marks = fingerprints(FINDINGS)
    assert fingerprints(moved) == marks
    assert len({*marks}) == 4


def test_the_paths_of_a_repository_lead_to_the_workspace() -> None:
    """Where the workspace is a folder of the repository, that is in front of each path."""
    report = Report(FINDINGS, 1, 2, "office/")
    assert report.in_repository[0].path == "office/plans/2024.yaml"


def test_the_lines_of_a_file_are_shown_whatever_its_encoding(folder: Path) -> None:
    """A file that has gone has none."""
    (folder / "records" / "a.yaml").write_bytes("date: 长\nx".encode("utf-16"))
    (folder / "records" / "b.yaml").write_bytes(b"date: \xff\n")
    lines = source_of(Workspace(folder))
    assert (
        lines("records/a.yaml") == ["\ufeffdate: 长", "x"]
        or lines("records/a.yaml")[0] == "date: 长"
    )
    assert lines("records/b.yaml") == ["date: \ufffd", ""]
    (folder / "records" / "b.yaml").unlink()
    assert lines("records/b.yaml") == ["date: \ufffd", ""]
    assert lines("records/c.yaml") == []


# --- anything at all ------------------------------------------------------------------------------

MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.integers(0, 6),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b"\t", b": ", b"- ", b"&a ", b"*a", b"!t ", b"<<: ", b"#", b"'", b'"', b"[", b"{"]
            ),
        ),
    ),
    max_size=6,
)


def _mutated(data: bytes, mutations: list[tuple[int, int, bytes]]) -> bytes:
    for place, cut, more in mutations:
        at = place % (len(data) + 1)
        data = data[:at] + more + data[at + cut :]
    return data


def _survives(folder: Path, name: str, data: bytes) -> None:
    """Check a workspace with the file; whatever it holds, it is reported."""
    (folder / name).write_bytes(data)
    report = check(folder)
    assert report.records >= 1 or name.startswith("plans")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_or_a_finding(folder: Path, data: bytes) -> None:
    """No file makes a check stop, and none hides the good record beside it."""
    _survives(folder, "records/2024-04-12-x.yaml", data)


@given(MUTATIONS, st.sampled_from(["records/2024-04-12-x.yaml", "plans/2024.yaml"]))
def test_any_slip_in_a_valid_file_is_survived(
    folder: Path, mutations: list[tuple[int, int, bytes]], name: str
) -> None:
    """Whatever is mistyped in a plan or a record, the check goes on and tells it."""
    data = GOOD.replace("03-01", "04-12") if name.startswith("records") else PLAN
    _survives(folder, name, _mutated(data.encode(), mutations))
