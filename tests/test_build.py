"""The build of the package: it compiles the catalogues of translations, or fails."""

import runpy
from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = "oicekpi/locale/zh/LC_MESSAGES/oicekpi.po"
Build = Callable[[str], list[str]]
pytestmark = pytest.mark.skipif(
    not (ROOT / SOURCE).exists(), reason="the tests run beside a wheel, without the source"
)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Run the hook of the build in a folder; gives the files that it adds."""
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["Catalogues"]

    def run(target: str) -> list[str]:
        made: dict[str, Any] = {"artifacts": []}
        nothing: Any = None
        hook(str(tmp_path), {}, nothing, nothing, str(tmp_path), target).initialize("", made)
        return [str(each) for each in made["artifacts"]]

    return run


def test_a_wheel_holds_each_catalogue_compiled(
    build: Build, write: Callable[[str, str], Path]
) -> None:
    """The program finds its sentences where the build has put them."""
    source = write(SOURCE, (ROOT / SOURCE).read_text("utf-8"))
    assert build("wheel") == [SOURCE.replace(".po", ".mo")]
    with source.with_suffix(".mo").open("rb") as compiled:
        assert GNUTranslations(compiled).gettext("Usage: ") == "用法："


def test_a_source_distribution_holds_the_sources_alone(
    build: Build, write: Callable[[str, str], Path]
) -> None:
    """Whoever builds it compiles them."""
    source = write(SOURCE, (ROOT / SOURCE).read_text("utf-8"))
    assert build("sdist") == []
    assert not source.with_suffix(".mo").exists()


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_a_package_without_catalogues_is_not_built(build: Build, target: str) -> None:
    """It would speak English without a word."""
    with pytest.raises(FileNotFoundError):
        build(target)
