"""iCalendar (RFC 5545): the events of a page, for calendars on phones and in mail programs.

Nothing in it tells when it was written: the same data on the same day give the same bytes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from oicekpi.messages.text import printable
from oicekpi.reports.look import Look
from oicekpi.reports.tables import Page

_LONGEST: Final = 75  # octets in a line, without its end
_EPOCH: Final = date(2000, 1, 1)
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def render(page: Page, _: Look, *, raw: bool = False) -> str:  # noqa: ARG001 - as every format
    """Return the calendar of a page; nothing for a page without one."""
    if page.calendar is None:
        return ""
    calendar = page.calendar()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//oicekpi//agenda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(calendar.name)}",
    ]
    for event in calendar.events:
        # Programs keep the version with the highest number: a later day's, and what was cancelled.
        sequence = 2 * max(0, (calendar.as_of - _EPOCH).days) + event.cancelled
        status = "TENTATIVE" if event.tentative else "CONFIRMED"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(event.uid)}",
            f"DTSTAMP:{calendar.as_of:%Y%m%d}T000000Z",
            f"SEQUENCE:{sequence}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(event.summary)}",
            *([f"DESCRIPTION:{_text(event.description)}"] if event.description else []),
            f"CATEGORIES:{','.join(map(_text, event.categories))}",
            f"STATUS:{'CANCELLED' if event.cancelled else status}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _text(text: str) -> str:
    """Escape a text; its lines stay lines, and nothing else in it steers."""
    return "\n".join(map(printable, str(text).split("\n"))).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Break a line into parts of at most 75 octets, each but the first after a blank.

    No character is broken, however many octets it has.
    """
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part
