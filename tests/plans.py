"""A plan as tests write it to a file: its beginning, to which they add indicators."""

from typing import Final

HEAD: Final = """\
title: A small plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: A
    title: Management
    objectives:
      - id: A1
        title: Staff learn abroad
        indicators:
"""
STAFF: Final = """\
          - {id: A1.staff, title: Staff, measure: people, of: [trip], target: {at_least: 15}}
"""
GOOD: Final = "date: 2024-03-01\nkind: trip\nindicator: A1.staff\npeople: [staff-001]\n"
"""A record for it."""
