"""How wide a text is on a terminal."""

from hypothesis import given
from hypothesis import strategies as st
from oicekpi.reports.cells import cell_len, measured, set_cell_size
from rich import cells as rich_cells

from oicekpi.messages.text import printable
from oicekpi.reports import cells

TEXTS = st.text(st.sampled_from("aZ 9é·–█▼…→学生ー👍\u0301\u200d"), max_size=12)


def test_what_is_taken_for_narrow_is() -> None:
    """Each character that is counted without asking rich takes one column by rich's tables."""
    every = map(chr, range(0x20, 0x3000))
    narrow = [each for each in every if cells._NARROW.fullmatch(each)]  # noqa: SLF001 - it is tried
    assert {rich_cells.cell_len(each) for each in narrow} == {1}


@given(TEXTS)
def test_a_text_is_as_wide_as_rich_says(text: str) -> None:
    """Chinese takes two columns a character, and a mark above a letter none."""
    assert cell_len(text) == rich_cells.cell_len(text)


@given(st.lists(TEXTS | st.text(st.characters(codec="utf-8"), max_size=3)))
def test_texts_are_measured_together_as_each_by_itself(texts: list[str]) -> None:
    """One wide or unsafe text among many changes nothing of the others."""
    safe, widths = measured(texts)
    assert safe == [printable(text) for text in texts]
    assert widths == [rich_cells.cell_len(text) for text in safe]


@given(TEXTS, st.integers(0, 12))
def test_a_text_is_cut_and_filled(text: str, columns: int) -> None:
    """A text is cut to so many columns, or filled up with blanks."""
    assert set_cell_size(text, columns) == rich_cells.set_cell_size(text, columns)
