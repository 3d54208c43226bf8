"""The countries by what people call them."""

import pytest

from oicekpi.domain.countries import NAMES, code, suggested
from oicekpi.domain.country_names import OTHER_NAMES


@pytest.mark.parametrize("known", NAMES)
def test_a_country_is_found_by_its_code_and_its_name_in_any_case(known: str) -> None:
    """Each code of ISO 3166-1 and each name leads to the code, however it is typed."""
    for text in (known, known.lower(), NAMES[known], f" {NAMES[known].upper()} "):
        assert code(text) == known


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("UK", "GB"),
        ("usa", "US"),
        ("Cote d’Ivoire", "CI"),
        ("Korea", "KR"),
        ("England", "GB"),
        ("德国", "DE"),
        ("澳門", "MO"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("TÜRKEI", "TR"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_usual_names_are_known_too(text: str, wanted: str | None) -> None:
    """Usual, Chinese and German names are understood; what is no country is not guessed at."""
    assert code(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Germany", "DE"),
        ("UK", "GB"),
        ("Gremany", "DE"),
        ("Untied Kingdom", "GB"),
        ("Wonderland", None),
        ("Deutschland", "DE"),
        ("Deutchland", "DE"),
    ],
)
def test_what_is_probably_meant_is_suggested(text: str, wanted: str | None) -> None:
    """A country's name where its code should be, or a slip of the keyboard, has an answer."""
    assert suggested(text) == wanted


def test_every_country_is_known_in_chinese_and_german() -> None:
    """Each name of the table leads to its code, and no country lacks a Chinese name."""
    for name, known in OTHER_NAMES.items():
        assert code(name) == known
    chinese = {known for name, known in OTHER_NAMES.items() if name[0] > "\u2e80"}
    assert chinese == {*NAMES}
