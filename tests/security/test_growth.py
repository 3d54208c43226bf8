"""No file stalls a command: twice as much input takes at most about twice the steps.

Steps are calls of functions, Python's and C's, while the whole command runs. Work inside one call,
such as a pattern that tries again and again, is measured by `make bench`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli.app import run
from oicekpi.storage import yamlfile

Calls = Callable[[Callable[[], object]], int]

QUOTED = '"t{at} #"'
TRIP = "date: 2024-04-12\nkind: trip\nindicator: A1.staff\npeople: 2\n"
FLOW = "{date: 2024-04-12, kind: trip, indicator: A1.staff, people: 2}"
INDICATOR = (
    "          - {{id: A1.x{at}, title: T, measure: people, of: [trip], target: {{at_least: 3}}}}\n"
)


def _items(text: str, size: int) -> str:
    return ", ".join(text.format(at=at) for at in range(size))


def _records(text: str, size: int) -> str:
    return "".join(f"- {{{text.format(at=at, day=at % 28 + 1)}}}\n" for at in range(size))


RECORD: dict[str, Callable[[int], str]] = {
    "blanks before a #": lambda size: f"{TRIP}note: x{' ' * 20 * size}# y\n",
    "blanks behind a #": lambda size: f"{TRIP}note: x #{' ' * 20 * size}\n",
    "many # in one line": lambda size: TRIP + f"tags: [{_items(QUOTED, size)}]\n",
    "many comments": lambda size: TRIP + "# x\n" * size,
    "marks on one letter": lambda size: TRIP.replace("2\n", f"[a{chr(0x301) * 20 * size}]\n"),
    "different marks": lambda size: (
        f"{TRIP}note: a{(chr(0x327) + chr(0x301)) * 20 * size}\n"
    ),
    "folders of evidence": lambda size: f"{TRIP}evidence: [{'a/' * 20 * size}b]\n",
    "much evidence": lambda size: f"{TRIP}evidence: [{_items('a/b{at}', size)}]\n",
    "steps up in evidence": lambda size: f"{TRIP}evidence: [{'a/../' * 20 * size}b]\n",
    "many unknown keys": lambda size: TRIP + "".join(f"people{at}: 1\n" for at in range(size)),
    "a long unknown key": lambda size: f"{TRIP}{'k' * size}: 1\n",
    "a long unknown kind": lambda size: TRIP.replace("trip", "t" * 20 * size),
    "a long unknown indicator": lambda size: TRIP.replace("A1.staff", "A" * 20 * size),
    "many indicators": lambda size: TRIP.replace("A1.staff", f"[{_items('A1.x{at}', size)}]"),
    "blank lines, then a tab": lambda size: TRIP + "\n" * 20 * size + "\tnote: x\n",
    "opening brackets": lambda size: f"{TRIP}note: {'[' * size}\n",
    "quotation marks": lambda size: f"{TRIP}note: '{2 * chr(39) * 20 * size}'\n",
    "digits and dashes": lambda size: f"{TRIP}note: {'1-2 ' * size}\n",
    "dots and an @": lambda size: f"{TRIP}note: {'a.' * size}@\n",
    "markers of a conflict": lambda size: f"{TRIP}note: '{'<<<<<<< ' * size}'\n",
}  # fmt: skip
SEVERAL: dict[str, Callable[[int], str]] = {
    "planned records": lambda size: _records(
        "date: 2024-04-{day:02}, kind: trip, indicator: A1.staff, people: {at}, state: planned",
        size,
    ),
    "equal records": lambda size: _records(
        "date: 2024-04-12, kind: trip, indicator: A1.staff, people: [a, b]", size
    ),
    "unknown indicators": lambda size: _records(
        "date: 2024-04-12, kind: trip, indicator: A1.y{at}, people: 1", size
    ),
    "misspelt indicators": lambda size: _records(
        "date: 2024-04-12, kind: trip, indicator: A1.staf, people: [p{at}]", size
    ),
    "partners that differ a little": lambda size: _records(
        "date: 2024-04-12, kind: agreement, indicator: A1.signed, partner: Example {at}", size
    ),
    "people with similar names": lambda size: _records(
        "date: 2024-04-{day:02}, kind: trip, indicator: A1.staff, people: [anna{at:05}]", size
    ),
    "people of two indicators": lambda size: _records(
        "date: 2024-04-12, kind: trip, indicator: [A1.staff, A1.partners], people: [p{at}, q{at}], "
        "partner: x",
        size,
    ),
    "days of another year": lambda size: _records(
        "date: 2023-04-{day:02}, kind: trip, indicator: A1.staff, people: 1", size
    ),
    "comments in a list": lambda size: f"- {FLOW}  # x\n" * size,
}  # fmt: skip


PLANS: dict[str, Callable[[int], tuple[str, str]]] = {
    "indicators": lambda size: (
        "        indicators:\n",
        "        indicators:\n" + "".join(INDICATOR.format(at=at) for at in range(size)),
    ),
    "stages": lambda size: (
        "stages: [", f"stages: [{_items('{{id: s{at}, title: x}}', size)}, ",
    ),
    "a title of ideographs": lambda size: (
        "title: A programme", f"title: {chr(0x957F) * 20 * size}",
    ),
    "breaks": lambda size: (
        "sections:\n",
        f"breaks: [{_items('{{start: 2024-02-01, end: 2024-02-02}}', size)}]\nsections:\n",
    ),
    "words of where": lambda size: (
        "title: Staff abroad,", f"title: Staff abroad, where: {{tags: [{_items('t{at}', size)}]}},",
    ),
    "kinds": lambda size: ("of: [trip]", f"of: [{_items('trip{at}', size)}]"),
}  # fmt: skip
VERBS = (
    ("check", "--format", "text"),
    ("status",),
    ("agenda", "--as-of", "2024-10-01"),
    ("report", "--format", "html", "--output", "-"),
    ("report", "--format", "markdown", "--output", "-"),
)


def _grows(calls: Calls, put: Callable[[int], object], *arguments: str) -> None:
    """Require that 60 more cost twice what 30 more cost: nothing is done for each pair of them.

    What is done differently from some number on may cost a tenth of the smallest run.
    """
    steps = []
    for size in (55, 55, 85, 145):
        put(size)
        steps.append(calls(lambda: run([*arguments])))
    _, few, more, many = steps  # the first run also loads what is loaded once
    assert many - more <= 2.2 * (more - few) + few / 10


@pytest.mark.usefixtures("capsys")
@pytest.mark.parametrize("name", RECORD)
def test_one_record_of_any_sort_takes_steps_as_it_is_long(
    root: Path, calls: Calls, name: str
) -> None:
    """Whatever one record consists of; `check` does all that reading commands do, and more."""
    path = root / "records" / "2024-04-12-x.yaml"
    _grows(calls, lambda size: path.write_text(RECORD[name](size)), *VERBS[0])


@pytest.mark.usefixtures("capsys")
@pytest.mark.parametrize("verb", [*VERBS, ("log",), ("show", "A1.staff")], ids=" ".join)
@pytest.mark.parametrize("name", SEVERAL)
def test_records_take_steps_as_there_are_many(
    root: Path, calls: Calls, name: str, verb: tuple[str, ...]
) -> None:
    """No record is compared with every other one."""
    path = root / "records" / "2024-04-x.yaml"
    _grows(calls, lambda size: path.write_text(SEVERAL[name](size)), *verb)


@pytest.mark.usefixtures("capsys")
@pytest.mark.parametrize("verb", [*VERBS, ("show",), ("history",)], ids=" ".join)
@pytest.mark.parametrize("name", PLANS)
def test_plans_take_steps_as_they_are_long(
    root: Path, calls: Calls, name: str, verb: tuple[str, ...]
) -> None:
    """Whatever a plan consists of."""
    path = root / "plans" / "2024.yaml"
    whole = path.read_text()
    assert PLANS[name](1)[0] in whole
    _grows(calls, lambda size: path.write_text(whole.replace(*PLANS[name](size), 1)), *verb)


@pytest.mark.usefixtures("capsys")
def test_many_plans_of_one_year_are_compared_in_linear_steps(root: Path, calls: Calls) -> None:
    """Each is compared with a few others."""
    whole = (root / "plans" / "2024.yaml").read_text()

    def put(size: int) -> None:
        for at in range(size // 5):
            (root / "plans" / f"p{at}.yaml").write_text(whole)

    _grows(calls, put, "check")


def test_a_record_that_names_very_many_indicators_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report shows each record with every indicator that it counts for."""
    path = root / "records" / "2024-04-12-x.yaml"
    path.write_text(RECORD["many indicators"](101))
    assert run(["check", "--format", "text"]) == 1
    assert "error[too-many-items]" in capsys.readouterr().out


@pytest.mark.usefixtures("capsys")
def test_what_is_too_large_is_not_read(root: Path) -> None:
    """A plan or record over 1 MiB is refused before it is parsed, so memory is bounded too."""
    (root / "plans" / "2024.yaml").write_bytes(
        b"a: [" + b"x, " * (yamlfile.MAX_BYTES // 3) + b"]\n"
    )
    (root / "records" / "2024-04-12-x.yaml").write_bytes(b"#" * (3 * yamlfile.MAX_BYTES))
    assert run(["status"]) == 1
