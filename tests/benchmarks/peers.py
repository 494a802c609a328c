"""The peers that are not among the dependencies, each set up by itself at a pinned version."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from benchmarks.measuring import Job
from benchmarks.projects import COMMON, SITE_NAME, SITE_URL, Bench, by_hand, content

ZENSICAL = "zensical==0.0.73"

HUGO = f"""\
title = "{SITE_NAME}"
baseURL = "{SITE_URL}"
disableKinds = ["taxonomy", "term"]
"""

LAYOUT = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<nav><a href="{{ "/" | relURL }}">{{ .Site.Title }}</a></nav>
<main>{{ .Content }}</main>
</body>
</html>
"""
"""All that a page can do without."""


@cache
def zensical(bench: Bench) -> Job | None:
    """Zensical builds what is written by hand; None where it cannot be installed."""
    python = _environment(bench.folder / "zensical-environment", ZENSICAL)
    if python is None:
        return None
    folder = bench.folder / "zensical"
    _copy(by_hand(bench).folder / "docs", folder / "docs")
    extensions = "markdown_extensions: [pymdownx.highlight, pymdownx.superfences]\n"
    nav = "nav: [Home: index.md, Updates: updates/index.md]\n"
    (folder / "mkdocs.yml").write_text(f"{COMMON}{extensions}{nav}", encoding="utf-8")
    command = (python.with_name("zensical"), "build", "--clean")
    return Job("Zensical", command, folder, (folder / "site",))


@cache
def hugo(bench: Bench) -> Job | None:
    """Hugo builds the same pages with a bare layout; None where it is not installed."""
    program = shutil.which("hugo")
    if program is None:
        return None
    folder = bench.folder / "hugo"
    _copy(content(bench), folder / "content")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(LAYOUT, encoding="utf-8")
    (folder / "config.toml").write_text(HUGO, encoding="utf-8")
    return Job("Hugo", (program, "--quiet"), folder, (folder / "public",))


def versions() -> dict[str, str]:
    """The versions of those that are here."""
    found = {"Zensical": ZENSICAL.partition("==")[2]}
    if program := shutil.which("hugo"):
        said = subprocess.run([program, "version"], capture_output=True, text=True, check=True)
        number = re.search(r"v([0-9.]+)", said.stdout)
        found["Hugo"] = number[1] if number else said.stdout.strip()
    return found


def _environment(folder: Path, package: str) -> Path | None:
    """A Python with a package, from a run before or made now."""
    python = folder / "bin" / "python"
    stamp = folder / package
    if not stamp.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        make = (sys.executable, "-m", "venv", folder)
        install = (python, "-m", "pip", "install", "--quiet", package)
        for command in (make, install):
            if subprocess.run([*map(str, command)], check=False).returncode:
                return None
        stamp.touch()
    return python


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target.parent, ignore_errors=True)
    shutil.copytree(source, target)
