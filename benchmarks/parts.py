"""What `status` is made of: a process that goes as far as one of its steps, and no further.

    python benchmarks/parts.py STEP WORKSPACE

Each step does all that the ones before it do, so that the difference of two is what the later
one costs. There are two ladders: `STEPS` is `status`, and `FLOOR` is the interpreter, the reading
of the files and libyaml's events alone, without anything of ours.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

AS_OF: Final = "2024-09-30"


def interpreter(_: str) -> None:
    """Do nothing: what is left is the interpreter and this script's own imports."""


# --- reading alone -------------------------------------------------------------------------------


def files(root: str) -> None:
    """Find and read all files, and nothing else."""
    for _ in _bytes(root):
        pass


def events(root: str) -> None:
    """Go through libyaml's events of all files."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not tell of it

    for data in _bytes(root):
        _drain(CParser(data).get_event)


def _bytes(root: str) -> Iterator[bytes]:
    for path in _files(f"{root}/records"):
        handle = os.open(path, os.O_RDONLY)
        yield os.read(handle, os.fstat(handle).st_size)
        os.close(handle)


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as scan:
        found = sorted(scan, key=lambda item: item.name)
    for item in found:
        if item.is_dir():
            yield from _files(item.path)
        else:
            yield item.path


def _drain(event: Callable[[], object]) -> None:
    while event() is not None:
        pass


# --- status ---------------------------------------------------------------------------------------


def imports(_: str) -> None:
    """Import all that `status` uses."""
    import oicekpi.app.reading
    import oicekpi.cli.app
    import oicekpi.reports.status  # noqa: F401 - it is the import that is measured

    gc.disable()  # as the program does


def reading(root: str) -> None:
    """Find and read all files."""
    imports(root)
    for _ in _read(root):
        pass


def _read(root: str) -> Iterator[bytes]:
    from oicekpi.storage.workspace import read_file

    for path in _files(f"{root}/records"):
        yield read_file(path, 1 << 20)


def values(root: str) -> None:
    """Make values of the files: by the fast reader where it can, else from YAML's events."""
    imports(root)
    from oicekpi.storage import yamlfile

    for data in _read(root):
        yamlfile.read(data)


def validating(root: str) -> None:
    """Make records of the values, with all that is checked of a file."""
    imports(root)
    from oicekpi.schema import record_files
    from oicekpi.storage.document import load
    from oicekpi.storage.workspace import Workspace

    tree = Workspace(Path(root))
    for path in record_files.paths(tree):
        if isinstance(path, str):
            record_files.records_in(load(tree, path))


def counting(root: str) -> None:
    """Read the plan, keep the records that fit it, and count them."""
    imports(root)
    from oicekpi.app.content import Content
    from oicekpi.domain.tally import Ledger
    from oicekpi.storage.workspace import Workspace

    day = date.fromisoformat(AS_OF)
    content = Content(Workspace(Path(root)), day)
    Ledger(content.plan(day)[1], content.entries)


def rendering(root: str) -> None:
    """Judge and print: the whole of `status`."""
    from oicekpi.cli.app import run

    run(["--root", root, "status", "--as-of", AS_OF])


Step: TypeAlias = Callable[[str], None]
FLOOR: Final[tuple[Step, ...]] = (interpreter, files, events)
STEPS: Final[tuple[Step, ...]] = (
    interpreter,
    imports,
    reading,
    values,
    validating,
    counting,
    rendering,
)

if __name__ == "__main__":
    {step.__name__: step for step in (*FLOOR, *STEPS)}[sys.argv[1]](sys.argv[2])
    gc.freeze()  # as the program does, so that what the end of the process takes is the same
