import os
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from psycopg.pq import Ping

from toolbox.embedded import programs, server
from toolbox.embedded.base import DatabaseWrapper

FAST = {"fsync": "off"}


@pytest.fixture
def data() -> Iterator[Path]:
    """A place for a server of the test's own, outside pytest's private folders."""
    with tempfile.TemporaryDirectory(prefix="toolbox-test-") as folder:
        yield Path(folder) / "postgres"
        for place in Path(folder).rglob("PG_VERSION"):
            server.stop(place.parent)


@pytest.fixture
def other(data, settings, django_db_blocker) -> Iterator[DatabaseWrapper]:
    """A connection like the site's, to a server that does not run yet."""
    settings.POSTGRES_DATA = data
    settings.POSTGRES_OPTIONS = FAST
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": "fresh"}, "other")
    wrapper.settings_dict["CONN_HEALTH_CHECKS"] = True
    connections["other"] = wrapper
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()
    del connections["other"]


def select(wrapper: DatabaseWrapper, sql: str) -> object:
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def kill(data: Path) -> None:
    process = int((data / "postmaster.pid").read_text().split()[0])
    os.kill(process, signal.SIGKILL)


def wait_until_gone(process: int) -> None:
    """The backends outlive a killed server for a moment, and answer meanwhile."""
    deadline = time.monotonic() + 20
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_first_connection_starts_server_and_creates_database(other):
    assert select(other, "SELECT current_database()") == "fresh"


def test_many_processes_start_one_server_which_outlives_them(data):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        started = list(pool.map(server.start, [data] * 4, [FAST] * 4))
    assert sorted(started) == [False, False, False, True]
    assert server.ping(data) == Ping.OK


def test_recovers_when_the_server_was_killed(other, data):
    backend = select(other, "SELECT pg_backend_pid()")
    other.close_if_unusable_or_obsolete()  # As at the end of a request.
    kill(data)
    wait_until_gone(backend)
    assert select(other, "SELECT 2") == 2


def test_letters_of_every_script_have_trigrams(other):
    select(other, "SELECT 1")
    with other.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_trgm")
    for word in ("منصة", "开放政府", "прозорість", "योजना"):
        assert select(other, f"SELECT cardinality(show_trgm('{word}'))") > 1


def test_lower_case_knows_every_script(other):
    assert select(other, "SELECT lower('ÉCOLE ПРОЗОРІСТЬ')") == "école прозорість"


def test_server_listens_in_its_private_folder_only(data):
    server.start(data, FAST)
    assert server.socket_folder(data) == str(data)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    socket = (data / ".s.PGSQL.5432").stat()
    assert stat.S_IMODE(socket.st_mode) == 0o700
    assert "listen_addresses=" in (data / "postmaster.opts").read_text()


@pytest.mark.parametrize("name", ["long" * 30, "a, b", "it's $HOME"])
def test_odd_paths_get_a_private_short_one(data, name):
    place = data.parent / name / "postgres"
    server.start(place, FAST)
    folder = Path(server.socket_folder(place))
    assert folder.parent == Path("/tmp")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server.create_database(place, "works")
    server.stop(place)
    folder.rmdir()


def test_unfinished_folder_is_made_anew(data):
    unfinished = data.with_name("postgres.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")
    assert server.start(data, FAST)


def test_stop_tells_whether_there_was_a_server(data):
    assert not server.stop(data)
    server.start(data, FAST)
    assert server.stop(data)
    assert not server.stop(data)


def test_unusable_folder_is_said_plainly(other, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.POSTGRES_DATA = tmp_path / "file" / "postgres"
    with pytest.raises(OperationalError, match="The database folder .* cannot be used"):
        other.connect()


def test_full_disk_is_said_plainly(other, monkeypatch):
    failure = "2030-01-01 UTC [1] FATAL:  could not write: No space left on device"
    result = subprocess.CompletedProcess([], 1, "", f"running…\n{failure}\n")
    monkeypatch.setattr(programs, "run", lambda *args: result)
    with pytest.raises(OperationalError) as error:
        other.connect()
    assert str(error.value).endswith(
        "postgres: could not write: No space left on device"
    )


def test_broken_settings_are_said_plainly(data, monkeypatch):
    monkeypatch.setattr(server, "RETRY_SECONDS", 0)
    with pytest.raises(server.ServerError, match="does not start: .*shared_buffers"):
        server.start(data, {"shared_buffers": "many"})


def test_command_shows_starts_and_stops(data, settings):
    settings.POSTGRES_DATA = data
    settings.POSTGRES_OPTIONS = FAST
    name = settings.DATABASES["default"]["NAME"]
    outputs = []
    for action in ("where", "start", "stop", "stop"):
        output = StringIO()
        call_command("database", action, stdout=output)
        outputs.append(output.getvalue().splitlines())
    assert outputs == [
        [f"{data} (stopped)"],
        [f"{data} (running)", f"postgresql://postgres@/{name}?host={data}"],
        ["Stopped."],
        ["It was not running."],
    ]
