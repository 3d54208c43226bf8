"""Which column gives which field, and who has the say."""

import pytest

from oicekpi.app.importing.mapping import OWN_NAME, ColumnMapping, Use, apply
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import Sheet

TOLD = "the command line"
BEFORE = "imports/trips.yaml"


def _sheet(headers: str, row: str = "") -> Sheet:
    """Give a sheet with these columns, all of them filled unless a row is given."""
    row = row or ",".join("x" for _ in headers.split(","))
    return read("trips.csv", f"{headers}\n{row}\n".encode())


def test_header_that_is_a_fields_name_needs_no_mapping() -> None:
    """Case, blanks and width make no difference; what else there is, is not lost unseen."""
    applied = apply(_sheet("Date,ｐｅｏｐｌｅ,Who"), [])
    assert applied.uses == (
        Use("Date", "date", "", OWN_NAME),
        Use("ｐｅｏｐｌｅ", "people", "", OWN_NAME),
    )
    assert applied.unmapped == ("Who",)
    assert applied.missing == ("kind", "indicator")


def test_header_in_chinese_needs_no_mapping() -> None:
    """A column is headed by what people call the field, in any width; each field is given once."""
    applied = apply(_sheet("日期,类型,指标,人数,国家（地区）,合作院校,批准文号,备注,姓名"), [])
    assert {use.header: use.field for use in applied.uses} == {
        "日期": "date",
        "类型": "kind",
        "指标": "indicator",
        "人数": "people",
        "国家（地区）": "country",
        "合作院校": "partner",
        "批准文号": "approval",
        "备注": "note",
    }
    assert (applied.unmapped, applied.missing) == (("姓名",), ())
    both = apply(_sheet("日期,date"), [])
    assert (both.uses, both.unmapped) == ((Use("date", "date", "", OWN_NAME),), ("日期",))


def test_usual_headers_in_english_need_no_mapping() -> None:
    """As Chinese ones do; a number of the row is no field."""
    headers = "No.,Departure date,Return date,Name,Destination,Host institution,Approval no.,Cost"
    applied = apply(_sheet(f"{headers},Remarks"), [])
    assert {use.header: use.field for use in applied.uses} == {
        "Departure date": "date",
        "Return date": "until",
        "Name": "people",
        "Destination": "country",
        "Host institution": "partner",
        "Approval no.": "approval",
        "Cost": "amount",
        "Remarks": "note",
    }
    assert applied.unmapped == ("No.",)


def test_command_line_goes_before_what_is_remembered_and_that_before_names() -> None:
    """Of two that speak of a field or a column, the nearer one counts; the rest is added up."""
    applied = apply(
        _sheet("date,Day,Who,note,kind"),
        [
            (TOLD, ColumnMapping({"date": "Day"}, {"kind": "trip"})),
            (
                BEFORE,
                ColumnMapping(
                    {"people": "who", "date": "date", "purpose": "Day", "note": "gone"},
                    {"kind": "activity", "indicator": "A1.staff"},
                    frozenset({"NOTE", "gone"}),
                ),
            ),
        ],
    )
    assert applied.uses == (
        Use("Day", "date", "", TOLD),
        Use("Who", "people", "", BEFORE),
        Use("note", "", "", BEFORE),
        Use("", "kind", "trip", TOLD),
        Use("", "indicator", "A1.staff", BEFORE),
    )
    assert applied.unmapped == ("date", "kind")
    assert applied.missing == ()
    assert applied.mapping == ColumnMapping(
        {"date": "Day", "people": "Who"},
        {"kind": "trip", "indicator": "A1.staff"},
        frozenset({"note"}),
    )


def test_field_that_is_set_to_nothing_is_given_by_nothing() -> None:
    """`--set purpose=` takes back what is remembered, and is not remembered itself."""
    applied = apply(
        _sheet("date"),
        [(TOLD, ColumnMapping({}, {"purpose": ""})), (BEFORE, ColumnMapping({}, {"purpose": "x"}))],
    )
    assert applied.uses == (Use("date", "date", "", OWN_NAME), Use("", "purpose", "", TOLD))
    assert applied.mapping == ColumnMapping({"date": "date"})
    assert "purpose" in applied.left


def test_column_without_a_value_may_be_passed_over() -> None:
    """Nothing is lost with an empty column, so nobody needs to speak of it."""
    assert apply(_sheet("date,Remarks", "x,"), []).unmapped == ()


@pytest.mark.parametrize(
    ("kind", "missing", "left"),
    [
        ("里程碑", ("date", "indicator", "stage"), "date state reason indicator stage tags"),
        ("Milestone", ("date", "indicator", "stage"), "date state reason indicator stage tags"),
        ("trop", ("date", "indicator"), "date state reason indicator"),
    ],
)
def test_fields_that_are_left_are_those_of_the_kind(
    kind: str, missing: tuple[str, ...], left: str
) -> None:
    """Where all rows are of one kind, what that needs is needed; else what any record needs."""
    applied = apply(_sheet("x"), [(TOLD, ColumnMapping({}, {"kind": kind}))])
    assert applied.missing == missing
    assert " ".join(applied.left).startswith(left)


def test_what_is_read_instead_of_texts_is_added_up() -> None:
    """Of two that speak of one text, the nearer one counts."""
    near = ColumnMapping(values={"kind": {"短期": "trip"}})
    far = ColumnMapping(values={"kind": {"短期": "activity", "长期": "trip"}, "note": {"无": ""}})
    applied = apply(_sheet("x"), [(TOLD, near), (BEFORE, far)])
    assert applied.values == {"kind": {"短期": "trip", "长期": "trip"}, "note": {"无": ""}}
    assert applied.mapping.values == applied.values
    assert (near & far).values == {}
    assert (far & far).same(far)
    assert len(far) == 3


def test_mappings_are_the_same_whatever_the_spelling_of_their_headers() -> None:
    """What two say is compared as people read it."""
    one = ColumnMapping({"date": "Day"}, {"kind": "trip"}, frozenset({"No."}))
    assert one.same(ColumnMapping({"date": "DAY "}, {"kind": "trip"}, frozenset({"no."})))
    assert not one.same(ColumnMapping({"date": "Day"}, {"kind": "trip"}))
    assert not one.same(ColumnMapping({"date": "Day"}, {"kind": "x"}, frozenset({"No."})))
