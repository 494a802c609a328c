"""A GitHub for tests, which `gh` in the steps of a workflow talks to."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from workflows import gh

REPOSITORY = "example/policybook"


class Hub:
    """Pull requests, comments and issues, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("jq"):  # A machine may lack it, CI may not.
            (pytest.fail if os.environ.get("CI") else pytest.skip)("the hub needs jq")
        folder.mkdir()
        self.file = folder / "github.json"
        self.write(pulls=[], comments=[], issues=[])
        command = folder / "gh"
        command.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, gh.__file__])} "$@"\n')
        command.chmod(0o755)
        self.machine = {"FAKE_GITHUB": str(self.file), "PATH": str(folder)}

    def read(self) -> dict[str, Any]:
        """All that it has."""
        state: dict[str, Any] = json.loads(self.file.read_text())
        return state

    def write(self, **state: Any) -> None:
        """Let it have this and nothing else."""
        self.file.write_text(json.dumps(state))


def pull(number: int, sha: str, **facts: Any) -> dict[str, Any]:
    """A pull request from a branch of a fork, as the API describes it."""
    owner = facts.pop("owner", "ann")
    repository = {"full_name": f"{owner}/policybook", "owner": {"login": owner}}
    head = {"ref": "proposal", "sha": sha, "repo": repository}
    return {"number": number, "state": "open", "base": {"ref": "main"}, "head": head, **facts}


def finished(sha: str, **facts: Any) -> dict[str, Any]:
    """What GitHub tells a workflow when the check of a fork's proposal is done."""
    run = {
        "event": "pull_request",
        "conclusion": "success",
        "head_sha": sha,
        "head_branch": "proposal",
        "head_repository": {"full_name": "ann/policybook", "owner": {"login": "ann"}},
        "html_url": f"https://github.com/{REPOSITORY}/actions/runs/5",
        **facts,
    }
    repository = {"default_branch": "main", "name": "policybook"}
    event = {"workflow_run": run, "repository": repository}
    return {"event": event, "repository": REPOSITORY, "token": "none"}
