"""`oicekpi show`: one objective or indicator in full."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete
from oicekpi.cli.options import AsOf

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi show A1.staff                     chart, progress, records
  oicekpi show B2 --as-of 2024-09-30        an objective's indicators in turn
"""


def show(
    context: typer.Context,
    wanted: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Indicators, objectives or sections.",
            autocompletion=complete.ids,
        ),
    ],
    as_of: AsOf = None,
) -> None:
    """Show an indicator's burn-up chart, why it stands as it does, and its records."""
    from oicekpi.reports import show as view

    session: Session = context.obj
    day = as_of or session.today
    reading = session.read(day)
    indicators = reading.select(wanted)
    entries = list(reading.entries())
    shown = reading.progress(day).narrowed(indicators)
    reading.conclude(view.render(shown, entries, session.look()))
