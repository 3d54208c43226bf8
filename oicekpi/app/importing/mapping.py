"""Which column of a sheet gives which field of a record, and what is the same for all rows.

Several have a say: the command line before what is remembered, and that before a header that is
the name of a field. Columns that none of them mentions are reported, so that none is lost unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final, NamedTuple

from oicekpi.app import typed
from oicekpi.domain.fields import declared
from oicekpi.domain.record import Record, all_fields, names, ordered
from oicekpi.messages.translate import marked
from oicekpi.storage.sheets.sheet import Sheet, plain
from oicekpi.values import dataclass

OWN_NAME: Final = marked("its name")


@dataclass(frozen=True)
class ColumnMapping:
    """How rows become records: the header that gives a field, a text for all rows, what is unused.

    `columns` and `constants` are by field; no field is in both, and no header occurs more than
    once. A constant of no text says that nothing gives the field. `values` are by field, too: what
    is read instead of a cell's whole text, by that text.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, uses: Iterable["Use"], values: Mapping[str, Mapping[str, str]] | None = None
    ) -> "ColumnMapping":
        """Give the mapping that makes these uses, no two of them of one column or one field."""
        uses = list(uses)
        return cls(
            {use.field: use.header for use in uses if use.header and use.field},
            {use.field: use.text for use in uses if not use.header},
            frozenset(use.header for use in uses if use.header and not use.field),
            values or {},
        )

    @property
    def headers(self) -> set[str]:
        """The headers that it speaks of, as `oicekpi.storage.sheets.sheet.plain` gives them."""
        return {plain(header) for header in (*self.columns.values(), *self.left_out)}

    def __and__(self, other: "ColumnMapping") -> "ColumnMapping":
        """Give what both say."""
        unused = {plain(header) for header in other.left_out}
        return ColumnMapping(
            {
                name: header
                for name, header in self.columns.items()
                if plain(other.columns.get(name, "")) == plain(header)
            },
            dict(self.constants.items() & other.constants.items()),
            frozenset(header for header in self.left_out if plain(header) in unused),
            _by_field(self.replacements().items() & other.replacements().items()),
        )

    def __len__(self) -> int:
        """How many things it says."""
        columns = len(self.columns) + len(self.constants) + len(self.left_out)
        return columns + len(self.replacements())

    def replacements(self) -> dict[tuple[str, str], str]:
        """Give what is read instead of a text, by the field and the text."""
        return {
            (name, text): meant
            for name, texts in self.values.items()
            for text, meant in texts.items()
        }

    def same(self, other: "ColumnMapping") -> bool:
        """Tell whether another says just the same."""
        return len(self) == len(other) == len(self & other)


class Use(NamedTuple):
    """What is made of a column, and who said so: `field` is empty where it is left out.

    Without a header it is a `text` for all rows.
    """

    header: str
    field: str
    text: str
    origin: str


@dataclass(frozen=True)
class Applied:
    """A mapping as it is for a sheet.

    `unmapped` are the columns with values that nobody speaks of; `missing` are the fields that
    every record needs and nothing gives; `left` are all fields that nothing gives, of the kind if
    all rows are of one kind. `values` are those of a `ColumnMapping`.
    """

    uses: tuple[Use, ...]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def mapping(self) -> ColumnMapping:
        """What of it is worth remembering."""
        return ColumnMapping.of((use for use in self.uses if use.header or use.text), self.values)


def apply(sheet: Sheet, layers: Iterable[tuple[str, ColumnMapping]]) -> Applied:
    """Say what becomes of a sheet's columns.

    `layers` are the mappings that have a say, the strongest first, each after its origin.
    """
    layers = [*layers]
    named = {plain(header): header for header in sheet.headers}
    own = ColumnMapping({name: header for name in all_fields() if (header := _own(name, named))})
    uses: list[Use] = []
    for origin, layer in (*layers, (OWN_NAME, own)):
        headers = {use.header for use in uses if use.header}
        fields = {use.field for use in uses if use.field}
        columns = [*layer.columns.items(), *(("", header) for header in layer.left_out)]
        said = [
            Use(named[plain(header)], name, "", origin)
            for name, header in columns
            if plain(header) in named
        ]
        said += (Use("", name, text, origin) for name, text in layer.constants.items())
        uses += [use for use in said if use.header not in headers and use.field not in fields]
    places = {header: at for at, header in enumerate(sheet.headers)}
    uses.sort(key=lambda use: places.get(use.header, len(places)))
    spoken_of = {use.header for use in uses}
    given = {use.field: use.text for use in uses if use.header or use.text}
    known = _fields(typed.word("kind", given.get("kind", "")))
    return Applied(
        tuple(uses),
        tuple(each for each in sheet.headers if each in sheet.filled and each not in spoken_of),
        tuple(name for name, needed in known.items() if needed and name not in given),
        tuple(name for name in known if name not in given),
        _by_field(each for _, layer in reversed(layers) for each in layer.replacements().items()),
    )


def _by_field(replaced: Iterable[tuple[tuple[str, str], str]]) -> dict[str, dict[str, str]]:
    """Give texts and what is read instead by their fields; of two for one text the last counts."""
    values: dict[str, dict[str, str]] = {}
    for (name, text), meant in replaced:
        values.setdefault(name, {})[text] = meant
    return values


def _own(field: str, named: Mapping[str, str]) -> str | None:
    """Give the header that is a name of a field, its best one; None if there is none."""
    known = (named.get(plain(name)) for name in names(field))
    return next((header for header in known if header), None)


def _fields(kind: str) -> dict[str, bool]:
    """Give the fields of a kind, or of all where it is none, each with whether it must be there."""
    own = typed.keys(kind) if kind in typed.kinds() else dict.fromkeys(all_fields(), False)
    known = (
        {"state": False, "reason": False}
        | own
        | dict.fromkeys((name for name, key in declared(Record).items() if key.required), True)
    )
    return {name: known[name] for name in ordered(known)}
