"""What is settled before anything is read, so that a run starts and works quickly."""

import gc
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Final

_LOADER: Final = "pydantic.plugin._loader"


def prepare() -> None:
    """Settle both; it may be called more than once."""
    _without_plugins()
    # Records are many small objects that stay; looking through them for cycles again and again
    # takes a tenth of the time. There are few cycles, and the process soon ends.
    gc.disable()


def _without_plugins() -> None:
    """Keep pydantic from asking everything that is installed for plugins.

    That takes 25 ms, most of it the import of `importlib.metadata`, which pydantic's own switch
    (PYDANTIC_DISABLE_PLUGINS) does not save; and nobody's plugin is to judge our records. A
    pydantic without a module of this name is not affected.
    """
    if _LOADER not in sys.modules:
        loader = ModuleType(_LOADER)
        loader.get_plugins = _no_plugins  # type: ignore[attr-defined]  # a module takes any name
        sys.modules[_LOADER] = loader


def _no_plugins() -> Iterable[object]:
    return ()
