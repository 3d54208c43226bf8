"""The Python API, as its page shows it."""

import re
from datetime import date
from pathlib import Path

import pytest

from oicekpi import app
from oicekpi.storage.workspace import Workspace

ROOT = Path(__file__).parents[2]


def test_examples_of_the_page_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's code prints statuses, and proposes a record without writing it."""
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), {})  # noqa: S102 - the page's own code
    first, *_, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"A1\.\S+ [a-z-]+ \d+", first)
    assert last.startswith("records/2024/2024-09-30-trip-a1-staff")
    assert not (ROOT / last.split()[0]).exists()


@pytest.mark.parametrize("name", app.__all__)
def test_every_name_of_the_interface_is_there_and_on_the_page(name: str) -> None:
    """What is exported can be used, and the page names it."""
    assert callable(getattr(app, name))
    assert name in (ROOT / "docs" / "api.md").read_text("utf-8")


def test_other_names_are_no_part_of_it() -> None:
    """A name that is not exported is not found."""
    with pytest.raises(AttributeError):
        _ = app.nothing  # type: ignore[attr-defined]


def test_reading_functions_print_nothing(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Results are returned, with what is wrong in the files."""
    day = date(2024, 9, 30)
    (workspace.records / "2024" / "2024-05-01-x.yaml").write_text("kind: trip\n")
    results = (
        app.status(workspace, day, ["A1"]),
        app.status(workspace, day, flagged=True),
        app.show(workspace, day, ["A1.staff"]),
        app.history(workspace, day),
        app.log(workspace, day, app.Filter(kind="trip")),
        app.check(workspace, day),
    )
    assert all(result.findings for result in results)
    assert capsys.readouterr() == ("", "")
