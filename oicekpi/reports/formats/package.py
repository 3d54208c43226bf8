"""Files of an office program: zip files that are equal for equal contents and know who made them.

A file that oicekpi wrote holds a digest of its own contents, so that one which nobody has changed
since differs from one that somebody has worked on.
"""

import hashlib
import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from oicekpi.messages.text import printable
from oicekpi.storage.archive import BrokenError, TooLargeError, unpacked

MARK: Final = "oicekpi-report-"
UNSEALED: Final = MARK + "0" * 64
"""What a format writes where the digest is to be."""

_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name
_MOST: Final = 200 << 20  # bytes; no report is as large


def xml_text(text: str) -> str:
    """Make text safe: one line, nothing that hides, no character that XML cannot hold."""
    return re.sub("[\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", printable(text))


def sealed(data: bytes) -> bytes:
    """Return a zip file with no time in it, and with the digest of its contents for `UNSEALED`."""
    with ZipFile(BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    digest = _digest(parts)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as out:
        for name, content in parts.items():
            info = ZipInfo(name, _DAY)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # the same on each system
            info.external_attr = 0o600 << 16
            out.writestr(info, content.replace(UNSEALED.encode(), digest))
    return packed.getvalue()


def wrote(data: bytes) -> bool:
    """Tell whether a file is one that `sealed` returned."""
    try:
        parts = unpacked(data, _MOST)
    except (BrokenError, TooLargeError):
        return False
    for content in parts.values():
        at = content.find(MARK.encode())
        if at >= 0:
            found = content[at : at + len(UNSEALED)]
            plain = {name: each.replace(found, UNSEALED.encode()) for name, each in parts.items()}
            return _digest(plain) == found
    return False


def _digest(parts: dict[str, bytes]) -> bytes:
    """Return the mark with the digest of contents in which there is none yet."""
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(f"{name}\0{len(parts[name])}\0".encode())
        digest.update(parts[name])
    return f"{MARK}{digest.hexdigest()}".encode()
