"""The files of records: which there are, and the records in them."""

from dataclasses import dataclass, field
from typing import Final

import pytest

from oicekpi.domain.finding import Finding
from oicekpi.domain.record import Entry, Partial
from oicekpi.schema.record_files import MAX_DEPTH, Found, paths, records_in
from oicekpi.storage.document import MAX_PROBLEMS, load, parse
from oicekpi.storage.workspace import Item, NotReadableError

TRIP: Final = "{date: 2024-04-12, kind: trip, indicator: A1.staff, people: 2}\n"
DAY: Final = "records/2024-04-12-trip.yaml"
MONTH: Final = "records/2024-04-trips.yaml"


@dataclass
class Files:
    """A tree of files in memory; a folder is an item with a name that ends with a slash."""

    files: dict[str, bytes] = field(default_factory=dict)
    links: frozenset[str] = frozenset()

    def place(self, path: str) -> str:
        """Return the path itself."""
        return path

    settled = staticmethod(bool)  # nothing changes here

    def items(self, folder: str) -> list[Item]:
        """Return what is in a folder."""
        below = [
            path.removeprefix(f"{folder}/") for path in self.files if path.startswith(f"{folder}/")
        ]
        if not below:
            raise NotReadableError("no such file")
        names = sorted({path.partition("/")[0] for path in below})
        return [
            Item(
                name,
                f"{folder}/{name}",
                any(path.startswith(f"{name}/") for path in below),
                f"{folder}/{name}" in self.links,
            )
            for name in names
        ]

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes."""
        if path not in self.files:
            raise NotReadableError("no such file")
        return self.files[path][: limit + 1]


def tree(*names: str, links: tuple[str, ...] = ()) -> Files:
    """Return a tree of files with nothing in them."""
    return Files(dict.fromkeys((*names, *links), b""), frozenset(links))


def reported(found: list[Found]) -> list[tuple[str, str, int, int]]:
    """Return each finding's code, case and place."""
    return [(f.code, f.case, f.line, f.column) for f in found if isinstance(f, Finding)]


def entries(found: list[Found]) -> list[str]:
    """Return the ids of the valid records."""
    return [each.id for each in found if isinstance(each, Entry)]


def partials(found: list[Found]) -> list[tuple[int | None, set[str]]]:
    """Return the place and the invalid fields of each record with errors."""
    return [(each.entry.at, {*each.invalid}) for each in found if isinstance(each, Partial)]


def records(path: str, text: str) -> list[Found]:
    """Return what is in a file, which pydantic must judge alike."""
    document = parse(path, text.encode())
    found = records_in(document)
    assert found == records_in(document, strict=True)
    return found


# --- which files there are ------------------------------------------------------------------------


def test_files_of_records_are_found_in_all_folders() -> None:
    """They are sorted by name; wrong names are read all the same, to be reported."""
    held = tree(
        "records/2024/2024-04-12-trip.yaml", "records/2024-04-trips.yaml", "records/trip.yaml",
        "records/2024/spring/2024-03.YAML", "records/2024/a.yml",
    )  # fmt: skip
    assert [*paths(held)] == [
        "records/2024/2024-04-12-trip.yaml",
        "records/2024/a.yml",
        "records/2024/spring/2024-03.YAML",
        "records/2024-04-trips.yaml",
        "records/trip.yaml",
    ]


def test_what_is_not_a_record_is_reported() -> None:
    """Nothing is left out in silence but what is hidden, left behind by editors, or explains."""
    held = tree(
        "records/README.md", "records/.hidden/2024-04-12.yaml", "records/.x", "records/x.yaml~",
        "records/photo.jpg", "records/2024.yaml/2024-04-12-x.yaml",
        links=("records/2024-04-12.txt", "records/x.yaml"),
    )  # fmt: skip
    found = [
        (each.path, each.code, each.case) if isinstance(each, Finding) else each
        for each in paths(held)
    ]
    assert found == [
        ("records/2024-04-12.txt", "unreadable-file", "link"),
        "records/2024.yaml",  # a folder: reading it gives a finding
        ("records/photo.jpg", "unexpected-file", "record"),
        ("records/x.yaml", "unreadable-file", "link"),
    ]


def test_a_folder_that_cannot_be_read_is_reported() -> None:
    """So is one too many folders deep."""
    (found,) = paths(Files())
    assert isinstance(found, Finding)
    assert (found.path, found.code, found.case) == ("records", "unreadable-file", "reason")
    deep = "records" + "/a" * (MAX_DEPTH + 1)
    (found,) = paths(tree(f"{deep}/2024-04-12-x.yaml"))
    assert isinstance(found, Finding)
    assert (found.path, found.code, found.case) == (deep, "unreadable-file", "depth")
    assert found.params == {"depth": MAX_DEPTH}
    near = "records" + "/a" * MAX_DEPTH
    assert [*paths(tree(f"{near}/2024-04-12-x.yaml"))] == [f"{near}/2024-04-12-x.yaml"]


# --- the records of a file ------------------------------------------------------------------------


def test_a_file_named_by_a_day_holds_one_record() -> None:
    """Its id is the file's name."""
    (entry,) = records(DAY, TRIP)
    assert isinstance(entry, Entry)
    assert (entry.id, entry.path, entry.at) == ("2024-04-12-trip", DAY, None)


def test_a_file_named_by_a_month_holds_a_list_of_records() -> None:
    """The id of each has its position, from 1."""
    found = records(MONTH, f"- {TRIP}- {TRIP}")
    assert entries(found) == ["2024-04-trips#1", "2024-04-trips#2"]
    assert [each.at for each in found if isinstance(each, Entry)] == [0, 1]
    assert reported(found) == []


def test_each_record_of_a_list_is_judged_by_itself() -> None:
    """One with errors is partial and has no id; the others count."""
    wrong = TRIP.replace("people: 2", "people: 0")
    found = records(MONTH, f"- {TRIP}- {wrong}- just text\n")
    assert entries(found) == ["2024-04-trips#1"]
    assert [at for at, _ in partials(found)] == [1, 2]
    assert partials(found)[0] == (1, {"people"})
    assert reported(found) == [("bad-people", "number", 2, 63), ("wrong-type", "mapping", 3, 3)]
    assert all(each.entry.id == "" for each in found if isinstance(each, Partial))


@pytest.mark.parametrize("name", ["2024-04-12.yaml", "2024-04-12-a-b.yaml"])
def test_the_rest_of_a_name_is_free(name: str) -> None:
    """Only the day at its beginning is compared with the record."""
    assert len(entries(records(f"records/{name}", TRIP))) == 1


@pytest.mark.parametrize(
    ("path", "text", "case", "params"),
    [
        ("records/trip.yaml", TRIP, "", {}),
        ("records/2024-04-12.yml", TRIP, "", {}),
        ("records/2024-4-12.yaml", TRIP, "", {}),
        ("records/2024-04-1.yaml", TRIP, "record", {}),
        ("records/2024-02-30-x.yaml", TRIP, "calendar", {"name": "2024-02-30"}),
        ("records/2024-13-x.yaml", f"- {TRIP}", "calendar", {"name": "2024-13"}),
        (MONTH, TRIP, "record", {}),
        (DAY, f"- {TRIP}", "list", {"wanted": "2024-04-trips.yaml"}),
        (DAY, "- {kind: activity}\n", "list", {"wanted": "2024-04-activities.yaml"}),
        (DAY, "- {kind: trop}\n", "list", {"wanted": "2024-04-records.yaml"}),
        (DAY, "- {kind: [5]}\n", "list", {"wanted": "2024-04-records.yaml"}),
        (DAY, "- x\n", "list", {"wanted": "2024-04-records.yaml"}),
        (DAY, "[]\n", "list", {"wanted": "2024-04-records.yaml"}),
    ],
)
def test_a_name_that_does_not_fit_is_reported_first(
    path: str, text: str, case: str, params: dict[str, str]
) -> None:
    """The name that is wanted can be copied; the records are judged, but do not count."""
    found = records(path, text)
    first = found[0]
    assert isinstance(first, Finding)
    assert (first.path, first.line, first.code, first.case) == (path, 0, "bad-file-name", case)
    assert first.params == params
    assert entries(found) == []
    assert "date-mismatch" not in {code for code, *_ in reported(found)}


def test_a_list_without_records_is_reported() -> None:
    """A file that holds an empty list says nothing, which nobody meant."""
    assert reported(records(MONTH, "[]\n")) == [("too-few-items", "records", 1, 1)]


@pytest.mark.parametrize(
    ("path", "text", "place", "name"),
    [
        ("records/2024-04-21-x.yaml", TRIP, (1, 8), "2024-04-21"),
        ("records/2024-05-trips.yaml", f"- {TRIP}", (1, 10), "2024-05"),
        ("records/2024-04-21-x.yaml", TRIP.replace("date", "dat"), (1, 7), "2024-04-21"),
    ],
)
def test_a_record_has_the_day_of_its_file(
    path: str, text: str, place: tuple[int, int], name: str
) -> None:
    """If it has not, its day is invalid, since nobody knows which is right."""
    found = records(path, text)
    assert [each[1] for each in partials(found)] == [{"date"}]
    (mismatch,) = [f for f in found if isinstance(f, Finding) and f.code == "date-mismatch"]
    assert (mismatch.line, mismatch.column) == place
    assert (str(mismatch.params["day"]), mismatch.params["name"]) == ("2024-04-12", name)


def test_a_day_that_is_wrong_by_itself_is_not_compared() -> None:
    """One mistake gives one finding."""
    found = records("records/2024-04-21-x.yaml", TRIP.replace("2024-04-12", "soon"))
    assert reported(found) == [("bad-date", "shape", 1, 8)]


@pytest.mark.parametrize(
    ("people", "places"),
    [
        ("[]", [(4, 9)]),
        ("[ann, 7]", [(4, 15)]),
        ("[7, ann, ann, ' ', ANN, '']", [(4, 10), (4, 23), (4, 33), (4, 18), (4, 28)]),
        ("[ann, ann]", [(4, 15)]),
    ],
)
def test_what_is_wrong_in_a_list_of_people_is_shown_where_it_is(
    people: str, places: list[tuple[int, int]]
) -> None:
    """An empty list, each that is no name, and each name that is given again."""
    text = f"date: 2024-04-12\nkind: trip\nindicator: A1.staff\npeople: {people}\n"
    assert [(line, column) for *_, line, column in reported(records(DAY, text))] == places


def test_a_misspelt_key_is_shown_at_the_key() -> None:
    """What is wrong with its value is shown at the value."""
    text = "date: 2024-04-12\nkind: trip\nindicator: [1, A1.staff, 2]\npoeple: 0\n"
    found = records(DAY, text)
    assert reported(found) == [
        ("wrong-type", "scalar", 3, 13),
        ("wrong-type", "scalar", 3, 26),
        ("bad-people", "number", 4, 9),
        ("unknown-key", "", 4, 1),
    ]
    assert [each.written for each in found if isinstance(each, Partial)] == [{"people": "poeple"}]


def test_a_value_that_is_refused_as_yaml_makes_a_record_partial() -> None:
    """Only what YAML refused is reported for it; a whole record may be refused in a list."""
    found = records(DAY, TRIP.replace("A1.staff", "~"))
    assert partials(found) == [(None, {"indicator"})]
    assert len(reported(found)) == 1
    assert reported(found)[0][0] not in {"wrong-type", "bad-id"}
    found = records(MONTH, f"- {TRIP}- ~\n")
    assert entries(found) == ["2024-04-trips#1"]
    assert len(reported(found)) == 1


def test_what_is_not_yaml_at_all_gives_its_finding_alone() -> None:
    """So does a file that cannot be read."""
    (found,) = records(DAY, "{")
    assert isinstance(found, Finding)
    (found,) = records_in(load(Files(), DAY))
    assert isinstance(found, Finding)
    assert found.code == "unreadable-file"
    assert entries(records_in(load(Files({DAY: TRIP.encode()}), DAY))) == ["2024-04-12-trip"]


def test_problems_of_one_file_are_reported_up_to_a_bound() -> None:
    """Nobody reads more than some thousand findings of one file; that there are more is one."""
    many = MAX_PROBLEMS + 10
    found = records_in(
        parse(MONTH, (f"- {TRIP}".replace("people: 2", "people: 0") * many).encode())
    )
    codes = [code for code, *_ in reported(found)]
    assert sorted(codes) == ["bad-people"] * MAX_PROBLEMS + ["more-problems"]
    assert len(partials(found)) == many


def test_a_valid_file_is_never_located(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines and columns are looked up only for a file with problems."""

    def refuse(data: bytes) -> None:
        raise AssertionError(data)

    monkeypatch.setattr("oicekpi.storage.yamlfile.locate", refuse)
    assert entries(records_in(load(Files({DAY: TRIP.encode()}), DAY))) == ["2024-04-12-trip"]
