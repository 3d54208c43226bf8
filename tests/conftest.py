"""What the tests of all layers share."""

import itertools
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from cProfile import Profile
from datetime import date
from gettext import NullTranslations
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings

import oicekpi
from oicekpi.app.reporting import ReportResult, gathered
from oicekpi.cli.language import Language, speak
from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.messages import translate
from oicekpi.reports.look import Look
from oicekpi.schema.reading import read_plan, read_record
from oicekpi.storage.workspace import Workspace
from tests.plans import HEAD

# How long an example takes depends on what else the machine does, and is no fault of the code.
UNTIMED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The same input in each run: a change is judged by what it changes. `make fuzz` tries the others.
settings.register_profile("ordinary", UNTIMED, derandomize=True, database=None)
settings.register_profile("new", UNTIMED)
settings.register_profile("fuzz", UNTIMED, max_examples=20_000)
settings.load_profile("ordinary")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest --remake` write the expected outputs anew; read the diff before a commit."""
    parser.addoption("--remake", action="store_true", help="write expected outputs anew")
    parser.addoption(
        "--require-programs",
        action="store_true",
        help="fail where a browser or an office suite is missing, rather than skip the test",
    )


_TRACE: Final = pytest.StashKey[Any]()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Trace nothing of what pytest itself does between the tests: it takes long on Python 3.11.

    A module that an untraced test would load first is loaded now, lest its lines count as missed.
    """
    session.stash[_TRACE] = sys.gettrace()
    if session.stash[_TRACE] is not None:
        for module in walk_packages(oicekpi.__path__, "oicekpi."):
            import_module(module.name)
        sys.settrace(None)


def _traced(item: pytest.Item) -> bool:
    """Tell whether what a test reaches counts as covered.

    It does not where random or large input reaches it: coverage is then the same in each run, and
    to trace such tests would take more time than all others together. The mark `no_cover` of
    pytest-cov has no effect beside xdist.
    """
    exempt = item.get_closest_marker("hypothesis") or item.get_closest_marker("untraced")
    return not exempt and "calls" not in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Trace what fixtures do."""
    sys.settrace(item.session.stash[_TRACE])
    try:
        return (yield)
    finally:
        sys.settrace(None)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Trace what the test does, unless it is exempt."""
    sys.settrace(item.session.stash[_TRACE] if _traced(item) else None)
    try:
        return (yield)
    finally:
        sys.settrace(None)


TESTS = Path(__file__).parent
PACKAGE = Path(oicekpi.__file__).parent


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program speak English whatever the machine does, also as a process."""
    monkeypatch.setenv("OICEKPI_LANG", "en")
    translate.use(NullTranslations())
    yield
    # The fixtures of the next module are made before this one.
    translate.use(NullTranslations())


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the one that is kept under a name; `pytest --remake` writes it anew.

    The texts of `tests/reports/test_status.py` are in `tests/snapshots/reports/status/`, as
    `NAME.txt` unless the name has an ending of its own. Escape characters are kept as `␛`.
    """
    module = request.path.relative_to(TESTS).with_suffix("")
    folder = TESTS / "snapshots" / module.parent / module.name.removeprefix("test_")

    def compare(name: str, text: str) -> None:
        path = folder / (name if "." in name else f"{name}.txt")
        shown = text.replace("\x1b", "␛")
        if request.config.getoption("--remake"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8", newline="")
        assert shown == path.read_bytes().decode()

    return compare


# --- languages ------------------------------------------------------------------------------------

PLACEHOLDER = re.compile(r"(\{\w*(?::[\w-]*)?\})")
WIDE = {ord(each): ord(each) + 0xFEE0 for each in string.ascii_letters}


class Wide(NullTranslations):
    """A language that is English in wide letters: whatever else is shown was not translated."""

    def info(self) -> dict[str, str]:
        """Stand for Chinese."""
        return {"language": "zh"}

    def gettext(self, message: str) -> str:
        """Return the sentence in wide letters, but for its placeholders."""
        if message == "yyyy-MM-dd":
            return message
        parts = PLACEHOLDER.split(message)
        return "".join(each if at % 2 else each.translate(WIDE) for at, each in enumerate(parts))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return one form or the other, as English does."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - as gettext has it
        """Return the sentence, whatever the context."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - as gettext has it
        """Return a form, whatever the context."""
        return self.ngettext(msgid1, msgid2, n)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> NullTranslations:
    """Let the program speak in wide letters where Chinese is asked for."""
    language = Wide()
    monkeypatch.setattr("oicekpi.cli.language.load", lambda _: language)
    return language


@pytest.fixture(scope="session")
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the catalogues, as the build does; a wheel has them compiled, and no sources."""
    folder = tmp_path_factory.mktemp("locale")
    sources = [*PACKAGE.glob("locale/*/LC_MESSAGES/oicekpi.po")]
    if not sources:
        return PACKAGE / "locale"
    for source in sources:
        compiled = folder / source.parents[1].name / "LC_MESSAGES" / "oicekpi.mo"
        compiled.parent.mkdir(parents=True)
        with source.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text))
    return folder


@pytest.fixture
def catalogues(_compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program speak the languages of the source, whatever the build has compiled."""
    monkeypatch.setattr("oicekpi.cli.language._FOLDER", _compiled)


@pytest.fixture
def chinese(catalogues: None) -> None:  # noqa: ARG001 - so that there is Chinese
    """Speak Chinese in this test."""
    speak(Language.CHINESE)


# --- growth ---------------------------------------------------------------------------------------


def _calls(work: Callable[[], object]) -> int:
    with Profile() as profile:
        work()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.fixture(scope="session")
def calls() -> Callable[[Callable[[], object]], int]:
    """Count the calls of functions, Python's and C's, that a piece of work makes.

    Growth is tested by these counts, which are the same on any machine, and never by time.
    """
    return _calls


# --- plans and records in memory, for the layers above the files ----------------------------------


def _frozen(value: Any) -> Any:  # noqa: ANN401 - as it comes out, it went in
    """Turn all lists into tuples, as the reader of YAML does."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list | tuple) else value


def _make_plan(*indicators: dict[str, Any], **keys: object) -> Plan:
    parts = [
        {"id": f"A1.part{at}", "title": "Staff abroad", "measure": "people", "of": ["trip"], **each}
        for at, each in enumerate(indicators)
    ]
    objective = {"id": "A1", "title": "Staff learn abroad", "indicators": parts}
    document: dict[str, object] = {
        "title": "A plan",
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "sections": [{"id": "A", "title": "Management", "objectives": [objective]}],
        **keys,
    }
    judged = read_plan(_frozen(document))
    assert judged.plan is not None, judged.problems
    return judged.plan


def _make_entry(day: str, indicator: str | list[str] = "A1.part0", **fields: object) -> Entry:
    identity = str(fields.pop("id", f"{day}-record"))
    facts = {"date": day, "kind": "trip", "indicator": indicator, **fields}
    if facts["kind"] in {"trip", "application", "appointment"}:
        facts.setdefault("people", 1)
    judged = read_record(_frozen(facts))
    assert judged.valid, judged.problems
    return Entry(identity, f"records/{identity}.yaml", None, judged.record)


def _judge(plan: Plan, entries: Iterable[Entry], as_of: str) -> PlanProgress:
    ledger = Ledger(plan, entries)
    return of_plan("2024", plan, ledger, date.fromisoformat(as_of))


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Plan]:
    """Make a plan of one objective from the keys of its indicators, which have defaults.

    The indicators are `A1.part0`, `A1.part1` and so on, and count people on trips.
    """
    return _make_plan


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """Make a record, by default a trip of one person for `A1.part0`, from its day and fields."""
    return _make_entry


@pytest.fixture(scope="session")
def judge() -> Callable[[Plan, Iterable[Entry], str], PlanProgress]:
    """Judge a plan by records on a day."""
    return _judge


# --- workspaces on disk, for the layers that read them --------------------------------------------

PLAN_FILE = (
    HEAD
    + """\
          - {id: A1.staff, title: Staff abroad, measure: people, of: [trip], target: {at_least: 15}}
          - id: A1.signed
            title: Agreements
            measure: records
            of: [agreement]
            target: {between: [3, 5]}
          - {id: A1.partners, title: Partners, measure: partners, of: [trip, agreement]}
          - id: A1.programme
            title: A programme
            measure: stages
            of: [milestone]
            stages: [{id: drafted, title: Drafted}, {id: signed, title: Signed, due: 2024-12-31}]
"""
)
RECORD_FILES = {
    "2024-03-04-trip.yaml": "{date: 2024-03-04, kind: trip, indicator: A1.staff, people: 2}\n",
    "2024-04-12-agreement.yaml": (
        "date: 2024-04-12\nkind: agreement\nindicator: [A1.signed, A1.partners]\n"
        "partner: Example University\n"
    ),
    "2024-05-milestones.yaml": (
        "- {date: 2024-05-06, kind: milestone, indicator: A1.programme, stage: drafted}\n"
    ),
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file under the test's own folder, with the folders it needs."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    """An empty workspace."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    return tmp_path


@pytest.fixture
def workspace(tmp_path: Path, write: Callable[[str, str | bytes], Path]) -> Workspace:
    """A workspace with a plan that counts in each way, and three records in three files."""
    write("plans/2024.yaml", PLAN_FILE)
    for name, content in RECORD_FILES.items():
        write(f"records/2024/{name}", content)
    return Workspace(tmp_path)


# --- repositories ---------------------------------------------------------------------------------


@pytest.fixture
def git() -> Callable[..., str]:
    """Run git in a folder, with nobody's settings; gives what it says."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    someone = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")

    def run(folder: Path, *arguments: str) -> str:
        command = ["git", "-C", str(folder), *someone, *arguments]
        return subprocess.run(command, env=kept, check=True, capture_output=True, text=True).stdout

    return run


# --- the shipped workspace, for the documents that show it ----------------------------------------


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of the shipped data and examples, as the working directory; nobody's settings."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "clone"
    for name in ("plans", "records", "docs/examples"):
        shutil.copytree(Path(__file__).parents[1] / name, folder / name)
    monkeypatch.chdir(folder)
    for key in ("OICEKPI_ROOT", "FORCE_COLOR", "GITHUB_ACTIONS", "GITLAB_CI", "EDITOR", "VISUAL"):
        monkeypatch.delenv(key, raising=False)
    for key in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(key, "someone@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for command in ("git init -q", "git add -A", "git commit -qm start"):
        subprocess.run(shlex.split(command), check=True)
    return folder


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let the program think that it is a given day, and that its terminal has 80 columns."""

    def fix(day: date) -> None:
        monkeypatch.setattr("oicekpi.cli.clock.today", lambda: day)
        look = Look(width=80, color=False, unicode=True)
        monkeypatch.setattr("oicekpi.cli.terminal.look", lambda _: look)

    return fix


# --- real programs --------------------------------------------------------------------------------


def _program(request: pytest.FixtureRequest, *names: str) -> str:
    """Find a program by one of its names; without it the test is skipped, or fails if told so."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        reason = f"{names[0]} is not installed"
        if request.config.getoption("--require-programs"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """Give the path of a browser that shows what `report` writes."""
    return _program(request, "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def poppler(request: pytest.FixtureRequest) -> Path:
    """Give the folder of the programs that read PDF files."""
    return Path(_program(request, "pdftotext")).parent


@pytest.fixture(scope="session")
def libreoffice(request: pytest.FixtureRequest) -> str:
    """Give the path of an office suite that opens what `report` writes."""
    return _program(request, "soffice", "libreoffice")


# --- texts that mean harm -------------------------------------------------------------------------

HOSTILE = (
    "<script>document.title = 'run'</script><img src=x onerror=alert(1)>",
    "</style></title></svg><style>* {display: none}</style> --> ]]>",
    "{{ 7 * 7 }}{% raw %}{# #}",
    "\u202egnirts\u202c \u2066isolated\u2069 \u200fmark",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\U0001f600\U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467",
    '" onclick="alert(1)" \' data-x=\'',
    "W" * 2_000,
    "javascript:alert(1) &lt;b&gt; &#x202e; \\u003c",
)


@pytest.fixture(scope="session")
def hostile() -> ReportResult:
    """Give a report whose every free text is one that HTML, CSS, templates or Excel would run."""
    texts = itertools.cycle(HOSTILE)

    def indicator(known: str, measure: str, *of: str, **more: object) -> dict[str, object]:
        told = {"title": next(texts), "owner": next(texts), "note": next(texts)}
        return {"id": known, "measure": measure, "of": [*of], **told, **more}

    reached = {"at_least": 2}
    stages = [{"id": "one", "title": next(texts), "due": "2024-03-01"}]
    counted = [
        indicator("A1.people", "people", "trip", target=reached, requires=["approval"]),
        indicator("A1.partners", "partners", "trip", target=reached),
        indicator("A1.money", "amount", "activity", target=reached, unit="=1+1<b>"),
        indicator("A1.steps", "stages", "milestone", stages=stages),
        indicator("A1.level", "level", "reading", target=reached, unit="</script>"),
        *(
            indicator(f"A1.tracked{at}", "records", "activity", review_every=1)
            for at in range(len(HOSTILE))
        ),
    ]
    more = [
        {
            "id": f"B{at}",
            "title": text,
            "summary": next(texts),
            "source": next(texts),
            "indicators": [indicator(f"B{at}.x", "people", "trip")],
        }
        for at, text in enumerate(HOSTILE)
    ]
    objective = {"id": "A1", "title": next(texts), "indicators": counted}
    plan = {
        "title": HOSTILE[0],
        "issuer": HOSTILE[1],
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "sections": [
            {"id": "A", "title": next(texts), "summary": next(texts), "objectives": [objective]},
            {"id": "B", "title": next(texts), "summary": next(texts), "objectives": more},
        ],
    }
    known = [each["id"] for each in counted]
    ahead = {"state": "planned"}
    records: list[dict[str, object]] = []
    for at, text in enumerate(HOSTILE):
        trip = {
            "kind": "trip",
            "indicator": [*known[:2], f"B{at}.x"],
            "people": [text.replace(";", " ")],
        }
        act = {"kind": "activity", "indicator": [known[2], f"A1.tracked{at}"], "title": text}
        records += [
            {"date": "2024-03-04", **trip, "partner": text, "purpose": next(texts), "note": text},
            {"date": "2024-03-05", **trip, "partner": text, **(ahead if at % 2 else {})},
            {"date": "2024-03-06", **act, "amount": 1, "partner": next(texts)},
            {"date": "2024-03-07", "kind": "reading", "indicator": known[4], "value": at},
        ]
    judged = read_plan(_frozen(plan))
    assert judged.plan is not None, judged.problems
    entries = []
    for at, facts in enumerate(records):
        read = read_record(_frozen(facts))
        assert read.valid, read.problems
        entries.append(Entry(f"2024-03-list#{at}", "records/2024-03-list.yaml", at, read.record))
    finding = Finding(HOSTILE[1], 3, 7, "unknown-key", {"key": HOSTILE[0]})
    return gathered("2024", judged.plan, entries, date(2024, 9, 30), findings=(finding,))
