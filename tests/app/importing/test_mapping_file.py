"""A mapping as its file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.app.importing.mapping_file import parse, render
from oicekpi.domain.record import all_fields
from oicekpi.storage.sheets.sheet import plain
from oicekpi.storage.yamlfile import invisible

PATH = "imports/trips.yaml"
HEAD = b"# How rows become records. `oicekpi import --write` keeps it here; it may be edited.\n"


def test_file_is_plain_to_read() -> None:
    """Columns and texts stand by field in the order of a record, what is left out in a list."""
    mapping = ColumnMapping(
        {"people": "姓名", "date": "出访: 日期"},
        {"indicator": "A1.staff", "kind": "trip"},
        frozenset({"备注", "No"}),
    )
    assert render(mapping).decode() == HEAD.decode() + (
        "columns:\n"
        '  date: "出访: 日期"\n'
        "  people: 姓名\n"
        "set:\n"
        "  kind: trip\n"
        "  indicator: A1.staff\n"
        'left_out: ["No", 备注]\n'
    )


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"columns: {date: Day}\n", ColumnMapping({"date": "Day"})),
        (b"set: {people: 2, kind: trip}\n", ColumnMapping({}, {"people": "2", "kind": "trip"})),
        (b"left_out: [No., 2024]\n", ColumnMapping({}, {}, frozenset({"No.", "2024"}))),
        (
            'values: {kind: {短期: trip, "-": ""}, people: {一人: 1}}\n'.encode(),
            ColumnMapping(values={"kind": {"短期": "trip", "-": ""}, "people": {"一人": "1"}}),
        ),
    ],
)
def test_what_is_written_by_hand_is_read(data: bytes, wanted: ColumnMapping) -> None:
    """Any section may be left out, and a number is the text of its digits."""
    assert parse(PATH, data) == (wanted, [])


def _sound(text: str) -> bool:
    return bool(text.strip()) and not invisible(text)


HEADERS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(_sound)


@given(
    st.lists(HEADERS, unique_by=plain, max_size=8),
    st.permutations(all_fields()),
    st.integers(0, 8),
    st.dictionaries(st.sampled_from(all_fields()), HEADERS, max_size=4),
    st.dictionaries(
        st.sampled_from(all_fields()),
        st.dictionaries(HEADERS, HEADERS | st.just(""), min_size=1, max_size=3),
        max_size=3,
    ),
)
def test_any_mapping_is_read_back_as_it_was_written(
    headers: list[str],
    fields: list[str],
    mapped: int,
    constants: dict[str, str],
    values: dict[str, dict[str, str]],
) -> None:
    """Whatever headers and texts hold, the file says the same."""
    columns = dict(zip(fields, headers[:mapped], strict=False))
    texts = {name: text for name, text in constants.items() if name not in columns}
    mapping = ColumnMapping(columns, texts, frozenset(headers[mapped:]), values)
    if mapping != ColumnMapping():
        assert parse(PATH, render(mapping)) == (mapping, [])


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        (b"columns: {date: Day\n", (1, 10, 1, 11), "yaml-syntax"),
        (b"- date\n", (1, 1, 1, 2), "wrong-type"),
        (b"column: {date: Day}\n", (1, 1, 1, 7), "unknown-key"),
        (b"xyz: 1\n", (1, 1, 1, 4), "unknown-key"),
        (b"set: trip\n", (1, 6, 1, 10), "wrong-type"),
        (b"set:\n  kinds: trip\n", (2, 3, 2, 8), "unknown-key"),
        (b"columns:\n  date: true\n", (2, 9, 2, 13), "wrong-type"),
        (b'columns: {date: " "}\n', (1, 17, 1, 20), "empty-text"),
        (b"values: trip\n", (1, 9, 1, 13), "wrong-type"),
        (b"values: {kind: trip}\n", (1, 16, 1, 20), "wrong-type"),
        (b"values: {kind: {x: [a]}}\n", (1, 20, 1, 21), "wrong-type"),
        (b"values: {knd: {x: a}}\n", (1, 10, 1, 13), "unknown-key"),
        (b"left_out: Day\n", (1, 11, 1, 14), "wrong-type"),
        (b"left_out: [[a]]\n", (1, 12, 1, 13), "wrong-type"),
        (b"columns: {date: Day}\nset: {date: x}\n", (2, 13, 2, 14), "duplicate-item"),
        (b"columns: {date: Day}\nleft_out: [day]\n", (2, 12, 2, 15), "duplicate-item"),
    ],
)
def test_what_is_wrong_in_the_file_is_found_with_its_place(
    data: bytes, where: tuple[int, int, int, int], code: str
) -> None:
    """An error made by hand is a finding, with line and column."""
    mapping, (finding,) = parse(PATH, data)
    assert mapping is None
    place = (finding.line, finding.column, finding.end_line, finding.end_column)
    assert (place, finding.code) == (where, code)
    assert finding.said().help


def test_all_that_is_wrong_is_told_at_once() -> None:
    """One slip hides no other."""
    _, findings = parse(PATH, b"columns: {dat: x, kind: true}\nset: 1\nleft_out: 2\n")
    assert [finding.line for finding in findings] == [1, 1, 2, 3]
