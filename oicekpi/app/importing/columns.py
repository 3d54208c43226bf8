"""What `import` is told of a sheet's columns: `--map` and `--set`, before what is remembered."""

from collections.abc import Iterable
from typing import Final

from oicekpi.app.importing import mapping
from oicekpi.app.importing.mapping import Applied, ColumnMapping, Use
from oicekpi.app.importing.remembered import Chosen
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import listed, nearest
from oicekpi.storage.record_text import ORDER
from oicekpi.storage.sheets.sheet import Sheet, plain

TOLD: Final = "the command line"


def applied(
    sheet: Sheet, maps: Iterable[str], sets: Iterable[str], chosen: Chosen | None
) -> Applied:
    """Say what becomes of a sheet's columns: what is typed goes before what is remembered.

    Raises `UsageError` as `told` does.
    """
    layers = [(TOLD, told(sheet, maps, sets))]
    layers += [(chosen.origin, chosen.mapping)] if chosen else []
    return mapping.apply(sheet, layers)


def told(sheet: Sheet, maps: Iterable[str], sets: Iterable[str]) -> ColumnMapping:
    """Read what the command line says: `column=field`, `column=`, and `field=text`.

    Raises `UsageError` where that names no column or no field, or says two things of one.
    """
    uses = [*(_mapped(sheet, said) for said in maps), *map(_set, sets)]
    _refuse_twice("the column", (use.header for use in uses if use.header))
    _refuse_twice("the field", (use.field for use in uses if use.field))
    return ColumnMapping.of(uses)


def _mapped(sheet: Sheet, said: str) -> Use:
    wanted, name = _parted("--map", "COLUMN=FIELD", said, said.rpartition("="))
    for header in sheet.headers:
        if plain(header) == plain(wanted):
            return Use(header, _field(name) if name else "", "", TOLD)
    near = nearest(wanted, sheet.headers)
    raise UsageError(
        f"{sheet.name} has no column {wanted!r}",
        f"did you mean {near}?" if near else f"its columns are {listed(sheet.headers, 'and')}",
    )


def _set(said: str) -> Use:
    name, text = _parted("--set", "FIELD=TEXT", said, said.partition("="))
    return Use("", _field(name), text, TOLD)


def _parted(option: str, form: str, said: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    before, equals, after = parts
    if not equals:
        raise UsageError(f"{option} {said!r} has no `=`", f"write {option} {form}")
    return before.strip(), after.strip()


def _field(name: str) -> str:
    if name.casefold() in ORDER:
        return name.casefold()
    near = nearest(name, ORDER)
    hint = f"did you mean {near}?" if near else f"the fields are {listed(ORDER, 'and')}"
    raise UsageError(f"a record has no field {name!r}", hint)


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError(f"the command line says two things of {what} {name}", "keep one")
        seen.add(name)
