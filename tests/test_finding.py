"""Findings are values: they sort by place, and only errors make the data bad."""

from oicekpi.finding import Finding, Level, has_errors


def test_findings_sort_by_file_and_place() -> None:
    """Files come in the order of their names, and each from the top down."""
    last = Finding("b.yaml", 1, 1, "a", "")
    first = Finding("a.yaml", 2, 9, "b", "")
    second = Finding("a.yaml", 10, 1, "a", "")
    assert sorted([last, second, first]) == [first, second, last]


def test_only_an_error_makes_the_data_bad() -> None:
    """Warnings and notes are told, and the data is good with them."""
    warning = Finding("a.yaml", 1, 1, "a", "", level=Level.WARNING)
    note = Finding("a.yaml", 1, 1, "a", "", level=Level.NOTE)
    assert not has_errors([])
    assert not has_errors([warning, note])
    assert has_errors([warning, Finding("a.yaml", 1, 1, "a", "")])
