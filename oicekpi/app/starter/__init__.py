"""What a new records repository starts with: its files, and how they are laid out in a folder.

The files lie beside this module under plain names, since names with a leading dot are passed by
when the package is built. A folder of a language has those that are words to people.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from oicekpi.messages.failures import CannotWriteError, NotFoundError, UsageError, reason_of
from oicekpi.storage.workspace import is_link

_FILES: Final = Path(__file__).parent / "files"
_PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".gitattributes": "gitattributes",
        ".gitignore": "gitignore",
        ".github/dependabot.yml": "dependabot.yml",
        ".github/workflows/agenda.yml": "agenda.yml",
        ".github/workflows/check.yml": "check.yml",
        ".github/workflows/report.yml": "report.yml",
        ".pre-commit-config.yaml": "pre-commit-config.yaml",
        ".vscode/extensions.json": "vscode-extensions.json",
        ".vscode/settings.json": "vscode-settings.json",
        "README.md": "README.md",
        "records/README.md": "records-README.md",
    }
)


def shipped_plan() -> bytes:
    """Give the plan that oicekpi ships: the office's of 2024."""
    return (_FILES / "plan-2024.yaml").read_bytes()


def empty_plan(year: int, language: str = "en") -> bytes:
    """Give the plan of a year with one objective, and the rest in comments, to be written."""
    return _filled("plan-empty.yaml", language, YEAR=f"{year:04}")


def files(
    year: int, plan: bytes, schemas: Mapping[str, str], version: str, language: str = "en"
) -> dict[str, bytes]:
    """Give the files of a new repository by their paths: the plan of a year, and all around it.

    `schemas` are JSON Schemas by name, `version` that of oicekpi which the checks are to use.
    """
    made = {path: _filled(name, language, VERSION=version) for path, name in _PLACES.items()}
    made[f"plans/{year:04}.yaml"] = plan
    made |= {f"schemas/{name}.schema.json": text.encode() for name, text in schemas.items()}
    return dict(sorted(made.items()))


def _filled(name: str, language: str, **words: str) -> bytes:
    """Fill in a file, that of the language if there is one."""
    own = _FILES / language / name
    text = (own if own.is_file() else _FILES / name).read_text("utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text.encode()


def lay_out(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there: all of them or none.

    Raises `NotFoundError`, `UsageError` where something is in the way of one, and
    `CannotWriteError`.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise NotFoundError("no-folder", "file", path=str(folder))
    done: list[Path] = []
    try:
        _require_free(folder, made)
        for path, data in made.items():
            file = folder / path
            missing = [each for each in file.parents if not each.exists()]
            for above in reversed(missing):
                above.mkdir()
                done.append(above)
            with file.open("xb") as opened:
                done.append(file)
                opened.write(data)
    except BaseException as error:
        for each in reversed(done):
            with suppress(OSError):
                each.rmdir() if each.is_dir() else each.unlink()
        if isinstance(error, OSError):
            where = Path(error.filename or folder)
            raise CannotWriteError(where, reason_of(error)) from None
        raise


def _require_free(folder: Path, paths: Iterable[str]) -> None:
    taken = {at for path in paths if (at := _in_the_way(folder, path)) is not None}
    if taken:
        raise UsageError("occupied", folder=str(folder), paths=sorted(taken))


def _in_the_way(folder: Path, path: str) -> str | None:
    """Return what keeps a file from being made: itself, or something above it that is no folder.

    A link is in the way too, since the file would end up elsewhere.
    """
    for above in reversed(PurePosixPath(path).parents):
        here = folder / above
        if above.name and os.path.lexists(here):
            about = here.lstat()
            if is_link(about) or not stat.S_ISDIR(about.st_mode):
                return f"{above}"
    return path if os.path.lexists(folder / path) else None
