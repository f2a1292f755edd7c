"""The house rules that can be read off the files."""

import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOT = settings.BASE_DIR
ROOMS = [
    *(
        "toolbox",
        "hackathons",
        "contributions",
        "organizations",
        "usecases",
        "catalogue",
    ),
    "accounts",
]
LONGEST_MODULE = 300
# HTML that is escaped or sanitized where it is made; nothing else may call it safe.
MARKS_SAFE = {"catalogue/templatetags/entries.py", "toolbox/templatetags/page.py"}
# Pages that come with the packages of accounts and admin are found by their names too.
OVERRIDDEN = [
    Path(find_spec(name).origin).with_name("templates")
    for name in ("allauth", "django.contrib.admin")
]
FOUND_BY_NAME = {"403.html", "404.html", "429.html", "500.html"}

# What stands in an address where a plain word does not fit.
EXAMPLES: dict[str, object] = {
    "kind": "tools",
    "pk": 1,
    "version": 1,
    "day": "2016-12-31",
    "uuid": "00000000-0000-4000-8000-000000000000",
}

OWN_PATH = re.compile(r"""(^|[\s"'`=:(])/(root|work|home|Users)/\w""", re.MULTILINE)
PACKAGE_INDEX = re.compile(
    r"(--|_|\b)(extra-|extra_)?index[-_]url\s*[= ]\s*\S|files\.python[h]osted"
    r"|artifactor[y]|registry\.npm[j]s|pypi\.org/[s]imple"
)


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True
    )
    if listing.returncode:
        pytest.skip("This is no git checkout.")
    found = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in found if path.is_file()]


def modules() -> list[Path]:
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def containing(paths: list[Path], pattern: str) -> set[str]:
    return {short(path) for path in paths if re.search(pattern, path.read_text())}


def addresses() -> Iterator[str]:
    """One address for each view of ours."""
    yield from _addresses(get_resolver(), "")


def _addresses(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names = pattern.pattern.converters or pattern.pattern.regex.groupindex
            kwargs = {name: EXAMPLES.get(name, "x") for name in names}
            yield reverse(f"{prefix}{pattern.name}", kwargs=kwargs)
        elif pattern.namespace != "admin" and not is_of_others(pattern):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _addresses(pattern, inner)


def is_of_others(resolver: URLResolver) -> bool:
    """Whether these addresses came with the package that makes accounts."""
    return getattr(resolver.urlconf_module, "__name__", "") == "allauth.urls"


@pytest.mark.django_db
@pytest.mark.parametrize("address", list(addresses()))
def test_view_refuses_methods_it_does_not_serve(client: Client, address: str) -> None:
    refused = client.put(address)
    served = refused.headers.get("Allow", "").split(", ")

    assert refused.status_code == 405
    assert "GET" in served or served == ["POST"]
    for method in {"PATCH", "DELETE", "POST"} - {*served}:
        assert client.generic(method, address).status_code == 405


@pytest.mark.parametrize("path", modules(), ids=short)
def test_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


def test_every_template_is_used() -> None:
    sources = [path.read_text() for path in modules()]
    texts = {path: path.read_text() for path in templates()}

    unused = []
    for path in texts:
        name = path.relative_to(ROOT / "templates").as_posix()
        others = sources + [text for other, text in texts.items() if other != path]
        overrides = any((package / name).exists() for package in OVERRIDDEN)
        is_found = name in FOUND_BY_NAME or overrides
        if not is_found and not any(name in text for text in others):
            unused.append(name)

    assert unused == []


def test_migrations_are_named_by_their_intent() -> None:
    names = [path.name for room in ROOMS for path in (ROOT / room).rglob("0*.py")]

    assert [name for name in names if re.match(r"\d+_(auto|alter|merge)_", name)] == []
    assert names


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_html_is_called_safe_in_few_places() -> None:
    assert containing(modules(), r"\bmark_safe\(|\bSafeString\(") <= MARKS_SAFE


def test_templates_never_switch_escaping_off() -> None:
    assert containing(templates(), r"\|\s*safe\b|autoescape off") == set()


def test_templates_hold_no_style() -> None:
    assert containing(templates(), r"<style|\sstyle=") == set()


def test_templates_hold_no_script_of_their_own() -> None:
    assert containing(templates(), r"<script(?![^>]*\ssrc=)|\son[a-z]+=") == set()


def test_files_name_no_place_on_a_machine() -> None:
    assert found_in_tracked_files(OWN_PATH) == []


def test_files_name_no_package_index() -> None:
    assert found_in_tracked_files(PACKAGE_INDEX) == []


def found_in_tracked_files(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        try:
            match = pattern.search(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if match:
            found.append(f"{short(path)}: {match[0].strip()}")
    return found
