"""A mapping as its file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.app.importing.mapping_file import parse, render
from oicekpi.domain.finding import Finding
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
)
def test_any_mapping_is_read_back_as_it_was_written(
    headers: list[str], fields: list[str], mapped: int, constants: dict[str, str]
) -> None:
    """Whatever headers and texts hold, the file says the same."""
    columns = dict(zip(fields, headers[:mapped], strict=False))
    texts = {name: text for name, text in constants.items() if name not in columns}
    mapping = ColumnMapping(columns, texts, frozenset(headers[mapped:]))
    if mapping != ColumnMapping():
        assert parse(PATH, render(mapping)) == (mapping, [])


@pytest.mark.parametrize(
    ("data", "where", "code", "message", "hint"),
    [
        (
            b"columns: {date: Day\n",
            (1, 10, 1, 11),
            "yaml-syntax",
            "this `{` is not closed",
            "write `}` after the last value",
        ),
        (
            b"- date\n",
            (1, 1, 1, 2),
            "wrong-type",
            "keys with values are wanted here, not a list",
            "write lines of `field: column` or `field: text`",
        ),
        (
            b"column: {date: Day}\n",
            (1, 1, 1, 7),
            "unknown-key",
            "the key `column` is not known here",
            "did you mean `columns`?",
        ),
        (
            b"xyz: 1\n",
            (1, 1, 1, 4),
            "unknown-key",
            "the key `xyz` is not known here",
            "the keys are columns, set and left_out",
        ),
        (
            b"set: trip\n",
            (1, 6, 1, 10),
            "wrong-type",
            "keys with values are wanted here, not `trip`",
            "write lines of `field: column` or `field: text`",
        ),
        (
            b"set:\n  kinds: trip\n",
            (2, 3, 2, 8),
            "unknown-key",
            "the key `kinds` is not known here",
            "did you mean `kind`?",
        ),
        (
            b"columns:\n  date: true\n",
            (2, 9, 2, 13),
            "wrong-type",
            "text is wanted here, not `true`",
            "write one text, in quotation marks",
        ),
        (
            b'columns: {date: " "}\n',
            (1, 17, 1, 20),
            "wrong-type",
            "text is wanted here, not ` `",
            "write one text, in quotation marks",
        ),
        (
            b"left_out: Day\n",
            (1, 11, 1, 14),
            "wrong-type",
            "a list is wanted here, not `Day`",
            "write the columns as [one, two]",
        ),
        (
            b"left_out: [[a]]\n",
            (1, 12, 1, 13),
            "wrong-type",
            "text is wanted here, not a list",
            "write one text, in quotation marks",
        ),
        (
            b"columns: {date: Day}\nset: {date: x}\n",
            (2, 13, 2, 14),
            "repeated",
            "date is given by a column too",
            "keep one of the two",
        ),
        (
            b"columns: {date: Day}\nleft_out: [day]\n",
            (2, 12, 2, 15),
            "repeated",
            "the column `day` stands here twice",
            "keep one of the two",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_place(
    data: bytes, where: tuple[int, int, int, int], code: str, message: str, hint: str
) -> None:
    """A slip made by hand is a finding, with line, column and mend."""
    mapping, findings = parse(PATH, data)
    line, column, end_line, end_column = where
    finding = Finding(
        PATH, line, column, code, message, hint, end_line=end_line, end_column=end_column
    )
    assert (mapping, findings) == (None, [finding])


def test_all_that_is_wrong_is_told_at_once() -> None:
    """One slip hides no other."""
    _, findings = parse(PATH, b"columns: {dat: x, kind: true}\nset: 1\nleft_out: 2\n")
    assert [finding.line for finding in findings] == [1, 1, 2, 3]
