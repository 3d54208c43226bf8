"""What `make docs` makes."""

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(
    not (ROOT / "oicekpi").is_dir(), reason="the tests run beside a wheel, without the source"
)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The names that docs/make.py defines."""
    return runpy.run_path(str(ROOT / "docs/make.py"))


def words(picture: str) -> list[str]:
    """Return the words of a picture, without the place and the style of each."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture)).split()


@pytest.mark.usefixtures("catalogues")
def test_what_is_made_is_up_to_date(script: dict[str, Any]) -> None:
    """What is kept in git is what would be made now; the look of pictures may differ."""
    made: Mapping[str, Callable[[], str]] = script["MADE"]
    for name, write in made.items():
        if name.endswith(".svg"):
            shown = words((ROOT / name).read_text("utf-8"))
            assert shown == words(write()) != [], f"run `make docs` for {name}"
        else:
            assert (ROOT / name).read_bytes() == write().encode(), f"run `make docs` for {name}"


@pytest.mark.usefixtures("catalogues")
def test_only_what_changed_is_written_and_printed(
    script: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Making twice writes once, so that a second run says nothing."""
    script["make"](tmp_path)
    assert capsys.readouterr().out.splitlines() == [*script["MADE"]]
    script["make"](tmp_path)
    assert capsys.readouterr().out == ""
    assert "A1.staff" in (tmp_path / "docs/images/status.svg").read_text("utf-8")
