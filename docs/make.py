"""Make what is made from the program: `python docs/make.py` or `make docs`.

To add something, write a function that gives its text, and name its file in `MADE`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from oicekpi.app import reading
from oicekpi.reports import explain, picture, status
from oicekpi.reports.look import Look
from oicekpi.schema import json_schema
from oicekpi.storage.workspace import Workspace

ROOT: Final = Path(__file__).resolve().parent.parent
_DAY: Final = date(2024, 9, 30)
_LOOK: Final = Look(width=132, color=True)


def _status() -> str:
    shown = reading.status(Workspace(ROOT), _DAY)
    text = status.render("table", shown.whole, shown.shown, shown.findings, _LOOK)
    return picture.svg(text, f"oicekpi status --as-of {_DAY}")


MADE: Final[Mapping[str, Callable[[], str]]] = {
    "schemas/plan.schema.json": json_schema.plan_schema,
    "schemas/record.schema.json": json_schema.record_schema,
    "oicekpi/app/starter/files/plan-2024.yaml": lambda: (ROOT / "plans/2024.yaml").read_text(
        "utf-8"
    ),
    "docs/findings.md": explain.findings_page,
    "docs/images/status.svg": _status,
}
"""The files that are made, by their path, and how. They are kept in git, so that nobody needs to
make them in order to read them."""


def make(root: Path = ROOT) -> None:
    """Write every file that is made, and tell which of them changed."""
    for name, write in MADE.items():
        path, text = root / name, write()
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        print(name)


if __name__ == "__main__":
    make()
