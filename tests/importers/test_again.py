"""Importing again adds what is new and leaves alone what people wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collected import document, imported, npm, save, state
from policybook.check import check

READ = document("s3:GetObject")
MORE = document("s3:GetObject", "s3:PutObject")
LESS = document("s3:PutObject")
FOLDER = "s3/AmazonS3Thing"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "policies"
    file = save(
        tmp_path / "one.json", {"AmazonS3Thing": npm("AmazonS3Thing", ("2024-01-01", READ))}
    )
    imported(file, root)
    return root


def second(root: Path, **policies: Any) -> Path:
    """The same collection later, with a second version."""
    thing = npm("AmazonS3Thing", ("2024-01-01", READ), ("2024-05-02", MORE))
    return save(root.parent / "two.json", {"AmazonS3Thing": thing, **policies})


def test_first_files(root: Path) -> None:
    assert {name: text.decode() for name, text in state(root).items()} == {
        "s3/service.yaml": "name: Amazon S3\nshort_name: S3\nprefixes:\n  - s3\n",
        f"{FOLDER}/policy.yaml": "type: aws-managed\nversions:\n  v1: {date: 2024-01-01}\n",
        f"{FOLDER}/v1.json": json.dumps(READ, indent=4) + "\n",
        "s3/changes/2024-01-01-new-policy-amazons3thing.yaml": (
            "title: New policy AmazonS3Thing\ndate: 2024-01-01\n"
            "updates:\n  - kind: new\n    policies: {AmazonS3Thing: v1}\n"
        ),
    }


def test_a_new_version(root: Path) -> None:
    before = state(root)
    imported(second(root), root)
    after = state(root)
    new = {name: text.decode() for name, text in after.items() if before.get(name) != text}
    assert new == {
        f"{FOLDER}/policy.yaml": (
            "type: aws-managed\nversions:\n  v1: {date: 2024-01-01}\n  v2: {date: 2024-05-02}\n"
        ),
        f"{FOLDER}/v2.json": json.dumps(MORE, indent=4) + "\n",
        "s3/changes/2024-05-02-update-to-an-existing-policy-amazons3thing.yaml": (
            "title: 'Update to an existing policy: AmazonS3Thing'\ndate: 2024-05-02\n"
            "updates:\n  - kind: updated\n    policies: {AmazonS3Thing: v2}\n"
            "    added:\n      - s3:PutObject\n"
        ).replace("'", '"'),
    }


WORDS = """\
# Kept by the storage team.
type: aws-managed
description: |
  Lets people read,   with odd   spaces.
versions: # as IAM has them
  v1: {date: 2024-01-01} # a Monday
groupings:
  - service: s3
    text: Reads.
"""


def test_what_people_wrote_stays(root: Path) -> None:
    words, service = root / FOLDER / "policy.yaml", root / "s3" / "service.yaml"
    words.write_text(WORDS)
    service.write_text("# Ours\nname: Storage of things\nshort_name: Things # short\n")
    change = root / "s3/changes/2024-01-01-new-policy-amazons3thing.yaml"
    change.write_text(change.read_text().replace("New policy", "At last, a policy"))
    before = state(root)
    imported(second(root), root)
    after = state(root)
    line = "  v1: {date: 2024-01-01} # a Monday\n"
    assert words.read_text() == WORDS.replace(line, line + "  v2: {date: 2024-05-02}\n")
    edited = {name for name, text in before.items() if after[name] != text}
    assert edited == {f"{FOLDER}/policy.yaml"}


def test_a_policy_stays_where_it_was_put(root: Path) -> None:
    (root / "s3").rename(root / "storage")
    imported(second(root), root)
    assert not (root / "s3").exists()
    assert (root / "storage" / "AmazonS3Thing" / "v2.json").is_file()


def test_a_new_policy_goes_to_the_service_that_has_its_prefix(root: Path) -> None:
    (root / "s3").rename(root / "storage")
    other = npm("AmazonS3Other", ("2024-01-01", READ))
    imported(second(root, AmazonS3Other=other), root)
    assert {path.name for path in root.iterdir()} == {"storage"}


def test_a_recorded_document_is_never_overwritten(root: Path) -> None:
    document = root / FOLDER / "v1.json"
    document.write_text(json.dumps(LESS))
    before = state(root)
    other = npm("AmazonS3Other", ("2024-01-01", READ))
    result = imported(second(root, AmazonS3Other=other), root, exit_code=1)
    assert "two.json:10:21: error version-edited v1 of `AmazonS3Thing` differs" in result.output
    after = state(root)
    assert {name: after[name] for name in before} == before
    assert f"{FOLDER}/v2.json" not in after, "the policy is left alone as a whole"
    assert "s3/AmazonS3Other/v1.json" in after, "the others are imported"


def test_the_order_of_keys_is_no_difference(root: Path) -> None:
    text = json.dumps(dict(reversed(READ.items())))
    (root / FOLDER / "v1.json").write_text(text)
    imported(second(root), root)
    assert (root / FOLDER / "v1.json").read_text() == text


def test_a_version_that_people_announced_is_not_announced_again(root: Path) -> None:
    change = root / "s3" / "changes" / "2024-05-02-writing.yaml"
    change.write_text(
        "title: Writing\ndate: 2024-05-02\n"
        "updates: [{kind: updated, policies: {AmazonS3Thing: v2}}]\n"
    )
    before = len([*(root / "s3" / "changes").iterdir()])
    imported(second(root), root)
    assert len([*(root / "s3" / "changes").iterdir()]) == before


def test_a_change_never_takes_the_name_of_another(root: Path) -> None:
    name = "2024-05-02-update-to-an-existing-policy-amazons3thing"
    taken = root / "s3" / "changes" / f"{name}.yaml"
    taken.write_text("title: Something else\ndate: 2024-05-02\n")
    imported(second(root), root)
    assert taken.read_text() == "title: Something else\ndate: 2024-05-02\n"
    assert "AmazonS3Thing: v2" in taken.with_name(f"{name}-2.yaml").read_text()


def test_what_the_collection_lacks_is_told_and_stays(root: Path) -> None:
    before = state(root)
    other = {"AmazonS3Other": npm("AmazonS3Other", ("2024-01-01", READ))}
    result = imported(save(root.parent / "other.json", other), root)
    assert "1 policy of" in result.output
    assert "`AmazonS3Thing`" in result.output
    after = state(root)
    assert {name: after[name] for name in before} == before


def test_an_older_collection_says_nothing_of_the_version_in_force(root: Path) -> None:
    imported(second(root), root)
    before = state(root)
    assert "nothing new" in imported(root.parent / "one.json", root).output
    assert state(root) == before


def test_a_cut_short_import_is_finished_by_the_next(root: Path) -> None:
    file = second(root)
    before = state(root)
    imported(file, root)
    whole = state(root)
    documents = [name for name in whole if name.endswith(".json") and name not in before]
    for name in documents:
        (root / name).unlink()
    imported(file, root)
    assert state(root) == whole


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_look_writes_nothing(option: str, root: Path) -> None:
    before = state(root)
    result = imported(second(root), root, option)
    assert state(root) == before
    assert "v2.json" in result.output
    assert "would write 1 version, 1 change, 1 file edited" in result.output


def test_policies_of_a_day_share_an_entry(tmp_path: Path) -> None:
    names = ("AmazonS3One", "AmazonS3Two")
    policies = {n: npm(n, ("2024-01-01", READ), ("2024-05-02", MORE)) for n in names}
    imported(save(tmp_path / "two.json", policies), tmp_path / "policies")
    changes = sorted(path.name for path in (tmp_path / "policies/s3/changes").iterdir())
    assert changes == [
        "2024-01-01-new-policies.yaml",
        "2024-05-02-updates-to-existing-policies.yaml",
    ]
    report = check(tmp_path / "policies")
    assert [p.rule for p in report.problems if p.severity == "error"] == []


def test_data_that_cannot_be_read_is_not_added_to(root: Path) -> None:
    (root / FOLDER / "policy.yaml").write_text("type: [")
    before = state(root)
    result = imported(second(root), root, exit_code=1)
    assert "cannot be read: mend it first" in result.output
    assert state(root) == before
