"""The options that several verbs share, each defined once."""

from datetime import date, timedelta
from typing import Annotated, Final

import typer

from oicekpi.cli import clock, complete
from oicekpi.cli.arguments import file_name

_NEAR: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}


def parse_day(text: str) -> date:
    """Read a day from the command line: YYYY-MM-DD, `yesterday`, `today` or `tomorrow`."""
    from oicekpi.domain.vocabulary import DAY_SHAPE, NoDayError, calendar_day

    if text in _NEAR:
        return clock.today() + timedelta(days=_NEAR[text])
    if not DAY_SHAPE.fullmatch(text):
        raise typer.BadParameter(
            f"{text!r} is not a day: write 2024-04-12, yesterday, today or tomorrow"
        )
    try:
        return calendar_day(text)
    except NoDayError as error:
        raise typer.BadParameter(error.message) from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=parse_day,
        help="The day to judge by (YYYY-MM-DD, yesterday, today); today if not given.",
    ),
]
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="Sections, objectives or indicators to narrow it to; all if none.",
        autocompletion=complete.ids,
    ),
]
RecordId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        parser=file_name,
        help="The record's id.",
        autocompletion=complete.records,
    ),
]
