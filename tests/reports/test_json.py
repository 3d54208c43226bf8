"""Values as JSON."""

import json

from oicekpi.messages.text import Bilingual
from oicekpi.reports.formats.json import as_json


def test_texts_in_two_languages_are_under_two_keys() -> None:
    """Also in a list, where a text in one language is the same in both."""
    both = Bilingual("office", "办公室")
    value = {"title": both, "notes": ["plain", both], "tags": ["a"], "number": 1}
    assert json.loads(as_json(value)) == {
        "title": "office",
        "title_zh": "办公室",
        "notes": ["plain", "office"],
        "notes_zh": ["plain", "办公室"],
        "tags": ["a"],
        "number": 1,
    }
