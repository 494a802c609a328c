"""Pull requests as GitHub and the workflows handle them, on repositories of the tests.

A project has a main branch, which moves on while someone proposes a change of it in a fork. The
check runs on the merge of both with what is proposed, tools and all; the review runs with the
tools of main, to which the proposal is data.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands import git
from sites import ROOT
from workflows.hub import REPOSITORY, Hub, finished, pull
from workflows.steps import GITHUB, Run, loaded

CHECK = loaded(GITHUB / "workflows" / "check.yml")
COMMENT = loaded(GITHUB / "workflows" / "comment.yml")
HERE = str(Path(sys.executable).parent)
NUMBER = 7
PARTS = ("policies", "docs", "mkdocs.yml", "pyproject.toml", "build_tools")
BUILD = "Build the site"


@dataclass(frozen=True, slots=True)
class Play:
    """What became of a pull request: its check, its review and the text of its comment."""

    check: Run
    review: Run
    text: str


def start(folder: Path) -> Path:
    """The repository of the project, as this one has it."""
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    (folder / ".gitignore").write_text("/site/\n__pycache__/\n/review.md\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    _commit(folder, "First")
    return folder


def play(
    project: Path, folder: Path, edit: Callable[[Path], None], left_out: Collection[str] = ()
) -> Play:
    """Propose an edit of a project, and let the workflows handle that."""
    folder.mkdir()
    hosted, fork = folder / "hosted", folder / "fork"
    git(folder, "clone", "--quiet", str(project), str(fork))
    git(folder, "clone", "--quiet", str(project), str(hosted))
    with (hosted / "docs" / "contributing" / "index.md").open("a") as page:
        page.write("\nThere is no more to know.\n")
    _commit(hosted, "Move on")
    edit(fork)
    _commit(fork, "Propose")
    sha = git(fork, "rev-parse", "HEAD")
    git(hosted, "fetch", "--quiet", str(fork), f"HEAD:refs/pull/{NUMBER}/head")
    return Play(*_handled(folder, hosted, sha, left_out))


def _handled(
    folder: Path, hosted: Path, sha: str, left_out: Collection[str]
) -> tuple[Run, Run, str]:
    merged = folder / "merged"
    git(folder, "clone", "--quiet", str(hosted), str(merged))
    git(merged, "fetch", "--quiet", "origin", f"refs/pull/{NUMBER}/head")
    git(merged, "merge", "--quiet", "--no-ff", "--no-edit", "FETCH_HEAD")
    event = {"repository": {"name": "policybook"}}
    github = {"event_name": "pull_request", "event": event, "repository_owner": "example"}
    github |= {"repository": REPOSITORY, "server_url": "https://github.com"}
    tools = {"PATH": HERE, "PYTHONPATH": str(merged / "build_tools")}
    ready: dict[str, dict[str, str]] = {"ready": {}}
    check = Run(merged, {"github": github}, ready, tools, left_out=left_out).job(CHECK, "data")

    trusted = folder / "trusted"
    git(folder, "clone", "--quiet", str(hosted), str(trusted))
    hub = Hub(folder / "hub")
    hub.write(pulls=[pull(NUMBER, sha)], comments=[], issues=[])
    machine = {**hub.machine, "PATH": f"{hub.machine['PATH']}:{HERE}"}
    told = finished(sha, conclusion=check.conclusion)
    review = Run(trusted, {"github": told}, ready, machine).job(COMMENT, "review")
    written = trusted / "review.md"
    return check, review, written.read_text(encoding="utf-8") if written.exists() else ""


def _commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={message}")


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of the project whose files someone edits."""

    folder: Path

    @property
    def words(self) -> Path:
        """Its policy.yaml."""
        return self.folder / "policy.yaml"

    @property
    def last(self) -> int:
        """The number of its last version."""
        return max(int(path.stem[1:]) for path in self.folder.glob("v*.json"))

    def replace(self, old: str, new: str) -> None:
        """Write something else in its words."""
        text = self.words.read_text(encoding="utf-8")
        assert old in text, f"{self.words.name} has no {old}"
        self.words.write_text(text.replace(old, new), encoding="utf-8")

    def renew(self, edit: Callable[[list[dict[str, Any]]], None]) -> str:
        """Add a version, which differs from the last one by an edit of its statements."""
        text = (self.folder / f"v{self.last}.json").read_text(encoding="utf-8")
        document = json.loads(text)
        edit(document["Statement"])
        label = f"v{self.last + 1}"
        (self.folder / f"{label}.json").write_text(json.dumps(document, indent=4) + "\n")
        words = self.words.read_text(encoding="utf-8")
        dates = re.compile(r"(?m)^(  v\d+: \{date: .*\n)(?!  v\d)")
        assert dates.search(words)
        self.words.write_text(dates.sub(rf"\1  {label}: {{date: {DAY}}}\n", words))
        return label

    def announce(self, label: str, **facts: str) -> None:
        """Add a change that says of a version what is new."""
        lines = [f"title: A change\ndate: {DAY}\nupdates:\n  - kind: updated\n    policies:\n"]
        lines.append(f"      {self.folder.name}: {label}\n")
        lines += [f"    {key}:\n      - {action}\n" for key, action in facts.items()]
        path = self.folder.parent / "changes" / f"{DAY}-a-change.yaml"
        path.write_text("".join(lines))


DAY = "2026-01-15"
