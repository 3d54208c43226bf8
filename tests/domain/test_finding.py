"""Findings are values: they sort and are named by their place."""

from oicekpi.domain.finding import Finding


def test_findings_sort_by_file_and_place() -> None:
    """Files come in the order of their names, and each from the top down."""
    last = Finding("b.yaml", 1, 1, "a", {})
    first = Finding("a.yaml", 2, 9, "b", {})
    second = Finding("a.yaml", 10, 1, "a", {})
    assert sorted([last, second, first]) == [first, second, last]


def test_place_is_written_as_compilers_do() -> None:
    """A finding about a file as a whole has no line to name."""
    assert Finding("a.yaml", 2, 9, "b", {}).place == "a.yaml:2:9"
    assert Finding("a.yaml", 0, 0, "b", {}).place == "a.yaml"
