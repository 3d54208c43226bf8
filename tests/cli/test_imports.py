"""What each command loads: to start quickly, only what it uses."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import oicekpi

SOURCE = str(Path(oicekpi.__file__).parents[1])
SCRIPT = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from oicekpi.cli import app
code = app.run(sys.argv[1:])
print(code, *sys.modules, file=sys.stderr)
"""
# One module of each library, which is there just when the library has been loaded.
LIBRARIES = {"pydantic": "pydantic.main", "rich": "rich.style", "yaml": "yaml.events"}
ADD = ("add", "trip", "A1", "--people", "new", "--date", "2024-04-01", "--dry-run")
Loaded = Callable[..., set[str]]


@pytest.fixture
def loaded(office: Path) -> Loaded:
    """Run the program as a process; gives the libraries that it loads."""

    def run(*arguments: str) -> set[str]:
        ended = subprocess.run(
            [sys.executable, "-I", "-c", SCRIPT, SOURCE, "--root", str(office), *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        code, *modules = ended.stderr.splitlines()[-1].split()
        assert code == "0", ended.stderr
        return {name for name, module in LIBRARIES.items() if module in modules}

    return run


@pytest.mark.parametrize(
    ("arguments", "libraries"),
    [
        (("--version",), set()),
        (("--help",), set()),
        (("status", "--help"), set()),
        (("add", "--help"), set()),
        (("status",), {"yaml"}),
        (("status", "--flagged", "--explain"), {"yaml"}),
        (("status", "--format", "json"), {"yaml"}),
        (("agenda",), {"yaml"}),
        (("agenda", "--format", "ics"), {"yaml"}),
        (("show", "A1.staff"), {"yaml"}),
        (("history",), {"yaml"}),
        (("log",), {"yaml"}),
        (ADD, {"yaml"}),
        (("check",), {"yaml", "pydantic"}),
        (("--color", "always", "status"), {"yaml", "rich"}),
        (("schema", "plan"), {"yaml"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_loads_only_the_libraries_it_uses(
    loaded: Loaded, arguments: tuple[str, ...], libraries: set[str]
) -> None:
    """Help loads no library but typer; pydantic judges in `check`, and stays away elsewhere."""
    assert loaded(*arguments) == libraries


def test_note_of_several_lines_needs_no_pydantic(loaded: Loaded, office: Path) -> None:
    """What is valid is read by the fast path, however it is written."""
    path = office / "records" / "2024" / "2024-03-12-trip-x.yaml"
    path.write_text(
        "date: 2024-03-12\nkind: trip\nindicator: A1.staff\npeople: 1\nnote: |\n  one\n  two\n"
    )
    assert loaded("status") == {"yaml"}
