"""How findings are told, to people and to programs."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml
from sarif_pydantic import Sarif

from oicekpi.checks.report import Report, fingerprints
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import CATALOGUE, Message, Severity, Text
from oicekpi.messages.text import UNSAFE, printable
from oicekpi.reports import excerpt, explain
from oicekpi.reports.breaking import cell_len
from oicekpi.reports.formats import FORMATS, check_formats, github
from oicekpi.reports.look import Look

Lines = Callable[[str], list[str]]
FINDINGS = (
    Finding("plans/2024.yaml", 2, 3, "toy-break", {"count": 2}, "", 4, 1),
    Finding("records/a b,c:%.yaml", 0, 0, "toy-file", {"what": "is\r\nno 100% record"}),
    Finding("records/x.yaml", 1, 3, "toy-text", {"rest": "<&> `here` | there"}, "", 1, 5),
    Finding("records/x.yaml", 1, 3, "toy-text", {"rest": "<&> `here` | there"}, "", 1, 5),
    Finding("records/\u202e\udce9\ufffe.yaml", 7, 1, "toy-type", {"what": "长"}, "", 7, 2),
)
TOYS = (
    Message("toy-break", {"": Text("this break ends early")}, explanation="A break.\n\nMore."),
    Message("toy-file", {"": Text("this {what:plain}", ("move it: on",))}, explanation="A file."),
    Message(
        "toy-text",
        {"": Text("cut {rest:plain}", ("fix",))},
        Severity.WARNING,
        explanation="A text.",
    ),
    Message("toy-type", {"": Text("{what:plain}", ("short",))}, Severity.NOTE, explanation="Type."),
)


@pytest.fixture(autouse=True)
def toys() -> Iterator[None]:
    """Declare messages of each severity, whose sentences no other change touches."""
    CATALOGUE.messages.update({toy.code: toy for toy in TOYS})
    explain._explained.cache_clear()  # noqa: SLF001 - it holds what was declared before
    yield
    for toy in TOYS:
        del CATALOGUE.messages[toy.code]
    explain._explained.cache_clear()  # noqa: SLF001 - the same


@pytest.fixture
def report() -> Report:
    """A report that has everything that a format must escape."""
    return Report(FINDINGS, plans=1, records=2)


@pytest.fixture
def nothing() -> Report:
    """A report that has nothing to say."""
    return Report((), plans=1, records=79)


def no_lines(_: str) -> list[str]:
    """Give no excerpt of any file."""
    return []


def render(form: str, report: Report) -> str:
    """Tell a report without excerpts."""
    return FORMATS[form].findings(report, no_lines, Look())


@pytest.mark.parametrize("form", check_formats())
def test_no_format_lets_a_control_character_through(form: str, report: Report) -> None:
    """What a file is called or says never steers the terminal that shows the findings."""
    told = render(form, report)
    assert told.endswith("\n")
    assert not re.search(UNSAFE, told.replace("\n", ""))
    assert told.encode()


@pytest.mark.parametrize("form", ["text", "json"])
def test_people_and_programs_get_paths_from_the_workspace(form: str, report: Report) -> None:
    """Wherever the workspace lies in its repository, text and JSON are the same."""
    assert render(form, replace(report, prefix="at work/")) == render(form, report)


@pytest.mark.parametrize(
    ("form", "written", "times"),
    [
        ("github", "file=at%2Cwork/", 5),
        ("gitlab", '"path": "at,work/', 5),
        ("sarif", '"uri": "at%2Cwork/', 5),
        ("junit", 'name="at,work/', 4 + 5),  # of the suites and of their cases
    ],
)
def test_services_get_paths_from_the_repository(
    report: Report, form: str, written: str, times: int
) -> None:
    """A service shows a finding at the file that has its path in the repository.

    Nothing else is another: a finding keeps its fingerprint when the workspace moves.
    """
    told = render(form, replace(report, prefix="at,work/"))
    assert told.count(written) == times
    assert told.replace("at,work/", "").replace("at%2Cwork/", "") == render(form, report)


def test_the_summary_begins_with_what_is_worst(report: Report) -> None:
    """However many notes there are, errors are on the page; those of a severity are in order."""
    rows = github.summary(replace(report, findings=report.findings[::-1])).split("\n")
    found = [row.split(" | ")[1] for row in rows if row.startswith("| ") and " | " in row]
    assert found[1:] == ["error", "error", "warning", "warning", "note"]


def test_the_summary_names_files_as_the_annotations_do(report: Report) -> None:
    """GitHub's page has the paths that its annotations have."""
    told = github.summary(replace(report, prefix="office/"))
    assert "\n| office/plans/2024.yaml:2:3 | error |" in told
    assert told.replace("office/", "") == github.summary(report)


# --- text -----------------------------------------------------------------------------------------


def test_text_tells_each_finding_and_sums_up(report: Report) -> None:
    """A finding is its place, code and message, the line with carets, and the mend.

    Notes come first, without a line, so that what is wrong stands above the summary.
    """
    lines = {"plans/2024.yaml": ["a", "  of: [trip", "b"], "records/x.yaml": ["长x#3 y\r"]}
    told = FORMATS["text"].findings(report, lambda path: lines.get(path, []), Look())
    assert told == (
        "records/<U+202E><U+DCE9>\ufffe.yaml:7:1: note[toy-type]: 长\n"
        "  = help: short\n"
        "\n"
        "plans/2024.yaml:2:3: error[toy-break]: this break ends early\n"
        "2 |   of: [trip\n"
        "  |   ^^^^^^^^^\n"
        "\n"
        "records/a b,c:%.yaml: error[toy-file]: this is  no 100% record\n"
        "  = help: move it: on\n"
        "\n"
        "records/x.yaml:1:3: warning[toy-text]: cut <&> `here` | there\n"
        "1 | 长x#3 y\n"
        "  |    ^^\n"
        "  = help: fix\n"
        "\n"
        "records/x.yaml:1:3: warning[toy-text]: cut <&> `here` | there\n"
        "1 | 长x#3 y\n"
        "  |    ^^\n"
        "  = help: fix\n"
        "\n"
        "Found 2 errors, 2 warnings and 1 note in 4 files (checked 1 plan, 2 records)\n"
    )


def test_text_says_in_one_line_that_all_is_well(nothing: Report) -> None:
    """A sound workspace gives one line."""
    assert render("text", nothing) == "no problems found (1 plan, 79 records)\n"


def at(line: str, column: int, end: int = 0) -> excerpt.Excerpt:
    """Cut an excerpt of one line."""
    finding = Finding("x", 1, column, "c", end_line=1 if end else 0, end_column=end)
    shown = excerpt.of(finding, [line])
    assert shown is not None
    return shown


def test_carets_stand_under_wide_characters() -> None:
    """An ideograph takes two cells, a combining accent none, an escaped control what it shows."""
    assert at("长e\u0301\x1bx", 5, 6) == excerpt.Excerpt("长e\u0301<U+001B>x", 11, 1)
    assert at("长城", 2, 3) == excerpt.Excerpt("长城", 2, 2)


def test_carets_beyond_the_line_stand_behind_it() -> None:
    """A place that a line does not have, as at the end of a file, is shown after its text."""
    assert at("ab", 9) == excerpt.Excerpt("ab", 2, 1)
    assert at("", 1) == excerpt.Excerpt("", 0, 1)
    assert at("ab", 0) == excerpt.Excerpt("ab", 0, 2)


def test_a_long_line_is_clipped_around_the_place() -> None:
    """Of a long line the part about the place is shown, with a mark where it is cut."""
    shown = at("a" * 500 + "X" + "b" * 500, 501, 502)
    assert shown.line == "…" + "a" * 36 + "X" + "b" * 37 + "…"
    assert shown.line[shown.start] == "X"


def test_a_finding_without_a_line_has_no_excerpt() -> None:
    """Nothing is shown of a file as a whole, nor of a line that has gone."""
    assert excerpt.of(Finding("x", 0, 0, "c"), ["a"]) is None
    assert excerpt.of(Finding("x", 2, 1, "c"), ["a"]) is None


@given(st.text(), st.integers(0, 300), st.integers(0, 300), st.integers(1, 3))
def test_an_excerpt_fits_its_width_whatever_the_line(
    line: str, column: int, end: int, last: int
) -> None:
    """Any place in any line gives a printable excerpt whose carets lie within it, or just after."""
    finding = Finding("x", 1, column, "c", end_line=last, end_column=end)
    shown = excerpt.of(finding, [line * 5])
    assert shown is not None
    assert not re.search(UNSAFE, shown.line)
    assert shown.length >= 1
    assert shown.start + shown.length <= cell_len(shown.line) + 1
    assert cell_len(shown.line) <= excerpt.WIDTH + 2


# --- JSON -----------------------------------------------------------------------------------------


def test_json_has_all_that_is_known(report: Report) -> None:
    """A program gets every field of every finding, and the sums."""
    told = json.loads(render("json", report))
    assert told["schema"] == "oicekpi/check/1"
    assert told["findings"][0] == {
        "path": "plans/2024.yaml",
        "line": 2,
        "column": 3,
        "end_line": 4,
        "end_column": 1,
        "code": "toy-break",
        "case": "",
        "severity": "error",
        "params": {"count": 2},
        "message": "this break ends early",
        "help": "",
    }
    assert [each["path"] for each in told["findings"]] == [f.path for f in report.findings]
    assert told["summary"] == {
        "errors": 2,
        "warnings": 2,
        "notes": 1,
        "files": 4,
        "plans": 1,
        "records": 2,
    }


# --- GitHub ---------------------------------------------------------------------------------------


def test_github_commands_are_escaped(report: Report) -> None:
    """A workflow command is one line; what would end it or one of its properties is escaped."""
    assert render("github", report) == (
        "::error file=plans/2024.yaml,line=2,col=3,endLine=4,title=toy-break"
        "::this break ends early\n"
        "::error file=records/a b%2Cc%3A%25.yaml,title=toy-file"
        "::this is  no 100%25 record%0Ahelp: move it: on\n"
        "::warning file=records/x.yaml,line=1,col=3,endLine=1,endColumn=5,title=toy-text"
        "::cut <&> `here` | there%0Ahelp: fix\n"
        "::warning file=records/x.yaml,line=1,col=3,endLine=1,endColumn=5,title=toy-text"
        "::cut <&> `here` | there%0Ahelp: fix\n"
        "::notice file=records/<U+202E><U+DCE9>\ufffe.yaml,line=7,col=1,endLine=7,endColumn=2,"
        "title=toy-type::长%0Ahelp: short\n"
        "Found 2 errors, 2 warnings and 1 note in 4 files (checked 1 plan, 2 records)\n"
    )


Command = tuple[str, dict[str, str], str]


def as_the_runner_reads_it(line: str) -> Command | None:
    """Take a line of output apart as GitHub's runner does (its class ActionCommand, version 2)."""
    found = re.fullmatch(r"::([^ ]*?)(?: (.*?))?::(.*)", line.lstrip(), re.DOTALL)
    if found is None:
        return None
    name, properties, data = found.groups()
    pairs = (each.split("=", 1) for each in (properties or "").strip().split(",") if each)
    read = {key: unescaped(value, "\r\n:,%") for key, value in pairs if value}
    return name, read, unescaped(data, "\r\n%")


def unescaped(text: str, characters: str) -> str:
    """Put the characters in the place of their codes, the percent sign last."""
    for character in characters:
        text = text.replace(f"%{ord(character):02X}", character)
    return text


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("::do-something k1=v1,::msg", ("do-something", {"k1": "v1"}, "msg")),
        ("::do-something::", ("do-something", {}, "")),
        (
            "::do-something k1=;=%2C=%0D=%0A=]=%3A,::;-%0D-%0A-]-:-,",
            ("do-something", {"k1": ";=,=\r=\n=]=:"}, ";-\r-\n-]-:-,"),
        ),
        (
            "::do-something k1=;=%252C=%250D=%250A=]=%253A,::;-%250D-%250A-]-:-,",
            ("do-something", {"k1": ";=%2C=%0D=%0A=]=%3A"}, ";-%0D-%0A-]-:-,"),
        ),
        ("::do-something k1=,k2=,::", ("do-something", {}, "")),
        ("   ::do-something k1=v1,::msg", ("do-something", {"k1": "v1"}, "msg")),
        ("   >>>   ::do-something k1=v1,::msg", None),
    ],
)
def test_commands_are_read_here_as_by_the_runner(line: str, command: Command | None) -> None:
    """The runner's own cases (ActionCommandL0, CommandParserV2Test) come out as it says."""
    assert as_the_runner_reads_it(line) == command


def test_github_commands_read_back(report: Report) -> None:
    """What the runner reads is the finding: its level, its place, its code and its words."""
    *lines, summary = render("github", report).splitlines()
    assert as_the_runner_reads_it(summary) is None
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    for line, finding in zip(lines, report.findings, strict=True):
        command = as_the_runner_reads_it(line)
        assert command is not None
        name, properties, data = command
        assert name == levels[finding.severity]
        assert properties["title"] == finding.code
        assert properties["file"] == printable(finding.path)
        assert properties.get("line", "0") == f"{finding.line}"
        said = finding.said()
        assert data == "\nhelp: ".join(filter(None, (said.text, said.help)))


def test_github_summary_is_a_table(report: Report) -> None:
    """The step's page lists the findings, and nothing in them is taken for Markdown or HTML."""
    table = github.summary(report).splitlines()
    assert table[:6] == [
        "### oicekpi check",
        "",
        "Found 2 errors, 2 warnings and 1 note in 4 files (checked 1 plan, 2 records)",
        "",
        "| where | severity | code | problem | help |",
        "|---|---|---|---|---|",
    ]
    assert table[8] == (
        "| records/x.yaml:1:3 | warning | toy-text "
        r"| cut \<\&\> \`here\` \| there | fix |"
    )
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in table[4:])


def test_github_summary_of_nothing_is_a_line(nothing: Report) -> None:
    """Where nothing is wrong there is no table."""
    assert github.summary(nothing) == (
        "### oicekpi check\n\nno problems found (1 plan, 79 records)\n"
    )


def test_github_summary_is_bounded() -> None:
    """GitHub drops a page that is too long, so the table ends and says how much it leaves out."""
    many = tuple(
        Finding(f"records/{n:04}.yaml", 0, 0, "toy-file", {"what": "x"}) for n in range(1_600)
    )
    told = github.summary(Report(many, 1, 0))
    assert told.count("toy-file") == github.MAX_ROWS
    assert told.endswith("\n1,100 more findings are in the log of the step\n")


# --- GitLab ---------------------------------------------------------------------------------------


# What GitLab refuses a report for (its app/validators/json_schemas/codeclimate.json), and the
# words for a severity that its documentation of the format has.
GITLAB_ISSUE = {
    "type": "object",
    "required": ["description", "fingerprint", "severity", "location"],
    "properties": {
        "description": {"type": "string"},
        "check_name": {"type": "string"},
        "fingerprint": {"type": "string"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string"},
                "lines": {
                    "type": "object",
                    "required": ["begin"],
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}


def test_gitlab_takes_the_report(report: Report) -> None:
    """It is a list of issues, each of which the schema of GitLab's own reader takes."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = {"type": "array", "items": GITLAB_ISSUE, "minItems": len(report.findings)}
    jsonschema.validate(json.loads(render("gitlab", report)), schema)


def test_gitlab_issues_have_what_the_report_needs(report: Report) -> None:
    """Each issue has the keys and words that GitLab documents, and a fingerprint of its own."""
    issues = json.loads(render("gitlab", report))
    assert issues[2] == {
        "description": "cut <&> `here` | there (help: fix)",
        "check_name": "toy-text",
        "fingerprint": issues[2]["fingerprint"],
        "severity": "minor",
        "location": {"path": "records/x.yaml", "lines": {"begin": 1}},
    }
    assert [issue["severity"] for issue in issues] == ["major", "major", "minor", "minor", "info"]
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert all(re.fullmatch(r"[0-9a-f]{32}", issue["fingerprint"]) for issue in issues)


def test_gitlab_report_of_nothing_is_an_empty_list(nothing: Report) -> None:
    """An empty report is a list all the same, or GitLab takes the old one."""
    assert json.loads(render("gitlab", nothing)) == []


def test_a_fingerprint_outlives_lines_that_come_and_go() -> None:
    """A finding that only moved is the same one; two alike in one file are two."""
    one = Finding("records/x.yaml", 3, 1, "toy-text", {"rest": "cut"})
    moved = Finding("records/x.yaml", 30, 5, "toy-text", {"rest": "cut"})
    other = Finding("records/y.yaml", 3, 1, "toy-text", {"rest": "cut"})
    assert fingerprints([one]) == fingerprints([moved])
    assert fingerprints([one]) != fingerprints([other])
    assert len(set(fingerprints([one, moved, other]))) == 3


# --- SARIF ----------------------------------------------------------------------------------------


def test_sarif_reads_back(report: Report) -> None:
    """A reader of SARIF 2.1.0 finds the results, their places and the rules that they are of."""
    told = json.loads(render("sarif", report))
    run = Sarif.model_validate(told).runs[0]
    assert run.results is not None
    assert [result.rule_id for result in run.results] == [f.code for f in report.findings]
    assert told["version"] == "2.1.0"
    rules = told["runs"][0]["tool"]["driver"]["rules"]
    results = told["runs"][0]["results"]
    assert [rules[result["ruleIndex"]]["id"] for result in results] == [
        result["ruleId"] for result in results
    ]
    assert results[2] == {
        "ruleId": "toy-text",
        "ruleIndex": 2,
        "level": "warning",
        "message": {"text": "cut <&> `here` | there (help: fix)"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "records/x.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 5},
                }
            }
        ],
        "partialFingerprints": results[2]["partialFingerprints"],
    }


def test_sarif_paths_are_relative_uris(report: Report) -> None:
    """A path becomes a URI that no reader takes for an address; each result has a line."""
    results = json.loads(render("sarif", report))["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "plans/2024.yaml",
        "records/a%20b%2Cc%3A%25.yaml",
        "records/x.yaml",
        "records/x.yaml",
        "records/%E2%80%AE%E9%EF%BF%BE.yaml",
    ]
    assert places[1]["region"] == {"startLine": 1}


def test_sarif_of_a_place_without_an_end_is_a_point() -> None:
    """Where only the beginning is known, only that is said."""
    told = render("sarif", Report((Finding("x.yaml", 4, 2, "toy-text", {"rest": "cut"}),), 1, 1))
    (result,) = json.loads(told)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 4,
        "startColumn": 2,
    }
    assert result["message"]["text"] == "cut cut (help: fix)"


def test_sarif_rules_explain_themselves(report: Report) -> None:
    """Whoever sees a result can read what its code means and how to fix it."""
    rules = json.loads(render("sarif", report))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({f.code for f in report.findings})
    assert rules[0]["help"]["markdown"] == explain.section("toy-break")
    assert rules[0]["shortDescription"]["text"] == explain.summary("toy-break") == "A break."
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules}
    assert (levels["toy-break"], levels["toy-text"]) == ("error", "warning")


def test_sarif_fingerprints_are_unique(report: Report) -> None:
    """Code scanning tells two results apart by their fingerprints alone."""
    results = json.loads(render("sarif", report))["runs"][0]["results"]
    marks = {result["partialFingerprints"]["primaryLocationLineHash"] for result in results}
    assert len(marks) == len(results)


# --- JUnit ----------------------------------------------------------------------------------------


def test_junit_has_a_suite_a_file_and_fails_on_errors_only(report: Report) -> None:
    """A viewer of test results shows errors as failures, and what only warns as passed."""
    suites = list(JUnitXml.fromstring(render("junit", report).encode()))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("plans/2024.yaml", 1, 1),
        ("records/a b,c:%.yaml", 1, 1),
        ("records/x.yaml", 2, 0),
        ("records/<U+202E><U+DCE9>\ufffd.yaml", 1, 0),
    ]
    cases = [case for suite in suites for case in suite]
    assert [case.name for case in cases] == [
        "toy-break at 2:3",
        "toy-file",
        "toy-text at 1:3",
        "toy-text at 1:3",
        "toy-type at 7:1",
    ]
    assert [[type(result) for result in case.result] for case in cases] == [
        [Failure],
        [Failure],
        [],
        [],
        [],
    ]
    assert not any(isinstance(result, Error) for case in cases for result in case.result)
    assert cases[2].system_out == (
        "records/x.yaml:1:3: warning[toy-text]: cut <&> `here` | there\nhelp: fix"
    )


def test_junit_of_nothing_is_one_passed_test(nothing: Report) -> None:
    """Viewers refuse an empty result, so a check with nothing to mend is a test that passed."""
    (suite,) = JUnitXml.fromstring(render("junit", nothing).encode())
    (case,) = suite
    assert case.name == "no problems found (1 plan, 79 records)"
    assert case.is_passed


# --- the report -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        ([], 5),
        (["."], 5),
        (["records"], 4),
        (["records/"], 4),
        (["records/x.yaml"], 2),
        (["records/x", "plans/2024.yaml"], 1),
        (["other"], 0),
    ],
)
def test_a_report_is_narrowed_to_files_and_folders(
    report: Report, paths: list[str], kept: int
) -> None:
    """Naming paths tells of these alone; a name's beginning is no folder."""
    assert len(report.within(paths).findings) == kept


def test_a_report_counts_by_level(report: Report) -> None:
    """The sums are those of the findings."""
    assert [report.number(level) for level in Severity] == [2, 2, 1]
    assert report.files == 4
