"""Everything at once: no fault hides another, and nothing that a repository holds stops a check."""

import os
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks.report import Report, source_of
from oicekpi.checks.survey import survey
from oicekpi.messages.text import UNSAFE
from oicekpi.reports.findings import Form, renderer
from oicekpi.storage.document import MAX_FAULTS
from oicekpi.storage.workspace import NotReadableError, Workspace

TODAY = date(2024, 10, 1)
REPOSITORY = Path(__file__).parents[2]
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
"""
GOOD = "date: 2024-03-01\nkind: trip\nindicator: A1.staff\npeople: [staff-001]\n"


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with a plan and one good record."""
    (workspace_folder / "plans" / "2024.yaml").write_text(PLAN)
    (workspace_folder / "records" / "2024-03-01-good.yaml").write_text(GOOD)
    return workspace_folder


def told(folder: Path) -> tuple[Report, str]:
    """Check a workspace, and tell it in text."""
    workspace = Workspace(folder)
    report = survey(workspace, TODAY)
    return report, renderer(Form.TEXT)(report, source_of(workspace))


def test_the_shipped_workspace_has_nothing_to_mend() -> None:
    """Whoever clones the repository and checks it sees one line."""
    report = survey(Workspace(REPOSITORY), date(2026, 1, 1))
    assert report.findings == ()
    assert str(report) == "checked 1 plan and 79 records: nothing to mend"


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
    report, text = told(folder)
    assert {finding.path for finding in report.findings} == {path}
    assert report.records == 1
    assert not UNSAFE.search(text.replace("\n", ""))
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
    report, _ = told(folder)
    assert [(each.path, each.code) for each in report.findings] == [(place, "unreadable-file")]
    assert report.records == 1


def test_a_file_without_permission_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told, and the others are read. Root may read all."""
    read = Workspace.read

    def refuse(self: Workspace, path: str, limit: int) -> bytes:
        if path.endswith("closed.yaml"):
            raise NotReadableError("permission denied", "let yourself read it")
        return read(self, path, limit)

    (folder / "records" / "2024-04-12-closed.yaml").write_text(GOOD)
    monkeypatch.setattr(Workspace, "read", refuse)
    report, text = told(folder)
    assert [finding.code for finding in report.findings] == ["unreadable-file"]
    assert "permission denied\n  = mend: let yourself read it\n" in text
    assert report.records == 1


@pytest.mark.parametrize("part", ["plans", "records"])
def test_a_folder_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path, part: str) -> None:
    """A repository cannot make a check read what lies elsewhere on the machine."""
    elsewhere = tmp_path / "elsewhere"
    (folder / part).rename(elsewhere)
    (folder / part).symlink_to(elsewhere)
    report, _ = told(folder)
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
    told(folder)  # what is loaded once is loaded

    def steps(size: int) -> int:
        (folder / "records" / "2024-04-many.yaml").write_text(text(size))
        return calls(lambda: told(folder))

    few, twice, four_times = steps(250), steps(500), steps(1_000)
    assert twice < 2.5 * few
    assert four_times < 2.5 * twice


def test_each_of_a_thousand_findings_has_its_line(folder: Path) -> None:
    """Every record of a list that has an error is told with the line that it begins in."""
    (folder / "records" / "2024-04-many.yaml").write_text(_misspelt(1_000))
    report, text = told(folder)
    assert [finding.line for finding in report.findings] == list(range(1, 1_001))
    assert text.endswith("1,000 errors in 1 file; 1 plan and 1,001 records could be read\n")


def test_one_record_has_a_bounded_number_of_findings(folder: Path) -> None:
    """A record that names very many unknown indicators is told up to a bound."""
    (folder / "records" / "2024-04-many.yaml").write_text(_many_names(10 * MAX_FAULTS))
    report, _ = told(folder)
    assert [finding.code for finding in report.findings] == ["unknown-indicator"] * MAX_FAULTS


def test_each_of_many_equal_records_is_told(folder: Path) -> None:
    """All but the first are possible duplicates."""
    (folder / "records" / "2024-04-many.yaml").write_text(_equal(300))
    report, _ = told(folder)
    assert [finding.code for finding in report.findings] == ["same-event-twice"] * 299


# --- nothing hides anything -----------------------------------------------------------------------


def test_records_are_judged_by_themselves_while_a_plan_is_broken(folder: Path) -> None:
    """A broken plan is told, and so is what is wrong in records whatever the plan says."""
    (folder / "plans" / "2024.yaml").write_text(PLAN.replace("at_least: 15", "at_least: 0"))
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        GOOD.replace("03-01", "04-12").replace("A1.staff", "Z9") + "state: planned\nnote: a #3\n"
    )
    report, _ = told(folder)
    assert [(finding.path, finding.code) for finding in report.findings] == [
        ("plans/2024.yaml", "out-of-range"),
        ("records/2024-04-12-x.yaml", "planned-date-passed"),
        ("records/2024-04-12-x.yaml", "text-cut"),
    ]


def test_a_broken_plan_does_not_excuse_the_records_of_a_sound_one(folder: Path) -> None:
    """What a sound plan covers is held to it; what no sound plan covers may be the broken one's."""
    (folder / "plans" / "2023.yaml").write_text("title: [\n")
    for year in ("2023", "2024"):
        record = GOOD.replace("2024-03-01", f"{year}-04-12").replace("A1.staff", "A1.staf")
        (folder / "records" / f"{year}-04-12-x.yaml").write_text(record)
    report, _ = told(folder)
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
    report, _ = told(folder)
    assert report.findings == ()
    assert report.plans == 2


def test_files_that_change_between_two_readings_are_still_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes away while it is checked loses its line, and no more."""
    (folder / "records" / "2024-04-12-x.yaml").write_text(
        GOOD.replace("03-01", "04-12").replace("A1.staff", "A1.staf")
    )
    read = Workspace.read
    seen: set[str] = set()

    def once(self: Workspace, path: str, limit: int) -> bytes:
        if path in seen:
            raise NotReadableError("no such file")
        seen.add(path)
        return read(self, path, limit)

    monkeypatch.setattr(Workspace, "read", once)
    report, text = told(folder)
    (finding,) = report.findings
    assert (finding.path, finding.line, finding.code) == (
        "records/2024-04-12-x.yaml",
        0,
        "unknown-indicator",
    )
    assert "records/2024-04-12-x.yaml: unknown-indicator" in text


def test_an_excerpt_is_left_out_where_the_file_has_gone(folder: Path) -> None:
    """The finding is told without its line."""
    workspace = Workspace(folder)
    (folder / "records" / "2024-04-12-x.yaml").write_text("a: &b 1\n")
    report = survey(workspace, TODAY)
    (folder / "records" / "2024-04-12-x.yaml").unlink()
    assert renderer(Form.TEXT)(report, source_of(workspace)).startswith(
        "records/2024-04-12-x.yaml:1:4: yaml-feature an anchor (&name) stands here\n  = mend: "
    )


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
    """Check a workspace with the file; whatever it holds, it is told in every format."""
    (folder / name).write_bytes(data)
    workspace = Workspace(folder)
    report = survey(workspace, TODAY)
    assert report.records >= 1 or name.startswith("plans")
    for form in Form:
        text = renderer(form)(report, source_of(workspace))
        assert not UNSAFE.search(text.replace("\n", "")), form


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
