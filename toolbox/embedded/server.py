"""Starts and stops a PostgreSQL server of this project's own.

Nothing here is tied to a process: any number of them may call `start`, the first one
starts the server, and it lives on until someone calls `stop`.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import psycopg
from psycopg.pq import PGconn, Ping
from psycopg.sql import SQL, Identifier

from toolbox.embedded import programs
from toolbox.embedded.programs import ServerError

LONGEST_SOCKET = 103  # Bytes; Linux would allow 107, macOS does not.
START_SECONDS = 60
# After a crash the old processes may hold the shared memory for a moment.
RETRY_SECONDS = 15


def start(data: Path, options: Mapping[str, str] | None = None) -> bool:
    """Make sure that a server answers; tell whether this call started it."""
    started = False
    with _lock(data):
        deadline = time.monotonic() + RETRY_SECONDS
        while (answer := ping(data)) != Ping.OK:
            failure = f"The database in {data} is busy starting or stopping."
            if answer == Ping.NO_RESPONSE:
                failure = _launch(data, options or {})
                started = not failure
            if failure and time.monotonic() > deadline:
                raise ServerError(failure)
            time.sleep(0.1)
    return started


def stop(data: Path) -> bool:
    """Stop the server; tell whether there was one."""
    if not is_running(data):
        return False
    with _lock(data):
        result = programs.run(data, "pg_ctl", "-m", "fast", "-w", "stop")
    if result.returncode and is_running(data):
        raise ServerError(f"The database in {data} did not stop: {_error(result)}")
    return True


def ping(data: Path) -> Ping:
    return Ping(PGconn.ping(f"host='{socket_folder(data)}' user=postgres".encode()))


def is_running(data: Path) -> bool:
    return data.exists() and programs.run(data, "pg_ctl", "status").returncode == 0


def create_database(data: Path, name: str) -> None:
    """Create a database unless it exists."""
    place = f"host='{socket_folder(data)}' user=postgres dbname=postgres"
    with _lock(data), psycopg.connect(place, autocommit=True) as connection:
        sql = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(sql, [name]).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))


def socket_folder(data: Path) -> str:
    """Where the socket is: the server trusts everyone who may open that folder.

    It is the data folder, which PostgreSQL keeps at mode 0700, or a private temporary
    folder when that path is too long for a socket or would read as a list.
    """
    folder = str(data.absolute())
    too_long = len(os.fsencode(f"{folder}/.s.PGSQL.5432")) > LONGEST_SOCKET
    if not too_long and not set(",'\\") & set(folder):
        return folder
    short = Path(f"/tmp/toolbox-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}")
    if data.exists() and not short.exists():
        programs.make_private(short)
    if short.exists() and short.lstat().st_uid not in {0, data.stat().st_uid}:
        raise ServerError(f"{short} belongs to someone else: move the database folder.")
    return str(short)


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with open(f"{data}.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise ServerError(
            f"The database folder {data} cannot be used: {error.strerror}."
        ) from error


def _launch(data: Path, options: Mapping[str, str]) -> str:
    """Start the server and return why it did not start, or nothing."""
    if not (data / "PG_VERSION").exists():
        _initialize(data)
    programs.open_path(data)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": socket_folder(data),
        "unix_socket_permissions": "0700",
        **options,
    }
    arguments = shlex.join(f"--{name}={value}" for name, value in settings.items())
    waiting = ["-w", "-t", str(START_SECONDS)]
    log = data / "server.log"
    log.unlink(missing_ok=True)
    result = programs.run(
        data, "pg_ctl", *waiting, "-l", log.name, "-o", arguments, "start"
    )
    if result.returncode == 0:
        return ""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    causes = [line.split("FATAL:")[1].strip() for line in lines if "FATAL:" in line]
    return f"The database in {data} does not start: {[_error(result), *causes][-1]}"


def _initialize(data: Path) -> None:
    """Create the data folder beside its place, so that it is never half there."""
    new = data.with_name(f"{data.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    programs.make_private(new)
    programs.open_path(new)
    # Under the C locale, letters outside ASCII would have no trigrams.
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    result = programs.run(new, "initdb", "-U", "postgres", "--auth=trust", *locale)
    if result.returncode:
        shutil.rmtree(new, ignore_errors=True)
        raise ServerError(f"The database cannot be created in {data}: {_error(result)}")
    new.rename(data)


def _error(result: CompletedProcess) -> str:
    lines = [*result.stderr.splitlines(), f"exit code {result.returncode}"]
    causes = [line for line in lines if "FATAL" in line or "error" in line]
    return [*causes, *lines][0].split("FATAL:")[-1].strip()
