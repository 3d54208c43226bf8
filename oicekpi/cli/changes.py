"""What the commands that change a record share: showing and writing the change."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from oicekpi.cli import terminal
from oicekpi.messages import prompts

if TYPE_CHECKING:
    from oicekpi.app.adding import Proposal
    from oicekpi.app.changing import Change
    from oicekpi.app.content import Content
    from oicekpi.app.importing.judging import Import
    from oicekpi.cli.session import Session
    from oicekpi.domain.agenda import Item


def finish(session: "Session", content: "Content", change: "Change") -> None:
    """Write a change, and show the file and what it changed."""
    from oicekpi.app import changing
    from oicekpi.domain.agenda import missing

    if change.until:
        terminal.notice(prompts.UNTIL_MOVED, until=change.until)
    if change.replaced:
        terminal.notice(prompts.APPROVAL_REPLACED, old=change.replaced)
    terminal.tell_findings(change.warnings)
    movement = moved(session, change)  # before the record is written: no fault can come after it
    root = content.workspace.root
    wanted = root / change.wanted

    def changed() -> set[str]:
        files = {root / change.path, *map(Path, terminal.beginning(wanted.parent, wanted.stem))}
        written = set()
        for path in files:
            with suppress(OSError):  # whatever is wrong with it, writing will say
                if path.read_bytes() == change.new:
                    written.add(str(path))
        return written

    with terminal.saving(changed):
        terminal.report(changing.apply(content, change), movement)
    if len(change.after) == 1:
        tell_missing(missing(content.plans.sound.values(), change.after[0]))


def tell_missing(item: "Item | None") -> None:
    """Say what to type so that a record which is provisional counts."""
    if item is not None:
        terminal.notice(prompts.NOT_COUNTED_YET, command=item.command)


def moved(session: "Session", change: "Change | Import | Proposal") -> str:
    """Return the lines that say how the indicators move."""
    from oicekpi.reports import adding
    from oicekpi.reports.render import lines

    look = session.look()
    return lines(
        (adding.moved(each.before, each.after, each.known) for each in change.movement), look
    )
