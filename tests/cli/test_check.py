"""`oicekpi check`."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]

UNKNOWN = "date: 2024-05-01\nkind: trip\nindicator: A9.nobody\npeople: 1\n"
# The planned trip of the office of 16 September is late, and so is the stage of its plan, but here.
LATE = "records/2024/2024-09-16-trip-a1-staff-japan.yaml"
FAULTY = "records/2024/2024-05-01-trip.yaml"
LACKING = "records/2024/2024-05-01-trip-a1-staff.yaml"


STAGE = "{id: agreement-signed, title: Agreement signed, due: 2024-09-15}"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> None:
    """Leave the office one finding, a warning."""
    plan = office / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace(STAGE, STAGE.replace("09-15", "11-15")))


@pytest.fixture
def behind(office: Path) -> None:
    """Have a stage that is overdue, an approval that is missing, and nothing else."""
    plan = office / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace(STAGE.replace("09-15", "11-15"), STAGE))
    (office / LATE).unlink()
    (office / LACKING).write_text("date: 2024-05-01\nkind: trip\nindicator: A1.staff\npeople: 1\n")


@pytest.fixture
def faulty(office: Path) -> Path:
    """Add a record of an indicator that the plan does not have."""
    path = office / FAULTY
    path.write_text(UNKNOWN)
    return path


@pytest.mark.usefixtures("behind")
def test_late_work_never_fails_a_check(run: Run) -> None:
    """A valid record can always be merged, however far the plan is behind: that makes notes."""
    code, out, err = run("check", "--strict")
    assert (code, err) == (0, "")
    assert out == (
        "plans/2024.yaml:40:70: note[overdue-stage]: B2.programme has not reached stage "
        '"agreement-signed", which was due on 2024-09-15\n'
        "  = help: run `oicekpi add milestone B2.programme --stage agreement-signed`\n"
        f"{LACKING}:1:1: note[overdue-provisional]: approval missing since 2024-05-01\n"
        f"  = help: run `oicekpi confirm {Path(LACKING).stem} --approval …`\n"
        "\n"
        "Found 2 notes in 2 files (checked 1 plan, 7 records)\n"
    )
    assert out.count("note[") == int(run("status")[1].rpartition("\n\n")[2].split()[0])


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize(
    ("form", "marks", "failures"),
    [
        ("json", '"severity": "note"', '"severity": "error"'),
        ("github", "::notice ", "::error "),
        ("gitlab", '"severity": "info"', '"severity": "major"'),
        ("sarif", '"level": "note",', '"level": "error"'),
        ("junit", "<system-out>", "<failure"),
    ],
)
def test_late_work_is_no_failure_for_any_service(
    run: Run, form: str, marks: str, failures: str
) -> None:
    """Each has a mark of its own for what is only to be known."""
    code, out, _ = run("check", "--strict", "--format", form)
    assert (code, out.count(marks), out.count(failures)) == (0, 2, 0)
    assert form != "junit" or '<testsuites name="oicekpi check" tests="2" failures="0">' in out


def test_warning_fails_only_a_strict_check(run: Run) -> None:
    """A planned day that has passed is a warning: told, and failed with `--strict` alone."""
    code, out, _ = run("check")
    assert code == 0
    assert out.startswith(f"{LATE}:1:7: warning[overdue-planned]: ")
    assert out.endswith("1 warning in 1 file (checked 1 plan, 7 records)\n")
    assert run("check", "--strict") == (1, out, "")


@pytest.mark.usefixtures("faulty")
def test_error_fails_the_check_and_every_finding_is_told(run: Run) -> None:
    """One fault hides no other: errors and warnings are told in one run, which exits with 1."""
    code, out, err = run("check")
    assert (code, err) == (1, "")
    assert f"{FAULTY}:3:12: error[unknown-indicator]: " in out
    assert f"{LATE}:1:7: warning[overdue-planned]: " in out


@pytest.mark.parametrize("name", ["nope", "records/2024/2024-05-01-trip.yam", "..", "/etc"])
def test_path_that_is_not_in_the_workspace_is_an_error(run: Run, codes: Codes, name: str) -> None:
    """A slip in a path is told, and does not pass for records in which nothing is wrong."""
    code, out, err = run("check", name)
    assert (code, out, codes(err)) == (2, "", ["unknown-path"])
    assert f'"{name}"' in err


@pytest.mark.usefixtures("faulty")
def test_path_may_be_named_from_here_or_as_findings_name_it(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What check has printed can be given back to it, wherever one is."""
    monkeypatch.chdir(office / "records" / "2024")
    for name in (FAULTY, Path(FAULTY).name, "."):
        code, out, _ = run("check", name)
        assert (code, FAULTY in out) == (1, True)
    assert run("check", "../../plans")[0] == 0


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("paths", "code", "told"),
    [
        ((FAULTY,), 1, (FAULTY,)),
        ((LATE,), 0, (LATE,)),
        (("plans",), 0, ()),
        (("records/2024", "plans"), 1, (FAULTY, LATE)),
        ((".",), 1, (FAULTY, LATE)),
    ],
)
def test_paths_narrow_what_is_told(
    run: Run, paths: tuple[str, ...], code: int, told: tuple[str, ...]
) -> None:
    """With paths, findings of other files are neither told nor failed."""
    answer, out, _ = run("check", *paths, "--format", "json")
    assert answer == code
    assert tuple(each["path"] for each in json.loads(out)["findings"]) == told


@pytest.mark.usefixtures("faulty")
def test_paths_are_meant_from_the_working_directory(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is read from where one is, as the shell completes it."""
    monkeypatch.chdir(office / "records")
    code, out, _ = run("check", "2024/2024-05-01-trip.yaml")
    assert code == 1
    assert LATE not in out


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_formats_for_programs_are_json(run: Run, form: str) -> None:
    """These formats are one JSON document, in which the finding's code stands."""
    code, out, err = run("check", "--format", form)
    assert (code, err) == (1, "")
    assert "unknown-indicator" in json.dumps(json.loads(out))


@pytest.mark.usefixtures("faulty")
def test_junit_is_xml(run: Run) -> None:
    """JUnit's format is XML with the finding as a failure."""
    code, out, _ = run("check", "--format", "junit")
    assert code == 1
    (failure,) = list(ET.fromstring(out).iter("failure"))[:1]  # noqa: S314 - it is our own text
    assert "unknown-indicator" in ET.tostring(failure, "unicode")


@pytest.fixture
def repository(office: Path, git: Callable[..., str]) -> Path:
    """A repository with the office in one of its folders, as the working directory."""
    git(office.parent, "init", "-q")
    return office.parent


@pytest.mark.usefixtures("faulty")
def test_service_is_told_the_files_as_git_knows_them(
    run: Run, repository: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the workspace is a folder of the repository, annotations stand at the right files."""
    monkeypatch.chdir(repository)
    command = ("--root", "office", "check", "--format")
    code, out, _ = run(*command, "github")
    assert code == 1
    error, warning, *_ = out.splitlines()
    assert error.startswith(
        f"::error file=office/{FAULTY},line=3,col=12,endLine=3,endColumn=21,"
        "title=unknown-indicator::"
    )
    assert warning.startswith(
        f"::warning file=office/{LATE},line=1,col=7,endLine=1,endColumn=17,title=overdue-planned::"
    )
    issues = json.loads(run(*command, "gitlab")[1])
    told = [issue["location"]["path"] for issue in issues]
    git(repository, "add", "-A")
    assert (
        told
        == git(repository, "ls-files", *told).splitlines()
        == [
            f"office/{FAULTY}",
            f"office/{LATE}",
        ]
    )


@pytest.mark.usefixtures("faulty", "repository")
def test_person_is_told_the_files_as_the_workspace_has_them(run: Run) -> None:
    """Text and JSON name files from the workspace, in a repository as outside of one."""
    assert run("check")[1].startswith(f"{FAULTY}:3:12: ")
    told = json.loads(run("check", "--format", "json")[1])
    assert [each["path"] for each in told["findings"]] == [FAULTY, LATE]


@pytest.mark.usefixtures("faulty")
def test_service_that_had_the_files_without_git_is_told_them_from_its_folder(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a repository the service's own folder is where paths begin; else the workspace."""
    assert run("check", "--format", "github")[1].startswith(f"::error file={FAULTY},")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(office.parent))
    assert run("check", "--format", "github")[1].startswith(f"::error file=office/{FAULTY},")


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("environment", "beginning"),
    [
        ({"GITHUB_ACTIONS": "true"}, "::"),
        ({"GITLAB_CI": "true"}, "["),
        ({"GITHUB_ACTIONS": "false", "GITLAB_CI": ""}, FAULTY),
        ({}, FAULTY),
    ],
)
def test_format_is_what_the_ci_reads(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], beginning: str
) -> None:
    """Where no format is given, it is the one that the surrounding CI understands."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    code, out, _ = run("check")
    assert code == 1
    assert out.startswith(beginning)


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_colour_is_for_people(run: Run, form: str) -> None:
    """`--color` colours the text and changes no word of it; programs get no escape codes."""
    colored = run("--color", "always", "check")[1]
    assert colored.startswith(f"\x1b[1m{LATE}:1:7: \x1b[0m\x1b[33mwarning[overdue-planned]")
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == run("check")[1]
    assert run("--color", "always", "check", "--format", form) == run("check", "--format", form)


def test_format_that_is_given_goes_before_the_ci(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--format` is what is written, whatever the surroundings."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("check", "--format", "text")[1].startswith(LATE)


@pytest.mark.usefixtures("faulty")
def test_summary_is_added_to_the_page_of_the_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On GitHub the findings are added to the run's page, after what other steps wrote there."""
    page = tmp_path / "summary.md"
    page.write_text("Before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    assert run("check")[0] == 1
    assert page.read_text().startswith("Before\n")
    assert "unknown-indicator" in page.read_text()


def test_summary_is_written_only_on_github(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere a variable of that name is left alone."""
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    assert run("check")[0] == 0
    assert not page.exists()


def test_summary_that_cannot_be_written_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that cannot be written is a fault of the surroundings, not of the data."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    code, _, err = run("check")
    assert code == 2
    assert err.startswith(f"error[cannot-write]: cannot write {tmp_path}: is a directory\n")


def test_code_is_explained_without_a_workspace(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--explain` says what a code means and how it is mended, wherever one is."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("check", "--explain", "wrong-kind")
    assert (code, err) == (0, "")
    assert out.startswith("## wrong-kind\n\n")
    assert "\nFix: " in out


@pytest.mark.parametrize(
    ("wanted", "named"), [("wrong-kin", "wrong-kind"), ("zzz", "docs/findings.md")]
)
def test_unknown_code_is_refused_with_the_nearest(
    run: Run, codes: Codes, wanted: str, named: str
) -> None:
    """A code that no finding has is a usage error that names one like it, or where they are."""
    code, out, err = run("check", "--explain", wanted)
    assert (code, out, codes(err)) == (2, "", ["unknown-code"])
    assert named in err
