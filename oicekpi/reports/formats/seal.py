"""A mark at the end of a text by which it is known again, as long as nobody has changed it."""

import hashlib
import re
from typing import Final

_MARK: Final = re.compile(rb"<!-- oicekpi report ([0-9a-f]{64}) -->\n\Z")


def sealed(text: str) -> bytes:
    """Return a text with the mark: a comment in HTML and Markdown, with a digest of the rest."""
    data = text.encode()
    return data + f"<!-- oicekpi report {_digest(data)} -->\n".encode()


def wrote(data: bytes) -> bool:
    """Tell whether a text has the mark and is as it was when it got it.

    git on Windows may have changed the line ends; that is no change.
    """
    plain = data.replace(b"\r\n", b"\n")
    found = _MARK.search(plain)
    return found is not None and _digest(plain[: found.start()]) == found[1].decode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
