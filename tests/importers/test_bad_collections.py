"""What is wrong with a collection is told, all of it, at its place; the rest is imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from collected import document, imported, npm, save
from policybook.check import read

READ = document("s3:GetObject")
GOOD = {"AmazonS3Good": npm("AmazonS3Good", ("2024-01-01", READ))}
NAME = "AmazonS3Bad"

Change = Callable[[dict[str, Any]], object]


def put(*keys: str, value: Any) -> Change:
    """Put a value into a policy, or take it out where it is None."""

    def change(policy: Any) -> None:
        for key in keys[:-1]:
            policy = policy[key]
        if value is None:
            del policy[keys[-1]]
        else:
            policy[keys[-1]] = value

    return change


STATEMENT = {"Effect": "Permit", "Action": "s3:GetObject", "Resource": "*"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("arn", value=7), "3:12: error value-type `arn` is a text, not a number"),
        (put("arn", value="arn:aws:s3:::x"), "3:12: error value-invalid `arn:aws:s3:::x` is not"),
        (put("arn", value="arn:aws:iam::aws:policy/B"), "3:12: error value-invalid this is the"),
        (put("arn", value=None), "2:18: error key-missing nothing says who maintains this policy"),
        (put("latestVersionId", value="2"), "4:24: error value-invalid a version is written v1"),
        (put("latestVersionId", value="v2"), "2:18: error version-unknown the version in force"),
        (put("createdDate", value="soon"), "5:20: error date-invalid `soon` is no moment"),
        (put("versions", value=[]), "7:17: error value-type an object (`{…}`) should be here"),
        (put("versions", value={}), "2:18: error key-missing there is no version of `AmazonS3Bad`"),
        (put("versions", "v1", value="x"), "8:13: error value-type an object"),
        (put("versions", "v01", value={}), "error value-invalid a version is written v1"),
        (put("versions", "v1", "document", value="{"), "10:21: error json-invalid the document"),
        (
            put("versions", "v1", "document", value=None),
            "8:13: error key-missing `document` is missing",
        ),
        (
            put("versions", "v1", "document", "Statement", value=[]),
            "12:24: error value-invalid",
        ),
        (
            put("versions", "v1", "document", "Statement", value=[STATEMENT]),
            "14:25: error value-invalid `Permit` is not one of",
        ),
        (
            put("versions", "v1", "document", value=json.dumps({"Statement": [STATEMENT]})),
            "10:21: error value-invalid in the document here: `Permit` is not one of",
        ),
        (
            put("versions", "v1", "document", "Statement", value=[{**STATEMENT, "Sid": "a\x01"}]),
            "error character-unfit",
        ),
    ],
)
def test_a_policy_with_a_fault_is_left_out(change: Change, expected: str, tmp_path: Path) -> None:
    policy = npm(NAME, ("2024-01-01", json.loads(json.dumps(READ))))
    change(policy)
    file, root = save(tmp_path / "c.json", {NAME: policy, **GOOD}), tmp_path / "policies"
    result = imported(file, root, exit_code=1)
    told = [line for line in result.output.splitlines() if "c.json:" in line]
    assert any(expected in line for line in told), result.output
    assert {*read(root).catalogue.policies} == {*GOOD}, "all others are imported"
    assert all(line.count("`") % 2 == 0 for line in told)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../outside", "name-invalid"),
        ("/tmp/outside", "name-invalid"),
        ("a\\b", "name-invalid"),
        (".hidden", "name-invalid"),
        ("", "name-invalid"),
        ("changes", "name-invalid"),
        ("Service.YAML", "name-invalid"),
        ("a\x1b[31m", "name-invalid"),
        ("x" * 129, "name-invalid"),
        ("amazons3GOOD", "name-not-unique"),
    ],
)
def test_names(name: str, expected: str, tmp_path: Path) -> None:
    collection = {**GOOD, name: npm(name, ("2024-01-01", READ))}
    root = tmp_path / "inner" / "policies"
    result = imported(save(tmp_path / "c.json", collection), root, exit_code=1)
    assert f"error {expected}" in result.output
    assert "\x1b" not in result.output
    assert {*read(root).catalogue.policies} == {*GOOD}
    assert {path.name for path in tmp_path.iterdir()} == {"c.json", "inner"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "file-empty"),
        ("[]", "value-invalid this is no collection of policies"),
        ("{}", "value-invalid this is no collection of policies"),
        ('{"A": {"versions": {}},}', "json-invalid trailing comma"),
        ('{"A": {"versions": {}}, "A": {"versions": {}}}', "key-repeated"),
        ("\ufeff{}", "file-byte-order-mark"),
        ('{"a":' * 70 + "1" + "}" * 70, "nesting-too-deep"),
        ('{"a":' * 200_000, "nesting-too-deep"),
        ('{"A": {"versions": {}}, "b": ' + "1" * 1_200_000 + "}", "json-invalid a number in"),
        ('{"A": ' + '"x",' * 300_000 + "}", "json-invalid this is not JSON"),
        (
            '{"A": {"versions": {}}, "A": "' + "x" * 1_200_000 + '"}',
            "key-repeated `A` stands twice",
        ),
    ],
)
def test_files_that_are_none(text: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    file.write_text(text, encoding="utf-8")
    result = imported(file, tmp_path / "policies", exit_code=1)
    assert f"error {expected}" in result.output
    assert not (tmp_path / "policies").exists()


def test_folders_say_what_is_wrong(tmp_path: Path) -> None:
    root = tmp_path / "collected"
    save(root / "Good.json", READ)
    save(root / "Good" / "v1.json", READ)
    save(root / "Odd" / "v1" / "other.json", READ)
    save(root / "Odd" / "readme.json", {})
    save(root / "Wrong" / "v1.json", {"PolicyVersion": {"VersionId": "v2", "Document": READ}})
    (root / "README.md").write_text("# Policies\n")
    (root / "Away").symlink_to("/etc/passwd")
    result = imported(root, tmp_path / "policies", "--type", "aws-managed", exit_code=1)
    for expected in (
        "collected/Away:1:1: error file-outside",
        "collected/README.md:1:1: error json-invalid",
        "`Good` stands here twice",
        "collected/Odd/v1:1:1: error file-unexpected",
        "collected/Odd/readme.json:1:1: error file-unexpected",
        "error value-invalid this is v2, but the file is called v1",
    ):
        assert expected in result.output
    assert {*read(tmp_path / "policies").catalogue.policies} == {"Good"}


def test_what_a_policy_was_called_before_is_not_imported_anew(tmp_path: Path) -> None:
    root = tmp_path / "policies"
    imported(save(tmp_path / "c.json", GOOD), root)
    folder = root / "s3" / "AmazonS3Good"
    words = folder / "policy.yaml"
    words.write_text(f"{words.read_text()}aliases: [AmazonS3Good]\n")
    folder.rename(folder.with_name("AmazonS3Better"))
    result = imported(tmp_path / "c.json", root, exit_code=1)
    assert "the data has this policy as `AmazonS3Better`" in result.output


def test_a_cut_answer_is_told(tmp_path: Path) -> None:
    value = {"Policies": [], "IsTruncated": True}
    result = imported(save(tmp_path / "c.json", value), tmp_path / "policies", exit_code=1)
    assert "c.json:3:18: error value-invalid this is only the first part" in result.output
