"""`oicekpi compare`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli import complete

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]


@pytest.fixture(autouse=True)
def _two_years(office: Path) -> None:
    """Give the office a plan of 2023, in which an indicator had another id, and two trips."""
    text = (office / "plans/2024.yaml").read_text()
    text = text.replace("2024", "2023").replace("A1.staff", "A1.people")
    (office / "plans/2023.yaml").write_text(text)
    (office / "records/2023").mkdir()
    for day in ("2023-03-01", "2023-10-01"):
        record = f"date: {day}\nkind: trip\nindicator: A1.people\npeople: 3\napproval: U-1\n"
        (office / f"records/2023/{day}-trip.yaml").write_text(record)


def test_two_years_are_shown_on_the_same_day(run: Run) -> None:
    """What came later in the earlier year does not count; today is 30 September."""
    maps = ("--map", "A1.people=A1.staff")
    code, out, err = run("compare", "2023", "2024", *maps, "--format", "json")
    assert (code, err) == (0, "")
    facts = json.loads(out)
    assert (facts["before"]["as_of"], facts["after"]["as_of"]) == ("2023-09-30", "2024-09-30")
    (staff,) = (each for each in facts["indicators"] if each["id"] == "A1.staff")
    assert (staff["before"]["done"], staff["after"]["done"], staff["change"]) == (3, 2, -1)


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_form_is_written(run: Run, form: str) -> None:
    """A form names the indicator that only one of the plans has."""
    code, out, _ = run("compare", "2023", "2024", "--as-of", "2023-06-30", "--format", form)
    assert code == 0
    assert "A1.people" in out.replace("\\", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2023", "2022"), "unknown-plan"),
        (("2024", "2024"), "same-plan"),
        (("2023", "2024", "--map", "A1.staff"), "no-equals-sign"),
        (("2023", "2024", "--map", "A1.staf=A1.staff"), "unknown-id"),
        (("2023", "2024", "--map", "A1.people=A1.people"), "unknown-id"),
        (("2023", "2024", "--map", "A1.people=A2.x", "--map", "A1.people=A2.y"), "given-twice"),
        (
            ("2023", "2024", "--map", "A1.people=A1.staff", "--map", "A2.partners=A1.staff"),
            "given-twice",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    run: Run, codes: Codes, arguments: tuple[str, ...], code: str
) -> None:
    """A plan or an indicator that is not there, or is named twice, is an error of usage."""
    answer, out, err = run("compare", *arguments)
    assert (answer, out) == (2, "")
    assert codes(err) == [code]


def test_findings_make_it_fail(run: Run, office: Path) -> None:
    """A file with errors may leave something out."""
    (office / "records/2023/2023-05-01-x.yaml").write_text("kind: trip\n")
    code, out, _ = run("compare", "2023", "2024")
    assert code == 1
    assert "findings: the figures may be incomplete" in out


def test_plan_that_is_broken_is_named(run: Run, office: Path, codes: Codes) -> None:
    """Nothing is compared with a plan that cannot be read."""
    (office / "plans/2023.yaml").write_text("title: A plan\n")
    code, _, err = run("compare", "2023", "2024")
    assert code == 1
    assert codes(err)[-1] == "broken-plan"


def test_names_of_plans_are_offered() -> None:
    """The tab key gives the plans."""
    assert [name for name, _ in complete.plans("")] == ["2023", "2024"]
