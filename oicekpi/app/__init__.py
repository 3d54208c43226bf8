"""The use cases: functions that take a workspace and a day, and return results.

They never print, never exit, and ask neither the clock nor the environment. This is the public
Python interface; `docs/api.md` shows it. A name is loaded when it is first asked for, so that each
command loads only what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from oicekpi.app.adding import propose, write
    from oicekpi.app.changing import apply, cancel, confirm, remove, rewrite
    from oicekpi.app.checking import check
    from oicekpi.app.comparing import compare, diff
    from oicekpi.app.content import Content, open_workspace
    from oicekpi.app.planning import draft_plan, write_plan
    from oicekpi.app.reading import Filter, history, log, show, status
    from oicekpi.app.reminding import agenda
    from oicekpi.app.reporting import report
    from oicekpi.app.starting import Start, init, schema

_HOMES: Final = {
    "Content": "content",
    "Filter": "reading",
    "Start": "starting",
    "agenda": "reminding",
    "apply": "changing",
    "cancel": "changing",
    "check": "checking",
    "compare": "comparing",
    "confirm": "changing",
    "diff": "comparing",
    "draft_plan": "planning",
    "history": "reading",
    "init": "starting",
    "log": "reading",
    "open_workspace": "content",
    "propose": "adding",
    "remove": "changing",
    "report": "reporting",
    "rewrite": "changing",
    "schema": "starting",
    "show": "reading",
    "status": "reading",
    "write": "adding",
    "write_plan": "planning",
}

__all__ = [
    "Content",
    "Filter",
    "Start",
    "agenda",
    "apply",
    "cancel",
    "check",
    "compare",
    "confirm",
    "diff",
    "draft_plan",
    "history",
    "init",
    "log",
    "open_workspace",
    "propose",
    "remove",
    "report",
    "rewrite",
    "schema",
    "show",
    "status",
    "write",
    "write_plan",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"oicekpi.app.{_HOMES[name]}"), name)
