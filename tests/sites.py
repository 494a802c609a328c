"""Building sites for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "data" / "book"

SAMPLE_CONFIG = """\
site_name: Sample book
site_url: https://book.example/
repo_url: https://git.example/sample/book
edit_uri: edit/main/docs/
strict: true
theme: {name: material, font: false}
plugins: [search, policybook]
validation:
  links: {anchors: warn}
"""


def mkdocs(
    *arguments: str, cwd: Path, generator: str = "mkdocs"
) -> subprocess.CompletedProcess[str]:
    """Run mkdocs, or what takes its place, as a user does, its output captured."""
    return subprocess.run(
        [sys.executable, "-m", generator, *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def project(folder: Path, config: str = SAMPLE_CONFIG) -> Path:
    """A project of another team in `folder`: the sample data and nothing else."""
    shutil.copytree(SAMPLE, folder / "policies")
    (folder / "docs").mkdir()
    (folder / "docs" / "about.md").write_text("# About\n\nSee [storage](acme-storage.md).\n")
    (folder / "mkdocs.yml").write_text(config)
    return folder


def listing(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its path there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
