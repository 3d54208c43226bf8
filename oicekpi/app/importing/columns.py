"""What the command line says of a sheet's columns: `--map` and `--set`."""

import re
from collections.abc import Iterable
from typing import Final

from oicekpi.app.importing import mapping
from oicekpi.app.importing.mapping import Applied, ColumnMapping, Use
from oicekpi.app.importing.remembered import Chosen
from oicekpi.domain.record import all_fields, names
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import nearest
from oicekpi.messages.translate import marked
from oicekpi.storage.sheets.sheet import Sheet, plain

COMMAND_LINE: Final = marked("the command line")
_FIELD_AND_TEXT: Final = re.compile(r"\s*([^:：]+?)\s*[:：]\s*(\S.*)", re.DOTALL)


def applied(
    sheet: Sheet,
    maps: Iterable[str],
    sets: Iterable[str],
    chosen: Chosen | None,
    replacements: Iterable[str] = (),
) -> Applied:
    """Say what becomes of a sheet's columns: what is typed goes before what is remembered.

    Raises `UsageError` as `given` does.
    """
    layers = [(COMMAND_LINE, given(sheet, maps, sets, replacements))]
    layers += [(chosen.origin, chosen.mapping)] if chosen else []
    return mapping.apply(sheet, layers)


def given(
    sheet: Sheet, maps: Iterable[str], sets: Iterable[str], replacements: Iterable[str] = ()
) -> ColumnMapping:
    """Read what the command line says: `column=field`, `column=`, `field=text`, `field:text=new`.

    Raises `UsageError` where that names no column or no field, or says two things of one.
    """
    uses = [*(_mapped(sheet, said) for said in maps), *map(_set, sets)]
    _refuse_twice("column", (use.header for use in uses if use.header))
    _refuse_twice("field", (use.field for use in uses if use.field))
    values: dict[str, dict[str, str]] = {}
    for said in replacements:
        name, text, new = _replaced(said)
        _refuse_twice("text", (text, *values.get(name, ())))
        values.setdefault(name, {})[text] = new
    return ColumnMapping.of(uses, values)


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


def _replaced(said: str) -> tuple[str, str, str]:
    option, form = "--replace", "FIELD:TEXT=NEW"
    before, new = _parted(option, form, said, said.rpartition("="))
    found = _FIELD_AND_TEXT.fullmatch(before)
    if found is None:
        raise UsageError("no-equals-sign", "colon", option=option, value=said, form=form)
    return _field(found[1]), found[2], new


def _parted(option: str, form: str, said: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    before, equals, after = parts
    if not equals:
        raise UsageError("no-equals-sign", option=option, value=said, form=form)
    return before.strip(), after.strip()


def _field(name: str) -> str:
    for known in all_fields():
        if plain(name) in map(plain, names(known)):
            return known
    near = nearest(name, all_fields())
    raise UsageError("unknown-field", wanted=name, near=near, known=all_fields())


def _refuse_twice(what: str, said: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in said:
        if name in seen:
            raise UsageError("given-twice", what, name=name)
        seen.add(name)
