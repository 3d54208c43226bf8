"""A mapping of columns as it is kept in a file: which column gives which field.

columns:
  date: 出访日期
  people: 姓名
set:
  kind: trip
  indicator: A1.staff
left_out: [序号]
"""

from collections.abc import Iterable, Iterator
from typing import Final

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.domain.finding import Fault, Finding, Where
from oicekpi.messages.text import clipped, listed, nearest, shown
from oicekpi.storage import document, yamlfile
from oicekpi.storage.record_text import ORDER, entry, inline, ordered
from oicekpi.storage.sheets.sheet import plain
from oicekpi.storage.yamlfile import Value, YamlRefusedError

_COLUMNS: Final = "columns"
_SET: Final = "set"
_LEFT_OUT: Final = "left_out"
_KEYS: Final = (_COLUMNS, _SET, _LEFT_OUT)
_HEAD: Final = (
    "# How rows become records. `oicekpi import --write` keeps it here; it may be edited.\n"
)


def render(mapping: ColumnMapping) -> bytes:
    """Write a mapping as its file."""
    lines = []
    for section, given in ((_COLUMNS, mapping.columns), (_SET, mapping.constants)):
        if given:
            lines += [
                f"{section}:",
                *(f"  {key}: {inline(key, given[key])}" for key in ordered(given)),
            ]
    if mapping.left_out:
        lines += entry(_LEFT_OUT, tuple(sorted(mapping.left_out)))
    return (_HEAD + "\n".join(lines) + "\n").encode()


def parse(path: str, data: bytes) -> tuple[ColumnMapping | None, list[Finding]]:
    """Read a mapping from its file, or find all that is wrong with it."""
    try:
        value = yamlfile.read(data)
    except YamlRefusedError as refusal:
        return None, document.refused(path, refusal)
    mapping, faults = _read(value)
    return (None if faults else mapping), document.place(path, data, faults)


def _read(value: Value) -> tuple[ColumnMapping, list[Fault]]:
    if not isinstance(value, dict):
        return ColumnMapping(), [_no_keys((), value)]
    faults = [_unknown((key,), key, _KEYS) for key in value if key not in _KEYS]
    columns = _by_field(value, _COLUMNS, faults)
    constants = _by_field(value, _SET, faults)
    left_out = _left_out(value, faults)
    faults += _twice(columns, constants, left_out)
    return ColumnMapping(columns, constants, frozenset(left_out)), faults


def _by_field(value: dict[str, Value], key: str, faults: list[Fault]) -> dict[str, str]:
    """Read a section with a text for each field; what is wrong with it goes into `faults`."""
    given = value.get(key, {})
    if not isinstance(given, dict):
        faults.append(_no_keys((key,), given))
        return {}
    faults += (_unknown((key, name), name, ORDER) for name in given if name not in ORDER)
    texts = {name: _text((key, name), each, faults) for name, each in given.items()}
    return {name: text for name, text in texts.items() if text}


def _left_out(value: dict[str, Value], faults: list[Fault]) -> list[str]:
    given = value.get(_LEFT_OUT, ())
    if not isinstance(given, tuple):
        what = f"a list is wanted here, not {shown(given)}"
        faults.append(Fault((_LEFT_OUT,), "wrong-type", what, "write the columns as [one, two]"))
        return []
    return [_text((_LEFT_OUT, at), each, faults) for at, each in enumerate(given)]


def _text(where: Where, value: Value, faults: list[Fault]) -> str:
    """Read a text; a number in the place of one is its digits."""
    if isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip():
        return str(value)
    what = f"text is wanted here, not {shown(value)}"
    faults.append(Fault(where, "wrong-type", what, "write one text, in quotation marks"))
    return ""


def _twice(
    columns: dict[str, str], constants: dict[str, str], left_out: list[str]
) -> Iterator[Fault]:
    for name in (name for name in constants if name in columns):
        what = f"{name} is given by a column too"
        yield Fault((_SET, name), "repeated", what, "keep one of the two")
    seen: set[str] = set()
    places: list[tuple[Where, str]] = [((_COLUMNS, name), columns[name]) for name in columns]
    places += (((_LEFT_OUT, at), header) for at, header in enumerate(left_out))
    for where, header in places:
        if plain(header) in seen:
            what = f"the column {shown(header)} stands here twice"
            yield Fault(where, "repeated", what, "keep one of the two")
        seen.add(plain(header))


def _no_keys(where: Where, value: Value) -> Fault:
    what = f"keys with values are wanted here, not {shown(value)}"
    return Fault(where, "wrong-type", what, "write lines of `field: column` or `field: text`")


def _unknown(where: Where, key: str, known: Iterable[str]) -> Fault:
    near = nearest(key, known)
    hint = f"did you mean `{near}`?" if near else f"the keys are {listed(known, 'and')}"
    return Fault(
        where, "unknown-key", f"the key `{clipped(key)}` is not known here", hint, at_key=True
    )
