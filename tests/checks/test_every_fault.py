"""Every fault at once: none hides another, and what is mended brings nothing new to light."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks import candidate
from oicekpi.checks.loading import Plans
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.record import KINDS
from oicekpi.schema.reading import read_plan, read_record
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = (ROOT / "plans" / "2024.yaml").read_bytes()
RIGHT: Final[dict[str, Value]] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": "A1.staff",
    "people": ("ann", "ben"),
    "state": "planned",
    "reason": "none",
    "country": "DE",
    "partner": "Example University",
    "purpose": "a visit",
    "until": "2024-04-26",
    "approval": "U-2024-017",
    "evidence": ("evidence/a.pdf",),
    "note": "x",
}
WRONG: Final[dict[str, tuple[Value, ...]]] = {
    "date": ("2024-02-30", "12.4.2024", "1899-01-01", 5, ("2024-04-12",)),
    "kind": ("trp", "Trip", 7, ("trip",), {"a": 1}),
    "indicator": ("A9.staff", "A1", "A1 staff", (), 5, ("A1.staff", "A1.staff"), ("A1.staff", "Z")),
    "people": (0, "two", (), ("Ann", "ann"), ("ann", ""), ("ann", 5)),
    "state": ("plan", "Done", 1),
    "reason": ("", 5, ("a",)),
    "country": ("UK", "Germany", "de", 49),
    "partner": (" ", 5),
    "purpose": ("", True),
    "until": ("2024-13-01", "soon", 2024),
    "approval": (2024017, ""),
    "evidence": ("a.pdf", ("",), (5,)),
    "note": (5, ("a",)),
}
"""For each field of a trip, values that are wrong whatever the others are."""
MISSPELT: Final[dict[str, str]] = {
    "date": "dtae", "kind": "knd", "indicator": "indicatr", "people": "poeple", "state": "sate",
    "reason": "reson", "country": "contry", "partner": "patner", "purpose": "purpos",
    "until": "untill", "approval": "aproval", "evidence": "evidense", "note": "nte",
}  # fmt: skip


def line_of(field: str, value: Value) -> str:
    """Write a field of the record as a line of its file."""
    said = f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else value
    return f"{field}: {said}\n"


SLIPS: Final = st.sampled_from(["wrong", "misspelt", "both"])


@pytest.fixture(scope="module")
def shipped() -> Plans:
    """The plan that the repository has."""
    judged = read_plan(yamlfile.read(SHIPPED))
    assert judged.plan is not None, judged.problems
    return Plans("plans", {"2024": judged.plan})


def test_the_record_to_begin_with_is_right(shipped: Plans) -> None:
    """What is done to it below is all that is wrong with it."""
    assert candidate.judge(shipped, RIGHT).problems == []


def spoilt(slips: dict[str, str], data: st.DataObject) -> dict[str, Value]:
    """Give the record with some of its fields wrong, some misspelt, and some both."""
    record: dict[str, Value] = {}
    for field, value in RIGHT.items():
        slip = slips.get(field, "")
        key = MISSPELT[field] if slip in {"misspelt", "both"} else field
        bad = slip in {"wrong", "both"}
        record[key] = data.draw(st.sampled_from(WRONG[field])) if bad else value
    return record


def told(faults: list[Problem]) -> set[tuple[Where, str]]:
    """Give the key and the code of each fault."""
    return {(fault.where[:1], fault.code) for fault in faults}


@given(st.dictionaries(st.sampled_from([*RIGHT]), SLIPS), st.data())
def test_each_field_that_is_wrong_has_a_finding(
    shipped: Plans, slips: dict[str, str], data: st.DataObject
) -> None:
    """However many fields are wrong, each is told of, a misspelt key once and as itself."""
    record = spoilt(slips, data)
    faults = candidate.judge(shipped, record).problems
    keys = {(MISSPELT[field] if slip != "wrong" else field): slip for field, slip in slips.items()}
    assert {str(fault.where[0]) for fault in faults} == keys.keys()
    for key, slip in keys.items():
        own = [fault.code for fault in faults if fault.where[0] == key]
        assert own.count("unknown-key") == (slip != "wrong")
        assert len(own) > (slip == "both")


@given(st.dictionaries(st.sampled_from([*RIGHT]), SLIPS), st.data())
def test_mended_keys_bring_nothing_new_to_light(
    shipped: Plans, slips: dict[str, str], data: st.DataObject
) -> None:
    """Whoever follows what is proposed for the keys is told the rest as before, and no more."""
    record = spoilt(slips, data)
    before = candidate.judge(shipped, record).problems
    mended = followed(record, before)
    names = {spelt: field for field, spelt in MISSPELT.items()}
    expected = {
        (tuple(names.get(str(key), key) for key in where), code)
        for where, code in told(before)
        if code != "unknown-key"
    }
    assert told(candidate.judge(shipped, mended).problems) == expected


def is_proposal(problem: Problem) -> bool:
    """Tell whether a problem proposes another key."""
    return problem.code == "unknown-key" and not problem.case and bool(problem.params.get("near"))


def followed(record: dict[str, Value], faults: list[Problem], at: Where = ()) -> dict[str, Value]:
    """Write each key of a mapping as it is proposed; that never gives one twice."""
    meant = {
        str(fault.where[-1]): fault.params["near"]
        for fault in faults
        if is_proposal(fault) and fault.where[:-1] == at
    }
    keys = [meant.get(key, key) for key in record]
    assert len({*keys}) == len(keys)
    return dict(zip(keys, record.values(), strict=True))


# --- keys of any spelling -------------------------------------------------------------------------


@st.composite
def slipped(draw: st.DrawFn, words: list[str]) -> str:
    """Draw a word with up to two letters lost, doubled or in the other case."""
    word = draw(st.sampled_from(words))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(word) - 1))
        middle = draw(st.sampled_from(["", word[at] * 2, word[at].swapcase()]))
        word = (word[:at] + middle + word[at + 1 :]) or word
    return word


FIELDS: Final = [*RIGHT, "title", "stage", "fund", "level", "role", "subject", "outcome"]
WORDS: Final = st.sampled_from([*KINDS, "trp", 5])


@given(st.lists(slipped(FIELDS), unique=True, max_size=8), WORDS)
def test_following_the_proposals_never_gives_a_key_twice(keys: list[str], kind: Value) -> None:
    """Each key is proposed once at most, and none that is there."""
    record: dict[str, Value] = dict.fromkeys(keys, "x") | {"kind": kind}
    mended = followed(record, read_record(record).problems)
    assert not any(map(is_proposal, read_record(mended).problems))


LINES: Final = {field: line_of(field, value) for field, value in RIGHT.items()}
REFUSED: Final = {
    "empty": ("empty-value", "{field}:\n"),
    "twice": ("duplicate-key", "{line}{line}"),
    "alias": ("yaml-feature", "{field}: *x\n"),
}


@given(st.dictionaries(st.sampled_from(sorted(RIGHT)), st.sampled_from(sorted(REFUSED))))
def test_what_is_refused_as_yaml_is_told_once_each_and_nothing_else_with_it(
    shipped: Plans, slips: dict[str, str]
) -> None:
    """Wherever values are refused as YAML, each is one finding, and no other is made up."""
    text = "".join(
        REFUSED[slips[field]][1].format(field=field, line=line) if field in slips else line
        for field, line in LINES.items()
    )
    findings = candidate.examine(shipped, "records/2024-04-12-trip-x.yaml", text.encode())
    wanted = sorted(REFUSED[each][0] for each in slips.values())
    assert sorted(each.code for each in findings) == wanted


def mappings(value: Value, at: Where = ()) -> Iterator[tuple[Where, dict[str, Value]]]:
    """Go through the mappings of a value, from the top."""
    if isinstance(value, dict):
        yield at, value
        for key, each in value.items():
            yield from mappings(each, (*at, key))
    if isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from mappings(each, (*at, number))


PLAN: Final = yamlfile.read(SHIPPED)
PLACES: Final = [(at, key) for at, part in mappings(PLAN) for key in part if key.isidentifier()]


def misspelt(value: Value, slips: set[tuple[Where, str]], at: Where = ()) -> Value:
    """Give a value with a letter doubled in some of its keys."""
    if isinstance(value, tuple):
        return tuple(misspelt(each, slips, (*at, number)) for number, each in enumerate(value))
    if not isinstance(value, dict):
        return value
    return {
        (f"{key}{key[-1]}" if (at, key) in slips else key): misspelt(each, slips, (*at, key))
        for key, each in value.items()
    }


@given(st.sets(st.sampled_from(PLACES), min_size=1, max_size=12))
def test_each_misspelt_key_of_a_plan_has_one_finding(slips: set[tuple[Where, str]]) -> None:
    """Wherever in a plan a key is misspelt, also inside what a misspelt key holds, it is told."""
    faults = read_plan(misspelt(PLAN, slips)).problems
    assert {fault.code for fault in faults} == {"unknown-key"}
    assert len(faults) == len(slips)
    assert {fault.params["near"] for fault in faults} == {key for _, key in slips}
