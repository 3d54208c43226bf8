"""What the command line says of a sheet's columns: `--map` and `--set`."""

from collections.abc import Iterable
from typing import Final

from oicekpi.app.importing import mapping
from oicekpi.app.importing.mapping import Applied, ColumnMapping, Use
from oicekpi.app.importing.remembered import Chosen
from oicekpi.domain.record import all_fields
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import nearest
from oicekpi.storage.sheets.sheet import Sheet, plain

COMMAND_LINE: Final = "the command line"


def applied(
    sheet: Sheet, maps: Iterable[str], sets: Iterable[str], chosen: Chosen | None
) -> Applied:
    """Say what becomes of a sheet's columns: what is typed goes before what is remembered.

    Raises `UsageError` as `given` does.
    """
    layers = [(COMMAND_LINE, given(sheet, maps, sets))]
    layers += [(chosen.origin, chosen.mapping)] if chosen else []
    return mapping.apply(sheet, layers)


def given(sheet: Sheet, maps: Iterable[str], sets: Iterable[str]) -> ColumnMapping:
    """Read what the command line says: `column=field`, `column=`, and `field=text`.

    Raises `UsageError` where that names no column or no field, or says two things of one.
    """
    uses = [*(_mapped(sheet, said) for said in maps), *map(_set, sets)]
    _refuse_twice("column", (use.header for use in uses if use.header))
    _refuse_twice("field", (use.field for use in uses if use.field))
    return ColumnMapping.of(uses)


def _mapped(sheet: Sheet, said: str) -> Use:
    wanted, name = _parted("--map", "COLUMN=FIELD", said, said.rpartition("="))
    for header in sheet.headers:
        if plain(header) == plain(wanted):
            return Use(header, _field(name) if name else "", "", COMMAND_LINE)
    near = nearest(wanted, sheet.headers)
    raise UsageError(
        "unknown-column", file=sheet.name, wanted=wanted, near=near, known=sheet.headers
    )


def _set(said: str) -> Use:
    name, text = _parted("--set", "FIELD=TEXT", said, said.partition("="))
    return Use("", _field(name), text, COMMAND_LINE)


def _parted(option: str, form: str, said: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    before, equals, after = parts
    if not equals:
        raise UsageError("no-equals-sign", option=option, value=said, form=form)
    return before.strip(), after.strip()


def _field(name: str) -> str:
    if name.casefold() in all_fields():
        return name.casefold()
    near = nearest(name, all_fields())
    raise UsageError("unknown-field", wanted=name, near=near, known=all_fields())


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError("given-twice", what, name=name)
        seen.add(name)
