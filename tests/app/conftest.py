"""What the tests of the use cases share: a small office on a fixed day."""

from datetime import date

import pytest

from oicekpi.app.content import Content
from oicekpi.storage.workspace import Workspace


@pytest.fixture
def today() -> date:
    """The day of the tests."""
    return date(2024, 9, 30)


@pytest.fixture
def content(workspace: Workspace) -> Content:
    """What the shared workspace holds: a plan that counts in each way, and three records."""
    return Content(workspace)
