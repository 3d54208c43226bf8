"""No command ends in "this is a bug", and what is on the disk is named however a command ends."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli import terminal

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]

SHEET = "Date,Kind,Indicator,People\n2024-05-07,trip,A1.staff,{name}\n"
COMMANDS = (
    "status", "check", "log", "log --people", "history", "show A1.staff", "diff HEAD", "agenda",
    "next-plan 2025", "compare 2024 2025",
    "schema plan", "add trip A1.staff --people 1", "edit 2024-03-04-trip",
    "confirm 2024-03-04-trip --approval U-1", "cancel 2024-03-04-trip --reason x",
    "remove 2024-03-04-trip --yes", "import sheet.csv --write", "init new", "init .",
    "report --output page.html", "report --output page.md",
)  # fmt: skip
BUG = 3
# More than Python calls functions in each other, and a path that is longer than systems take.
DEEP = {"d": 1_200, "2024-01-01-x": 400}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_deleted_working_directory_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, command: str
) -> None:
    """Every command says that the folder has gone, or does without it."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run(*command.split())[0] in {0, 2}


@pytest.mark.parametrize("wanted", [
    "2024", "plans/2024.yaml", "plans", "records", "", ".", "..", "/", "#", "#1", "[", "*",
    "2024-05-milestones", "2024-05-milestones#1", "2024-05-milestones#9", "../plans/2024",
    "x" * 5_000, "\u0661",
])  # fmt: skip
@pytest.mark.parametrize("command", ["edit", "confirm", "remove --yes", "cancel --reason x"])
def test_no_name_of_a_record_is_a_bug(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str, wanted: str
) -> None:
    """The name of a plan, a list, a folder or nothing at all is refused, and nothing is changed."""
    monkeypatch.setenv("EDITOR", "false")
    plan = (root / "plans" / "2024.yaml").read_bytes()
    assert run(*command.split(), "--", wanted)[0] in {0, 1, 2}
    assert (root / "plans" / "2024.yaml").read_bytes() == plan


@pytest.mark.skipif(sys.platform == "win32", reason="no path there can be so long")
@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("command", ["check", *COMMANDS[8:14:2], "import sheet.csv --write"])
def test_very_deep_folders_are_no_bug(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    """Too many folders in each other are a finding; commands that write go on."""
    (root / "sheet.csv").write_text(SHEET.format(name="1"))
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.chdir(root / "records")
    for _ in range(DEEP[name]):
        Path(name).mkdir()
        os.chdir(name)
    os.chdir(root)
    try:
        assert run(*command.split())[0] in {0, 1, 2}
    finally:
        # What removes folders in each other goes into each of them by itself, or too deep.
        os.chdir(root / "records")
        for _ in range(DEEP[name]):
            os.chdir(name)
        for _ in range(DEEP[name]):
            os.chdir("..")
            Path(name).rmdir()


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1"])
def test_a_locale_of_plain_ascii_is_no_bug(root: Path, process: Process, locale: str) -> None:
    """Names that it cannot write are written as UTF-8, and `check` finds nothing wrong."""
    old = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    names = {"sheet.csv": "\u738b\u4f1f", "\u8868.csv": "\u674e\u5a1c"}
    for number, (file, name) in enumerate(names.items(), start=1):
        (root / file).write_text(SHEET.format(name=name), encoding="utf-8")
        for _ in ("first", "again"):  # what is there already is left out
            done = process("import", file, "--write", **old)
            assert done.returncode == 0, done.stderr
        found = (root / "records").rglob("*.yaml")
        written = [path for path in found if "import-" in str(path.parent)]
        assert len(written) == number
        assert [path for path in written if name in path.read_text("utf-8")]
        for path in written:
            path.name.encode()  # a name of UTF-8, not of some other encoding
    assert process("check").returncode == 0
    for command in (
        "status",
        "log",
        "log --format csv",
        "history",
        "show A1.staff",
        "check",
        "agenda",
    ):
        assert process(*command.split(), **old).returncode == 0


# --- after the write ------------------------------------------------------------------------------


def _fail(error: BaseException, once: Callable[[], object] = lambda: True) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        if once():
            raise error

    return fail


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("x"), MemoryError()])
@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("add trip A1.staff --people 3 --date 2024-03-05", "2024-03-05-trip"),
        ("import sheet.csv --write", "import-sheet"),
        ("confirm 2024-09-02 --date 2024-09-03", "2024-09-03-trip"),
        ("confirm 2024-09-02 --approval U-1", "2024-09-02-trip"),
        ("cancel 2024-09-02 --reason x", "2024-09-02-trip"),
    ],
)
def test_what_was_written_is_named_whatever_comes_after(  # noqa: PLR0913, PLR0917 - fixtures
    root: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    command: str,
    made: str,
) -> None:
    """Ctrl-C or a bug right after the write: a message names what is on the disk."""
    (root / "sheet.csv").write_text(SHEET.format(name="1"))
    (root / "records" / "2024" / "2024-09-02-trip.yaml").write_text(
        "date: 2024-09-02\nkind: trip\nindicator: A1.staff\nstate: planned\npeople: 2\n"
    )

    def there() -> list[Path]:
        return [*(root / "records").rglob(f"{made}*")]

    monkeypatch.setattr("oicekpi.storage.disk.flush", _fail(error, there))
    code, _, err = run(*command.split())
    assert code in {BUG, 130}
    assert str(there()[0]) in err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("x")])
@pytest.mark.parametrize("command", ["add trip A1.staff --people 3", "import sheet.csv --write"])
def test_nothing_is_named_that_was_not_written(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, command: str
) -> None:
    """Ctrl-C or a bug before the write names no file, also where older ones begin alike."""
    (root / "sheet.csv").write_text(SHEET.format(name="1"))
    (root / "records" / "import-old").mkdir()
    monkeypatch.setattr("oicekpi.storage.disk.write_file", _fail(error))
    before = sorted(path for path in root.rglob("*") if path.name != ".oicekpi.lock")
    code, _, err = run(*command.split())
    assert code in {BUG, 130}
    assert "saved" not in err
    assert sorted(path for path in root.rglob("*") if path.name != ".oicekpi.lock") == before


@pytest.mark.parametrize(
    "command", ["confirm 2024-09-02 --approval U-1", "cancel 2024-09-02 --reason x"]
)
def test_a_file_that_cannot_be_read_any_more_is_no_bug(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A file that was read a moment ago may be closed by now: the command says so."""
    path = root / "records" / "2024" / "2024-09-02-trip.yaml"
    path.write_text(
        "date: 2024-09-02\nkind: trip\nindicator: A1.staff\nstate: planned\npeople: 2\n"
    )
    monkeypatch.setattr(Path, "read_bytes", _fail(PermissionError(13, "Permission denied")))
    assert run(*command.split())[0] == 2


AFTER = """
import builtins, sys
from oicekpi.storage import disk
real, importing = disk.flush, builtins.__import__
def late(name, *rest):
    if name not in sys.modules and not name.startswith("encodings"):
        print("loaded", name, file=sys.stderr)
    return importing(name, *rest)
def flush(folder):
    builtins.__import__ = late
    real(folder)
disk.flush = flush
sys.argv[0] = "oicekpi"
from oicekpi.__main__ import main
main()
"""


@pytest.mark.parametrize("command", [
    "add trip A1.staff --people 3 --date 2024-03-05", "confirm 2024-09-02 --date 2024-09-03",
    "cancel 2024-09-02 --reason x", "import sheet.csv --write", "remove 2024-03-04-trip --yes",
])  # fmt: skip
def test_nothing_is_loaded_after_the_write(root: Path, command: str) -> None:
    """All that a command needs to say what it wrote is loaded before: loading could fail."""
    (root / "sheet.csv").write_text(SHEET.format(name="1"))
    (root / "records" / "2024" / "2024-09-02-trip.yaml").write_text(
        "date: 2024-09-02\nkind: trip\nindicator: A1.staff\nstate: planned\npeople: 2\n"
    )
    source = Path(terminal.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", AFTER, *command.split()],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "loaded" not in done.stderr
