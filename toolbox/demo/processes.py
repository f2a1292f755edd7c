"""The demo's parent process: one at a time, and nothing left behind."""

import errno
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

from toolbox.demo.environment import PROJECT
from toolbox.demo.watchdog import end_group
from toolbox.embedded import server

ANSWER_SECONDS = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DemoError(Exception):
    """The demo cannot go on; the message is for the person at the terminal."""


class StopDemo(BaseException):
    """Ctrl-C, a closed terminal or a kill."""


class Audience:
    """For whom the demo runs, as found at its start: its terminal and its parent.

    When the process that started us leads the session and ignores the end of its
    terminal, as make does, no signal tells us.
    """

    def __init__(self, with_parent: bool) -> None:
        self.parent = os.getppid() if with_parent else None
        nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        self.terminal = os.isatty(0) and not nohup

    def has_left(self) -> bool:
        orphaned = self.parent is not None and os.getppid() != self.parent
        return orphaned or (self.terminal and not os.isatty(0))


def stop_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise StopDemo

    for each in STOP_SIGNALS:
        # Under nohup a closed terminal is not a reason to stop.
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, stop)


@contextmanager
def only_one(path: Path, url: str) -> Iterator[IO[str]]:
    """Hold the lock that says a demo is running, and where."""
    with open(path, "a+") as file:
        while not _lock(file):
            owner = _owner(file)
            if _is_alive(owner["process"]):
                raise DemoError(
                    f"The demo is already running at {owner['url']} "
                    f"(process {owner['process']})."
                )
            time.sleep(0.1)
        file.truncate(0)
        file.write(json.dumps({"url": url, "process": os.getpid()}))
        file.flush()
        yield file


def stop_running(path: Path) -> bool:
    """Stop the demo that holds the lock and wait; tell whether there was one."""
    with open(path, "a+") as file:
        if _lock(file):
            return False
        with suppress(ProcessLookupError):
            os.kill(_owner(file)["process"], signal.SIGTERM)
        fcntl.flock(file, fcntl.LOCK_EX)
        return True


def free_addresses(port: int) -> list[str]:
    """Every address that localhost stands for here, none of them in use."""
    found = []
    for family, kind, *_, address in socket.getaddrinfo(
        "localhost", port, type=socket.SOCK_STREAM
    ):
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(address[:2])
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise DemoError(
                        f"Port {port} is taken: stop what uses it, "
                        f"or choose another port with PORT={port % 65535 + 1}."
                    ) from error
                if error.errno == errno.EACCES:
                    raise DemoError(
                        f"Port {port} is reserved for the system: "
                        "choose another with PORT=8000."
                    ) from error
                continue
        host = f"[{address[0]}]" if family == socket.AF_INET6 else address[0]
        found.append(f"{host}:{port}")
    return list(dict.fromkeys(found))


@contextmanager
def watchdog(lock: IO[str], data: Path | None) -> Iterator[IO[str]]:
    """Whatever happens in the block, its web server and database end with it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "toolbox.demo.watchdog", str(data or "")],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        text=True,
        start_new_session=True,
        pass_fds=[lock.fileno()],
    )
    assert process.stdin
    try:
        yield process.stdin
    finally:
        if data:
            server.stop(data)
        with suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write("done\n")
        process.wait()


@contextmanager
def web_server(addresses: list[str], watch: IO[str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "toolbox.wsgi"]
        + [f"--bind={address}" for address in addresses]
        + ["--workers=2", "--threads=4", "--graceful-timeout=3"]
        + ["--no-control-socket", "--log-level=warning"],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        watch.write(f"{process.pid}\n")
        watch.flush()
        yield process
    finally:
        end_group(process.pid)
        process.wait()


def wait_for_answer(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/en/")
            if connection.getresponse().status == 200:
                return
            raise DemoError("The site answers with an error; the lines above say why.")
        time.sleep(0.1)
    raise DemoError("The web server did not start; the lines above say why.")


def wait_for_end(process: subprocess.Popen, audience: Audience) -> None:
    """Wait until the web server ends, or nobody is there any more."""
    while process.poll() is None:
        if audience.has_left():
            return
        time.sleep(0.3)
    raise DemoError(f"The web server ended with code {process.returncode}.")


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(file: IO[str]) -> dict[str, Any]:
    """Who holds the lock; it writes its name at once after taking it."""
    file.seek(0)
    while not (text := file.read()).endswith("}"):
        time.sleep(0.01)
        file.seek(0)
    return json.loads(text)


def _is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        with suppress(PermissionError):
            os.kill(process, 0)
        return True
    return False
