"""The file name of a new record."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.storage.naming import MAX_WORD, all_free, redated, renamed, slug, stem
from oicekpi.storage.write import Draft

TRIP = {
    "date": date(2024, 4, 12),
    "kind": "trip",
    "indicator": "A1.staff",
    "people": 2,
    "country": "DE",
    "partner": "Example University",
}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "trip-a1-staff-germany"),
        ({"country": "JP"}, "trip-a1-staff-japan"),
        ({"country": None}, "trip-a1-staff-example-university"),
        ({"country": None, "partner": "…"}, "trip-a1-staff"),
        ({"indicator": ("A2.partners", "A1.staff")}, "trip-a2-partners-germany"),
        ({"kind": "application", "fund": "CSC"}, "application-a1-staff-csc"),
        ({"kind": "agreement"}, "agreement-a1-staff-example-university"),
        ({"kind": "appointment", "role": "Lecturer"}, "appointment-a1-staff-lecturer"),
        ({"kind": "milestone", "stage": "2plus2"}, "milestone-a1-staff-2plus2"),
        ({"kind": "activity", "title": "Open day!"}, "activity-a1-staff-open-day"),
        ({"kind": "activity", "title": "丝绸之路 文化周"}, "activity-a1-staff-丝绸之路-文化周"),
        (
            {"kind": "activity", "title": "“一带一路”高校联盟（２０２４）年会：开幕式"},
            "activity-a1-staff-一带一路-高校联盟-2024-年会-开幕式",
        ),
        (
            {"kind": "agreement", "partner": "慕尼黑工业大学（TUM）"},
            "agreement-a1-staff-慕尼黑工业大学-tum",
        ),
        (
            {"kind": "activity", "title": "与国外某理工大学联合举办的材料科学与工程博士生学术论坛"},
            "activity-a1-staff-与国外某理工大学联合举办的材料科学与工程",
        ),
        ({"kind": "activity", "title": "\uff01\uff1f😀"}, "activity-a1-staff-example-university"),
        ({"kind": "another"}, "another-a1-staff"),
    ],
)
def test_a_name_says_when_what_for_which_and_one_word_more(
    changes: dict[str, object], wanted: str
) -> None:
    """A name is the day, the kind, the indicator, and the first telling text that has letters."""
    assert stem(TRIP | changes) == f"2024-04-12-{wanted}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Universität Köln — Straße", "universitat-koln-strasse"),
        ("İstanbul x̄", "istanbul-x"),
        ("résumé", "resume"),
        ("\uff21\uff11 ①½", "a1-11-2"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("한국어", "한국어"),
        ("../../etc/passwd\\\0:*?", "etc-passwd"),
        ("CON", "con"),
        ("a...", "a"),
        ("\u0301\u0301", ""),
        ("!!! 😀 ---", ""),
        ("\ud800", ""),
        (
            "one word after another " * 9,
            "one-word-after-another-one-word-after-another-one-word-after",
        ),
        ("short " + "x" * 99, "short-" + "x" * 54),
        ("文" * 200, "文" * 20),
        ("a" + "文" * 200, "a" + "文" * 19),
    ],
)
def test_a_text_becomes_letters_digits_and_dashes(text: str, wanted: str) -> None:
    """Other scripts stay, Latin letters lose accents, signs become dashes, length is bounded."""
    assert slug(text) == wanted


@given(st.text(max_size=200))
def test_no_text_leads_out_of_the_folder_or_over_the_limits_of_names(text: str) -> None:
    """Whatever a title holds, the name is short, plain, in one case and one normal form."""
    word = slug(text)
    assert len(word.encode()) <= MAX_WORD
    assert not word.startswith("-")
    assert not word.endswith("-")
    assert "--" not in word
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in word)
    assert unicodedata.is_normalized("NFC", word)
    assert slug(word) == word
    name = stem(
        {"date": "2024-04-12", "kind": "activity", "indicator": "B4." + "x" * 57} | {"title": text}
    )
    assert len(f"{name}-9999.yaml".encode()) <= 255
    assert Draft(name, "").stem == name


@given(st.text(max_size=40))
def test_titles_that_differ_only_in_case_get_one_name(text: str) -> None:
    """No two names are twins to a system that takes capital and small letters for one."""
    assert slug(text.casefold()) == slug(text)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("records/2024/2024-12-09-trip-x.yaml", "records/2025/2025-01-03-trip-x.yaml"),
        ("records/2024-12-09.yaml", "records/2025-01-03.yaml"),
        ("records/office/2024-12-09-trip-x.yaml", "records/office/2025-01-03-trip-x.yaml"),
    ],
)
def test_a_new_day_changes_the_name_and_a_folder_that_is_named_by_the_year(
    path: str, wanted: str
) -> None:
    """A record whose day changes keeps the rest of its name, and its folder unless a year."""
    assert redated(path, date(2025, 1, 3)) == wanted


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("records/2024/2024-12-09-x.yaml", "date: 2025-01-03", "records/2025/2025-01-03-x.yaml"),
        ("records/2024/2024-12-09-x.yaml", "date: 2024-12-09", "records/2024/2024-12-09-x.yaml"),
        ("records/2024/2024-12-x.yaml", "- date: 2024-12-11", "records/2024/2024-12-x.yaml"),
        ("records/2024/2024-12-x.yaml", "date: 2024-11-11", "records/2024/2024-12-x.yaml"),
        ("records/2024/2024-12-09-x.yaml", "- date: 2024-12-11", "records/2024/2024-12-09-x.yaml"),
        ("records/2024/2024-12-09-x.yaml", "date: tomorrow", "records/2024/2024-12-09-x.yaml"),
        ("records/2024/2024-12-09-x.yaml", "{", "records/2024/2024-12-09-x.yaml"),
    ],
)
def test_a_file_is_renamed_only_where_its_record_has_another_day(
    path: str, text: str, wanted: str
) -> None:
    """A file named by a month, or with something wrong in it, keeps its name."""
    assert renamed(path, text.encode()) == wanted


def test_many_records_get_names_that_no_other_has() -> None:
    """Each gets the next number that is free, also where one's number is another's name."""
    names = list(all_free(["a", "a-2", "A", "a", "b"], {"b"}, {"b-2"}))
    assert names == ["a.yaml", "a-2.yaml", "A-3.yaml", "a-4.yaml", "b-3.yaml"]


def test_names_of_many_equal_records_take_no_longer_each() -> None:
    """Ten times as many records of one day and word ask ten times as often what is taken."""

    class Asked(set[str]):
        times = 0

        def __contains__(self, name: object) -> bool:
            self.times += 1
            return super().__contains__(name)

    known = Asked({"trip"})
    assert len(set(all_free(["trip"] * 1_000, known))) == 1_000
    assert known.times == 1_001
