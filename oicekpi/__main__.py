"""The program as a process: `oicekpi`, and `python -m oicekpi`."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; Ctrl-C while it is still being loaded ends it as it does later."""
    try:
        from oicekpi.cli.app import run  # noqa: PLC0415 - whatever takes long is inside
    except KeyboardInterrupt:
        sys.exit(130)
    code = run()
    # The process ends, and all goes with it: a last look through everything for cycles, as the
    # interpreter takes it, would be a tenth of the time of a short run.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
