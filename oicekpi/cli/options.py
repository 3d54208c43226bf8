"""The options that several commands share, each defined once."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from oicekpi.cli import clock, complete
from oicekpi.cli.arguments import file_name
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from oicekpi.domain.typed_days import NotADayError


def parse_day(text: str) -> date:
    """Read a day as people type it. Raises `typer.BadParameter`."""
    from oicekpi.domain.typed_days import NotADayError, read_day

    try:
        return read_day(text, clock.today())
    except NotADayError as error:
        raise typer.BadParameter(not_a_day(error)) from None


def not_a_day(error: "NotADayError") -> str:
    """Say why a text is not read as a day."""
    template = prompts.TWO_DAYS if len(error.days) > 1 else prompts.NOT_A_DAY
    return fill(gettext(template), {"text": error.text, "days": [str(day) for day in error.days]})


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=parse_day,
        help="The day to judge by (2024-09-30, yesterday, last friday); today if not given.",
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
        help="The record's id, or its beginning.",
        autocompletion=complete.records,
    ),
]
