"""docs/formats.md and docs/output.md: every key, word and number is the program's own."""

import json
import re
import runpy
import shlex
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

import oicekpi
from oicekpi.cli.app import run
from oicekpi.domain.fields import reader
from oicekpi.domain.history import Outcome
from oicekpi.domain.pairing import Change
from oicekpi.domain.progress import of_indicator
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Ledger
from oicekpi.domain.target import Target
from oicekpi.messages.catalogue import Severity
from oicekpi.schema import json_schema
from oicekpi.schema.reading import read_plan
from oicekpi.storage import yamlfile

ROOT: Final = Path(__file__).parents[1]
FORMATS: Final = "".join(
    (ROOT / name).read_text("utf-8") for name in ("docs/formats.md", "docs/output.md")
)
MAKE: Final = runpy.run_path(str(ROOT / "docs/make.py"))


def section(heading: str) -> str:
    """Return the text below a heading, up to the next one."""
    below = rf"^#+ {re.escape(heading)}\n((?:(?!#+ ).*\n)*)"
    found = re.search(below, FORMATS, re.MULTILINE)
    assert found, f"there is no heading {heading}"
    return found[1]


def tables(heading: str) -> list[list[list[str]]]:
    """Return the tables below a heading: the cells of each row, without the head."""
    blocks = re.findall(r"(?:^\|.*\n)+", section(heading), re.MULTILINE)
    return [[line.strip("| ").split(" | ") for line in block.splitlines()[2:]] for block in blocks]


# --- keys -----------------------------------------------------------------------------------------


def test_every_part_of_a_plan_has_its_table() -> None:
    """Each part of a plan that has keys of its own has a table; tests/test_make.py renews them."""
    parts = json.loads(json_schema.plan_schema())["$defs"].values()
    home = Path(oicekpi.__file__).parents[1]  # where the package is may be elsewhere
    pages = [
        (home if name.startswith("oicekpi/") else ROOT) / name
        for name in MAKE["MADE"]
        if name.endswith(".md")
    ]
    marked = [
        name
        for page in pages
        for name in re.findall(r"<!-- table: (.+) -->", page.read_text("utf-8"))
    ]
    described = (MAKE["PARTS"][name] for name in marked if name in MAKE["PARTS"])
    descriptions = {part.__doc__.partition("\n")[0] for part in described}
    assert {each["description"] for each in parts if "properties" in each} <= descriptions
    assert {*marked} == MAKE["TABLES"].keys()


def test_every_word_of_the_output_is_described() -> None:
    """The words that stand for a status, an outcome or a change are in the reference."""
    words = [*Status, *Outcome, *Change, *Severity]
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
            meant = json.loads(told.strip("`"), parse_float=Decimal)
            assert (type(value), value) == (type(meant), meant)


def test_needed_and_due_are_what_is_said() -> None:
    """The tables of what targets need and of what is due are right."""
    for written, needed in tables("Targets")[1]:
        keys = yamlfile.read(f"target: {written.strip('`')}\n".encode())
        assert isinstance(keys, dict)
        assert reader(Target)(keys["target"]).needed == int(needed)
    value = yamlfile.read((ROOT / "plans/2024.yaml").read_bytes())
    shipped = read_plan(value).plan
    assert shipped
    (worked,) = tables("How due is computed")
    for known, day, needed, due, because in worked:
        indicator = shipped.indicators[known]
        progress = of_indicator(shipped, indicator, Ledger(shipped), date.fromisoformat(day))
        assert (progress.needed, progress.due) == (int(needed), int(due))
        share = re.search(r"\d+/\d+", because)
        assert share is None or progress.share == Fraction(share[0])


# --- the output for programs ----------------------------------------------------------------------


def output_keys(value: object) -> Iterator[str]:
    """Return all keys of a JSON document, except days and the parameters of findings."""
    if isinstance(value, list):
        for each in value:
            yield from output_keys(each)
    elif isinstance(value, dict):
        yield from (key for key in value if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", key))
        yield from output_keys([each for key, each in value.items() if key != "params"])


@pytest.fixture
def _two_years(clone: Path) -> None:
    """Give the clone a plan of the year before, to compare with."""
    text = (clone / "plans/2024.yaml").read_text("utf-8").replace("2024", "2023")
    (clone / "plans/2023.yaml").write_text(text.replace("2023-02-29", "2023-02-28"), "utf-8")


@pytest.mark.usefixtures("_two_years")
@pytest.mark.parametrize("row", tables("Forms")[0], ids=lambda row: row[0])
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


@pytest.mark.usefixtures("_two_years")
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
