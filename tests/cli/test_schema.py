"""`oicekpi schema`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oicekpi.cli.app import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("what", ["plan", "record"])
def test_it_prints_a_schema_that_names_itself(
    what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The schema is JSON on standard output, with its draft and its address."""
    assert run(["schema", what]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/schemas/{what}.schema.json")


def test_another_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Only plans and records have schemas."""
    assert run(["schema", "evidence"]) == 2
    assert "evidence" in capsys.readouterr().err


@pytest.mark.skipif(
    shutil.which("check-jsonschema", path=str(Path(sys.executable).parent)) is None,
    reason="check-jsonschema is not installed",
)
def test_check_jsonschema_takes_the_shipped_files_and_refuses_wrong_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another program's validator agrees about the shipped plan and records, and a wrong one."""
    run(["schema", "record"])
    (tmp_path / "record.json").write_text(capsys.readouterr().out)
    wrong = tmp_path / "2024-04-12-trip.yaml"
    wrong.write_text("date: 2024-04-12\nkind: trip\nindicator: A1.staff\npeople: 2\ncountri: DE\n")
    records = [str(path) for path in ROOT.glob("records/**/*.yaml")]
    plans = [str(path) for path in ROOT.glob("plans/*.yaml")]

    def checked(schema: Path, *files: str) -> tuple[int, str]:
        command = [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile"]
        done = subprocess.run(
            [*command, str(schema), *files], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    assert checked(ROOT / "schemas/plan.schema.json", *plans)[0] == 0
    assert checked(tmp_path / "record.json", *records)[0] == 0
    code, said = checked(tmp_path / "record.json", str(wrong))
    assert code == 1
    assert "'countri' was unexpected" in said
