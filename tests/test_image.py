"""The image and what runs it: rules that a container's files must keep, read from these files."""

import json
import re
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).resolve().parent.parent
INSTRUCTIONS = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(
        r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", (HOUSE / "Dockerfile").read_text())
    ).splitlines()
    if line.strip()
]
LAST = INSTRUCTIONS[max(n for n, (word, _) in enumerate(INSTRUCTIONS) if word == "FROM") :]
COMPOSE = yaml.safe_load((HOUSE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "beat"}


def said(word, instructions=LAST):
    return [rest for one, rest in instructions if one == word]


def test_every_stage_starts_from_a_slim_image_of_a_fixed_version():
    for stage in said("FROM", INSTRUCTIONS):
        assert re.fullmatch(r"[a-z]+:[0-9][0-9.]*-slim( AS [a-z]+)?", stage), stage


def test_the_image_runs_as_a_numbered_user_who_is_not_root():
    (user,) = said("USER")

    assert re.fullmatch(r"[1-9][0-9]{4}:[1-9][0-9]{4}", user)
    assert [word for word, _ in LAST].index("USER") > max(
        number for number, (word, _) in enumerate(LAST) if word in ("RUN", "COPY")
    )


def test_signals_reach_the_process_itself():
    (command,) = said("CMD")
    (health,) = said("HEALTHCHECK")

    assert json.loads(command)[0] == "gunicorn"
    assert json.loads(health.partition("CMD ")[2])[0] == "python"


def test_the_last_stage_installs_and_compiles_nothing():
    assert not [run for run in said("RUN") if re.search(r"apt|pip|npm|gcc", run)]
    assert not said("ADD", INSTRUCTIONS)


def test_packages_are_wheels_checked_by_hash():
    (install,) = [run for run in said("RUN", INSTRUCTIONS) if "pip install" in run]

    assert "--require-hashes" in install
    assert "--only-binary :all:" in install


def test_no_secret_stays_in_a_layer():
    named = {pair.partition("=")[0] for env in said("ENV", INSTRUCTIONS) for pair in env.split()}

    assert not said("ARG", INSTRUCTIONS)
    assert not [name for name in named if re.search("KEY|PASSWORD|TOKEN|URL", name)]


def test_what_is_copied_exists_and_is_let_into_the_build():
    let_in = {
        line[1:]
        for line in (HOUSE / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for copy in said("COPY", INSTRUCTIONS)
        if not copy.startswith("--from")
        for source in copy.split()[:-1]
    }

    assert copied == let_in
    assert all((HOUSE / source).exists() for source in copied)


def test_every_service_is_watched_and_waits_for_what_it_needs():
    assert set(SERVICES) == OURS | {"postgres", "valkey"}
    for name, service in SERVICES.items():
        assert "test" in service["healthcheck"] or name == "migrate", name
    for name in OURS:
        waits = {on: how["condition"] for on, how in SERVICES[name]["depends_on"].items()}
        assert waits["postgres"] == "service_healthy"
        assert name == "migrate" or waits["migrate"] == "service_completed_successfully"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert set(service.get("cap_add", [])) == set() or name not in OURS


def test_one_image_serves_web_worker_beat_and_migrations():
    assert {SERVICES[name]["image"] for name in OURS} == {"summit"}


def test_there_is_no_default_password():
    text = (HOUSE / "docker-compose.yml").read_text()

    secrets = re.findall(r"\$\{([A-Z_]*(?:PASSWORD|KEY)[A-Z_]*)([^}]*)\}", text)
    assert {name for name, _ in secrets} == {"POSTGRES_PASSWORD", "VALKEY_PASSWORD", "SECRET_KEY"}
    assert all(rest.startswith(":?") for _, rest in secrets)


def test_the_database_is_made_as_dev_makes_it():
    made = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    dev = (HOUSE / "dev.py").read_text()

    for word in made:
        assert f'"{word}"' in dev, word


def test_what_keeps_data_has_a_named_volume():
    kept = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert kept == set(COMPOSE["volumes"])
