"""The program as a process: `oicekpi`, and `python -m oicekpi`."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; Ctrl-C while it is still being loaded ends it as it does later."""
    try:
        from oicekpi.cli.app import run  # noqa: PLC0415 - whatever takes long is inside
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run())


if __name__ == "__main__":
    main()
