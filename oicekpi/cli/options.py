"""The options that several commands share, each defined once."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from oicekpi.cli import clock, complete
from oicekpi.cli.arguments import file_name, one_of
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.translate import gettext
from oicekpi.reports.formats import check_formats, document_formats, page_formats

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
        help="Only these sections, objectives or indicators; all if not given.",
        autocompletion=complete.ids,
    ),
]
Owner = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Only indicators of this person or office.",
        autocompletion=complete.owners,
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


def _format(names: Callable[[], Sequence[str]], meaning: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        "--format",
        metavar=f"[{'|'.join(names())}]",
        parser=one_of(names),
        autocompletion=lambda incomplete: [n for n in names() if n.startswith(incomplete)],
        help=meaning,
    )
    return option


PageFormat = Annotated[str, _format(page_formats, "The form of the output.")]
TextFormat = Annotated[str, _format(partial(page_formats, table=False), "The form of the output.")]
DocumentFormat = Annotated[
    str | None,
    _format(
        document_formats,
        "The form of the document; if not given, by the ending of --output, else HTML.",
    ),
]
AgendaFormat = Annotated[
    str, _format(partial(page_formats, table=False, calendar=True), "The form of the output.")
]
CheckFormat = Annotated[
    str | None,
    _format(
        check_formats,
        "The form of findings; if not given, that of GitHub or GitLab there, else text.",
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw", help="In CSV, put no ' before texts that a spreadsheet takes for formulas."
    ),
]
