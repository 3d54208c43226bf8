"""A document: what was read, what is wrong with it, and where."""

from dataclasses import dataclass, field

import pytest

from oicekpi.domain.finding import Finding, Problem
from oicekpi.storage import document, yamlfile
from oicekpi.storage.document import load, parse
from oicekpi.storage.workspace import Item, NotReadableError

PATH = "records/a.yaml"
TEXT = b"date: 2024-04-12\npeople: [ann,\n  ~]\nnote: x\n"


@dataclass
class Folder:
    """A tree of files that counts how often one is read; None cannot be read."""

    files: dict[str, bytes | None]
    reads: list[str] = field(default_factory=list)

    def place(self, path: str) -> str:
        """Return the path."""
        return path

    settled = staticmethod(bool)  # nothing changes here

    def items(self, folder: str) -> list[Item]:
        """Return nothing; nobody asks."""
        return [Item(path, f"{folder}/{path}", folder=False, link=False) for path in self.files]

    def read(self, path: str, limit: int) -> bytes:
        """Return the content of a file."""
        self.reads.append(path)
        data = self.files[path]
        if data is None:
            raise NotReadableError("link")
        return data[: limit + 1]


def test_a_document_has_the_bytes_and_the_value_of_its_file() -> None:
    """A file without errors has no findings."""
    loaded = load(Folder({PATH: b"a: 1\n"}), PATH)
    assert (loaded.path, loaded.data, loaded.value) == (PATH, b"a: 1\n", {"a": 1})
    assert (loaded.findings, loaded.refused) == ((), frozenset())


def test_a_file_that_cannot_be_read_has_one_finding_about_the_whole() -> None:
    """The finding says why, and there is no value."""
    loaded = load(Folder({PATH: None}), PATH)
    assert loaded.value is None
    assert loaded.findings == (Finding(PATH, 0, 0, "unreadable-file", {}, "link"),)


def test_what_ends_the_reading_is_a_finding_with_what_was_refused_before() -> None:
    """The finding has the place, code, case and parameters of each refusal."""
    loaded = parse(PATH, b"a:\nb: [1\n")
    assert loaded.value is None
    brackets = {"opening": "[", "closing": "]"}
    assert loaded.findings == (
        Finding(PATH, 1, 3, "empty-value", {"name": "a"}, "", 1, 4),
        Finding(PATH, 2, 4, "yaml-syntax", brackets, "open-bracket", 2, 5),
    )


def test_a_refused_value_is_a_finding_and_the_others_are_read() -> None:
    """None takes the place of the value, and the way to it is kept."""
    loaded = parse(PATH, TEXT)
    assert loaded.value == {"date": "2024-04-12", "people": ("ann", None), "note": "x"}
    assert loaded.refused == {("people", 1)}
    (finding,) = loaded.findings
    assert (finding.code, finding.case, finding.line) == ("empty-value", "null", 3)


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem(("date",), "bad-date", {"value": "x"}, "calendar"), (1, 7, 1, 17)),
        (Problem(("date",), "unknown-key", at_key=True), (1, 1, 1, 5)),
        (Problem((), "missing-key"), (1, 1, 1, 5)),
        (Problem(("people", 0), "empty-text"), (2, 10, 2, 13)),
        (Problem(("people", 1), "unknown-key", at_key=True), (3, 3, 3, 4)),
        (Problem(("people", 1), "wrong-type"), None),
        (Problem(("people", 1, "name"), "missing-key"), None),
    ],
)
def test_a_problem_is_located_unless_its_value_is_refused(
    problem: Problem, place: tuple[int, int, int, int] | None
) -> None:
    """Code, case and parameters stay; of a refused value nothing more is said, but of its key."""
    found = parse(PATH, TEXT).place([problem])
    if place is None:
        assert found == []
        return
    line, column, *end = place
    assert found == [Finding(PATH, line, column, problem.code, problem.params, problem.case, *end)]


def test_a_problem_in_the_text_is_located_where_it_is_found() -> None:
    """What is found in a comment has a place, but no way to it."""
    found = parse(PATH, TEXT).at((2, 1, 2, 9), Problem((), "private-data", {}, "email-comment"))
    assert found == Finding(PATH, 2, 1, "private-data", {}, "email-comment", 2, 9)


ITEMS = (
    "# c\n- date: 2024-04-12\n  note: x\n\n- {date: 2024-04-13, people: [ann,\n  ben]}\n# d\n"
    "- date: 2024-04-14\n  people:\n  - ann\n  - ben\n"
)


@pytest.mark.parametrize(
    "text",
    [
        ITEMS,
        f"---\n{ITEMS}...\n",
        ITEMS.replace("\n", "\r\n"),
        ITEMS.replace("note: x", 'note: "x\n- y"'),  # a line that only looks like an item
        ITEMS.replace("note: x", "note: |\n   - y"),
        ITEMS.replace("- date: 2024-04-14", "-\n  date: 2024-04-14"),
        ITEMS.replace("2024-04-14", "長"),
        ITEMS.replace("- date: 2024-04-14", "-\n  date: 2024-04-14").replace(",\n  ben", "\n- ben"),
        ITEMS.replace("note: x", "note: x [").replace("ann\n", "a] [n\n"),
        "[{date: 2024-04-12, note: hello\n- there}]\n",
        "- a: [x # ]\n  , y\n- z]\n-\n  b: z\n",
        "  - a: [a\n- b]\n",
        "-\n  k: {a: x\n- y}\n",
    ],
)
def test_a_place_in_a_list_is_the_same_if_only_its_item_is_searched(text: str) -> None:
    """A list of a thousand records is not looked through for one of them."""
    loaded = parse(PATH, text.encode())
    assert loaded.value is not None
    whole = yamlfile.locate(text.encode())
    wheres = [where for where in whole.values if where]
    wheres += [(*where, "absent") for where in wheres]
    for at_key in (False, True):
        found = loaded.place(Problem(where, "empty-text", at_key=at_key) for where in wheres)
        assert [(each.line, each.column, each.end_line, each.end_column) for each in found] == [
            whole.of(where, at_key=at_key) for where in wheres
        ]


@pytest.fixture
def located(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the texts whose places are looked up from now on."""
    found: list[bytes] = []
    locate = yamlfile.locate

    def counted(data: bytes) -> yamlfile.Positions:
        found.append(data)
        return locate(data)

    monkeypatch.setattr(yamlfile, "locate", counted)
    return found


def test_only_the_item_of_a_problem_is_located(located: list[bytes]) -> None:
    """It is located once."""
    loaded = parse(PATH, ITEMS.encode())
    for key in ("date", "people"):
        assert loaded.place([Problem((2, key), "empty-text")])
    assert located == [b"- date: 2024-04-14\n  people:\n  - ann\n  - ben\n"]


def test_a_bounded_number_of_problems_is_located() -> None:
    """A file with more problems than that has another problem, and it is said that it has more."""
    many = [Problem(("note",), "empty-text") for _ in range(document.MAX_PROBLEMS + 2)]
    codes = ["empty-text"] * document.MAX_PROBLEMS
    assert [each.code for each in parse(PATH, TEXT).place(many[:-2])] == codes
    *found, more = parse(PATH, TEXT).place(many)
    assert [each.code for each in found] == codes
    assert (more.path, more.line, more.code) == (PATH, 0, "more-problems")


def test_nothing_is_read_or_located_twice(located: list[bytes]) -> None:
    """Places are looked up when somebody needs them, and then kept."""
    folder = Folder({PATH: TEXT + b"# c\n"})
    loaded = load(folder, PATH)
    assert loaded.place([]) == []
    assert located == []
    for _ in range(2):
        assert loaded.place([Problem(("note",), "empty-text")])
        assert loaded.comments()
    assert (folder.reads, len(located)) == ([PATH], 1)


@pytest.mark.parametrize(
    ("why", "command", "case", "params"),
    [
        ("link", "", "link", {}),
        ("not-plain", "", "not-plain", {}),
        ("no space left", "", "reason", {"reason": "no space left", "command": None}),
        ("denied", "chmod", "reason", {"reason": "denied", "command": "chmod"}),
    ],
)
def test_why_a_file_cannot_be_read_is_a_case_or_the_systems_own_words(
    why: str, command: str, case: str, params: dict[str, object]
) -> None:
    """The reason can be shown by itself as well as in a finding."""
    error = NotReadableError(why, command)
    assert document.unreadable(PATH, error) == Finding(PATH, 0, 0, "unreadable-file", params, case)
    assert str(error) == document.unreadable(PATH, error).said().text
