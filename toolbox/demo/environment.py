"""What `manage.py demo` decides before the settings are read."""

import json
import os
import secrets
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


def set_environment() -> None:
    """Production settings for this machine, whatever the environment or .env says."""
    try:
        port = read_port(os.environ.get("PORT", ""))
        os.environ.update(
            DATABASE_URL="",
            DEBUG="off",
            BEHIND_PROXY="off",
            EMAIL_URL="",
            DEFAULT_FROM_EMAIL="",
            DEMO_MAIL="on",
            OPENID_PROVIDERS="",
            SITE_URL=f"http://localhost:{port}",
            SECRET_KEY=read_secrets()["secret_key"],
        )
    except ValueError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The folder {folder()} cannot be used: {error.strerror}.")


def folder() -> Path:
    """The demo's own files lie beside its database."""
    return (PROJECT / os.environ.get("POSTGRES_DATA", "var/postgres")).parent


def read_port(text: str) -> int:
    if not text:
        return 8000
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError(f"PORT is {text!r}: write a number from 1 to 65535.")
    return int(text)


def read_secrets() -> dict[str, str]:
    """The signing key and the moderator's password, made on the first run."""
    path = folder() / "demo.json"
    if path.exists():
        return json.loads(path.read_text())
    values = {
        "secret_key": secrets.token_urlsafe(50),
        "password": secrets.token_urlsafe(9),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(values, indent=2) + "\n")
    new.replace(path)
    return values
