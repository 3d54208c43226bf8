"""What the package declares is what is tested, and is the same wherever it is said."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[1]
REPOSITORY: Final = "https://github.com/oicekpi/oicekpi/"


@pytest.fixture(scope="module")
def declared() -> dict[str, Any]:
    """The contents of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, str]:
    """Return the versions that a file of constraints names."""
    lines = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return dict(lines)


def bounds(requirements: list[str]) -> dict[str, str]:
    """Return the lower bound of each requirement."""
    found = (re.match(r"([\w.-]+)>=([\w.]+)", each) for each in requirements)
    return {each[1]: each[2] for each in found if each}


def needed(declared: dict[str, Any]) -> list[str]:
    """Return what the package requires, with all extras."""
    extras = declared["project"]["optional-dependencies"].values()
    return [*declared["project"]["dependencies"], *(each for extra in extras for each in extra)]


def test_the_oldest_versions_that_are_tested_are_the_bounds(declared: dict[str, Any]) -> None:
    """`make test-oldest` tests what pyproject.toml promises, no more and no less."""
    assert pins("constraints-oldest.txt") == bounds(needed(declared))


def test_the_locked_versions_hold_all_that_is_required(declared: dict[str, Any]) -> None:
    """The lock, which `make lock` renews, knows each dependency, and each with its hashes."""
    names = {re.split(r"[><=]", each)[0] for each in needed(declared)}
    assert names <= pins("constraints-locked.txt").keys()
    build = {re.split(r"[><=]", each)[0] for each in declared["build-system"]["requires"]}
    assert build <= pins("constraints-build.txt").keys()


@pytest.mark.parametrize("name", ["constraints-build.txt", "constraints-locked.txt"])
def test_a_lock_names_hashes_and_no_host(name: str) -> None:
    """Whoever installs by it trusts the bytes, wherever they come from."""
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    for pinned in re.findall(r"^\S+==[^\n]*\n(?:    [^\n]*\n)*", text, re.MULTILINE):
        assert "--hash=sha256:" in pinned, pinned


def test_the_readme_can_be_shown_anywhere() -> None:
    """An index shows the README without its repository: links and pictures are absolute."""
    text = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert [each for each in links if not each.startswith("https://")] == []
    raw = "https://raw.githubusercontent.com/oicekpi/oicekpi/main/"
    ours = rf"(?:{REPOSITORY}(?:blob|tree)/main/|{raw})([^#]*).*"
    found = (re.fullmatch(ours, each) for each in links)
    paths = [each[1] for each in found if each]
    assert paths
    assert [each for each in paths if not (ROOT / each).exists()] == []
