"""The pictures that docs/reports.md shows, which a browser makes."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = runpy.run_path(str(ROOT / "docs/pictures.py"))


@pytest.mark.parametrize("name", SCRIPT["SHOTS"])
def test_every_picture_is_there_and_shown(name: str) -> None:
    """It has the size of its window; what a browser drew is not compared."""
    data = (ROOT / name).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    shot = SCRIPT["SHOTS"][name]
    assert (width, height) == (shot.width, shot.height)
    assert name.removeprefix("docs/") in (ROOT / "docs/reports.md").read_text("utf-8")


def test_without_a_browser_pictures_are_left_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has none can make everything else."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    SCRIPT["make"]()
    assert capsys.readouterr().out.startswith("no browser")
