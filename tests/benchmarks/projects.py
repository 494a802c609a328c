"""The projects that are measured: the catalogue as Policybook has it, and as Markdown by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.measuring import Job

HERE = Path(__file__).parent
POLICYBOOK = (sys.executable, "-m", "policybook")
MKDOCS = (sys.executable, "-m", "mkdocs")
SITE_NAME = "Policies"
SITE_URL = "https://policies.example/"

COMMON = f"""\
site_name: {SITE_NAME}
site_url: !ENV [SITE_URL, "{SITE_URL}"]
theme:
  name: material
  font: false
  features: [content.code.copy, navigation.top, search.highlight, toc.follow]
"""
"""What both have: the same theme with the same features."""

OWN = f"""\
{COMMON}\
plugins:
  - search
  - policybook: {{shell: !ENV [WITH_SHELL, true]}}
nav: [Home: index.md, Updates: updates.md]
"""

MARKDOWN = f"""\
{COMMON}\
plugins: [search]
markdown_extensions: [pymdownx.highlight, pymdownx.superfences]
"""

SHORT_NAV = "nav: [Home: index.md, Updates: updates/index.md]\n"
"""The home page and the updates alone; without it all pages stand in the navigation."""

SETTINGS = '[tool.policybook]\nprofile = "aws-managed"\n'


@dataclass(frozen=True, slots=True)
class Bench:
    """How much is measured, and where: so many policies (0 are all), pairs and times."""

    folder: Path
    collection: Path
    pairs: int
    policies: int
    times: int


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with mkdocs.yml."""

    folder: Path

    @property
    def policies(self) -> Path:
        """The data."""
        return self.folder / "policies"

    @property
    def site(self) -> Path:
        """What is built."""
        return self.folder / "site"

    @property
    def caches(self) -> Path:
        """Where Policybook keeps what it knows already."""
        return self.folder / "caches"

    def build(self, name: str, *, cold: bool = True, **environment: str) -> Job:
        """Build the site; a cold build starts from nothing."""
        return self._job(name, (*MKDOCS, "build", "--quiet"), (self.site,), cold, environment)

    def check(self, name: str, *, cold: bool = True) -> Job:
        """Check the data; a cold check starts from nothing."""
        return self._job(name, (*POLICYBOOK, "check", "policies"), (), cold, {})

    def _job(
        self,
        name: str,
        command: tuple[str, ...],
        made: tuple[Path, ...],
        cold: bool,
        environment: dict[str, str],
    ) -> Job:
        own = {"NO_MKDOCS_2_WARNING": "1", "POLICYBOOK_CACHE": str(self.caches)}
        without = (self.caches, *made) if cold else ()
        return Job(name, command, self.folder, without, {**own, **environment})


@cache
def own(bench: Bench, *, latest: bool = True, times: int = 1, rules: bool = True) -> Project:
    """The catalogue as a project of Policybook, with every rule there is or none."""
    name = f"{'latest' if latest else 'history'}-{times}{'' if rules else '-no-rules'}"
    project = Project(bench.folder / name)
    _empty(project.folder)
    if rules:
        _import(bench, project.policies, latest=latest, times=times)
    else:
        like = own(bench, latest=latest, times=times)
        shutil.copytree(like.policies, project.policies, copy_function=os.link)
    settings = f"{SETTINGS}\n[tool.policybook.rules]\n{_rules(are_on=rules)}"
    (project.folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (project.folder / "docs").mkdir()
    (project.folder / "mkdocs.yml").write_text(OWN, encoding="utf-8")
    return project


@cache
def by_hand(bench: Bench, *, times: int = 1, short_nav: bool = True) -> Project:
    """The same pages written by hand in Markdown, for plain MkDocs with Material."""
    project = Project(bench.folder / f"markdown-{times}{'' if short_nav else '-full-nav'}")
    _empty(project.folder)
    if short_nav:
        _export(own(bench, times=times), project.folder / "docs")
    else:
        like = by_hand(bench, times=times)
        shutil.copytree(like.folder / "docs", project.folder / "docs", copy_function=os.link)
    text = f"{MARKDOWN}{SHORT_NAV if short_nav else ''}"
    (project.folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return project


@cache
def content(bench: Bench) -> Path:
    """The same pages as Hugo takes them."""
    folder = bench.folder / "content"
    _empty(folder)
    _export(own(bench), folder, "--for", "hugo")
    return folder


def copy(project: Project, name: str) -> Project:
    """A copy of a project, to be edited."""
    other = Project(project.folder.with_name(name))
    _empty(other.folder)
    for path in project.folder.iterdir():
        if path not in (project.site, project.caches):
            put = shutil.copytree if path.is_dir() else shutil.copy
            put(path, other.folder / path.name)
    return other


def _import(bench: Bench, target: Path, *, latest: bool, times: int) -> None:
    cut = bench.folder / "collection.json"
    how = (str(int(latest)), str(bench.policies), str(times))
    _call(sys.executable, HERE / "cutting.py", bench.collection, cut, *how)
    _call(*POLICYBOOK, "import", "catalogue", cut, "--to", target)
    cut.unlink()


def _export(project: Project, target: Path, *options: str) -> None:
    words = ("--site-name", SITE_NAME, "--site-url", SITE_URL, *options)
    _call(*POLICYBOOK, "export", project.policies, "--to", target, *words)


def _rules(*, are_on: bool) -> str:
    """Settings that turn every rule off, or those on that the profile leaves off."""
    rules = json.loads(_call(*POLICYBOOK, "rules", "--format", "json"))["rules"]
    to_change = [
        rule["id"]
        for rule in rules
        if rule["optional"] and (rule["severities"]["aws-managed"] == "off") == are_on
    ]
    return "".join(f'{name} = "{"hint" if are_on else "off"}"\n' for name in to_change)


def _call(*command: str | Path) -> str:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{run.stderr[-2000:]}")
    return run.stdout


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
