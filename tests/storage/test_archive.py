"""Archives are unpacked within limits, whatever they say of themselves."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from oicekpi.storage.archive import BrokenError, TooLargeError, stored, unpacked


def zipped(size: int, kind: int = ZIP_DEFLATED) -> bytes:
    """Make an archive of one small file and one of so many bytes."""
    file = BytesIO()
    with ZipFile(file, "w", kind) as made:
        made.writestr("a", b"small")
        made.writestr("b", b"\0" * size)
    return file.getvalue()


def test_files_are_by_their_names() -> None:
    """Only those that are wanted."""
    assert unpacked(zipped(3), 8) == {"a": b"small", "b": b"\0\0\0"}
    assert unpacked(zipped(100), 8, lambda name: name == "a") == {"a": b"small"}


def test_more_than_the_limit_is_too_large() -> None:
    """All files count together."""
    with pytest.raises(TooLargeError):
        unpacked(zipped(4), 8)


def test_a_wrong_size_does_not_deceive() -> None:
    """A file that says that it is small is not unpacked further than it says."""
    size = 12_345_678
    data = zipped(size).replace(struct.pack("<I", size), struct.pack("<I", 10))
    with pytest.raises(BrokenError):
        unpacked(data, 100)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", zipped(10, ZIP_BZIP2), zipped(10)[:-9]])
def test_what_is_no_archive_is_broken(data: bytes) -> None:
    """So is what no office program packs."""
    with pytest.raises(BrokenError):
        unpacked(data, 100)


def test_what_is_stored_is_unpacked() -> None:
    """Nothing else is in it."""
    files = {"a": b"1", "b/c": b""}
    assert unpacked(stored(files), 1) == files
