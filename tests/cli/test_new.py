"""`policybook new`: what it writes passes the check, and what it refuses changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from commands import policybook
from policybook.check import check
from policybook.cli import main, writing
from policybook.cli.new import asking
from policybook.problem import Severity
from policybook.source.formatting import formatted
from rights import as_nobody
from sites import SAMPLE

STORAGE = "acme-storage"
READER = f"{STORAGE}/AcmeStorageReadOnly"
HOSTILE = ("../x", "a/b", "..", ".", ".hidden", "x\ny", "é", "a b", "", " ", "/etc", "a\\b", "x\0")


def document(*actions: str, resource: str = "*", **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample data in the current folder, beside documents to add."""
    monkeypatch.chdir(tmp_path)
    Path("one.json").write_text(document("s3:GetObject"))
    Path("two.json").write_text(document("s3:GetObject", "s3:PutObject"))
    root = shutil.copytree(SAMPLE, tmp_path / "policies")
    # That v3 is not announced is what a new change mends.
    words = root / "acme-storage" / "AcmeStorageLegacy" / "policy.yaml"
    exemption = "  version-without-change: v3 was taken back at once.\n"
    words.write_text(words.read_text().replace(exemption, ""))
    return root


run = partial(policybook, "new")


def done(*arguments: str | Path, text: str = "") -> str:
    """What the command says when it does what it should."""
    result = run(*arguments, text=text)
    assert result.exit_code == 0, result.output
    return result.output


def state(book: Path) -> Mapping[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in book.rglob("*")}


def data(path: Path) -> Any:
    """The value of a file, which is in its canonical form."""
    text = path.read_text(encoding="utf-8")
    assert formatted(Path(path.name), text) == text  # type: ignore[arg-type]
    return yaml.load(text, yaml.BaseLoader)


def problems(book: Path, *rules: str) -> list[str]:
    """What the check finds, of some rules or of all errors."""
    return [
        str(problem)
        for problem in check(book).problems
        if (problem.rule in rules if rules else problem.severity is Severity.ERROR)
    ]


def refused(book: Path, message: str, *arguments: str | Path, exit_code: int = 2) -> None:
    before = state(book)
    result = run(*arguments)
    assert result.exit_code == exit_code, result.output
    assert message in result.output
    assert "Traceback" not in result.output
    assert state(book) == before


# Services


def test_service(book: Path) -> None:
    said = done("service", "acme-tables", "--name", "Amazon Acme Tables")
    assert "wrote policies/acme-tables/service.yaml" in said
    assert "next: " in said
    path = book / "acme-tables" / "service.yaml"
    assert data(path) == {"name": "Amazon Acme Tables", "short_name": "Acme Tables"}
    assert problems(book) == []


def test_service_with_all_that_is_known(book: Path) -> None:
    done(
        *("service", "acme-tables", "--name", "Acme Tables", "--short-name", "Tables"),
        *("--prefix", "dynamodb", "--prefix", "dax", "--prefix", "dax"),
        *("--tracking-since", "2024-01-15", "--documentation", "https://acme.example/tables"),
    )
    assert data(book / "acme-tables" / "service.yaml") == {
        "name": "Acme Tables",
        "short_name": "Tables",
        "prefixes": ["dynamodb", "dax"],
        "tracking_since": "2024-01-15",
        "documentation": "https://acme.example/tables",
    }
    assert problems(book) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "missing ID"),
        (["acme-tables"], "missing --name"),
        ([STORAGE, "--name", "Acme"], "exists already"),
        (["Acme", "--name", "Acme"], "lower-case letters"),
        (["reference", "--name", "Acme"], "the site has a folder of this name"),
        (["acme-tables", "--name", "Acme <b>"], "without < >"),
        (["acme-tables", "--name", " "], "words with single spaces"),
        (["acme-tables", "--name", "Acme\x07"], "U+0007"),
        (["acme-tables", "--name", "A", "--prefix", "S3"], "lower-case letters"),
        (["acme-tables", "--name", "A", "--tracking-since", "today"], "is not a date"),
        (["acme-tables", "--name", "A", "--tracking-since", "2024-02-30"], "is not a date"),
        (["acme-tables", "--name", "A", "--documentation", "javascript:x"], "web address"),
        (["acme-tables", "--name", "A", "--in", "nowhere"], "no folder `nowhere`"),
    ],
)
def test_service_refused(arguments: list[str], message: str, book: Path) -> None:
    refused(book, message, "service", *arguments)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_service(name: str, book: Path) -> None:
    refused(book, "lower-case", "service", "--name", "Acme", "--", name)


# Policies


def test_policy(book: Path) -> None:
    said = done(
        *("policy", STORAGE, "AcmeStorageReader", "--document", "one.json"),
        *("--description", "Lets people: *open* what is stored."),
    )
    folder = book / STORAGE / "AcmeStorageReader"
    assert data(folder / "policy.yaml") == {
        "type": "aws-managed",
        "description": "Lets people: *open* what is stored.\n",
    }
    assert data(folder / "v1.json") == json.loads(Path("one.json").read_text())
    today = date.today()  # noqa: DTZ011
    change = book / STORAGE / "changes" / f"{today}-new-policy-acmestoragereader.yaml"
    assert data(change) == {
        "title": "New policy AcmeStorageReader",
        "date": f"{today}",
        "updates": [{"kind": "new", "policies": {"AcmeStorageReader": "v1"}}],
    }
    assert said.count("wrote ") == 3
    assert "explain `statement 1` under" in said
    assert problems(book) == []


def test_policy_with_all_that_is_known(book: Path) -> None:
    done(
        *("policy", "acme-relay", "Acme+Helper", "--document", "-", "--description", "Helps."),
        *("--type", "customer-managed", "--path", "/service-role/", "--account", "012345678901"),
        *("--attachable", "service-role", "--date", "2024-02-01"),
        text=document("s3:GetObject", Sid="Read"),
    )
    assert data(book / "acme-relay" / "Acme+Helper" / "policy.yaml") == {
        "type": "customer-managed",
        "path": "/service-role/",
        "account": "012345678901",
        "attachable": "service-role",
        "description": "Helps.\n",
        "versions": {"v1": {"date": "2024-02-01"}},
    }
    assert problems(book) == []


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (("acme-storage",), True),
        (("acme-storage", "--date", "2023-01-01"), True),
        (("acme-storage", "--no-change"), False),
        (("acme-storage", "--date", "2000-01-01"), False),
        (("acme-relay",), False),
        (("acme-relay", "--change"), True),
    ],
)
def test_policy_is_announced_where_changes_are_tracked(
    options: tuple[str, ...], written: bool, book: Path
) -> None:
    said = done(
        *("policy", options[0], "AcmeNew", "--document", "one.json", "--description", "Helps."),
        *("--type", "customer-managed", *options[1:]),
    )
    assert ("-new-policy-acmenew.yaml" in said) == written
    assert problems(book) == []
    assert [p for p in problems(book, "version-without-change") if "AcmeNew" in p] == [] or (
        "--no-change" in options
    )


COMPLETE = ("--description", "Helps.", "--document", "one.json", "--type", "aws-managed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "missing SERVICE"),
        ([STORAGE], "missing NAME"),
        ([STORAGE, "AcmeNew", "--type", "aws-managed"], "missing --description"),
        ([STORAGE, "AcmeNew", "--description", "Helps."], "missing --document"),
        (["acme-stroage", "AcmeNew", *COMPLETE], "did you mean `acme-storage`?"),
        (["other", "AcmeNew", *COMPLETE], "policybook new service other"),
        ([STORAGE, "AcmeStorageLegacy", *COMPLETE], "there is a policy `AcmeStorageLegacy`"),
        (["acme-relay", "ACMEstorageLEGACY", *COMPLETE], "already, in acme-storage"),
        ([STORAGE, "changes", *COMPLETE], "its own `changes`"),
        ([STORAGE, "Service.YAML", *COMPLETE], "its own `service.yaml`"),
        ([STORAGE, "feed.xml", *COMPLETE], "cannot be published"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--path", "no"], "starts and ends with a slash"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--account", "12"], "12 digits"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--type", "mine"], "mine"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--description", " \n "], "this is empty"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--date", "1.2.2024"], "is not a date"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--date", "2000-01-01", "--change"], "only since"),
        ([STORAGE, "AcmeNew", *COMPLETE, "--document", "none.json"], "none.json"),
    ],
)
def test_policy_refused(arguments: list[str], message: str, book: Path) -> None:
    refused(book, message, "policy", *arguments)


def test_policy_type_is_asked_for_where_others_differ(book: Path) -> None:
    words = book / READER / "policy.yaml"
    words.write_text(words.read_text().replace("aws-managed", "customer-managed"))
    refused(book, "missing --type", "policy", STORAGE, "AcmeNew", *COMPLETE[:4])


def test_a_name_too_long_for_a_folder(book: Path) -> None:
    refused(book, "cannot be written", "service", "x" * 300, "--name", "Acme", exit_code=1)


@pytest.mark.parametrize("name", [*HOSTILE, "x" * 129])
def test_hostile_policy(name: str, book: Path) -> None:
    refused(book, "Invalid value", "policy", *COMPLETE, "--", STORAGE, name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "json-invalid"),
        (b"", "file-empty"),
        (b"\xff\xfe{}", "file-not-utf8"),
        (b"[1, 2]", "value-type"),
        (b'{"Statement": []}', "value-invalid"),
        (b'{"Statement": [{"Effect": "Maybe"}]}', "value-invalid"),
        (b'{"Version": "2012-10-17"}', "key-missing"),
        (b'{"Version": 1, "Version": 2}', "key-repeated"),
        (b"[" * 100_000, "nesting-too-deep"),
        (b" " * (1 << 20) + b"{}", "file-too-large"),
    ],
)
def test_what_is_no_document(content: bytes, message: str, book: Path) -> None:
    Path("bad.json").write_bytes(content)
    arguments = ("policy", STORAGE, "AcmeNew", *COMPLETE, "--document", "bad.json")
    refused(book, message, *arguments, exit_code=1)
    refused(book, "bad.json:1:", *arguments, exit_code=1)


def test_policy_of_a_service_that_cannot_be_read(book: Path) -> None:
    (book / STORAGE / "service.yaml").write_text("name: [")
    arguments = ("policy", STORAGE, "AcmeNew", *COMPLETE)
    refused(book, "run policybook check", *arguments, exit_code=1)


# Versions


def test_version_is_a_copy_of_the_last(book: Path) -> None:
    said = done("version", "AcmeStorageReadOnly")
    folder = book / READER
    assert data(folder / "v4.json") == json.loads((folder / "v3.json").read_text())
    assert "a copy of v3" in said
    assert "policybook new change AcmeStorageReadOnly:v4" in said
    assert problems(book) == []


def test_version_with_document_and_date(book: Path) -> None:
    words = book / READER / "policy.yaml"
    words.write_text(f"# Why\n{words.read_text()}")
    before = words.read_text()
    said = done(
        *("version", "AcmeStorageReadOnly", "--document", "two.json", "--date", "2024-06-18")
    )
    assert words.read_text() == f"{before}  v4: {{date: 2024-06-18}}\n"
    assert data(book / READER / "v4.json") == json.loads(Path("two.json").read_text())
    assert "edited policies" in said
    assert "copy" not in said
    assert problems(book) == []


def test_version_of_a_policy_without_words_on_versions(book: Path) -> None:
    Path("two.json").write_text(document("s3:GetObject", "sqs:*", "sqs:SendMessage"))
    done("version", "Acme+Relay=Team.v1@x", "--document", "two.json", "--date", "2024-06-18")
    words = data(book / "acme-relay" / "Acme+Relay=Team.v1@x" / "policy.yaml")
    assert words["versions"]["v2"] == {"date": "2024-06-18"}
    # v1 was exempted from a rule that finds nothing in v2.
    assert [problem.split()[2] for problem in problems(book)] == ["exemption-unused"]


def test_first_document_of_a_policy(book: Path) -> None:
    refused(book, "missing --document", "version", "AcmeRelayUnwritten")
    done("version", "AcmeRelayUnwritten", "--document", "one.json")
    assert (book / "acme-relay" / "AcmeRelayUnwritten" / "v1.json").is_file()


def test_version_with_a_number(book: Path) -> None:
    done("version", "AcmeStorageReadOnly", "--document", "two.json", "--number", "17")
    assert (book / READER / "v17.json").is_file()


def test_a_version_that_is_not_in_force(book: Path) -> None:
    words = book / READER / "policy.yaml"
    words.write_text(f"{words.read_text()}default_version: v3\n")
    assert "says that v3 is in force" in done("version", "AcmeStorageReadOnly")


@pytest.mark.parametrize(
    ("arguments", "message", "exit_code"),
    [
        ([], "missing POLICY", 2),
        (["AcmeStorageReadOny"], "did you mean `AcmeStorageReadOnly`?", 2),
        (["AcmeStorageReadOnly", "--document", "same.json"], "nothing changed", 1),
        (["AcmeStorageReadOnly", "--date", "2022-01-01"], "has a version from 2022-03-11", 2),
        (["AcmeStorageReadOnly", "--date", "soon"], "is not a date", 2),
        (["AcmeStorageReadOnly", "--number", "3"], "has v3 already", 2),
        (["AcmeStorageReadOnly", "--number", "0"], "--number", 2),
        (["AcmeStorageReadOnly", "--number", "1000000"], "--number", 2),
        (["../acme-storage"], "IAM takes no such policy name", 2),
    ],
)
def test_version_refused(arguments: list[str], message: str, exit_code: int, book: Path) -> None:
    last = json.loads((book / READER / "v3.json").read_text())
    Path("same.json").write_text(json.dumps(dict(reversed(last.items())), indent=1))
    refused(book, message, "version", *arguments, exit_code=exit_code)


def test_version_after_one_that_cannot_be_read(book: Path) -> None:
    (book / READER / "v3.json").write_text("{")
    refused(book, "v3.json", "version", "AcmeStorageReadOnly", exit_code=1)
    (book / READER / "policy.yaml").write_text("{")
    refused(book, "cannot be read", "version", "AcmeStorageReadOnly", exit_code=1)


# Changes


def test_version_and_change(book: Path) -> None:
    """A new version and its change together leave nothing to say about either."""
    done("version", "AcmeStorageReadOnly", "--date", "2024-06-18")
    (book / READER / "v4.json").write_text(document("s3:GetObject", "s3:PutObject"))
    said = done(
        "change", "AcmeStorageReadOnly", "--title", "Tags, and more!", "--date", "2024-06-19"
    )
    path = book / STORAGE / "changes" / "2024-06-19-tags-and-more.yaml"
    assert f"wrote policies/{STORAGE}/changes/{path.name}" in said
    (update,) = data(path)["updates"]
    assert update["policies"] == {"AcmeStorageReadOnly": "v4"}
    assert update["kind"] == "updated"
    assert update["added"] == ["s3:PutObject"]
    assert update["removed"] == ["s3:ListBucket", "s3:ListAllMyBuckets"]
    assert problems(book) == []
    assert [str(p) for p in check(book).problems if path.name in str(p)] == []
    assert not any("AcmeStorageReadOnly" in p for p in problems(book, "version-without-change"))


Change = Callable[..., Any]


@pytest.fixture
def written(book: Path) -> Change:
    """Write a change called "A change" and give its updates; no rule finds anything in it."""

    def written(*arguments: str) -> Any:
        day = "2025-01-31"
        done("change", *arguments, "--title", "A change", "--date", day)
        (path,) = book.glob(f"*/changes/{day}-a-change.yaml")
        assert [str(p) for p in check(book).problems if path.name in str(p)] == []
        value = data(path)
        assert (value["title"], value["date"]) == ("A change", day)
        return value["updates"]

    return written


def version(book: Path, policy: str, number: int, *actions: str, **more: Any) -> None:
    folder = next(book.glob(f"*/{policy}"))
    (folder / f"v{number}.json").write_text(document(*actions, **more))


def test_policies_with_the_same_difference_are_one_update(book: Path, written: Change) -> None:
    for policy in ("AcmeStorageReadOnly", "AcmeStorageServiceRolePolicy"):
        version(book, policy, 4, "s3:GetObject")
        version(book, policy, 5, "s3:GetObject", "s3:DeleteObject")
    version(book, "AcmeStorageLegacy", 4, "s3:GetObject")
    version(book, "AcmeStorageLegacy", 5, "S3:deleteobject", "s3:GetObject")
    updates = written("AcmeStorageReadOnly:v5", "AcmeStorageLegacy:v5")
    assert updates == [
        {
            "kind": "updated",
            "policies": {"AcmeStorageReadOnly": "v5", "AcmeStorageLegacy": "v5"},
            "added": ["s3:DeleteObject"],
        }
    ]


def test_versions_of_one_policy_are_updates_of_their_own(book: Path, written: Change) -> None:
    version(book, "AcmeStorageReadOnly", 4, "s3:GetObject", resource="arn:aws:s3:::a/*")
    version(book, "AcmeStorageReadOnly", 5, "s3:GetObject", "s3:PutObject", resource="*")
    version(book, "AcmeStorageReadOnly", 6, "s3:GetObject", "s3:PutObject", Condition={})
    version(book, "AcmeStorageReadOnly", 7, "s3:GetObject", "s3:PutObject")
    updates = written("AcmeStorageReadOnly")
    assert [update["policies"] for update in updates] == [
        {"AcmeStorageReadOnly": f"v{number}"} for number in range(4, 8)
    ]
    assert updates[1]["added"] == ["s3:PutObject"]
    assert updates[1]["widened"] == ["s3:GetObject"]
    assert updates[2].keys() == updates[3].keys() == {"kind", "policies"}


def test_narrowed(book: Path, written: Change) -> None:
    version(book, "AcmeStorageReadOnly", 4, "s3:GetObject", "s3:ListBucket")
    version(book, "AcmeStorageReadOnly", 5, "s3:GetObject", resource="arn:aws:s3:::a/*")
    (update,) = written("AcmeStorageReadOnly:v5")
    assert update["removed"] == ["s3:ListBucket"]
    assert update["narrowed"] == ["s3:GetObject"]


def test_all_but_some(book: Path, written: Change) -> None:
    statement = {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}
    (book / READER / "v4.json").write_text(json.dumps({"Statement": [statement]}))
    statement["NotAction"] = ["iam:*", "s3:*"]
    (book / READER / "v5.json").write_text(json.dumps({"Statement": [statement]}))
    assert len(written("AcmeStorageReadOnly:v4", "AcmeStorageReadOnly:v5")) == 2


def test_over_a_gap_nothing_is_claimed(book: Path) -> None:
    version(book, "AcmeStorageReadOnly", 9, "s3:GetObject", "s3:PutObject")
    said = done("change", "AcmeStorageReadOnly:v9", "--title", "Gap", "--date", "2025-01-31")
    assert "v8 is not recorded" in said
    path = book / STORAGE / "changes" / "2025-01-31-gap.yaml"
    assert data(path)["updates"] == [{"kind": "updated", "policies": {"AcmeStorageReadOnly": "v9"}}]


def test_first_version_is_new(book: Path, written: Change) -> None:
    done("policy", "acme-relay", "AcmeHelper", *COMPLETE)
    version(book, "AcmeHelper", 2, "s3:PutObject")
    updates = written("AcmeHelper")
    assert updates[0] == {"kind": "new", "policies": {"AcmeHelper": "v1"}}
    assert updates[1]["policies"] == {"AcmeHelper": "v2"}


def test_what_waits_in_a_service(book: Path, written: Change) -> None:
    """Of Legacy, v3 waits already: see the sample."""
    version(book, "AcmeStorageFullAccess", 2, "s3:*")
    updates = written("--service", STORAGE)
    named = {(name, version) for update in updates for name, version in update["policies"].items()}
    assert ("AcmeStorageFullAccess", "v2") in named
    assert not any(name == "AcmeStorageReadOnly" for name, _ in named)
    again = run("change", "--service", STORAGE, "--title", "Again")
    assert again.exit_code == 2
    assert "no version of acme-storage waits" in again.output


def test_covered(book: Path, written: Change) -> None:
    version(book, "AcmeStorageFullAccess", 2, "s3:*", Sid="All")
    done("change", "AcmeStorageFullAccess:v2", "--title", "All", "--date", "2025-01-30")
    updates = written(
        *("AcmeStorageFullAccess", "--covered", "s3:GetObject", "--covered", "s3:ListBucket")
    )
    assert updates == [
        {
            "kind": "covered",
            "policies": {"AcmeStorageFullAccess": "v2"},
            "covered": ["s3:GetObject", "s3:ListBucket"],
        }
    ]


def test_all_that_covered(book: Path, written: Change) -> None:
    version(book, "AcmeStorageFullAccess", 2, "s3:*", Sid="All")
    done("change", "--service", STORAGE, "--title", "All", "--date", "2025-01-30")
    version(book, "AcmeStorageReadOnly", 4, "s3:GetObject")
    (updated, covered) = written("--service", STORAGE, "--covered", "s3:GetObject")
    assert updated["policies"] == {"AcmeStorageReadOnly": "v4"}
    assert covered["kind"] == "covered"
    assert covered["policies"]["AcmeStorageFullAccess"] == "v2"
    assert "AcmeStorageReadOnly" not in covered["policies"]


def test_text_and_long_title(book: Path) -> None:
    title = "Ein sehr langer Titel: Übergänge, " + "Wörter " * 30
    done(
        *("change", "AcmeStorageLegacy:v3", "--title", title, "--date", "2025-01-31"),
        *("--text", "Read *this*: [guide][guide]\n\n- one"),
    )
    (path,) = (book / STORAGE / "changes").glob("2025-01-31-*.yaml")
    assert path.name.startswith("2025-01-31-ein-sehr-langer-titel-ubergange-worter")
    assert len(path.name) <= 80
    assert data(path)["title"] == title.strip()
    assert data(path)["text"] == "Read *this*: [guide][guide]\n\n- one\n"
    assert problems(book) == []


def test_warnings_are_told_and_do_not_hinder(book: Path) -> None:
    said = done("change", "AcmeStorageLegacy:v3", "--title", "Early", "--date", "2000-01-01")
    where = f"policies/{STORAGE}/changes/2000-01-01-early.yaml"
    assert f"{where}:1:1: warning dates-out-of-order" in said
    assert (book.parent / where).is_file()


def test_title_without_letters(book: Path) -> None:
    done("change", "AcmeStorageLegacy:v3", "--title", "変更", "--date", "2025-01-31")
    assert (book / STORAGE / "changes" / "2025-01-31-change.yaml").is_file()
    assert problems(book) == []


TITLE = ("--title", "A change", "--date", "2025-01-31")


@pytest.mark.parametrize(
    ("arguments", "message", "exit_code"),
    [
        (["AcmeStorageLegacy:v3"], "missing --title", 2),
        ([*TITLE], "missing --service", 2),
        (["--service", "acme-stroage", *TITLE], "did you mean `acme-storage`?", 2),
        (["AcmeStorageLegcy", *TITLE], "did you mean `AcmeStorageLegacy`?", 2),
        (["AcmeStorageLegacy:v9", *TITLE], "has no v9.json", 2),
        (["AcmeStorageLegacy:3", *TITLE], "NAME:v1", 2),
        (["AcmeStorageLegacy:v0", *TITLE], "NAME:v1", 2),
        (["../x", *TITLE], "IAM takes no such policy name", 2),
        (["AcmeStorageReadOnly", *TITLE], "no version of `AcmeStorageReadOnly` waits", 2),
        (["AcmeStorageLegacy:v3", "Acme+Relay=Team.v1@x:v1", *TITLE], "missing --service", 2),
        (["AcmeStorageLegacy:v3", *TITLE, "--date", "2025-02-30"], "is not a date", 2),
        (["AcmeStorageLegacy:v3", *TITLE, "--text", " "], "this is empty", 2),
        (["AcmeStorageLegacy:v3", *TITLE, "--covered", "s3"], "service:Operation", 2),
        (["AcmeStorageLegacy:v3", *TITLE, "--covered", "s3:X"], "without a version", 2),
        (["AcmeStorageLegacy", *TITLE, "--covered", "ec2:RunInstances"], "does not allow", 1),
        (["--service", STORAGE, *TITLE, "--covered", "ec2:RunInstances"], "by a wildcard", 2),
        (["AcmeStorageLegacy:v3", *TITLE, "--text", "[a][nowhere]"], "nowhere", 1),
    ],
)
def test_change_refused(arguments: list[str], message: str, exit_code: int, book: Path) -> None:
    refused(book, message, "change", *arguments, exit_code=exit_code)


def test_an_action_that_no_change_can_name(book: Path) -> None:
    version(book, "AcmeStorageReadOnly", 4, "s3:Get Object")
    refused(book, "service:Operation", "change", "AcmeStorageReadOnly", *TITLE, exit_code=1)


def test_changes_that_cannot_be_read(book: Path) -> None:
    (book / STORAGE / "changes" / "2024-01-01-broken.yaml").write_text("title: [")
    refused(book, "cannot be read", "change", "AcmeStorageLegacy:v3", *TITLE, exit_code=1)


def test_a_change_is_not_overwritten(book: Path) -> None:
    done("change", "AcmeStorageLegacy:v3", *TITLE)
    refused(book, "exists already", "change", "AcmeStorageLegacy:v3", *TITLE)


# All commands


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda _: True)


@pytest.mark.usefixtures("terminal")
def test_asks_in_a_terminal(book: Path) -> None:
    said = done("service", text="Acme Tables\nacme-tables\n\nAcme Tables\n")
    assert "lower-case letters" in said
    answers = "acme-tables\nAcmeReader\nmine\ncustomer-managed\nLets people read.\none.json\n"
    done("policy", text=answers)
    assert data(book / "acme-tables" / "AcmeReader" / "policy.yaml")["type"] == "customer-managed"
    done("version", "--document", "two.json", text="AcmeReader\n")
    done("change", text="acme-tables\nFirst policy\n")
    (change,) = (book / "acme-tables" / "changes").iterdir()
    assert len(data(change)["updates"]) == 2
    assert problems(book) == []


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("arguments", [["service", "acme-tables"], ["policy"], ["version"]])
def test_never_asks_if_told(arguments: list[str], book: Path) -> None:
    refused(book, "missing ", *arguments, "--no-input")


@pytest.mark.usefixtures("terminal")
def test_an_answer_that_never_comes(book: Path) -> None:
    refused(book, "no answer: nothing is written", "service", exit_code=1)


def test_another_folder(book: Path) -> None:
    book.rename(book.with_name("data"))
    missing = run("version", "AcmeStorageReadOnly")
    assert missing.exit_code == 2
    assert "no folder `policies`" in missing.output
    done("version", "AcmeStorageReadOnly", "--in", "data")
    assert (book.with_name("data") / READER / "v4.json").is_file()


@pytest.mark.parametrize("failing", range(3))
@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError])
def test_interrupted_writing_leaves_nothing(
    fault: type[BaseException], failing: int, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(book / STORAGE / "changes")
    before = state(book)
    calls: list[Path] = []
    write = writing.write

    def failing_write(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) > failing:
            raise fault
        write(path, text)

    monkeypatch.setattr(writing, "write", failing_write)
    arguments = ["new", "policy", STORAGE, "AcmeNew", *COMPLETE]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code != 0
    assert len(calls) == failing + 1
    assert state(book) == before


def test_a_failed_edit_takes_the_document_back(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(book)
    write = writing.write

    def failing_write(path: Path, text: str) -> None:
        if path.name == "policy.yaml":
            raise KeyboardInterrupt
        write(path, text)

    monkeypatch.setattr(writing, "write", failing_write)
    arguments = ["new", "version", "AcmeStorageReadOnly", "--date", "2024-06-18"]
    assert CliRunner().invoke(main, arguments).exit_code != 0
    assert state(book) == before


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory() as name:
        # Nobody can come this way: the folder of the other tests is root's own.
        Path(name).chmod(0o755)
        monkeypatch.chdir(name)
        Path("one.json").write_text(document("s3:GetObject"))
        book = shutil.copytree(SAMPLE, Path(name) / "policies")
        for path in Path(name).rglob("*"):
            path.chmod(0o755)
        done("policy", STORAGE, "AcmeOld", *COMPLETE)  # imports what it needs
        (book / STORAGE).chmod(0o555)
        with as_nobody():
            refused(book, "cannot be written", "policy", STORAGE, "AcmeNew", *COMPLETE, exit_code=1)
        (book / STORAGE).chmod(0o755)
        monkeypatch.undo()


def test_links_do_not_lead_out(book: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (book / "acme-link").symlink_to(outside)
    refused(book, "leads out", "service", "acme-link", "--name", "Acme")
    shutil.rmtree(book / STORAGE / "changes")
    (book / STORAGE / "changes").symlink_to(outside)
    refused(book, "leads out", "policy", STORAGE, "AcmeNew", *COMPLETE)
    assert not any(outside.iterdir())


@pytest.mark.parametrize("command", ["service", "policy", "version", "change"])
def test_help_has_examples(command: str) -> None:
    said = done(command, "--help")
    assert "Examples:" in said
    assert f"policybook new {command} " in said
    assert "--no-input" in said
