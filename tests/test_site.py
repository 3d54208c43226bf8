"""The documentation as a site: every page is in its navigation, and every link leads somewhere."""

import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[1]
KNOWN: Final = {"docs/formats.md": "formats.md", "SECURITY.md": "SECURITY-POLICY.md"}


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The names that docs/site.py defines."""
    return runpy.run_path(str(ROOT / "docs/site.py"))


def named(nav: list[dict[str, Any]]) -> Iterator[str]:
    """Go through the pages that a navigation names."""
    for entry in nav:
        for value in entry.values():
            yield from named(value) if isinstance(value, list) else [value]


def test_every_page_is_in_the_navigation_once(script: dict[str, Any]) -> None:
    """Whoever adds a page gives it a place. Single decisions are listed on a page of their own."""
    settings = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
    pages = [page for page in script["pages"]().values() if not re.match(r"decisions/\d", page)]
    assert sorted(named(settings["nav"])) == sorted(pages)


def test_the_first_page_names_every_page(script: dict[str, Any]) -> None:
    """On GitHub there is no navigation but this page."""
    text = (ROOT / "docs/index.md").read_text("utf-8")
    linked = {f"docs/{link}".replace("docs/../", "") for link in re.findall(r"\]\((.+?)\)", text)}
    pages = {page for page in script["pages"]() if not re.match(r"docs/decisions/\d", page)}
    assert pages - linked - {"docs/index.md", "CODE_OF_CONDUCT.md"} == set()


@pytest.mark.parametrize(
    ("link", "source", "place"),
    [
        ("formats.md#kinds", "docs/ci.md", "formats.md#kinds"),
        ("docs/formats.md", "SECURITY.md", "formats.md"),
        ("../formats.md", "docs/decisions/README.md", "../formats.md"),
        ("../SECURITY.md", "docs/formats.md", "SECURITY-POLICY.md"),
        (
            "../plans/2024.yaml",
            "docs/formats.md",
            "https://github.com/oicekpi/oicekpi/blob/main/plans/2024.yaml",
        ),
        ("images/status.svg", "docs/formats.md", "images/status.svg"),
        ("#kinds", "docs/formats.md", "#kinds"),
        ("https://example.org/x.md", "docs/formats.md", "https://example.org/x.md"),
    ],
)
def test_a_link_leads_to_the_same_place(
    script: dict[str, Any], link: str, source: str, place: str
) -> None:
    """Pages lead to pages of the site, other files to the repository; what is quoted is left."""
    known = {**KNOWN, "docs/ci.md": "ci.md", "docs/decisions/README.md": "decisions/README.md"}
    quoted = "```\n[x](formats.md)\n```\n"
    text = script["moved"](f"See [it]({link}).\n{quoted}", source, known)
    assert text == f"See [it]({place}).\n{quoted}"


def test_the_pages_are_laid_out(script: dict[str, Any], tmp_path: Path) -> None:
    """All pages and pictures are there, and nothing that an earlier run left."""
    (tmp_path / "pages/old.md").parent.mkdir()
    (tmp_path / "pages/old.md").touch()
    script["lay_out"](tmp_path / "pages")
    assert not (tmp_path / "pages/old.md").exists()
    assert (tmp_path / "pages/images/status.svg").exists()
    for page in script["pages"]().values():
        assert (tmp_path / "pages" / page).read_text("utf-8")
