"""What the command line says of a sheet's columns."""

import pytest

from oicekpi.app.importing.columns import TOLD, applied, told
from oicekpi.app.importing.mapping import OWN_NAME, ColumnMapping, Use
from oicekpi.app.importing.remembered import Chosen
from oicekpi.messages.failures import UsageError
from oicekpi.storage.record_text import ORDER
from oicekpi.storage.sheets.sheet import Sheet, read


def _sheet(headers: str) -> Sheet:
    """Give a sheet with these columns, all of them filled."""
    row = ",".join("x" for _ in headers.split(","))
    return read("trips.csv", f"{headers}\n{row}\n".encode())


def test_what_is_typed_goes_before_what_is_remembered() -> None:
    """What is remembered says the rest, and a header that is a field's name the rest of that."""
    chosen = Chosen("imports/trips.yaml", ColumnMapping({"people": "Who", "note": "Day"}))
    assert applied(_sheet("Day,Who,country"), ["Day=date"], [], chosen).uses == (
        Use("Day", "date", "", TOLD),
        Use("Who", "people", "", "imports/trips.yaml"),
        Use("country", "country", "", OWN_NAME),
    )
    assert applied(_sheet("Day,country"), ["Day=date"], ["kind=trip"], None).uses == (
        Use("Day", "date", "", TOLD),
        Use("country", "country", "", OWN_NAME),
        Use("", "kind", "trip", TOLD),
    )


def test_command_line_says_columns_and_texts() -> None:
    """A column may have `=` in its header, a text in itself; case and blanks are nothing."""
    sheet = _sheet("a = b,Who,No.")
    assert told(sheet, ["A=B=date", " who = People ", "No.="], ["note=x = y", "purpose="]) == (
        ColumnMapping(
            {"date": "a = b", "people": "Who"}, {"note": "x = y", "purpose": ""}, frozenset({"No."})
        )
    )


@pytest.mark.parametrize(
    ("maps", "sets", "message", "hint"),
    [
        (["Who"], [], "--map 'Who' has no `=`", "write --map COLUMN=FIELD"),
        ([], ["kind"], "--set 'kind' has no `=`", "write --set FIELD=TEXT"),
        (["Whom=people"], [], "trips.csv has no column 'Whom'", "did you mean Who?"),
        (["x=people"], [], "trips.csv has no column 'x'", "its columns are Day and Who"),
        (["Who=peple"], [], "a record has no field 'peple'", "did you mean people?"),
        (
            [],
            ["xyz=1"],
            "a record has no field 'xyz'",
            f"the fields are {', '.join(ORDER[:-1])} and note",
        ),
        (
            ["Who=people", "who="],
            [],
            "the command line says two things of the column Who",
            "keep one",
        ),
        (
            ["Who=people", "Day=people"],
            [],
            "the command line says two things of the field people",
            "keep one",
        ),
        (
            ["Who=people"],
            ["people=2"],
            "the command line says two things of the field people",
            "keep one",
        ),
    ],
)
def test_what_the_command_line_cannot_mean_is_refused(
    maps: list[str], sets: list[str], message: str, hint: str
) -> None:
    """A slip of the keyboard is told before any row is looked at."""
    with pytest.raises(UsageError) as caught:
        told(_sheet("Day,Who"), maps, sets)
    assert (caught.value.message, caught.value.hint) == (message, hint)
