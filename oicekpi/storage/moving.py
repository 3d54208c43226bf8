"""How a record moves to a file of another name, as one step for whoever reads.

A record whose day changes needs another file, for the day stands in the name. The system can give
a file its name in one step, but not take another file away in that same step. So a note is left
beside the old file first: it says which file the record is moving to, and what that file will
hold. From the moment on in which that file is there, readers pass over the old one. Then the old
file goes, and the note after it. Should the machine stop in between, the next writer tidies up.
"""

from typing import Final

from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Tree

_START, _END = ".", ".moved"
_LONGEST: Final = 10_000  # bytes: a path and a line


def note_name(name: str) -> str:
    """Give the name of the note about a file. It is hidden: to others it is nothing."""
    return f"{_START}{name}{_END}"


def is_note(name: str) -> bool:
    """Tell whether a file is a note."""
    return name.startswith(_START) and name.endswith(_END)


def noted(note: str) -> str:
    """Give the path of the file that a note, named by its path, is about."""
    folder, _, name = note.rpartition("/")
    return f"{folder}/{name.removeprefix(_START).removesuffix(_END)}"


def written(path: str, data: bytes) -> bytes:
    """Write the note: the path of the new file in the workspace, and a mark of what it holds."""
    import hashlib  # noqa: PLC0415 - to load it takes longer than to read a year's records

    return f"{path}\n{hashlib.sha256(data).hexdigest()}\n".encode("utf-8", "surrogateescape")


def target(data: bytes) -> str:
    """Give the path that a note names; an empty one where it was cut short."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    safe = lines[0].startswith("records/") and ".." not in lines[0].split("/")
    return lines[0] if len(lines) == len(("path", "mark", "")) and safe else ""


def moved(tree: Tree, path: str) -> bytes | None:
    """Give the note by which a file is only what was left of a record; None if it is the record."""
    folder, _, name = path.rpartition("/")
    try:
        note = tree.read(f"{folder}/{note_name(name)}", _LONGEST)
        data = tree.read(target(note), yamlfile.MAX_BYTES)
    except NotReadableError:
        return None
    return note if note == written(target(note), data) else None
