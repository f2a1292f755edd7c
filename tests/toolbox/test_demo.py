import http.client
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="needs /proc to see processes"
)


TOOL = '{"id": 1, "slug": "decidim", "name": "Decidim"}'


class Demo:
    """A demo in a folder and on a port of its own, with a catalogue of one tool."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("localhost", 0)) as free:
            self.port = free.getsockname()[1]
        self.data = folder / "postgres"
        self.catalogue = folder / "catalogue"
        self.catalogue.mkdir(exist_ok=True)
        (self.catalogue / "tags.jsonl").touch()
        (self.catalogue / "tools.jsonl").write_text(TOOL + "\n")
        self.process: subprocess.Popen[str] | None = None
        self.started: list[subprocess.Popen[str]] = []

    def command(
        self, *arguments: str, terminal: int | None = None, **environment: str
    ) -> subprocess.Popen[str]:
        names = {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SITE_URL"}
        inherited = {k: v for k, v in os.environ.items() if k not in names}
        own = {
            "PORT": str(self.port),
            "POSTGRES_DATA": str(self.data),
            "STATIC_ROOT": str(self.data.parent / "static"),
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", f"--catalogue={self.catalogue}"]
            + list(arguments),
            cwd=settings.BASE_DIR,
            env=inherited | own | environment,
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def start(self, terminal: int | None = None) -> list[str]:
        """Start and return what was printed up to the last line of the start."""
        self.process = self.command(terminal=terminal)
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Ctrl-C"):
                return lines
        raise AssertionError("\n".join(lines))

    def fail(self, **environment: str) -> str:
        """Start, and return the sentence that it ended with."""
        with self.command(**environment) as process:
            output, _ = process.communicate(timeout=60)
        assert process.returncode == 1
        return output.splitlines()[-1]

    def end(self, number: signal.Signals) -> int:
        assert self.process
        self.process.send_signal(number)
        with self.process:
            self.process.communicate(timeout=30)
        return self.process.returncode

    def left(self) -> list[str]:
        marks = (str(self.data), f":{self.port}")
        found = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = file.read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if any(mark in command for mark in marks):
                found.append(command)
        return found


@pytest.fixture
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="toolbox-demo-") as folder:
        yield from in_folder(Path(folder))


@pytest.fixture(scope="module")
def folder_of_before() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="toolbox-demo-") as folder:
        yield Path(folder)


@pytest.fixture
def demo_again(folder_of_before: Path) -> Iterator[Demo]:
    """A demo that keeps its data from one test to the next."""
    yield from in_folder(folder_of_before)


def in_folder(folder: Path) -> Iterator[Demo]:
    demo = Demo(folder)
    yield demo
    if demo.process and demo.process.poll() is None:
        demo.end(signal.SIGTERM)
    for process in demo.started:
        assert process.stdout
        process.stdout.close()


def sign_in(demo: Demo, password: str) -> int:
    """Fill in the form behind the printed address; 302 leads on to the admin."""
    connection = http.client.HTTPConnection("localhost", demo.port, timeout=30)
    with closing(connection):
        connection.request("GET", "/admin/")
        answer = connection.getresponse()
        answer.read()
        connection.request("GET", answer.headers["Location"])
        answer = connection.getresponse()
        answer.read()
        form_address = answer.headers["Location"]
        connection.request("GET", form_address)
        page = connection.getresponse()
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token
        form = {"login": "moderator@example.org", "password": password}
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://localhost:{demo.port}",
        }
        body = urlencode(form | {"csrfmiddlewaretoken": token[1]})
        connection.request("POST", form_address, body, headers)
        return connection.getresponse().status


def test_serves_keeps_its_data_and_leaves_nothing_behind(demo):
    lines = demo.start()
    url = f"http://localhost:{demo.port}"
    password = json.loads((demo.data.parent / "demo.json").read_text())["password"]
    assert lines[-5:] == [
        f"The toolbox:  {url}",
        f"Its mail:     {url}/en/demo/mail/",
        f"Sign in at:   {url}/admin/",
        f"as moderator@example.org, password {password}",
        "Ctrl-C stops it.",
    ]
    assert sign_in(demo, password) == 302
    assert "already running at " + url in demo.fail()
    assert demo.end(signal.SIGINT) == 0
    assert demo.left() == []

    assert demo.start()[-2] == lines[-2]
    assert sign_in(demo, password) == 302
    postmaster = (demo.data / "postmaster.pid").read_text().split()[0]
    os.kill(int(postmaster), signal.SIGKILL)
    assert sign_in(demo, password) == 302
    assert demo.end(signal.SIGHUP) == 0
    assert demo.left() == []


def test_leaves_nothing_behind_when_it_is_killed(demo_again):
    demo_again.start()
    demo_again.end(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while demo_again.left() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert demo_again.left() == []


def test_ends_with_its_terminal(demo_again):
    ours, theirs = pty.openpty()
    demo_again.start(terminal=theirs)
    os.close(theirs)
    os.close(ours)
    with demo_again.process:
        demo_again.process.communicate(timeout=30)
    assert demo_again.left() == []


def test_stop_option_stops_a_running_demo(demo_again):
    demo_again.start()
    with demo_again.command("--stop") as process:
        output, _ = process.communicate(timeout=30)
    assert output == "Stopped.\n"
    assert demo_again.left() == []


def test_taken_port_is_said_plainly(demo):
    with socket.create_server(("localhost", demo.port)):
        sentence = demo.fail()
    assert sentence == (
        f"Port {demo.port} is taken: stop what uses it, "
        f"or choose another port with PORT={demo.port + 1}."
    )
    assert demo.left() == []


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "８０００"])
def test_bad_port_is_said_plainly(demo, port):
    assert demo.fail(PORT=port) == f"PORT is {port!r}: write a number from 1 to 65535."


def test_unusable_folder_is_said_plainly(demo):
    (demo.data.parent / "file").touch()
    sentence = demo.fail(POSTGRES_DATA=str(demo.data.parent / "file" / "postgres"))
    assert re.fullmatch(r"The folder .*/file cannot be used: .*\.", sentence)
