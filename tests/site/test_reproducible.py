"""The same data gives the same bytes: elsewhere, on another day, for someone else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sites import SAMPLE_CONFIG, listing, mkdocs, project

DAY = """\
import os
from datetime import datetime, timezone

import mkdocs.structure.pages
import mkdocs.utils

day = os.environ["DAY"]
mkdocs.structure.pages.get_build_date = lambda: day
mkdocs.utils.get_build_datetime = lambda: datetime.fromisoformat(day).replace(tzinfo=timezone.utc)
"""


def built(folder: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, bytes]:
    """The site of the sample data as it is built in a folder and an environment."""
    folder.mkdir(parents=True)
    project(folder, f"{SAMPLE_CONFIG}hooks: [day.py]\n")
    (folder / "day.py").write_text(DAY)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = mkdocs("build", "--strict", cwd=folder)
    assert run.returncode == 0, run.stderr
    return listing(folder / "site")


def test_a_build_is_reproducible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "DAY": "2026-01-01"}
    there = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "DAY": "2031-12-31"}
    one = built(tmp_path / "one", monkeypatch, **here)
    assert one == built(tmp_path / "an other" / "Ort", monkeypatch, **there)
    assert b"lastmod" not in one["sitemap.xml"]
    assert gzip.decompress(one["sitemap.xml.gz"]) == one["sitemap.xml"]


def test_the_time_of_the_source_is_honoured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = built(tmp_path / "site", monkeypatch, SOURCE_DATE_EPOCH="1700000000", DAY="2026-01-01")
    assert packed["sitemap.xml.gz"][4:8] == (1700000000).to_bytes(4, "little")
