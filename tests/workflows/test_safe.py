"""What keeps the workflows safe, and what they run in step with the Makefile and the commands."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from policybook.cli import main
from sites import ROOT
from workflows.steps import GITHUB, loaded

WORKFLOWS = {path.stem: loaded(path) for path in sorted((GITHUB / "workflows").glob("*.yml"))}
ACTION = GITHUB / "actions" / "policybook"
JOBS = [
    pytest.param(workflow, job, id=f"{name}-{key}")
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
]
each_job = pytest.mark.parametrize(("workflow", "job"), JOBS)
README = (ACTION / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"(?s)```yaml\n(.*?)```", README)


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted((*GITHUB.rglob("*.yml"), *ROOT.glob(".pre-commit-*.yaml"))):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    assert EXAMPLE
    yield "the example", re.sub(r"(?m)^.*uses: example/policybook/.*$", "", EXAMPLE[1])


def scripts() -> Iterator[str]:
    """Every script, its continued lines joined."""
    steps = [step for workflow in WORKFLOWS.values() for job in workflow["jobs"].values()
             for step in job["steps"]]  # fmt: skip
    for step in (*steps, *loaded(ACTION / "action.yml")["runs"]["steps"]):
        yield step.get("run", "").replace("\\\n", " ")


def test_actions_are_pinned_to_one_commit_each() -> None:
    pins: dict[str, set[str]] = {}
    for name, text in texts():
        for line in re.findall(r"uses: .*", text):
            match = re.fullmatch(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line)
            assert match, f"{name}: {line}"
            pins.setdefault(match[1], set()).add(match[2])
    assert pins
    assert {name: commits for name, commits in pins.items() if len(commits) > 1} == {}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_is_permitted_beyond_a_job(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}


@each_job
def test_who_may_write_runs_no_code_of_a_repository(
    workflow: Mapping[str, Any], job: Mapping[str, Any]
) -> None:
    del workflow
    used = {step.get("uses", "").partition("@")[0] for step in job["steps"]}
    if "write" in job["permissions"].values():
        script = "\n".join(step.get("run", "") for step in job["steps"])
        assert "actions/checkout" not in used
        assert not re.search(r"\b(make|policybook|mkdocs|python3?|git|bash|sh|eval)\b", script)
        assert not re.search(r"(?m)^\s*(source |\.|/)", script), "a file is run"
    else:
        assert set(job["permissions"].values()) == {"read"}


@each_job
def test_jobs_are_bounded(workflow: Mapping[str, Any], job: Mapping[str, Any]) -> None:
    assert "concurrency" in workflow
    assert job["runs-on"] == "ubuntu-24.04"
    assert 0 < job["timeout-minutes"] <= 30
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_scripts_take_values_from_the_environment_only() -> None:
    assert [script for script in scripts() if "${{" in script] == []


def test_the_second_job_of_the_check_is_what_anyone_can_run() -> None:
    steps = WORKFLOWS["check"]["jobs"]["tests"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make check", "make test"]


def test_scripts_name_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {name for script in scripts() for name in re.findall(r"\bmake (\w+)", script)}
    assert named
    assert named <= set(re.findall(r"(?m)^([a-z]+):", makefile))


def test_scripts_name_commands_and_options_that_exist() -> None:
    entries = [hook["entry"] for hook in hooks()]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    lines = [line for text in (*scripts(), *entries, *makefile) for line in text.splitlines()]
    seen = set()
    context = click.Context(main)
    for line in lines:
        for name, rest in re.findall(r"(?:^|[\s/])policybook ([a-z]+)\b([^|>]*)", line):
            command = main.get_command(context, name)
            assert isinstance(command, click.Command), line
            known = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"(?<=[\s\"+])--[a-z-]+", rest)) <= known, line
            seen.add(name)
    assert {"check", "format", "fix", "review", "anchors", "links"} <= seen


def hooks() -> list[dict[str, str]]:
    """The hooks that other repositories may use."""
    return list(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))


def test_every_service_has_an_owner() -> None:
    text = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8")
    owned = {line.split()[0] for line in text.splitlines() if re.match(r"[/*].* @", line)}
    services = {
        f"/policies/{path.name}/" for path in (ROOT / "policies").iterdir() if path.is_dir()
    }
    assert services <= owned
    assert {"*", "/build_tools/", "/.github/", "/.ci/", "/policies/anchors.lock"} <= owned


def test_the_action_is_described() -> None:
    inputs = loaded(ACTION / "action.yml")["inputs"]
    assert re.findall(r"(?m)^\| `([\w-]+)` \|", README) == list(inputs)
    assert [name for name, given in inputs.items() if not given["description"].endswith(".")] == []


@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--no-progress", "--quiet", "--persona=pedantic"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ],
    ids=lambda command: command[0],
)
def test_the_example_of_the_action_is_safe(command: list[str], tmp_path: Path) -> None:
    assert EXAMPLE
    path = tmp_path / ".github" / "workflows" / "policies.yml"
    path.parent.mkdir(parents=True)
    path.write_text(EXAMPLE[1])
    tool = Path(sys.executable).parent / command[0]
    run = subprocess.run([tool, *command[1:], path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_example_of_the_action_names_its_inputs() -> None:
    assert EXAMPLE
    known = loaded(ACTION / "action.yml")["inputs"]
    given = re.findall(r"(?m)^ {10}([\w-]+):", EXAMPLE[1].partition("example/policybook")[2])
    assert given
    assert set(given) <= set(known)
