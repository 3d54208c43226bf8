"""Run one command and tell its time and memory, as JSON: wall and CPU seconds, peak bytes, code.

    python -I -S benchmarks/timed.py COMMAND [ARGUMENT …]

This is a process of its own because the system counts the memory of whoever starts a process as
that process's own at first: a starter must be smaller than anything that it measures.
"""

import os
import sys
import time


def main() -> None:
    """Start the command with its output thrown away, wait for it, and print the figures."""
    # Linux counts in units of 1,024 bytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1_024
    away = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    command = sys.argv[1:]
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=away)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime
    code = os.waitstatus_to_exitcode(status)
    print(
        f'{{"wall": {wall:.6f}, "cpu": {cpu:.6f}, "memory": {used.ru_maxrss * unit}, "code": {code}}}'  # noqa: E501 - one line of JSON
    )


main()
