"""What stands in deploy/ runs the commands that the wheel's test runs, with settings that there are."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from marketplace.cli.main import vitrina
from marketplace.core.places import ROOT
from marketplace.settings import Settings
from tests.builders.wheel import ALWAYS, BESIDE, ONCE, PACKAGES, sources

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
SHARED = DEPLOY / "systemd" / "vitrina-.service.d" / "shared.conf"
PROGRAM = "/opt/vitrina/bin/vitrina"
SETTINGS = {name.upper() for name in Settings.model_fields}
PYTHONS_OWN = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
# In a container or a unit: keys and seals lie in folders of their own, apart from other files and from the database.
APART = {"VAR_DIR", "KEYS_FILE", "SEAL_FILE", "HANDOUT_JOURNAL"}


def _instructions() -> list[tuple[str, str]]:
    """Of the Containerfile, lines that go on put together."""
    whole = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line.partition(" ") for line in whole.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in lines]


def _unit(file: Path) -> list[tuple[str, str]]:
    lines = [line.partition("=") for line in file.read_text().splitlines() if "=" in line and not line.startswith("#")]
    return [(name, value) for name, _, value in lines]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as a container engine reads it, before variables are filled in."""
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


@pytest.fixture(scope="module")
def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The services that run our image."""
    return {name: service for name, service in compose["services"].items() if service["image"] == "vitrina"}


def test_every_command_is_one_that_is_tested_and_each_of_those_is_run(ours: dict[str, dict[str, Any]]) -> None:
    image = dict(_instructions())
    assert json.loads(image["ENTRYPOINT"]) == ["vitrina"]
    in_containers = [tuple(service["command"]) for service in ours.values()]
    assert sorted(in_containers) == sorted([*ONCE, *ALWAYS])
    assert tuple(json.loads(image["CMD"])) in ALWAYS
    started = [shlex.split(value) for unit in UNITS for name, value in _unit(unit) if name == "ExecStart"]
    assert {program for program, *_ in started} == {PROGRAM}
    assert sorted(tuple(command) for _, *command in started) == sorted([("db", "upgrade"), *ALWAYS])


@pytest.mark.parametrize("command", [*ONCE, *ALWAYS], ids=" ".join)
def test_commands_of_deploy_exist(command: tuple[str, ...]) -> None:
    found: click.Command | None = vitrina
    for word in command:
        assert isinstance(found, click.Group)
        assert word in found.list_commands(click.Context(found))
        found = found.get_command(click.Context(found), word)
    assert isinstance(found, click.Command)
    assert not isinstance(found, click.Group)


def test_every_variable_is_a_setting(ours: dict[str, dict[str, Any]]) -> None:
    given = " ".join(rest for name, rest in _instructions() if name == "ENV")
    in_image = {pair.partition("=")[0] for pair in shlex.split(given)}
    assert in_image - PYTHONS_OWN <= SETTINGS
    assert in_image >= APART
    for service in ours.values():
        assert set(service["environment"]) <= SETTINGS - APART
    in_units = {
        word.partition("=")[0]
        for file in (SHARED, *UNITS)
        for name, value in _unit(file)
        if name == "Environment"
        for word in value.split()
    }
    assert in_units == APART


def test_secrets_come_from_outside_and_the_owners_only_where_tables_are_changed(compose: dict[str, Any]) -> None:
    secret = re.compile(r"\$\{(\w+):\?[^}]+\}")
    for name, service in compose["services"].items():
        variables = service.get("environment", {})
        for variable, value in variables.items():
            if variable == "SECRET_KEY" or "PASSWORD" in variable:
                assert secret.fullmatch(value), f"{name}: {variable}"
            if variable.startswith("DATABASE_") and variable.endswith("URL"):
                assert re.fullmatch(rf"postgresql://\w+:{secret.pattern}@database/vitrina", value)
        assert ("DATABASE_OWNER_URL" in variables) == (service.get("command") == ["db", "upgrade"])


def test_containers_and_units_have_no_more_rights_than_they_need(ours: dict[str, dict[str, Any]]) -> None:
    assert dict(_instructions())["USER"] not in ("root", "0")
    for service in ours.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
    shared = _unit(SHARED)
    assert dict(shared)["User"] not in ("root", "0")
    assert {
        ("NoNewPrivileges", "yes"), ("CapabilityBoundingSet", ""), ("ProtectSystem", "strict"), ("ProtectHome", "yes"),
        ("SystemCallFilter", "~@privileged"),
    } <= set(shared)  # fmt: skip
    assert all(file.name.startswith("vitrina-") for file in UNITS), "only these read shared.conf"


def test_what_is_served_is_asked_whether_it_is_ready(ours: dict[str, dict[str, Any]]) -> None:
    for name, service in ours.items():
        assert ("healthcheck" in service) == (name == "web")
    assert "http://127.0.0.1:8000/readyz" in ours["web"]["healthcheck"]["test"][-1]


def test_keys_and_seals_lie_apart_from_the_database_and_are_kept(compose: dict[str, Any]) -> None:
    held = {
        name: [place.split(":") for place in service.get("volumes", ())]
        for name, service in compose["services"].items()
    }
    image = shlex.split(next(rest for name, rest in _instructions() if name == "ENV"))
    folders = {name: str(Path(value).parent) for name, _, value in (pair.partition("=") for pair in image)}
    assert ["keys", folders["KEYS_FILE"]] in held["keys"]
    assert ["seals", folders["SEAL_FILE"]] in held["worker"]
    for name in ("upgrade", "web", "worker", "beat"):
        assert ["keys", folders["KEYS_FILE"], "ro"] in held[name]
    assert {volume for volume, *_ in held["database"]} == {"database", "./database/roles.sql"}
    used = {volume for places in held.values() for volume, *_ in places}
    assert {volume for volume in used if "/" not in volume} == set(compose["volumes"])
    assert all((DEPLOY / volume).is_file() for volume in used if "/" in volume)


def test_image_is_built_from_all_that_the_wheel_is_built_from(compose: dict[str, Any]) -> None:
    copied = {Path(word) for name, rest in _instructions() if name == "COPY" for word in rest.split()[:-1]}
    assert all((ROOT / path).exists() for path in copied)
    built = {name.parts[0] for name in sources()} & (PACKAGES | BESIDE)
    assert {str(path) for path in copied} == built | {"pyproject.toml", "setup.py", "README.md", "requirements.lock"}
    for service in compose["services"].values():
        if "build" in service:
            context = DEPLOY / service["build"]["context"]
            assert (context / service["build"]["dockerfile"]).is_file()
