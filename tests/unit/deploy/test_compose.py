"""What can be known of the containers without an engine: the compose file, its settings, the images' recipe."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from broker.settings import BrokerSettings
from cloud_license.settings import CloudSettings
from deploy.backups.settings import BackupSettings
from deploy.healthcheck import CHECKS, is_well
from deploy.house import plan_of
from deploy.settings import DemoSettings, HouseSettings
from kernel.settings import SiteSettings
from license_daemon.settings import LicenseDaemonSettings
from order_service.settings import OrderServiceSettings
from printer_agents.settings import AgentSettings
from tests.ports import free_port
from tests.site import ROOT

DEPLOY = ROOT / "deploy"
PROFILES = ("site", "cloud", "development")
SITE = (
    SiteSettings,
    BrokerSettings,
    OrderServiceSettings,
    AgentSettings,
    BackupSettings,
    LicenseDaemonSettings,
    DemoSettings,
)
OF_POSTGRES = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}


def services() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))["services"]
    return read


def names_of(kinds: tuple[type[Any], ...]) -> set[str]:
    """Environment variables that settings classes read."""
    return {
        str(field.validation_alias or f"{kind.model_config['env_prefix']}{name}".upper())
        for kind in kinds
        for name, field in kind.model_fields.items()
    }


def example(name: str) -> dict[str, str]:
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def is_of_the_cloud(service: dict[str, Any]) -> bool:
    return "cloud" in service["profiles"]


@pytest.mark.parametrize("profile", PROFILES)
def test_compose_accepts_each_profile(profile: str, tmp_path: Path) -> None:
    if shutil.which("docker-compose"):
        compose = ["docker-compose"]
    elif subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0:
        compose = ["docker", "compose"]
    else:
        pytest.skip("NOT CHECKED BY COMPOSE: it is not installed")
    shutil.copy(DEPLOY / "compose.yml", tmp_path)
    for name in ("site", "cloud"):
        shutil.copy(DEPLOY / f"{name}.env.example", tmp_path / f"{name}.env")
    words = [*compose, "--profile", profile, "-f", "compose.yml", "config", "--quiet"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_process_of_a_site_and_the_cloud_has_a_service() -> None:
    commands = {word for service in services().values() for word in service.get("command", [])}
    plan = plan_of(HouseSettings(order_service="beside", _env_file=None))
    assert {*plan.ground, *plan.house} <= commands
    assert {"cloud-1", "cloud-2", "postgres", "nginx"} <= set(services())


@pytest.mark.parametrize("name", sorted(services()))
def test_a_service_has_no_rights_a_read_only_root_and_whole_folders(name: str) -> None:
    service = services()[name]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    for volume in service.get("volumes", []):
        here = volume.split(":")[0]
        assert here.startswith(("./", "../"))
        assert "." not in here.lstrip("./"), f"{here} looks like a file"


@pytest.mark.parametrize("name", sorted(services()))
def test_a_service_starts_again_by_itself_and_is_asked_how_it_is(name: str) -> None:
    service = services()[name]
    if "development" in service["profiles"]:
        return
    assert service["restart"] == "unless-stopped"
    asks = service["healthcheck"]["test"]
    assert asks[0] == "CMD"
    if "deploy.healthcheck" in asks:
        assert asks[-1] in CHECKS


def test_every_setting_is_one_that_a_process_reads() -> None:
    for name, service in services().items():
        if "app" not in name and name != "packages":
            known = names_of((CloudSettings,)) | OF_POSTGRES if is_of_the_cloud(service) else names_of(SITE)
            assert set(service.get("environment", {})) <= known, name
    assert set(example("site.env.example")) <= names_of(SITE)
    assert set(example("cloud.env.example")) <= names_of((CloudSettings,)) | OF_POSTGRES


def test_the_examples_are_valid_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for file, kinds in (("site.env.example", SITE), ("cloud.env.example", (CloudSettings,))):
        with monkeypatch.context() as environment:
            for name, value in example(file).items():
                environment.setenv(name, value)
            for kind in kinds:
                kind(_env_file=None)


def test_nginx_has_the_address_that_the_workers_believe() -> None:
    address = services()["nginx"]["networks"]["cloud"]["ipv4_address"]
    assert services()["cloud-1"]["environment"]["CLOUD_TRUSTED_PROXIES"] == address


def test_what_an_image_is_made_of_is_there_and_let_through() -> None:
    recipe = (DEPLOY / "images" / "Dockerfile").read_text()
    ignored = (DEPLOY / "images" / "Dockerfile.dockerignore").read_text().splitlines()
    copied = [line.split()[1] for line in recipe.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert len(copied) > 8
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source.rstrip('/')}" in ignored
    targets = set(re.findall(r"^FROM \S+ AS (\w+)$", recipe, re.MULTILINE))
    asked = {service["build"]["target"] for service in services().values() if "build" in service}
    assert asked == {"site", "cloud"} <= targets


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_process_that_is_not_there_is_not_well(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("MQTT_PORT", "API_PORT", "CLOUD_PORT"):
        monkeypatch.setenv(setting, str(free_port()))
    monkeypatch.setenv("POS_DATA_DIR", str(tmp_path))
    assert not is_well(name)
