"""Writing works where only what Python promises everywhere is there, as on Windows."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Windows has none of what is taken away here, and some file systems have no hard links either.
# This runs before anything of the program is loaded.
BARE = """
import contextlib, hashlib, os, shutil, stat, sys, tempfile
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "readline", "resource"):
    sys.modules[name] = None
for name in ("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "fchmod", "fchown", "chown",
             "mkfifo", "getuid", "geteuid", "fork"):
    delattr(os, name)

def portable(name, call):
    def checked(path, *arguments, **options):
        assert not {"dir_fd", "src_dir_fd", "dst_dir_fd"} & options.keys(), name
        if name == "open" and os.path.isdir(path):
            raise PermissionError(13, "Permission denied", path)
        if name == "rename" and os.path.lexists(arguments[0]):
            raise FileExistsError(17, "File exists", path)
        return call(path, *arguments, **options)
    return checked

for name in ("open", "rename", "replace", "unlink", "mkdir", "rmdir", "link", "stat", "lstat"):
    setattr(os, name, portable(name, getattr(os, name)))
os.supports_dir_fd = os.supports_fd = os.supports_follow_symlinks = set()
if sys.argv.pop(1) == "no links":
    del os.link
"""
WRITING = """
from pathlib import Path
from oicekpi.app import starter
from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.app.importing.remembered import remember
from oicekpi.storage import write
from oicekpi.storage.disk import writing
from oicekpi.storage.edit import set_keys
from oicekpi.storage.workspace import Workspace, find, read_file

root = Path(sys.argv[1])
starter.lay_out(root, starter.files(2024, starter.shipped_plan(), {"plan": "{}"}, "1"))
workspace = find(root / "plans")
drafts = [write.Draft("2024-03-04-x", "date: 2024-03-04\\r\\nkind: trip\\r\\n")] * 2
with writing(workspace):
    first, again = write.create(workspace, drafts[0]), write.create(workspace, drafts[0])
write.create_all(workspace, drafts, "Sheet")
path = root / first.path
old = read_file(path, 1000)
new = set_keys(old, None, {"date": "2025-01-02", "note": "x"})
write.move(workspace, first.path, "records/2025/2025-01-02-x.yaml", old, new)
write.replace(workspace, again.path, old, new)
remember(workspace, "con", ColumnMapping({"date": "Day"}), {})
write.remove(workspace, again.path, new)
try:
    read_file(root / "records", 10)
except Exception as error:
    print(type(error).__name__, error.case)
"""


@pytest.mark.parametrize("system", ["links", "no links"])
def test_every_function_that_writes_needs_only_what_all_systems_have(
    tmp_path: Path, system: str
) -> None:
    """New, many, changed, moved and removed records, a mapping, a new repository."""
    script = ["-c", BARE + WRITING, system, str(tmp_path / "office")]
    done = subprocess.run(
        [sys.executable, *script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "NotReadableError folder\n", "")
    found = (path for path in (tmp_path / "office").rglob("*") if path.is_file())
    files = {path.relative_to(tmp_path / "office").as_posix(): path for path in found}
    records = [name for name in files if name.startswith(("records/", "imports/"))]
    imported = {name for name in records if name.startswith("records/import-sheet/")}
    assert len(imported) == 2
    assert {*records} - imported == {
        "imports/con-records.yaml",
        "records/2025/2025-01-02-x.yaml",
        "records/README.md",
    }
    moved = files["records/2025/2025-01-02-x.yaml"].read_bytes()
    assert moved == b"date: 2025-01-02\r\nkind: trip\r\nnote: x\r\n"
    assert [name for name in files if ".oicekpi" in name] == [".oicekpi.lock"]


# --- commands -------------------------------------------------------------------------------------

SERVING = """
import io, json
from contextlib import redirect_stderr, redirect_stdout
from oicekpi.cli.app import run

commands, sys.stdin = sys.stdin, open(os.devnull)
for line in commands:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(json.loads(line))
        out.flush()
        err.flush()
    print(json.dumps([code, *(each.buffer.getvalue().decode() for each in (out, err))]), flush=True)
"""
SHEET = "Date,Indicator,Kind,People\n2024-05-06,A1.staff,trip,2\n2024-05-07,A1.staff,trip,3\n"
PLANNED = (
    "date: 2024-12-09  # a Monday\r\nkind: trip\r\nindicator: A1.staff\r\n"
    "state: planned\r\npeople: 2\r\n"
)
COMMANDS = (
    "init . --year 2031",
    "add trip A1.staff --people 2 --country DE --date 2024-03-04",
    "add trip A1.staff --people 2 --country DE --date 2024-03-04 --allow-duplicates",
    "confirm 2024-12-09-trip --date 2024-10-01 --approval U-1",
    "edit 2024-10-01-trip",
    "cancel 2024-12-10-trip --reason rain",
    "import sheet.csv --write",
    "report --output page.html --as-of 2024-09-30",
    "report --output page.html --as-of 2024-10-31",
    "report --output plan.xlsx --as-of 2024-09-30",
    "report --output plan.xlsx --as-of 2024-10-31",
    "report --output plan.docx --as-of 2024-10-31",
    "report --output letter.docx --template plan.docx --as-of 2024-10-31",
    "next-plan 2025 --from 2024",
    "agenda --format ics --as-of 2024-10-31",
    "compare 2024 2025 --as-of 2024-10-31",
    "check",
)


def _office(folder: Path) -> None:
    """Make a workspace with planned records that were saved on Windows, and a sheet."""
    (folder / "plans").mkdir(parents=True)
    (folder / "plans" / "2024.yaml").write_bytes((ROOT / "plans" / "2024.yaml").read_bytes())
    (folder / "records" / "2024").mkdir(parents=True)
    for day in ("09", "10"):
        path = folder / "records" / "2024" / f"2024-12-{day}-trip.yaml"
        path.write_bytes(PLANNED.replace("-09", f"-{day}").encode())
    (folder / "sheet.csv").write_text(SHEET, encoding="utf-8")


@contextmanager
def _system(folder: Path, start: str) -> Iterator[Callable[[str], list[object]]]:
    """Give a function that runs commands in a folder, all in one process: code, output, errors."""
    editor = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'ab').write(b'note: x\\r\\n')\""
    with subprocess.Popen(
        [sys.executable, "-c", start + SERVING, folder.name],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "EDITOR": editor, "OICEKPI_ROOT": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        commands, answers = process.stdin, process.stdout

        def run(command: str) -> list[object]:
            print(json.dumps(command.split()), file=commands, flush=True)
            answer: list[object] = json.loads(answers.readline())
            return answer

        yield run


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_command_that_writes_does_on_a_bare_system_what_it_does_here(tmp_path: Path) -> None:
    """The same files, the same messages, the same answers, with hard links and without."""
    here, *bare = (tmp_path / name for name in ("here", "links", "no links"))
    for folder in (here, *bare):
        _office(folder)
    with ExitStack() as stack:
        run, *others = (
            stack.enter_context(_system(folder, start))
            for folder, start in ((here, "import os, sys"), *((each, BARE) for each in bare))
        )
        for command in COMMANDS:
            wanted = run(command)
            assert wanted[0] == 0, (command, wanted)
            for folder, other in zip(bare, others, strict=True):
                said = [str(each).replace(str(folder), str(here)) for each in other(command)]
                assert said == [*map(str, wanted)], command
                assert _files(folder) == _files(here), command
    written = _files(here)
    assert b"note: x\r\n" in next(text for name, text in written.items() if "2024-10-01" in name)
    assert not [name for name in written if name.endswith(".tmp")]
