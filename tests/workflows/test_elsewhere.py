"""Another team's repository: the action and the hooks, with the package as it is installed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from commands import git, policybook
from sites import ROOT, project
from workflows.expressions import interpolated
from workflows.steps import GITHUB, Run, loaded

ACTION_PATH = GITHUB / "actions" / "policybook"
ACTION = loaded(ACTION_PATH / "action.yml")
STEPS = ACTION["runs"]["steps"]
SET_UP = [step for step in STEPS if step.get("id") == "ready"]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
HERE = Path(sys.executable).parent
READER = "policies/acme-storage/AcmeStorageReadOnly"
OFFLINE = "No matching distribution|ConnectionError|Temporary failure"


def act(event: str = "pull_request", **inputs: str) -> dict[str, Any]:
    """What the expressions of the action see."""
    github = {"github": {"event_name": event, "action_path": str(ACTION_PATH)}}
    defaults = {key: value["default"] for key, value in ACTION["inputs"].items()}
    given = {key: interpolated(value, github, {}) for key, value in (defaults | inputs).items()}
    return {**github, "inputs": given}


def fetched(code: int, errors: str) -> None:
    """Let packages be missing where there is no network. A machine may lack it, CI may not."""
    if code and re.search(OFFLINE, errors) and not os.environ.get("CI"):
        pytest.skip("packages cannot be fetched")
    assert code == 0, errors


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, folder], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The folder with the commands of the built package and of nothing else."""
    folder = tmp_path_factory.mktemp("machine")
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = "\n".join(line.removesuffix(" \\") for line in lines if line[:1].isalnum())
    (folder / "pins.txt").write_text(pins)
    venv = folder / "venv"
    install = ("pip", "install", "--quiet", "--constraint", folder / "pins.txt", wheel)
    for arguments in (("venv", "--quiet", "--python", sys.executable, venv), install):
        env = {**os.environ, "VIRTUAL_ENV": str(venv)}
        run = subprocess.run([HERE / "uv", *arguments], env=env, capture_output=True, text=True)
        fetched(run.returncode, run.stderr)
    return venv / "bin"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """The repository of another team."""
    folder = project(tmp_path / "team")
    (folder / ".gitignore").write_text("/site/\n")
    assert policybook("format", folder / "policies").exit_code == 0
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=First")
    return folder


def propose(team: Path, file: str, old: str, new: str) -> None:
    """Change a file in a branch, and merge that as GitHub does to check it."""
    path = team / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    git(team, "switch", "--quiet", "--create", "proposal")
    path.write_text(text.replace(old, new))
    git(team, "commit", "--quiet", "--all", "--message=Change")
    git(team, "switch", "--quiet", "main")
    git(team, "merge", "--quiet", "--no-ff", "--no-edit", "proposal")


def checked(team: Path, installed: Path, event: str = "pull_request", **inputs: str) -> Run:
    """The action as a workflow of the team runs it."""
    machine = {"PATH": str(installed), "PYTHONPATH": ""}
    return Run(team, act(event, **inputs), given={"ready": {}}, machine=machine).steps(STEPS)


@pytest.mark.parametrize("is_named", [False, True], ids=["own commit", "wheel"])
def test_the_action_installs_what_it_is_told(is_named: bool, wheel: Path, tmp_path: Path) -> None:
    for module in ("ensurepip", "pip", "runpy", "site", "sitecustomize", "venv"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('what is proposed was run')\n")
    machine = {"PATH": str(HERE), "PIP_NO_COMPILE": "1", "PIP_NO_DEPS": str(int(is_named))}
    package = str(wheel) if is_named else ""
    run = Run(tmp_path, act("push", package=package), machine=machine).steps(SET_UP)
    result = run.results["Set up Policybook"]
    fetched(result.code, result.errors)
    (path,) = run.path
    pip = [f"{path}/pip", "freeze", "--disable-pip-version-check"]
    found = subprocess.run(pip, capture_output=True, text=True, check=True).stdout.splitlines()
    (own,) = (line for line in found if line.startswith("policybook @ "))
    assert quote(wheel.name if is_named else ROOT.name) in own
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").casefold()
    others = [line.casefold().replace("_", "-") for line in found if line != own]
    assert len(others) > 10 or is_named
    assert [line for line in others if f"\n{line} " not in lock] == []


def test_a_good_proposal(team: Path, installed: Path) -> None:
    propose(team, f"{READER}/policy.yaml", "description: |\n", "description: |\n  Reads.\n\n")
    run = checked(team, installed, build="true", site="site")
    assert run.failed == [], run.results
    assert "::error" not in run.output
    assert (team / "site" / "index.html").is_file()
    assert "AcmeStorageReadOnly" in run.summary
    review = Path(run.known["review"]["outputs"]["file"])
    assert review.read_text(encoding="utf-8") == run.summary
    assert git(team, "status", "--porcelain") == ""


def test_a_bad_proposal(team: Path, installed: Path) -> None:
    propose(team, f"{READER}/policy.yaml", "type: ", "kind: ")
    run = checked(team, installed, build="true", site="site")
    assert run.failed == ["Check the data", "Build the site"]
    assert f"::error file={READER}/policy.yaml,line=1,col=1,title=key-unknown::" in run.output
    assert run.results["Check the links"].outcome == "skipped"
    assert "key-unknown" in run.summary


def test_only_the_data_is_checked_where_no_site_is_named(team: Path, installed: Path) -> None:
    run = checked(team, installed, "push")
    assert run.failed == [], run.results
    outcomes = {name: result.outcome for name, result in run.results.items()}
    assert [name for name in outcomes if outcomes[name] == "skipped"] == [
        "Suggest fixes",
        "Review by meaning",
        "Build the site",
        "Check the links",
    ]


def test_published_addresses_are_held(team: Path, installed: Path) -> None:
    def hook(name: str) -> int:
        return hooked(team, installed, name).returncode

    assert hook("policybook-anchors") == 0
    git(team, "add", ".")
    git(team, "commit", "--quiet", "--message=Record")
    git(team, "mv", READER, f"{READER}Access")
    assert hook("policybook-check") == 1
    propose(team, "docs/about.md", "# About", "# About it")
    run = checked(team, installed)
    assert run.failed == ["Check the data", "Hold every published address"]
    assert "title=anchor-gone::" in run.output


def test_a_shallow_clone_is_told_how_to_be_deeper(team: Path) -> None:
    run = Run(team, act(), machine={"PATH": str(HERE)}).steps(STEPS)
    assert run.failed == ["Set up Policybook"]
    assert "git does not have `HEAD^1` here: give actions/checkout `fetch-depth: 2`" in run.output


def hooked(team: Path, installed: Path, name: str) -> subprocess.CompletedProcess[str]:
    """A hook as pre-commit runs it."""
    hook = HOOKS[name]
    command = [*shlex.split(hook["entry"]), *hook.get("args", ())]
    path = os.pathsep.join([str(installed), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": ""}
    return subprocess.run(command, cwd=team, env=env, capture_output=True, text=True)


def test_hooks_look_at_the_data(team: Path, installed: Path) -> None:
    files = git(team, "ls-files").splitlines()
    for name in ("policybook-check", "policybook-format", "policybook-anchors"):
        hook = HOOKS[name]
        # A commit that only removes files has none that a pattern could match.
        looks = hook.get("always_run") or any(re.search(hook["files"], file) for file in files)
        assert looks
        assert hook["pass_filenames"] is False
        assert hooked(team, installed, name).returncode == 0, name
    assert not re.search(HOOKS["policybook-format"]["files"], "docs/about.md")
    assert HOOKS["policybook-check"]["always_run"]
    assert HOOKS["policybook-anchors"]["always_run"]
    assert (team / "policies" / "anchors.lock").is_file()


def test_hooks_find_and_mend(team: Path, installed: Path) -> None:
    path = team / READER / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("type: ", "type:   "))
    assert hooked(team, installed, "policybook-format").returncode == 0
    assert path.read_text(encoding="utf-8") == text
    path.write_text(text.replace("type: ", "kind: "))
    run = hooked(team, installed, "policybook-check")
    assert run.returncode == 1
    assert f"{READER}/policy.yaml:1:1: error key-unknown " in run.stdout


def test_the_hook_of_links_is_run_by_name(team: Path, installed: Path) -> None:
    hook = HOOKS["policybook-links"]
    assert hook["stages"] == ["manual"]
    page = team / "site" / "index.html"
    page.parent.mkdir()
    for link, code in (("index.html", 0), ("nowhere/", 1)):
        page.write_text(f'<!doctype html><title>x</title><a href="{link}">x</a>')
        assert hooked(team, installed, "policybook-links").returncode == code
