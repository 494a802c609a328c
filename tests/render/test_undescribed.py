"""What a policy is for may not be known: then its page says nothing of it, and all the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policybook.check import check
from policybook.render.book import render
from policybook.render.edition import Edition
from policybook.render.html import page_html
from policybook.render.markdown import page_markdown
from policybook.render.page import Page
from policybook.render.settings import Settings
from sites import SAMPLE

NAME = "AcmeStorageFullAccess"
SENTENCE = "Grants everything in storage, and what it needs elsewhere."
DESCRIPTION = f"description: {SENTENCE}\n"


def pages(root: Path) -> dict[str, Page]:
    return {page.path: page for page in render(check(root).catalogue, Settings())}


@pytest.fixture
def undescribed(tmp_path: Path) -> dict[str, Page]:
    folder = shutil.copytree(SAMPLE, tmp_path / "book")
    words = folder / "acme-storage" / NAME / "policy.yaml"
    assert DESCRIPTION in words.read_text()
    words.write_text(words.read_text().replace(DESCRIPTION, ""))
    return pages(folder)


def test_the_page_says_all_the_rest(undescribed: dict[str, Page]) -> None:
    (path,) = (path for path in undescribed if f"/{NAME}" in path)
    described, bare = (
        page_markdown(found[path].blocks, Edition(found[path]))
        for found in (pages(SAMPLE), undescribed)
    )
    assert SENTENCE in described
    assert SENTENCE not in bare
    kept = [line for line in described.splitlines() if line and line != SENTENCE]
    assert [line for line in kept if line not in bare.splitlines()] == []


def test_every_page_can_be_written(undescribed: dict[str, Page]) -> None:
    for page in undescribed.values():
        assert "None" not in page_html(page.blocks, lambda target: f"/{target}").split()
        assert page_markdown(page.blocks, Edition(page))
