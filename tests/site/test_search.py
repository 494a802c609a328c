"""What is published for the search, by what will read it."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest

from sites import SAMPLE_CONFIG, mkdocs, project

POLICY = "acme-storage/AcmeStorageReadOnly/"
THEME = "theme: {name: material, font: false}"


def texts(site: Path) -> dict[str, str]:
    """The texts of the index, by where they lead."""
    index = json.loads((site / "search" / "search_index.json").read_text())
    return {doc["location"]: doc["text"] for doc in index["docs"]}


def test_the_actions_of_a_page_stand_apart(sample_site: Path) -> None:
    value = json.loads((sample_site / "search" / "actions.json").read_text())
    names = [prefix + name for prefix, rest in value["actions"].items() for name in rest]
    found = [names[number] for number in accumulate(value["pages"][POLICY])]
    assert found == ["s3:GetObject", "s3:ListAllMyBuckets", "s3:ListBucket"]
    assert value["pages"].keys() <= texts(sample_site).keys()
    assert "s3: GetObject" not in texts(sample_site)[POLICY]


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(SAMPLE_CONFIG.replace("[search", "[search, offline"), id="offline"),
        pytest.param(SAMPLE_CONFIG.replace(THEME, "theme: mkdocs"), id="mkdocs"),
        pytest.param(
            SAMPLE_CONFIG.replace("font", "custom_dir: overrides, font"), id="own-template"
        ),
    ],
)
def test_a_search_of_words_finds_actions_in_the_text(config: str, tmp_path: Path) -> None:
    folder = project(tmp_path, config)
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text('{% extends "base.html" %}')
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    assert not (folder / "site" / "search" / "actions.json").exists()
    path = POLICY if POLICY in texts(folder / "site") else f"{POLICY}index.html"
    text = texts(folder / "site")[path]
    assert "s3: GetObject ListAllMyBuckets ListBucket" in text
    assert "StorageReadOnly ReadOnly Only" in text


def test_the_place_of_the_actions_is_taken(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "docs" / "search").mkdir()
    (folder / "docs" / "search" / "actions.json").write_text("{}")
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 1
    assert "actions.json has the place of a generated file: move or rename it" in run.stderr
