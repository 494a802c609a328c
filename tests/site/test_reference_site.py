"""The site of Amazon Lookout for Vision holds what its documentation page has always held."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from facts import Said, from_html, from_markdown

from sites import ROOT

PATH = "lookout-for-vision/"
DATA = ROOT / "policies" / "lookout-for-vision"
ANCHOR = "security-iam-awsmanpol"
CURRENT = {
    "AmazonLookoutVisionReadOnlyAccess": 2,
    "AmazonLookoutVisionFullAccess": 1,
    "AmazonLookoutVisionConsoleFullAccess": 1,
    "AmazonLookoutVisionConsoleReadOnlyAccess": 2,
}
OPERATIONS = [
    "DescribeDataset",
    "DescribeModel",
    "DescribeModelPackagingJob",
    "DescribeProject",
    "ListDatasetEntries",
    "ListModelPackagingJobs",
    "ListModels",
    "ListProjects",
    "ListTagsForResource",
]


@pytest.fixture(scope="module", params=["html", "md"])
def text(request: pytest.FixtureRequest, reference_site: Path) -> str:
    path = reference_site / PATH / f"index.{request.param}"
    whole = path.read_text(encoding="utf-8")
    match = re.search(r"<article.*?>(.*)</article>", whole, re.DOTALL)
    return match.group(1) if match else whole


@pytest.fixture(scope="module")
def said(text: str) -> Said:
    read = from_markdown if text.startswith("# ") else from_html
    return read(text, PATH)


def test_headings_and_anchors(said: Said) -> None:
    assert [title for level, title in said.headings if level == 1] == [
        "AWS managed policies for Amazon Lookout for Vision"
    ]
    assert [title for level, title in said.headings if level == 2] == [
        *(f"AWS managed policy: {name}" for name in CURRENT),
        "Lookout for Vision updates to AWS managed policies",
    ]
    expected = [ANCHOR, *(f"{ANCHOR}-{name}" for name in CURRENT), f"{ANCHOR}-updates"]
    assert [anchor for anchor in said.anchors if anchor in expected] == expected


def test_documents(said: Said) -> None:
    assert said.documents == [
        json.loads((DATA / name / f"v{number}.json").read_text())
        for name, number in CURRENT.items()
    ]


def test_groupings(said: Said) -> None:
    for name, count in (("ConsoleFullAccess", 9), ("ConsoleReadOnlyAccess", 4)):
        policy = f"AmazonLookoutVision{name}"
        document = json.loads((DATA / policy / f"v{CURRENT[policy]}.json").read_text())
        sids = [statement["Sid"] for statement in document["Statement"]]
        section = f"{ANCHOR}-{policy}:"
        parts = [a.removeprefix(section) for a in said.anchors if a.startswith(section)]
        assert [part for part in parts if not part.startswith(":")] == sids
        assert len(sids) == count


def test_nested_purposes(text: str) -> None:
    row = text[text.index(":LookoutVisionConsoleS3BucketAccess") :]
    row = row[: row.index(":LookoutVisionConsoleS3ObjectAccess")]
    if text.startswith("# "):
        assert len(re.findall(r"(?m)^  - ", row)) == 4
    else:
        assert row[: row.index('data-label="Actions"')].count("<li>") == 4


def test_operations(said: Said) -> None:
    linked = {text: target for text, target in said.links if text in OPERATIONS}
    assert sorted(linked) == OPERATIONS
    for name, target in linked.items():
        assert target.endswith(f"/lookout-for-vision/latest/APIReference/API_{name}")


def test_updates(said: Said) -> None:
    assert said.updates == [
        ["Model packaging operations added", "December 7th, 2021"],
        ["New policies added", "May 11th, 2021"],
        ["Lookout for Vision started tracking changes", "March 1st, 2021"],
    ]


def test_guide_links_go_to_the_published_guide(said: Said) -> None:
    guide = "https://docs.aws.amazon.com/lookout-for-vision/latest/developer-guide/"
    targets = {target for _, target in said.links}
    for page in ("getting-started.html", "su-create-console-bucket.html"):
        assert f"{guide}{page}" in targets
    assert f"{guide}su-setup-permissions.html#su-non-console-buckets" in targets


def test_readers_see_where_the_document_differs(text: str) -> None:
    note = text[text.index("Not the same as the version in IAM") :]
    assert "s3:GetBucketAcl" in note[:400]


def test_first_versions_lack_the_packaging_operations() -> None:
    gained = {"lookoutvision:DescribeModelPackagingJob", "lookoutvision:ListModelPackagingJobs"}
    for name, number in CURRENT.items():
        if number == 2:
            old, new = (json.loads((DATA / name / f"v{n}.json").read_text()) for n in (1, 2))
            actions = new["Statement"][0]["Action"]
            assert set(actions) - set(old["Statement"][0]["Action"]) == gained
            new["Statement"][0]["Action"] = [action for action in actions if action not in gained]
            assert old == new
