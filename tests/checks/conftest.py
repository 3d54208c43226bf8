"""A workspace with a fault of every level and shape, and the report on it."""

from datetime import date
from pathlib import Path

import pytest

import oicekpi.messages.fields
import oicekpi.messages.files
import oicekpi.messages.plans
import oicekpi.messages.rules  # noqa: F401 - declares the codes

from oicekpi.checks.report import Report
from oicekpi.domain.finding import Finding

FINDINGS = (
    Finding("plans/2024.yaml", 2, 3, "bad-break", {"day": date(2024, 1, 7)}, "order", 4, 1),
    Finding("records/a b,c:%.yaml", 0, 0, "unexpected-file", {}, "record"),
    Finding("records/x.yaml", 1, 3, "truncated-text", {"rest": "#<&> `here` | there"}, "", 1, 5),
    Finding("records/x.yaml", 1, 3, "truncated-text", {"rest": "#<&> `here` | there"}, "", 1, 5),
    Finding("records/\u202e\udce9\ufffe.yaml", 7, 1, "wrong-type", {"value": "\u957f"}, "list", 7, 2),
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
