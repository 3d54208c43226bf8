"""From a value to a plan or a record: fast where it is valid, else as pydantic judges it.

Almost every file is valid, and to load pydantic and make its models takes 100 ms, as long as to
read a year of records. So reading commands first try the readers that are derived from the same
declarations, and ask pydantic only about what these refuse. `check` always asks pydantic.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from oicekpi.domain import kinds, measures  # noqa: F401 - registers those that there are
from oicekpi.domain.fields import InvalidError, declared, reader
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.plan import Break, Indicator, Period, Plan
from oicekpi.domain.record import KINDS, Record, all_fields
from oicekpi.storage.yamlfile import Value

if TYPE_CHECKING:
    from oicekpi.schema.judge import Judged


class JudgedRecord(NamedTuple):
    """What a value says as a record, and what is wrong with it.

    `invalid` are the fields that are wrong, or missing where they are required; `written` are the
    keys of fields that are misspelt; `items` are the positions of invalid items in lists of which
    nothing else is wrong. Without problems and invalid fields the record is valid.
    """

    record: Record
    problems: list[Problem]
    invalid: frozenset[str] = frozenset()
    written: Mapping[str, str] = {}
    items: Mapping[str, frozenset[int]] = {}

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.problems or self.invalid)


def read_record(value: Value, *, strict: bool = False) -> JudgedRecord:
    """Read a value as a record of its kind; without a known one, by the fields that any kind has.

    With `strict`, pydantic judges it whether it looks valid or not.
    """
    kind = _kind(value)
    if kind is not None and not strict:
        try:
            return JudgedRecord(reader(kind)(value), [])
        except InvalidError:
            pass
    from oicekpi.schema import judge as schema  # noqa: PLC0415 - it loads pydantic

    if kind is None:
        known = tuple(KINDS.values())  # asked for now, since more may be registered
        if known not in _JOINED:
            _JOINED[known] = schema.joined("AnyKind", known, Record)
        judged = schema.judge(_JOINED[known], value)
        kind = _kind(judged.value)  # its key may be misspelt
        if kind is None:
            missing = {
                name
                for name, key in declared(Record).items()
                if key.required and name not in _mapping(judged.value)
            }
            problems = judged.problems + [
                Problem((name,), "missing-key", {"key": name}, "kind" if name == "kind" else "")
                for name in sorted(missing)
                if isinstance(value, dict)
            ]
            return _partial(_JOINED[known], judged, problems[: schema.MAX_PROBLEMS], missing)
    judged = schema.judge(kind, value, others=all_fields())
    if judged.made is not None:
        return JudgedRecord(judged.made, [])
    return _partial(kind, judged, judged.problems, set())


_JOINED: Final[dict[tuple[type[Record], ...], type[Record]]] = {}


def _kind(value: Value) -> type[Record] | None:
    word = value.get("kind") if isinstance(value, dict) else None
    return KINDS.get(word) if isinstance(word, str) else None


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _partial(
    kind: type[Record], judged: "Judged[Record]", problems: list[Problem], missing: set[str]
) -> JudgedRecord:
    from oicekpi.schema import judge as schema  # noqa: PLC0415 - the same

    if not judged.complete or not isinstance(judged.value, dict):
        invalid = frozenset(declared(kind))
        return JudgedRecord(schema.partial(kind, {}, frozenset(), ()), problems, invalid)
    wrong = schema.touched(judged.invalid)
    invalid = schema.invalid_keys(kind, wrong, ()) | missing
    record = schema.partial(kind, judged.value, wrong, ())
    written = {str(way[0]): key for way, key in judged.written.items() if len(way) == 1}
    items = _invalid_items(judged.value, judged.invalid)
    for name, wrong_at in items.items():
        values = cast("tuple[Value, ...]", judged.value[name])
        kept = tuple(None if at in wrong_at else each for at, each in enumerate(values))
        object.__setattr__(record, name, kept)
    return JudgedRecord(record, problems, invalid, written, items)


def _invalid_items(
    value: Mapping[str, Value], invalid: frozenset[Where]
) -> dict[str, frozenset[int]]:
    """Return, for each list of which only some items are invalid, the positions of these."""
    found: dict[str, set[int]] = {}
    for way in invalid:
        if len(way) > 1 and (way[0],) not in invalid and isinstance(value.get(f"{way[0]}"), tuple):
            found.setdefault(f"{way[0]}", set()).add(cast("int", way[1]))
    return {name: frozenset(positions) for name, positions in found.items()}


# --- plans ----------------------------------------------------------------------------------------


class Parts(NamedTuple):
    """The parts of a plan that are compared with each other, each with the way to it.

    What is wrong by itself is left out; each indicator comes with the keys of it that are wrong.
    """

    period: Period | None
    breaks: tuple[Break, ...]
    ids: list[tuple[Where, str]]
    indicators: list[tuple[Where, Indicator, frozenset[str]]]


class JudgedPlan(NamedTuple):
    """What a value says as a plan, what is wrong with it, and its parts as far as they are valid.

    `parts` is None where so much is wrong that nothing is known to be valid.
    """

    plan: Plan | None
    problems: list[Problem]
    parts: Parts | None
    written: Mapping[Where, str] = {}
    invalid: frozenset[Where] = frozenset()

    def located(self, problems: list[Problem]) -> list[Problem]:
        """Return further problems of what is valid, each at the keys that were written."""
        if not self.invalid and not self.written:
            return problems
        from oicekpi.schema.judge import Judged  # noqa: PLC0415 - it loads pydantic

        return Judged(None, [], "", self.invalid, dict(self.written)).located(problems)


def read_plan(value: Value, *, strict: bool = False) -> JudgedPlan:
    """Read a value as a plan. With `strict`, pydantic judges it whether it looks valid or not."""
    if not strict:
        try:
            plan = reader(Plan)(value)
        except InvalidError:
            pass
        else:
            return JudgedPlan(plan, [], parts_of(plan))
    from oicekpi.schema import judge as schema  # noqa: PLC0415 - the same

    judged = schema.judge(Plan, value)
    if judged.made is not None:
        return JudgedPlan(judged.made, [], parts_of(judged.made))
    if not judged.complete:
        return JudgedPlan(None, judged.problems, None)
    # The parts that are valid by themselves.
    wrong = schema.touched(judged.invalid)
    plan = schema.partial(Plan, judged.value, wrong, ())
    parts = Parts(plan.period, plan.breaks or (), [], [])
    for section, at_section in _items(_mapping(judged.value), (), "sections"):
        for objective, at_objective in _items(section, at_section, "objectives"):
            for part, at in _items(objective, at_objective, "indicators"):
                indicator = schema.partial(Indicator, part, wrong, at)
                keys = schema.invalid_keys(Indicator, wrong, at)
                parts.indicators.append((at, indicator, keys))
                parts.ids.extend(_id(part, at, judged.invalid))
            parts.ids.extend(_id(objective, at_objective, judged.invalid))
        parts.ids.extend(_id(section, at_section, judged.invalid))
    parts.ids.sort(key=lambda each: _place(each[0]))
    return JudgedPlan(None, judged.problems, parts, judged.written, judged.invalid)


def parts_of(plan: Plan) -> Parts:
    """Return the parts of a valid plan."""
    parts = Parts(plan.period, plan.breaks, [], [])
    for s, section in enumerate(plan.sections):
        parts.ids.append((("sections", s, "id"), section.id))
        for o, objective in enumerate(section.objectives):
            at: Where = ("sections", s, "objectives", o)
            parts.ids.append(((*at, "id"), objective.id))
            for i, indicator in enumerate(objective.indicators):
                parts.ids.append(((*at, "indicators", i, "id"), indicator.id))
                parts.indicators.append(((*at, "indicators", i), indicator, frozenset()))
    return parts


def _place(where: Where) -> tuple[int, ...]:
    return tuple(step for step in where if isinstance(step, int))


def _id(part: Mapping[str, Value], at: Where, invalid: frozenset[Where]) -> list[tuple[Where, str]]:
    known = part.get("id")
    where = (*at, "id")
    return [(where, known)] if isinstance(known, str) and where not in invalid else []


def _items(
    part: Mapping[str, Value], at: Where, key: str
) -> list[tuple[Mapping[str, Value], Where]]:
    """Return the parts that are listed under a key, each with the way to it."""
    listed = part.get(key)
    items = listed if isinstance(listed, tuple) else ()
    return [
        (item, (*at, key, number)) for number, item in enumerate(items) if isinstance(item, dict)
    ]
