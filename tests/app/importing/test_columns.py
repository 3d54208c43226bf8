"""What the command line says of a sheet's columns."""

import pytest

from oicekpi.app.importing.columns import COMMAND_LINE, applied, given
from oicekpi.app.importing.mapping import OWN_NAME, ColumnMapping, Use
from oicekpi.app.importing.remembered import Chosen
from oicekpi.domain.record import all_fields
from oicekpi.messages.failures import UsageError
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import Sheet


def _sheet(headers: str) -> Sheet:
    """Give a sheet with these columns, all of them filled."""
    row = ",".join("x" for _ in headers.split(","))
    return read("trips.csv", f"{headers}\n{row}\n".encode())


def test_what_is_typed_goes_before_what_is_remembered() -> None:
    """What is remembered says the rest, and a header that is a field's name the rest of that."""
    chosen = Chosen("imports/trips.yaml", ColumnMapping({"people": "Who", "note": "Day"}))
    assert applied(_sheet("Day,Who,country"), ["Day=date"], [], chosen).uses == (
        Use("Day", "date", "", COMMAND_LINE),
        Use("Who", "people", "", "imports/trips.yaml"),
        Use("country", "country", "", OWN_NAME),
    )
    assert applied(_sheet("Day,country"), ["Day=date"], ["kind=trip"], None).uses == (
        Use("Day", "date", "", COMMAND_LINE),
        Use("country", "country", "", OWN_NAME),
        Use("", "kind", "trip", COMMAND_LINE),
    )


def test_command_line_says_columns_and_texts() -> None:
    """A column may have `=` in its header, a text in itself; case and blanks are nothing."""
    sheet = _sheet("a = b,Who,No.")
    assert given(sheet, ["A=B=date", " who = People ", "No.="], ["note=x = y", "purpose="]) == (
        ColumnMapping(
            {"date": "a = b", "people": "Who"}, {"note": "x = y", "purpose": ""}, frozenset({"No."})
        )
    )


def test_fields_may_be_named_in_chinese() -> None:
    """As headers are; and what is read instead of a text may have any colon."""
    sheet = _sheet("Day")
    read = given(sheet, ["Day=出访日期"], ["类型=出访"], ["类别：短期 = trip", "note:a=b:c="])
    values = {"kind": {"短期": "trip"}, "note": {"a=b:c": ""}}
    assert read == ColumnMapping({"date": "Day"}, {"kind": "出访"}, frozenset(), values)


@pytest.mark.parametrize(
    ("replacements", "code", "case"),
    [
        (["kind"], "no-equals-sign", ""),
        (["kind=trip"], "no-equals-sign", "colon"),
        (["kind:=trip"], "no-equals-sign", "colon"),
        (["knd:短期=trip"], "unknown-field", ""),
        (["kind:a=trip", "kind:a=activity"], "given-twice", "text"),
    ],
)
def test_what_cannot_be_read_instead_is_refused(
    replacements: list[str], code: str, case: str
) -> None:
    """A slip of the keyboard is told before any row is looked at."""
    with pytest.raises(UsageError) as caught:
        given(_sheet("Day"), [], [], replacements)
    assert (caught.value.code, caught.value.case) == (code, case)


@pytest.mark.parametrize(
    ("maps", "sets", "code", "params"),
    [
        (["Who"], [], "no-equals-sign", {"option": "--map", "value": "Who"}),
        ([], ["kind"], "no-equals-sign", {"option": "--set", "value": "kind"}),
        (["Whom=people"], [], "unknown-column", {"wanted": "Whom", "near": "Who"}),
        (["x=people"], [], "unknown-column", {"near": None, "known": ("Day", "Who")}),
        (["Who=peple"], [], "unknown-field", {"wanted": "peple", "near": "people"}),
        ([], ["xyz=1"], "unknown-field", {"near": None, "known": all_fields()}),
        (["Who=people", "who="], [], "given-twice", {"name": "Who"}),
        (["Who=people", "Day=people"], [], "given-twice", {"name": "people"}),
        (["Who=people"], ["people=2"], "given-twice", {"name": "people"}),
    ],
)
def test_what_the_command_line_cannot_mean_is_refused(
    maps: list[str], sets: list[str], code: str, params: dict[str, object]
) -> None:
    """A slip of the keyboard is told before any row is looked at."""
    with pytest.raises(UsageError) as caught:
        given(_sheet("Day,Who"), maps, sets)
    assert caught.value.code == code
    assert params.items() <= caught.value.params.items()
    assert caught.value.said().help
