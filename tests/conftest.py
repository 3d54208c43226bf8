"""What the tests of all floors share."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest --remake` write the expected outputs anew; the diff says if they are right."""
    parser.addoption("--remake", action="store_true", help="write expected outputs anew")
