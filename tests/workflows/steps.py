"""Runs the steps of a workflow's job, or of a composite action, on this machine.

What `run:` says is run by the shell that GitHub takes. What `uses:` names is passed over, as is a
step that is `given` by its id: both count as done, with the outputs that are given.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sites import ROOT
from workflows.expressions import condition, interpolated

Outputs = Mapping[str, str]
Step = Mapping[str, Any]

GITHUB = ROOT / ".github"
_SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"), None: ("bash", "-e")}
_FILES = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")


def loaded(path: Path) -> dict[str, Any]:
    """What a workflow or an action says."""
    value: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    # `on` is a truth value in YAML 1.1, which PyYAML reads, but not in 1.2, which GitHub reads.
    return {"on" if key is True else key: part for key, part in value.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """How a step ended: `success`, `failure` or `skipped`; and what it printed."""

    outcome: str
    code: int = 0
    output: str = ""
    errors: str = ""


@dataclass(slots=True)
class Run:
    """The steps of a job as they run in `folder`.

    `contexts` are what expressions see, such as github and inputs. `machine` is what the
    environment has beyond that of the tests; its PATH comes first. Steps in `left_out` are skipped.
    The rest is what the steps left behind.
    """

    folder: Path
    contexts: Mapping[str, Any]
    given: Mapping[str, Outputs] = field(default_factory=dict)
    machine: Mapping[str, str] = field(default_factory=dict)
    left_out: Collection[str] = ()
    env: dict[str, str] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    summary: str = ""

    def job(self, workflow: Mapping[str, Any], name: str) -> Run:
        """Run the steps of a workflow's job."""
        job = workflow["jobs"][name]
        for part in (workflow, job):
            for key, value in part.get("env", {}).items():
                self.env[key] = self._text(value)
        shell = workflow.get("defaults", {}).get("run", {}).get("shell")
        return self.steps(job["steps"], shell)

    def steps(self, steps: Sequence[Step], shell: str | None = None) -> Run:
        """Run steps, with this shell where they do not name one."""
        for step in steps:
            name = step.get("name") or step.get("uses") or step["run"]
            assert name not in self.results, f"two steps are called {name}"
            outputs = self.given.get(step.get("id", ""), {})
            if name in self.left_out or not self._holds(step.get("if", "success()")):
                result = Result("skipped")
            elif "uses" in step or step.get("id") in self.given:
                result = Result("success")
            else:
                result, outputs = self._ran(step, step.get("shell", shell))
            self.results[name] = result
            self.known[step.get("id", name)] = {"outcome": result.outcome, "outputs": outputs}
        return self

    @property
    def conclusion(self) -> str:
        """How the job ended."""
        return "failure" if self.failed else "success"

    @property
    def failed(self) -> list[str]:
        """The names of the steps that failed."""
        return [name for name, result in self.results.items() if result.outcome == "failure"]

    @property
    def output(self) -> str:
        """What all steps printed."""
        return "".join(result.output for result in self.results.values())

    def _ran(self, step: Step, shell: str | None) -> tuple[Result, Outputs]:
        files = {file: self.files / file for file in _FILES}
        for file in files.values():
            file.write_text("")
        machine = filter(None, [self.machine.get("PATH")])
        ran = subprocess.run(
            [*_SHELLS[shell], "-c", self._text(step["run"])],
            cwd=self.folder,
            env={
                **os.environ,
                **self.machine,
                "PATH": os.pathsep.join([*self.path, *machine, os.environ["PATH"]]),
                "CI": "true",
                "RUNNER_TEMP": str(self.files),
                **self.env,
                **{key: self._text(value) for key, value in step.get("env", {}).items()},
                **{name: str(file) for name, file in files.items()},
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        said = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
        self.env.update(_assigned(said["GITHUB_ENV"]))
        self.path[:0] = said["GITHUB_PATH"].splitlines()[::-1]
        self.summary += said["GITHUB_STEP_SUMMARY"]
        outcome = "failure" if ran.returncode else "success"
        result = Result(outcome, ran.returncode, ran.stdout, ran.stderr)
        return result, dict(_assigned(said["GITHUB_OUTPUT"]))

    @property
    def files(self) -> Path:
        """The folder for what is not kept, beside that of the job."""
        folder = self.folder.parent / f"{self.folder.name}.temp"
        folder.mkdir(exist_ok=True)
        return folder

    def _text(self, value: object) -> str:
        return interpolated(str(value), self._seen(), self._functions())

    def _holds(self, expression: object) -> bool:
        return condition(expression, self._seen(), self._functions())

    def _seen(self) -> dict[str, Any]:
        return {**self.contexts, "env": self.env, "steps": self.known}

    def _functions(self) -> dict[str, Any]:
        return {
            "success": lambda: not self.failed,
            "failure": lambda: bool(self.failed),
            "always": lambda: True,
            "cancelled": lambda: False,
        }


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, mark, value = line.partition("=")
        assert mark, f"not NAME=VALUE: {line}"
        yield name, value
