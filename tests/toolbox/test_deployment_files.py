"""No container engine runs the tests, so these files are read as text."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from typing import Any

import pytest
import yaml
from django.conf import settings
from packaging.requirements import Requirement

ROOT = settings.BASE_DIR


def read(name: str) -> str:
    return (ROOT / name).read_text()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> set[str]:
    """Everything that our own package and its extra need, however indirectly."""
    found: set[str] = set()
    waiting = [Requirement("open-government-toolbox[dev]")]
    while waiting:
        parent = waiting.pop()
        for text in metadata.requires(parent.name) or []:
            child = Requirement(text)
            extras = parent.extras or {""}
            if child.marker and not any(
                child.marker.evaluate({"extra": extra}) for extra in extras
            ):
                continue
            if canonical(child.name) not in found or child.extras:
                found.add(canonical(child.name))
                waiting.append(child)
    return found


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(read("docker-compose.yml"))


@pytest.fixture(scope="module")
def documented() -> set[str]:
    """The variables of .env.example; each stands under a comment."""
    return set(re.findall(r"^#.*\n([A-Z_]+)=", read(".env.example"), re.MULTILINE))


@pytest.fixture(scope="module")
def pins() -> dict[str, str]:
    lines = read("constraints.txt").splitlines()
    return {canonical(name): pin for name, pin in (line.split("==") for line in lines)}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


class TestCompose:
    def test_database_is_kept_and_watched(self, compose):
        database = compose["services"]["database"]
        assert database["image"] == "postgres:18"
        assert "pg_isready" in database["healthcheck"]["test"]
        volume, place = database["volumes"][0].split(":")
        assert volume in compose["volumes"]
        assert place == "/var/lib/postgresql"

    def test_site_starts_after_migrations_on_a_healthy_database(self, compose):
        services = compose["services"]
        assert services["migrate"]["command"][-2:] == ["migrate", "--no-input"]
        assert services["migrate"]["restart"] == "no"
        assert services["migrate"]["depends_on"] == {
            "database": {"condition": "service_healthy"}
        }
        assert services["web"]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"}
        }

    def test_site_is_published_to_its_own_machine_alone(self, compose):
        ports = compose["services"]["web"]["ports"]
        assert ports == ["${BIND:-127.0.0.1}:${PORT:-8000}:8000"]

    @pytest.mark.parametrize(("host", "is_well"), [("site.test:80", 1), ("x.test", 0)])
    def test_health_check_asks_the_site_under_its_own_host(
        self, compose, live_server, settings, host, is_well
    ):
        settings.ALLOWED_HOSTS = ["site.test"]
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        command, python, flag, code = compose["services"]["web"]["healthcheck"]["test"]
        code = code.replace("http://127.0.0.1:8000", live_server.url)

        result = subprocess.run(
            [sys.executable, flag, code], env={"SITE_URL": f"https://{host}"}
        )

        assert (command, python) == ("CMD", "python")
        assert (result.returncode == 0) == is_well

    def test_site_and_migrations_share_image_and_environment(self, compose):
        services = compose["services"]
        for key in ("image", "build", "environment"):
            assert services["web"][key] == services["migrate"][key]
        assert services["web"]["environment"]["DEBUG"] == "off"

    def test_site_and_database_agree(self, compose):
        database = compose["services"]["database"]["environment"]
        url = compose["services"]["web"]["environment"]["DATABASE_URL"]
        user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
        assert url.startswith(f"postgresql://{user}:${{POSTGRES_PASSWORD")
        assert url.endswith(f"@database/{name}")

    def test_every_variable_is_documented(self, documented):
        used = set(re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml")))
        assert used
        assert used <= documented

    def test_no_secret_has_a_value(self, compose):
        values = re.findall(
            r"(?:KEY|PASSWORD)(?:: |=)(.*)$",
            read("docker-compose.yml") + read(".env.example"),
            re.MULTILINE,
        )
        assert len(values) == 4
        assert all(not value or value.startswith("${") for value in values)


def test_every_variable_of_the_settings_is_documented(documented):
    used = set(
        re.findall(
            r'(?:env\.\w+|require|read_\w+)\(\s*"([A-Z_]+)"',
            read("toolbox/settings.py"),
        )
    )
    assert used >= {"SECRET_KEY", "SITE_URL", "DATABASE_URL", "DEBUG"}
    assert used <= documented
    assert documented <= used | {"POSTGRES_PASSWORD", "BIND", "PORT"}


class TestDockerfile:
    def test_runs_slim_and_without_root(self):
        final = read("Dockerfile").split("FROM ")[-1]
        assert re.match(r"python:3\.\d+-slim\n", final)
        assert re.search(r"^USER (?!root)\w+$", final, re.MULTILINE)
        assert 'CMD ["gunicorn", "toolbox.wsgi"' in final

    def test_static_files_and_translations_are_built_in(self):
        build = read("Dockerfile").split("FROM ")[1]
        assert "manage.py collectstatic" in build
        assert "manage.py compile_translations" in build

    def test_copies_what_exists_and_is_sent_to_the_builder(self):
        build = read("Dockerfile").split("FROM ")[1]
        copies = re.findall(r"^COPY (.+) \S+$", build, re.MULTILINE)
        sources = {source for copy in copies for source in copy.split()}
        assert [name for name in sources if not (ROOT / name).exists()] == []
        sent = set(re.findall(r"^!(\S+)$", read(".dockerignore"), re.MULTILINE))
        assert sources == sent

    def test_copies_every_package(self, project):
        packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
        for package in packages:
            assert f"\nCOPY {package} {package}\n" in read("Dockerfile")


class TestConstraints:
    def test_pins_versions_and_names_no_index(self, pins):
        assert all(re.fullmatch(r"[\w.]+", pin) for pin in pins.values())

    def test_pins_every_dependency(self, pins, project):
        optional = project["project"]["optional-dependencies"].values()
        wanted = sum(optional, project["project"]["dependencies"])
        wanted += project["build-system"]["requires"]
        names = {canonical(re.match(r"[\w.-]+", each)[0]) for each in wanted}
        assert names - pins.keys() == set()

    def test_is_what_the_tests_run_with(self, pins):
        installed = {name: metadata.version(name) for name in required()}
        assert len(installed) > 50
        assert installed == {name: pins.get(name) for name in installed}


@pytest.mark.parametrize(
    "name",
    ["Makefile", "pyproject.toml", "constraints.txt", "Dockerfile", ".ci/run"],
)
def test_no_package_index_is_named(name):
    assert not re.search(r"index-url|find-links|pypi|simple/", read(name))


def test_make_alone_lists_every_target():
    output = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True)
    listed = re.findall(r"^make (\w+) +\S", output.stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    assert set(listed) == set(phony[1].split()) - {"install"}


def test_ci_runs_the_readmes_test_command_last():
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert read(".ci/run").splitlines()[-1].endswith("make --no-print-directory check")
    check = re.search(r"^check: lint .*\n((?:\t.*\n)+)", read("Makefile"), re.MULTILINE)
    assert check[1].splitlines()[-1].endswith(" test")
    assert "make test" in read("README.md")
