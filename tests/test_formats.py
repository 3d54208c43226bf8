"""What docs/formats.md says: every key, every word and every figure of it is the program's own."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from oicekpi.cli.app import run
from oicekpi.domain.history import Outcome
from oicekpi.domain.pace import due
from oicekpi.domain.pairing import Change
from oicekpi.domain.plan import Plan
from oicekpi.domain.status import Status
from oicekpi.reports.names import What
from oicekpi.schema import json_schema as schema
from oicekpi.schema.plan_files import parse
from oicekpi.storage import yamlfile

ROOT: Final = Path(__file__).parents[1]
FORMATS: Final = (ROOT / "docs/formats.md").read_text("utf-8")


def section(heading: str) -> str:
    """Give what docs/formats.md says below a heading, up to the next one."""
    below = rf"^#+ {re.escape(heading)}\n((?:(?!#+ ).*\n)*)"
    found = re.search(below, FORMATS, re.MULTILINE)
    assert found, f"docs/formats.md has no heading {heading}"
    return found[1]


def tables(heading: str) -> list[list[list[str]]]:
    """Give the tables below a heading: the cells of each row, without the head."""
    blocks = re.findall(r"(?:^\|.*\n)+", section(heading), re.MULTILINE)
    return [[line.strip("| ").split(" | ") for line in block.splitlines()[2:]] for block in blocks]


# --- keys -----------------------------------------------------------------------------------------


def keys_of(what: What, name: str = "") -> dict[str, Any]:
    """Give the JSON Schema of a plan or record, or of a part of it that has a name."""
    whole: dict[str, Any] = json.loads(schema.render(what))
    part: dict[str, Any] = whole["$defs"][name] if name else whole
    return part


HEADINGS: Final = {
    "": "Plan",
    "Period": "Period",
    "Break": "Breaks",
    "Flags": "Flags",
    "Section": "Sections",
    "Objective": "Objectives",
    "Indicator": "Indicators",
    "Target": "Targets",
    "Stage": "Stages",
    "Pace": "Pace",
    "Revision": "Revisions",
}


def described(text: str) -> dict[str, bool]:
    """Give the keys that stand in a text between backquotes, each with whether it is bold."""
    return {key: bool(bold) for bold, key in re.findall(r"(\*\*)?`(\w+)`", text)}


def wanted(part: dict[str, Any]) -> dict[str, bool]:
    """Give the keys that a schema knows, each with whether it must be there."""
    return {key: key in part.get("required", ()) for key in part["properties"]}


def test_every_part_of_a_plan_has_its_heading() -> None:
    """Whatever in a plan has keys has a table of them."""
    parts = keys_of(What.PLAN)["$defs"]
    assert {"", *(name for name, each in parts.items() if "properties" in each)} == {*HEADINGS}


@pytest.mark.parametrize("name", HEADINGS)
def test_every_key_of_a_plan_is_described(name: str) -> None:
    """The reference knows each key, marks those that must be there, and names each default."""
    part = keys_of(What.PLAN, name)
    keys, *_ = tables(HEADINGS[name])
    assert described(" ".join(key for key, _ in keys)) == wanted(part)
    for key, told in keys:
        (known,) = described(key)
        default = part["properties"][known].get("default")
        assert not isinstance(default, float) or f"{default} if left out" in told


def test_every_key_of_a_record_is_described() -> None:
    """The reference knows what each kind must and may say, and what each key means."""
    models = {key.lower(): part for key, part in keys_of(What.RECORD)["$defs"].items()}
    (common,) = tables("Every kind")
    kinds, means = tables("Kinds")
    shared = described(" ".join(key for key, _ in common))
    own = {kind: described(keys) for kind, keys in kinds}
    assert [*own] == keys_of(What.PLAN, "Kind")["enum"]
    for kind, keys in own.items():
        assert shared | keys == wanted(models[kind])
    assert {*described(" ".join(key for key, _ in means))} == {
        key for keys in own.values() for key in keys
    }


def test_every_word_that_may_stand_is_described() -> None:
    """Where only some words may stand, in a file or in JSON, all of them are in the reference."""
    parts = [part for what in What for part in keys_of(what)["$defs"].items()]
    words = [word for name, part in parts if name != "Country" for word in part.get("enum", ())]
    words += [*Status, *Outcome, *Change]
    assert [word for word in words if not re.search(rf"\b{word}\b", FORMATS)] == []


def test_yaml_means_what_is_said() -> None:
    """Each line of the table of what is written is read as what stands beside it."""
    (examples,) = tables("YAML")
    for written, told in examples:
        text = f"kind: trip\n{written.strip('`')}\n".encode()
        refused = re.fullmatch(r"refused: `(.+)`", told)
        if refused:
            with pytest.raises(yamlfile.YamlRefusedError) as caught:
                yamlfile.read(text)
            assert caught.value.code == refused[1]
        else:
            _, value = yamlfile.read(text).values()  # type: ignore[union-attr]  # it has two keys
            meant = json.loads(told.strip("`"))
            assert (type(value), value) == (type(meant), meant)


def small_plan(indicator: str) -> Plan | None:
    """Read a plan of one indicator; None where it does not hold."""
    objective = f"{{id: A1, title: Staff learn abroad, indicators: [{indicator}]}}"
    head = "title: A plan\nperiod: {start: 2024-01-01, end: 2024-12-31}\n"
    text = f"{head}sections: [{{id: A, title: Management, objectives: [{objective}]}}]\n"
    return parse("plans/x.yaml", text.encode())[0]


def test_kinds_that_can_be_counted_are_those_that_are_told() -> None:
    """What `of` can be for each way of counting is what the plan's reader takes."""
    _, told = tables("Indicators")
    kinds = keys_of(What.PLAN, "Kind")["enum"]
    for counts, _, able in told:
        stages = ", stages: [{id: a, title: A}]" if counts == "`stages`" else ""
        start = f"{{id: A1.x, title: X, measure: {counts.strip('`')}{stages}"
        taken = [kind for kind in kinds if small_plan(f"{start}, of: [{kind}]}}")]
        assert taken == able.split(", ")


def test_needed_and_due_are_what_is_said() -> None:
    """The tables of what targets need and of what is due are right."""
    _, examples = tables("Targets")
    for target, needed in examples:
        start = "{id: A1.x, title: X, measure: people, of: [trip], target: "
        plan = small_plan(f"{start}{target.strip('`')}}}")
        assert plan
        first = plan.indicators["A1.x"].target
        assert first
        assert first.needed == int(needed)
    shipped, _ = parse("plans/2024.yaml", (ROOT / "plans/2024.yaml").read_bytes())
    assert shipped
    (worked,) = tables("How due is computed")
    for known, day, share, needed, owed in worked:
        indicator = shipped.indicators[known]
        assert indicator.target
        assert indicator.target.needed == int(needed)
        assert shipped.curve(indicator).share(date.fromisoformat(day)) == Fraction(share)
        assert due(int(needed), Fraction(share)) == int(owed)


# --- the output for programs ----------------------------------------------------------------------


def output_keys(value: object) -> Iterator[str]:
    """Go through all keys of a JSON document, but for days."""
    if isinstance(value, list):
        for each in value:
            yield from output_keys(each)
    elif isinstance(value, dict):
        yield from (key for key in value if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", key))
        yield from output_keys([*value.values()])


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("row", tables("Output for programs")[0], ids=lambda row: row[0])
def test_every_key_of_json_is_described(
    row: list[str], on_day: Callable[[date], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The reference names the form of each output, and every key in it."""
    on_day(date(2025, 1, 1))
    Path("records/2024/2024-12-30-note.yaml").write_text("date: 2024-12-31\n")
    Path("records/2024/2024-04-08-trip-b5-students-conference.yaml").unlink()
    run(shlex.split(row[0].strip("`").replace("main", "HEAD"))[1:])
    made = json.loads(capsys.readouterr().out)
    assert made["schema"] == row[1].strip("`")
    told = {*re.findall(r"[`\"](\S+?)[`\"]", FORMATS)}
    assert {*output_keys(made)} - {"schema"} <= told


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("row", tables("CSV")[0], ids=lambda row: row[0])
def test_every_column_of_csv_is_described(
    row: list[str], on_day: Callable[[date], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The reference names the columns of each output in their order."""
    on_day(date(2025, 1, 1))
    assert run(shlex.split(row[0].strip("`"))[1:]) == 0
    head = capsys.readouterr().out.split("\n")[0]
    columns = [name for name in head.split(",") if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", name)]
    assert columns == re.findall(r"`(\w+)`", row[1])
