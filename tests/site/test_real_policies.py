"""A slice of what AWS publishes, imported and built as any project is, by MkDocs and its fork."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from commands import policybook
from policybook.links.check import check_links
from policybook.links.faults import faults
from sites import SAMPLE_CONFIG, mkdocs

COUNT = 200
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
SETTINGS = """\
[tool.policybook]
profile = "aws-managed"

[tool.policybook.rules]
service-unknown = "hint"  # a strict build fails for warnings
statement-unexplained = "hint"
"""


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Names from all over the alphabet."""
    every = sorted(json.loads(aws_managed_policies_data))
    return every[:: len(every) // COUNT][:COUNT]


@pytest.fixture(scope="module")
def book(names: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with these policies."""
    folder = tmp_path_factory.mktemp("real")
    every = json.loads(aws_managed_policies_data)
    collection = folder / "collection.json"
    collection.write_text(json.dumps({name: every[name] for name in names}))
    result = policybook("import", "catalogue", collection, "--to", folder / "policies")
    assert result.exit_code == 0, result.output
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "mkdocs.yml").write_text(SAMPLE_CONFIG)
    (folder / "docs").mkdir()
    return folder


@pytest.fixture(scope="module")
def site(book: Path) -> Path:
    return built(book, "mkdocs")


def built(book: Path, generator: str) -> Path:
    """The site of a project, built strictly by one of the generators."""
    site = book / generator
    words = ("build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(site))
    with pytest.MonkeyPatch.context() as patch:
        # Two builds may be on either side of midnight, and sitemaps have the day.
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        run = mkdocs(*words, cwd=book, generator=generator)
    assert run.returncode == 0, run.stderr
    return site


def test_every_policy_has_a_page(site: Path, names: list[str]) -> None:
    pages = {path.parent.name for path in site.glob("*/*/index.html")}
    assert len(names) == COUNT
    assert pages >= {*names}


def test_every_service_has_a_page_with_its_policies(site: Path, book: Path) -> None:
    for service in book.glob("policies/*/"):
        text = (site / service.name / "index.html").read_text("utf-8")
        missing = [
            path.parent.name
            for path in service.glob("*/policy.yaml")
            if f'href="{path.parent.name}/' not in text and path.parent.name not in text
        ]
        assert missing == []


def test_every_document_is_published_as_it_is(site: Path, names: list[str]) -> None:
    every = json.loads(aws_managed_policies_data)
    services = {path.parent.name: path.parent for path in site.glob("*/*/index.html")}
    for name in names:
        document = services[name] / f"{every[name]['DefaultVersionId']}.json"
        assert json.loads(document.read_text("utf-8")) == every[name]["Document"]


def test_no_link_is_broken(site: Path) -> None:
    assert [str(fault.problem) for fault in faults(check_links(site))] == []


def test_properdocs_builds_the_same(site: Path, book: Path) -> None:
    other = built(book, "properdocs")
    assert contents(other) == contents(site)


def contents(site: Path) -> dict[str, bytes]:
    """What each file says, but for what built it."""
    return {
        path.relative_to(site).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
    }
