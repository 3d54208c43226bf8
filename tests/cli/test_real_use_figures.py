"""Situations of real use in which a figure could be wrong: each is a rule."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import oicekpi

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Sit = Callable[..., list[str]]
SOURCE = str(Path(oicekpi.__file__).parents[1])
ADD = ("add", "trip", "A1.staff", "--date", "2024-09-02")


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    (office / "records/2024/2024-09-16-trip-a1-staff-japan.yaml").unlink()  # it is overdue
    return office


@pytest.fixture
def put(office: Path) -> Callable[[str, str | bytes], str]:
    """Write a file of the office; gives its path."""

    def write(path: str, content: str | bytes) -> str:
        file = office / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Put = Callable[[str, str | bytes], str]


def _trip(people: str, day: str = "2024-08-01", indicator: str = "A1.staff") -> str:
    return f"date: {day}\nkind: trip\nindicator: {indicator}\npeople: {people}\n"


# --- people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3 people", "３", "3人", "3 persons", "3"])
def test_number_of_people_is_one_number_in_an_option_and_in_a_cell(
    run: Run, tree: Tree, put: Put, text: str
) -> None:
    """Three people are three people, with a word behind the number or in wide digits."""
    assert run(*ADD, "--people", text)[0] == 0
    assert any("people: 3\n" in written for written in tree().values())
    put("trips.csv", f"date,kind,indicator,people\n2024-09-03,trip,A1.staff,{text}\n")
    code, out, err = run("import", "trips.csv", "--write")
    assert code == 0, err
    assert "provisional 3 → 6" in out


@pytest.mark.parametrize(
    "people", ["[张三，李四、王五]", "[ann; ben]", "['ann、ben']", "['ann，ben']"]
)
def test_names_in_one_item_of_a_list_are_an_error_with_the_list(
    run: Run, codes: Codes, put: Put, people: str
) -> None:
    """A separator inside a name is an error that proposes the list."""
    put("records/2024/2024-08-01-x.yaml", _trip(people))
    code, out, _ = run("check", "records")
    assert (code, codes(out)) == (1, ["bad-people"])
    assert "[张三, 李四, 王五]" in out or "[ann, ben]" in out


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ('"Wang, Lei"', "people: ['Wang, Lei']"),
        ('"Müller, Jürgen"; "Schmidt, Eva"', "people: ['Müller, Jürgen', 'Schmidt, Eva']"),
        ("Müller, Jürgen; Schmidt, Eva", "people: ['Müller, Jürgen', 'Schmidt, Eva']"),
        ("Ann; Bob", "people: [Ann, Bob]"),
    ],
)
def test_quotes_and_semicolons_keep_a_comma_in_a_name(
    run: Run, tree: Tree, put: Put, typed: str, written: str
) -> None:
    """Quotation marks are heeded; where `;` separates, a comma does not, typed or in a cell."""
    assert run(*ADD, "--people", typed)[0] == 0
    assert any(f"{written}\n" in text.replace('"', "'") for text in tree().values())
    cell = typed.replace('"', '""')
    put("trips.csv", f'date,kind,indicator,people\n2024-09-03,trip,A1.staff,"{cell}"\n')
    code, out, err = run("import", "trips.csv")
    number = written.count("', '") + written.count("Ann, Bob") + 1
    assert code == 0, err
    assert ("2 people" if number == 2 else "1 person") in out


@pytest.mark.parametrize("cell", ["李明等3人", "Ann and 2 others"])
def test_name_and_number_in_one_cell_are_an_error(
    run: Run, tree: Tree, put: Put, cell: str
) -> None:
    """Whether 李明等3人 are three or four is not guessed."""
    put("trips.csv", f"date,kind,indicator,people\n2024-09-03,trip,A1.staff,{cell}\n")
    before = tree()
    code, out, _ = run("import", "trips.csv", "--write")
    assert code == 1
    assert "trips.csv:2: people: " in out
    assert tree() == before


def test_blank_behind_a_comma_does_not_make_names_with_quotes(run: Run, put: Put) -> None:
    """A cell in quotes behind a blank is read as the two that it names."""
    put("trips.csv", 'date, people\n2024-09-03, "Ann; Bob"\n')
    sets = ("--set", "kind=trip", "--set", "indicator=A1.staff")
    code, out, err = run("import", "trips.csv", *sets)
    assert code == 0, err
    assert "Ann" in out
    assert '"' not in out


@pytest.mark.parametrize("sign", ["\u200d", "\ufe0f", "\u200b"])
def test_invisible_signs_make_no_other_person(run: Run, put: Put, codes: Codes, sign: str) -> None:
    """A sign that nobody sees is refused, or left out of the comparison of names."""
    put("records/2024/2024-08-01-x.yaml", _trip(f"[staff-001{sign}]") + "approval: U-1\n")
    code, out, err = run("status", "A1.staff", "--format", "json")
    assert json.loads(out)["objectives"][0]["indicators"][0]["done"] == 2
    assert (code, codes(err)) == (0, []) or codes(run("check", "records")[1]) == [
        "control-character"
    ]


def test_people_of_an_indicator_that_counts_records_are_kept_with_a_note(
    run: Run, codes: Codes, tree: Tree
) -> None:
    """`--people 7` is kept, and it is said that they do not count here."""
    code, _, err = run("add", "activity", "B3.services", "--title", "visit", "--people", "7")
    assert (code, codes(err)) == (0, ["uncounted-people"])
    assert any("people: 7\n" in text for text in tree().values())


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [
        ("--people", "staff-1", "staff-001"),
        ("--partner", "Example Universty", "Example University"),
    ],
)
def test_near_miss_of_a_known_name_is_warned_of_before_it_is_written(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run, codes: Codes, someone_there: Sit, tree: Tree, option: str, wrong: str, right: str
) -> None:
    """On a terminal a misspelt name is shown with the known one, and nothing is written on a no."""
    before = tree()
    given = {"--people": "staff-009", option: wrong}
    options = [each for pair in given.items() for each in pair]
    asked = someone_there("n")
    code, out, err = run(*ADD, *options, "--approval", "U-1")
    assert (code, codes(err)) == (0, ["similar-name"])
    assert (len(asked), tree()) == (1, before)
    assert right in err
    assert "would be" in out


def test_trip_says_who_counts_already_and_since_when(run: Run) -> None:
    """Who is counted is not counted again, and the movement says so."""
    out = run(*ADD, "--people", "staff-001,staff-009", "--approval", "U-1")[1]
    assert "done 2 → 3 of 15" in out
    assert "staff-001 counts since 2024-03-11" in out
    out = run(*ADD, "--people", "staff-001,staff-002", "--approval", "U-1")[1]
    assert "done 3 → 3" not in out
    assert "staff-001 counts since 2024-03-11, staff-002 counts since 2024-03-11" in out
    run(*ADD, "--people", "staff-801", "--note", "without its approval")
    assert "counts since" not in run(*ADD, "--people", "staff-801", "--approval", "U-1")[1]
    many = ",".join(f"staff-{number}" for number in range(810, 815))
    run(*ADD, "--people", many, "--approval", "U-2")
    assert "2 more count already" in run(*ADD, "--people", many, "--approval", "U-3")[1]


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["N/A", "-", "无", "pending"])
def test_placeholder_in_a_cell_is_empty(run: Run, put: Put, word: str) -> None:
    """What people write where there is nothing to write is no approval, and the preview says so."""
    put("trips.csv", f"date,kind,indicator,people,approval\n2024-09-03,trip,A1.staff,2,{word}\n")
    code, out, _ = run("import", "trips.csv")
    assert code == 0
    assert "provisional 0 → 2" in out
    assert word in out


def test_placeholder_in_a_required_cell_is_an_error(run: Run, put: Put) -> None:
    """A required field cannot be left empty by a word for nothing, unless it is in quotes."""
    head = "date,kind,indicator,people\n2024-09-03,trip,A1.staff,"
    put("trips.csv", f"{head}N/A\n")
    code, out, _ = run("import", "trips.csv")
    assert code == 1
    assert "trips.csv:2: people: " in out
    put("trips.csv", f'{head}"""Na"""\n')
    assert run("import", "trips.csv")[0] == 0


def test_sheet_in_big5_is_not_read_as_something_else(run: Run, codes: Codes, put: Put) -> None:
    """Chinese in an encoding that cannot be told is refused unless it is named."""
    text = "date,kind,indicator,people\n2024-09-03,trip,A1.staff,王小明；陳美麗\n"
    put("trips.csv", text.encode("big5"))
    code, out, err = run("import", "trips.csv")
    assert code != 0, out
    assert codes(out + err)
    code, out, _ = run("import", "trips.csv", "--encoding", "big5")
    assert code == 0
    assert "王小明" in out


# --- copies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "2024-03-11-trip-a1-staff-germany - Copy.yaml",
        "2024-03-11-trip-a1-staff-germany (1).yaml",
        "2024-03-11-trip-a1-staff-germany.sync-conflict-20240312-101010-ABCDEFG.yaml",
    ],
)
def test_copy_of_a_record_beside_its_original_is_an_error_and_does_not_count(
    run: Run, codes: Codes, put: Put, office: Path, name: str
) -> None:
    """What file managers and sync programs leave is named, and counts for nothing."""
    original = office / "records/2024/2024-03-11-trip-a1-staff-germany.yaml"
    put(f"records/2024/{name}", original.read_text().replace("staff-001", "staff-008"))
    code, out, _ = run("check", "records")
    assert (code, codes(out)) == (1, ["conflict-copy"])
    out = run("status", "A1.staff", "--format", "json")[1]
    assert json.loads(out)["objectives"][0]["indicators"][0]["done"] == 2


def test_copy_of_a_plan_is_named_by_each_command_that_judges(
    run: Run, codes: Codes, put: Put, office: Path
) -> None:
    """Two plans of one period and the same indicators do not judge in silence."""
    text = (office / "plans/2024.yaml").read_text()
    put("plans/2024b.yaml", text)
    for command in (("status",), ("show", "A1.staff"), ("history",)):
        code, out, err = run(*command)
        assert "plan-copy" in codes(out + err), command
        assert "--plan" in out + err
        assert code in {0, 1}


# --- two at once ----------------------------------------------------------------------------------


def test_same_add_run_twice_at_once_writes_one_record(office: Path, codes: Codes) -> None:
    """The second of two equal commands that run together finds what the first has written."""
    day = str(date(2024, 9, 2))
    command = ["-m", "oicekpi", "add", "trip", "A1.staff", "--people", "2", "--date", day]
    both = [
        subprocess.Popen(
            [sys.executable, *command], cwd=office, stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, env={"PYTHONPATH": SOURCE},
        )
        for _ in range(2)
    ]  # fmt: skip
    errors = [each.communicate()[1] for each in both]
    assert sorted(each.returncode for each in both) == [0, 2], errors
    assert [code for text in errors for code in codes(text)] == ["duplicate-record"]
    assert len([*(office / "records").rglob(f"{day}-trip-*.yaml")]) == 1


# --- days -----------------------------------------------------------------------------------------


def test_day_to_come_is_a_projection(run: Run) -> None:
    """`--as-of` after today says that nothing is final, and how many days ahead it looks."""
    for command in (("status",), ("show", "A1.staff")):
        out = run(*command, "--as-of", "2024-11-30")[1]
        assert "projection, 61 days ahead" in out, command


def test_second_year_with_the_same_ids_shows_and_lists_its_own_records(
    run: Run, put: Put, office: Path
) -> None:
    """`show` and `log --plan` give the records of the plan's period alone."""
    text = (office / "plans/2024.yaml").read_text()
    put("plans/2023.yaml", text.replace("2024-", "2023-"))
    put("records/2023/2023-05-01-x.yaml", _trip("[staff-900]", "2023-05-01"))
    assert "2023-05-01" not in run("show", "A1.staff")[1]
    assert "2023-05-01" in run("show", "A1.staff", "--plan", "2023")[1]
    assert "2023-05-01" not in run("log", "--plan", "2024")[1]
    assert "2024-" not in run("log", "--plan", "2023")[1]
    assert "2023-05-01" in run("log")[1]


def test_record_dated_today_further_east_is_not_in_the_future(
    run: Run, codes: Codes, put: Put
) -> None:
    """It is tomorrow in China already, while the machine that checks still has today."""
    tomorrow = date(2024, 9, 30) + timedelta(days=1)
    put(f"records/2024/{tomorrow}-x.yaml", _trip("2", str(tomorrow)))
    assert "future-date" not in codes(run("check")[1])


def test_history_over_several_years_says_the_year(run: Run, office: Path) -> None:
    """A day of another year is never shown without its year."""
    plan = office / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace("end: 2024-12-31", "end: 2026-12-31"))
    out = run("history", "A1.staff", "--as-of", "2025-06-30")[1]
    assert "2024" in out.split("A1.staff", 1)[1]
