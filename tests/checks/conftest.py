"""A workspace with a fault of every level and shape, and the report on it."""

from pathlib import Path

import pytest

from oicekpi.checks.report import Report
from oicekpi.domain.finding import Finding, Level

FINDINGS = (
    Finding("plans/2024.yaml", 2, 3, "bad-break", "this break ends early", "", Level.ERROR, 4, 1),
    Finding("records/a b,c:%.yaml", 0, 0, "stray-file", "this is\r\nno 100% record", "move it: on"),
    Finding(
        "records/x.yaml", 1, 3, "text-cut", "cut <&> `here` | there", "mend", Level.WARNING, 1, 5
    ),
    Finding(
        "records/x.yaml", 1, 3, "text-cut", "cut <&> `here` | there", "mend", Level.WARNING, 1, 5
    ),
    Finding("records/\u202e\udce9\ufffe.yaml", 7, 1, "wrong-type", "长", "short", Level.NOTE, 7, 2),
)


@pytest.fixture
def report() -> Report:
    """A report that has everything that a format must escape."""
    return Report(FINDINGS, plans=1, records=2)


@pytest.fixture
def nothing() -> Report:
    """A report that has nothing to say."""
    return Report((), plans=1, records=79)


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    """An empty workspace."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    return tmp_path
