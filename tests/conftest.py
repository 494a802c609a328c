"""What tests of several layers share: the sample data, and the sites that are built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policybook.check import check
from policybook.model import Catalogue
from sites import ROOT, SAMPLE, mkdocs, project

# What tests find must not come from what was worked out before, outside of them.
os.environ["POLICYBOOK_CACHE"] = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def sample() -> Catalogue:
    """The catalogue of the sample data, which has no problem."""
    report = check(SAMPLE)
    assert report.problems == ()
    return report.catalogue


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the sample data."""
    folder = project(tmp_path_factory.mktemp("sample"))
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def reference_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of this repository."""
    site = tmp_path_factory.mktemp("reference") / "site"
    run = mkdocs("build", "--strict", "--site-dir", str(site), cwd=ROOT)
    assert run.returncode == 0, run.stderr
    return site
