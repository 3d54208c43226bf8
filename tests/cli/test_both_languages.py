"""Plans whose texts are in English and in Chinese: each reader sees one of them everywhere."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]
Terminal = Callable[..., object]

PLAN = """\
title: {en: en-plan, zh: 中文计划}
issuer: {en: en-issuer, zh: 中文部门}
strategy: {en: en-strategy, zh: 中文思路}
source: {en: en-source, zh: 中文来源}
period: {start: 2024-01-01, end: 2024-12-31}
breaks: [{start: 2024-02-05, end: 2024-02-25, name: {en: en-break, zh: 中文假期}}]
sections:
  - id: A
    title: {en: en-section, zh: 中文部分}
    summary: {en: en-section-summary, zh: 中文部分全文}
    objectives:
      - id: A1
        title: {en: en-objective, zh: 中文目标}
        summary: {en: en-summary, zh: 中文全文}
        source: {en: en-part, zh: 中文章节}
        owner: {en: en-owner, zh: 中文负责人}
        indicators:
          - id: A1.staff
            title: {en: en-indicator, zh: 中文指标}
            measure: people
            of: [trip]
            target: {at_least: 15}
            requires: [approval]
            note: {en: en-note, zh: 中文说明}
            revisions:
              - {on: 2024-06-01, target: {at_least: 12}, reason: {en: en-reason, zh: 中文原因}}
          - {id: A1.spent, title: {en: en-amount, zh: 中文金额}, measure: amount, of: [trip],
             unit: {en: en-unit, zh: 中文单位}, target: {at_most: 900}}
          - id: A1.programme
            title: {en: en-milestone, zh: 中文里程碑}
            measure: stages
            of: [milestone]
            stages:
              - {id: one, title: {en: en-stage-one, zh: 中文阶段一}, due: 2024-03-31}
              - {id: two, title: {en: en-stage-two, zh: 中文阶段二}, due: 2024-10-15}
"""
RECORDS = {
    "2024-03-11-trip": "kind: trip\nindicator: [A1.staff, A1.spent]\npeople: 2\namount: 300\n"
    "approval: U-1\n",
    "2024-04-11-trip": "kind: trip\nindicator: A1.staff\npeople: 1\n",
    "2024-03-20-milestone": "kind: milestone\nindicator: A1.programme\nstage: one\n",
    "2024-08-01-trip": "kind: trip\nindicator: A1.staff\npeople: 2\nstate: planned\n",
}
ENGLISH, CHINESE = re.compile(r"\ben-[a-z]"), re.compile("中文[^，。]")


@pytest.fixture(autouse=True)
def _bilingual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "office"
    (root / "plans").mkdir(parents=True)
    (root / "records").mkdir()
    (root / "plans" / "2024.yaml").write_text(PLAN, "utf-8")
    for name, text in RECORDS.items():
        (root / "records" / f"{name}.yaml").write_text(f"date: {name[:10]}\n{text}")
    monkeypatch.chdir(root)


COMMANDS = [
    "status", "status --explain", "status --format markdown", "show A1", "history", "log", "agenda",
    "agenda --format markdown", "agenda --format ics", "check", "add trip A1.staff --people 1 -n",
    "confirm 2024-08-01 -n", "next-plan 2025 --dry-run", "compare 2024 2024",
    "report --output -", "report --format html --output -", "report --format markdown --output -",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_each_reader_sees_one_language(run: Run, command: str) -> None:
    """No view leaves a text of the plan in the other one, on any line."""
    _, english, told = run("--lang", "en", *command.split())
    assert CHINESE.search(english + told) is None, command
    _, chinese, told = run("--lang", "zh", *command.split())
    assert ENGLISH.search(re.sub("(?m)^id:.*", "", chinese + told)) is None, command
    assert (CHINESE.search(chinese) is None) == (ENGLISH.search(english) is None)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_a_document_of_an_office_program_is_in_one_language(run: Run, form: str) -> None:
    """Whatever part of it a text is in."""
    for language, wrong in (("en", CHINESE), ("zh", ENGLISH)):
        assert run("--lang", language, "report", "--format", form, "--output", f"r.{form}")[0] == 0
        with ZipFile(f"r.{form}") as packed:
            parts = [packed.read(name) for name in packed.namelist() if name.endswith(".xml")]
        texts = [re.sub(r"<[^>]*>", "|", part.decode()) for part in parts]
        assert [found[0] for text in texts if (found := wrong.search(text))] == []
        Path(f"r.{form}").unlink()


def test_an_owner_is_found_by_either_name(run: Run) -> None:
    """Whoever types has the other language's name on paper."""
    shown = [run("--lang", "en", "status", "--owner", name) for name in ("en-owner", "中文负责人")]
    assert [code for code, _, _ in shown] == [0, 0]
    first, second = (out.partition("--owner")[0] for _, out, _ in shown)
    assert first == second


def _texts(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("command", ["status", "history", "agenda"])
def test_json_has_both_and_is_the_same_in_every_language(run: Run, command: str) -> None:
    """A key keeps its English text; the Chinese one has a key of its own."""
    written = run("--lang", "en", command, "--format", "json")[1]
    assert run("--lang", "zh", command, "--format", "json")[1] == written
    data = json.loads(written)
    assert (data["title"], data["title_zh"]) == ("en-plan", "中文计划")
    texts = _texts(data)
    pairs = dict(_pairs(yamlfile.read(PLAN.encode())))
    for english in (each for each in texts if each in pairs):
        assert pairs[english] in texts
    assert {pairs[each] for each in texts if each in pairs} == {
        each for each in texts if CHINESE.search(each)
    }


def _pairs(value: Value) -> list[tuple[str, str]]:
    """Return the English and the Chinese text of each that is in both."""
    if isinstance(value, dict) and value.keys() == {"en", "zh"}:
        return [(str(value["en"]), str(value["zh"]))]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return [pair for each in inner for pair in _pairs(each)]


def test_json_lines_have_both(run: Run) -> None:
    """In each row, as JSON has them."""
    written = run("--lang", "zh", "status", "--format", "jsonl")[1]
    assert run("--lang", "en", "status", "--format", "jsonl")[1] == written
    row = json.loads(written.splitlines()[0])
    assert (row["title"], row["title_zh"]) == ("en-indicator", "中文指标")


@pytest.mark.parametrize("command", ["status", "history", "log"])
def test_csv_is_the_same_in_every_language(run: Run, command: str) -> None:
    """It is for programs, as JSON is; it has the English texts."""
    written = run("--lang", "en", command, "--format", "csv")[1]
    assert run("--lang", "zh", command, "--format", "csv")[1] == written
    assert CHINESE.search(written) is None


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "chinese", "english"),
    [
        ("show A1.staff", "待审批：另有 1 人，缺少", "Provisional: 1 more, without"),
        ("show A1.staff", "到期末共需 9 人。", "9 in all by the end."),
        ("show A1.spent", "还剩 600 中文单位。", "; 600 is left."),
        ("show A1.programme", "接下来还需：1 个阶段（", "Needed next: 1 by"),
        ("agenda --days 20", "还需 5 人：中文指标", "5 more – en-indicator"),
        ("add trip A1.staff --people ann --date 2024-05-02 --approval U-2 -n",
         "ann 自2024年4月30日起已计入", "ann counts since 2024-04-30"),
        ("report --format html --output -", "2024年1月1日至2024年12月31日</p>",
         "2024-01-01 to 2024-12-31</p>"),
    ],
)  # fmt: skip
def test_chinese_sentences_have_counters_and_days(
    run: Run, command: str, chinese: str, english: str
) -> None:
    """Chinese counts nothing without a counter; English sentences have the bare numbers."""
    Path("records/2024-04-30-trip.yaml").write_text(
        "date: 2024-04-30\nkind: trip\nindicator: A1.staff\npeople: [ann]\napproval: U-9\n"
    )
    for language, shown in (("zh", chinese), ("en", english)):
        out = run("--lang", language, *command.split())[1]
        assert shown in re.sub(r"\s*\n\s*", "", out) or shown in re.sub(r"\s+", " ", out), out


def test_a_line_of_a_chinese_paragraph_begins_a_line(run: Run) -> None:
    """Only a line that is too long is broken, and what follows does not move."""
    lines = [line.strip() for line in run("--lang", "zh", "next-plan", "--help")[1].splitlines()]
    assert "期间和所有日期推移一年；如果期间不是整月数，则推移一个期间的长度。" in lines
    assert any(line.startswith("每个指标旁有注释，") for line in lines)


def test_an_import_speaks_of_cells_with_counters_and_blanks(run: Run) -> None:
    """A cell's text in quotation marks has a blank beside it, and numbers have theirs."""
    Path("t.csv").write_text("日期,类型,人员,批准文号\n2024-03-01,外出,3,无\n", "utf-8")
    out = run(
        "--lang", "zh", "import", "t.csv", "--set", "indicator=A1.staff",
        "--replace", "kind:外出=trip",
    )[1]  # fmt: skip
    assert "按空白处理：批准文号（1 个）\n" in out
    assert "kind：“外出” 读作 “trip”\n" in out


# --- kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "chinese", "english"),
    [
        ("log", "2024-03-11-trip       出访    A1.staff", "2024-03-11-trip       trip       A1.s"),
        ("log --by kind", "出访 2 1 里程碑 1", "trip 2 1 milestone 1"),
        ("log --format markdown", "| 出访 |", "| trip |"),
        ("show A1.programme", "里程碑  中文阶段一", "milestone  en-stage-one"),
        ("report --format markdown --output -", "| 出访 |", "| trip |"),
        ("report --format html --output -", ">出访<", ">trip<"),
        ("add --help", "出访（trip）、申请（application）", "trip, application"),
        ("add --help", "出访的目的。（出访）", "The purpose of the trip. (trip)"),
        ("log --kind zzz", "出访（trip）、", "the kinds are trip,"),
        ("add trip A1.staff --people 1 --stage a", "出访（trip）：", "a record of kind trip has"),
        ("add 协议 A1 --partner X", "“协议（agreement）” 类型", 'kind "agreement"'),
        ("add trip A1.programme --people 1 -n --date 2024-03-01",
         "“出访（trip）” 类型的记录\n  = 建议：它统计的类型有：里程碑（milestone）",
         'kind "trip"\n  = help: it counts milestone'),
    ],
)  # fmt: skip
def test_chinese_readers_read_what_a_kind_is_called(
    run: Run, command: str, chinese: str, english: str
) -> None:
    """English views have its name; what is typed has the name beside the word in both."""
    for language, shown in (("zh", chinese), ("en", english)):
        _, out, told = run("--lang", language, *command.split())
        assert re.sub("[ \n]+", " ", shown) in re.sub("[ \n]+", " ", out + told)


def test_chinese_readers_read_the_names_of_countries(run: Run) -> None:
    """English views and programs have their codes, and so has a code that is no country's."""
    Path("records/2024-05-01-trip.yaml").write_text(
        "date: 2024-05-01\nkind: trip\nindicator: A1.staff\npeople: 1\ncountry: DE\npartner: X\n"
    )
    for language, country, where in (("zh", "德国", "X，德国"), ("en", "DE", "X, DE")):
        speak = ("--lang", language)
        assert f"{country} " in run(*speak, "log", "--by", "country")[1]
        assert where in run(*speak, "show", "A1.staff")[1]
        assert "\nDE,1,0\n" in run(*speak, "log", "--by", "country", "--format", "csv")[1]
        assert run(*speak, "report", "--output", "r.xlsx")[0] == 0
        with ZipFile("r.xlsx") as packed:
            texts = re.findall(r">([^<]+)<", packed.read("xl/sharedStrings.xml").decode())
        assert country in texts
        assert ("人员" if language == "zh" else "people") in texts  # how it is measured
        Path("r.xlsx").unlink()


def test_a_sheet_is_told_of_kinds_in_its_own_words(run: Run) -> None:
    """Whoever writes `出访` in a cell need not know the key."""
    Path("visits.csv").write_text("日期,类型,指标,阶段\n2024-03-01,协议,A1.staff,one\n", "utf-8")
    _, out, told = run("--lang", "zh", "import", "visits.csv", "--map", "阶段=stage")
    assert "“协议” 类型的记录；它统计的类型有：出访\n" in out + told
    assert "协议：这种类型的记录没有 stage；" in out + told


def test_programs_read_the_names_of_kinds_in_every_language(run: Run) -> None:
    """Also among the parameters of a finding."""
    Path("records/2024-05-01-trip.yaml").write_text(
        "date: 2024-05-01\nkind: trip\nindicator: A1.programme\npeople: 1\n"
    )
    english, chinese = (
        next(
            each
            for each in json.loads(run("--lang", language, "check", "--format", "json")[1])[
                "findings"
            ]
            if each["code"] == "wrong-kind"
        )
        for language in ("en", "zh")
    )
    assert chinese["params"] == english["params"]
    assert (chinese["params"]["kind"], chinese["params"]["kinds"]) == ("trip", ["milestone"])
    assert "出访（trip）" in chinese["message"]


def test_a_workbook_has_kinds_in_its_language(run: Run) -> None:
    """As every other word of it; a stage has its title instead of its id."""
    for language, shown, other in (("en", "trip", "出访"), ("zh", "出访", "trip")):
        assert run("--lang", language, "report", "--output", "r.xlsx")[0] == 0
        with ZipFile("r.xlsx") as packed:
            texts = set(re.findall(r">([^<]+)<", packed.read("xl/sharedStrings.xml").decode()))
        assert (shown in texts, other in texts, "one" in texts) == (True, False, False)
        Path("r.xlsx").unlink()
