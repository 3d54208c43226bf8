"""Every command that writes works on a system that has only what Python promises everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Windows has none of this; and then some file systems have no hard links either. What Python
# itself has loaded keeps what it has; the program, loaded after that, finds nothing.
BARE = """
import os, stat, sys, tempfile, shutil, subprocess, pathlib
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "readline", "resource"):
    sys.modules[name] = None
for name in ("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "fchmod", "fchown", "chown",
             "mkfifo", "getuid", "geteuid", "fork"):
    delattr(os, name)

def portable(call):
    def checked(path, *arguments, **options):
        assert not {"dir_fd", "src_dir_fd", "dst_dir_fd"} & options.keys(), call
        if call is real["open"] and os.path.isdir(path):
            raise PermissionError(13, "Permission denied", path)
        if call is real["rename"] and os.path.lexists(arguments[0]):
            raise FileExistsError(17, "File exists", path)
        return call(path, *arguments, **options)
    return checked

real = {name: getattr(os, name) for name in ("open", "rename", "replace", "unlink", "mkdir",
                                             "rmdir", "link", "stat", "lstat", "chmod")}
for name, call in real.items():
    setattr(os, name, portable(call))
os.supports_dir_fd = os.supports_fd = os.supports_follow_symlinks = set()
if sys.argv.pop(1) == "no links":
    del os.link
sys.argv[0] = "oicekpi"
from oicekpi.__main__ import main
main()
"""
SHEET = "Date,Indicator,Kind,People\n2024-05-06,A1.staff,trip,2\n2024-05-07,A1.staff,trip,3\n"
PLANNED = (
    "date: 2024-12-09  # a Monday\r\nkind: trip\r\nindicator: A1.staff\r\n"
    "state: planned\r\npeople: 2\r\n"
)
COMMANDS = (
    "init . --year 2031",
    "add trip A1.staff --people 2 --country DE --date 2024-03-04",
    "add trip A1.staff --people 2 --country DE --date 2024-03-04 --again",
    "confirm 2024-12-09-trip --date 2024-10-01 --approval U-1",
    "edit 2024-10-01-trip",
    "cancel 2024-12-10-trip --reason rain",
    "import sheet.csv --write",
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


def _run(folder: Path, command: str, system: str | None) -> tuple[int, str, str]:
    start = ["-m", "oicekpi"] if system is None else ["-c", BARE, system]
    editor = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'ab').write(b'note: x\\r\\n')\""
    done = subprocess.run(
        [sys.executable, *start, *command.split()],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "EDITOR": editor, "OICEKPI_ROOT": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("system", ["links", "no links"])
def test_every_command_that_writes_does_on_a_bare_system_what_it_does_here(
    tmp_path: Path, system: str
) -> None:
    """The same files, the same messages, the same answers."""
    here, bare = tmp_path / "one" / "office", tmp_path / "two" / "office"
    for folder in (here, bare):
        _office(folder)
    for command in COMMANDS:
        done = _run(bare, command, system)
        assert done[0] == 0, (command, done)
        wanted = _run(here, command, None)
        assert [str(each).replace("two", "one") for each in done] == [*map(str, wanted)], command
        assert _files(bare) == _files(here), command
    written = _files(bare)
    assert b"note: x\r\n" in next(text for name, text in written.items() if "2024-10-01" in name)
    assert not [name for name in written if name.endswith(".tmp")]
