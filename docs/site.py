"""Lay out the pages of the site in build/pages: `make site` does, and builds the site from them.

The pages are those of `docs/`, and those that GitHub wants to have beside the code. A link to
another page leads there; one to a file that is no page leads to the repository.
"""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
REPOSITORY: Final = "https://github.com/oicekpi/oicekpi/blob/main/"
# GitHub takes SECURITY.md in any folder for the policy, and some systems security.md for the same.
BESIDE: Final[Mapping[str, str]] = {
    "CHANGELOG.md": "CHANGELOG.md",
    "CODE_OF_CONDUCT.md": "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "RELEASING.md": "RELEASING.md",
    "SECURITY.md": "SECURITY-POLICY.md",
}
"""The pages that are not in `docs/`, and their names on the site."""


def pages() -> dict[str, str]:
    """Return the pages of the site: their files in the repository, and their names."""
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))
    return {**{name: name.removeprefix("docs/") for name in found}, **BESIDE}


def moved(text: str, source: str, known: Mapping[str, str]) -> str:
    """Return a page with links that lead to the same places from its place on the site."""

    def link(match: re.Match[str]) -> str:
        path, _, anchor = match[1].partition("#")
        if not path or "://" in path:
            return match[0]
        target = os.path.normpath(Path(source).parent / path).replace(os.sep, "/")
        if target in known:
            here = Path(known[source]).parent
            place = os.path.relpath(known[target], here).replace(os.sep, "/")
        elif target.startswith("docs/images/"):
            place = path
        else:
            place = REPOSITORY + target
        return f"]({place}{'#' * bool(anchor)}{anchor})"

    # What is between fences is no link.
    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [re.sub(r"\]\(([^)\s]+)\)", link, part) for part in parts[::2]]
    return "".join(parts)


def lay_out(folder: Path) -> None:
    """Write all pages, and what is shown in them, into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    known = pages()
    for source, name in known.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / source).read_text("utf-8")
        path.write_text(moved(text, source, known), "utf-8", newline="\n")
    shutil.copytree(ROOT / "docs/images", folder / "images")


if __name__ == "__main__":
    lay_out(ROOT / "build/pages")
