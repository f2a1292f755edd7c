"""Ends the demo's processes when the demo itself was killed and could not.

The demo writes the number of its web server's process group to our standard input, and
"done" when it has cleaned up. If the input ends without that word, we clean up. We keep
the demo's lock open, so that the next demo waits for us.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from toolbox.embedded import server

GRACE_SECONDS = 8


def end_group(group: int) -> None:
    """Ask a process group to end, wait, and kill what is left of it."""
    deadline = time.monotonic() + GRACE_SECONDS
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
        while time.monotonic() < deadline:
            with suppress(ChildProcessError):
                os.waitpid(group, os.WNOHANG)
            os.killpg(group, 0)
            time.sleep(0.05)
        os.killpg(group, signal.SIGKILL)


def main(data: str) -> None:
    words = sys.stdin.read().split()
    if "done" in words:
        return
    for group in words:
        end_group(int(group))
    if data:
        server.stop(Path(data))


if __name__ == "__main__":
    main(sys.argv[1])
