"""`init` and `schema`: a new records repository, and what its files may hold."""

from pathlib import Path

from oicekpi.app import starter
from oicekpi.checks.loading import plan_of
from oicekpi.messages.failures import BadDataError
from oicekpi.schema import json_schema
from oicekpi.storage.document import parse
from oicekpi.values import dataclass


@dataclass(frozen=True)
class Start:
    """The plan that a new repository starts with; `name` is the file that it came from."""

    data: bytes
    name: str = ""


def empty(year: int, language: str = "en") -> Start:
    """Return the plan of a year with one objective, and the rest in comments."""
    return Start(starter.empty_plan(year, language))


def example() -> Start:
    """Return the plan that comes with oicekpi."""
    return Start(starter.shipped_plan())


def init(folder: Path, start: Start, version: str, language: str = "en") -> tuple[Path, ...]:
    """Make a records repository in a folder, and return its files.

    `version` is that of oicekpi which its checks are to use, `language` that of its comments and
    of its README. Raises `BadDataError` for a plan with
    errors, `UsageError` where files are in the way, and `CannotWriteError`.
    """
    plan, findings = plan_of(parse(start.name, start.data), strict=True)
    if plan is None:
        raise BadDataError("broken-plan", findings=findings, name=start.name)
    schemas = {name: make() for name, make in json_schema.SCHEMAS.items()}
    made = starter.files(plan.period.start.year, start.data, schemas, version, language)
    starter.lay_out(folder, made)
    return tuple(folder / path for path in made)


def schema(what: str) -> str:
    """Return the JSON Schema of a `plan` or a `record`."""
    return json_schema.SCHEMAS[what]()
