"""The program as a process: `oicekpi`, and `python -m oicekpi`."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; Ctrl-C while it is being loaded ends it as quietly as later."""
    # Modules and records are many small objects that stay; looking through them for cycles again
    # and again takes a tenth of the time. There are few cycles, and the process soon ends.
    gc.disable()
    try:
        from oicekpi.cli.app import run  # noqa: PLC0415 - loading it takes long
    except KeyboardInterrupt:
        sys.exit(130)
    code = run()
    # The process ends: a last search for cycles by the interpreter would be a tenth of a short run.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
