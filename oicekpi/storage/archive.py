"""ZIP archives, unpacked once and within limits, whatever they say of their size."""

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

# What Python's `zipfile` raises for some damaged archive or other.
_OF_DAMAGE: Final = (
    *(ArithmeticError, BadZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError),
    *(struct.error, zlib.error),
)


class TooLargeError(Exception):
    """An archive that unpacks to more than is allowed."""


class BrokenError(Exception):
    """An archive that is damaged, or none at all."""


def unpacked(
    data: bytes, most: int, wanted: Callable[[str], bool] = lambda _: True
) -> dict[str, bytes]:
    """Return the files of an archive by their names, those that are `wanted`.

    Raises `TooLargeError` where they have more than `most` bytes, and `BrokenError`.
    """
    files: dict[str, bytes] = {}
    room = most
    try:
        with ZipFile(BytesIO(data)) as archive:
            for item in archive.infolist():
                if not wanted(item.filename):
                    continue
                if item.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                    raise BrokenError
                with archive.open(item) as packed:
                    file = packed.read(room + 1)
                room -= len(file)
                if room < 0:
                    raise TooLargeError
                files[item.filename] = file
    except _OF_DAMAGE as error:
        raise BrokenError from error
    return files


def stored(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of these files, so that no other reader unpacks anything else."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return archive.getvalue()
