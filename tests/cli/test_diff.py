"""`policybook diff`: revisions, versions and files, as text, Markdown and JSON."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import reports
from commands import git, policybook
from policybook.cli import main
from policybook.report.markdown import code
from sites import SAMPLE

NAME = "AcmeStorageFullAccess"
FULL = f"acme-storage/{NAME}"
READER = "acme-storage/AcmeStorageReadOnly"
ODD = "Acme+Relay=Team.v1@x"

Statements = Sequence[Mapping[str, Any]]


def commit(project: Path, message: str) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", message)
    git(project, "tag", message)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the sample data as its first commit; the commands run in it."""
    shutil.copytree(SAMPLE, tmp_path / "policies")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, exit_code: int = 0) -> Result:
    result = policybook("diff", *arguments)
    assert result.exit_code == exit_code, result.output
    return result


def parsed(*arguments: str, exit_code: int = 0) -> Any:
    """What the command prints as JSON, which fits its schema."""
    return reports.parsed(run(*arguments, "--format", "json", exit_code=exit_code).stdout, "diff")


def write(project: Path, path: str, *statements: Mapping[str, Any]) -> Path:
    file = project / "policies" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
    return file


def allow(*actions: str, on: str = "*", **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def edit(project: Path, path: str, old: str, new: str) -> None:
    file = project / "policies" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_nothing_differs() -> None:
    assert run("--exit-code").stdout == "HEAD → the data as it is: no differences\n"
    assert parsed()["differs"] is False
    assert "No differences." in run("--format", "markdown").stdout


def test_white_space_and_order_of_keys_are_no_difference(project: Path) -> None:
    file = project / "policies" / FULL / "v1.json"
    value = json.loads(file.read_text())
    file.write_text(json.dumps(dict(reversed(value.items())), indent=3))
    run("--exit-code")


def test_a_new_version(project: Path) -> None:
    write(
        project,
        f"{READER}/v4.json",
        allow("s3:GetObject", "s3:ListBucket", "s3:ListAllMyBuckets", "s3:Put*"),
    )
    output = run("--exit-code", exit_code=1).stdout
    assert output == (
        "HEAD → the data as it is: differences in 1 policy\n"
        "\n"
        "Look at this\n"
        "  ! AcmeStorageReadOnly v4: opens the access level Permissions management in s3\n"
        "  ! AcmeStorageReadOnly v4, statement 1: now reaches every resource\n"
        "\n"
        "AcmeStorageReadOnly\n"
        "  ~ default version: v3 → v4\n"
        "  v3 → v4\n"
        "    opens Write in s3\n"
        "    opens Tagging in s3\n"
        "    opens Permissions management in s3\n"
        "    actions\n"
        "      + s3:Put*        Write, Tagging, Permissions management\n"
        "      > s3:GetObject   may be allowed more\n"
        "      > s3:ListBucket  may be allowed more\n"
        "    statements\n"
        "      ~ statement 1\n"
        "        + actions: s3:ListAllMyBuckets, s3:Put*\n"
        "        > resources: arn:aws:s3:::acme-|pipe|-*, arn:aws:s3:::acme/* → *\n"
        "      - statement 2 allows s3:ListAllMyBuckets on *\n"
    )


def test_json_has_all(project: Path) -> None:
    condition = {"StringEquals": {"aws:k": ["1", "2"]}}
    write(
        project,
        f"{FULL}/v2.json",
        allow("s3:Get*", on="arn:aws:s3:::a", Sid="Storage", Condition=condition),
    )
    value = parsed()
    (policy,) = value["policies"]
    assert policy["default_version"] == {"old": "v1", "new": "v2"}
    (step,) = policy["steps"]
    assert (step["old"], step["new"], step["edited"]) == ("v1", "v2", False)
    removed = [action["pattern"] for action in step["actions"]["removed"]]
    assert removed == ["s3:*", "kms:Decrypt", "kms:Encrypt"]
    assert step["actions"]["narrowed"] == [{"pattern": "s3:Get*", "access_levels": ["Read"]}]
    statements = {
        (s["old"] and s["old"]["number"], s["new"] and s["new"]["number"]): s
        for s in step["statements"]
    }
    assert statements.keys() == {(1, 1), (2, None), (3, None)}
    changed = statements[1, 1]
    assert changed["actions"]["removed"] == ["s3:*", "kms:Decrypt", "kms:Encrypt"]
    assert changed["resources"]["narrowed"] == [{"old": ["*"], "new": ["arn:aws:s3:::a"]}]
    assert changed["conditions"]["added"] == [
        {"operator": "StringEquals", "key": "aws:k", "values": ["1", "2"]}
    ]
    assert statements[3, None]["actions"]["removed"] == ["iam:PassRole"]
    kinds = [callout["kind"] for callout in value["callouts"]]
    assert kinds == ["deny-dropped", "deny-dropped", "removed", "narrowed"]


def test_a_published_version_that_was_edited(project: Path) -> None:
    write(project, f"{READER}/v3.json", allow("s3:GetObject"))
    write(project, f"{READER}/v1.json", {**allow("s3:GetObject"), "Sid": "Read"})
    value = parsed()
    edited = [c["version"] for c in value["callouts"] if c["kind"] == "version-edited"]
    assert edited == ["v1", "v3"]
    output = run().stdout
    assert "AcmeStorageReadOnly v3: was there already and is not the same" in output
    assert "  v1 (edited)\n" in output
    assert "~ Sid: none → Read" in output


def test_policies_that_came_and_went(project: Path) -> None:
    shutil.rmtree(project / "policies" / FULL)
    write(project, "acme-relay/AcmeNew/v1.json", allow("*"), allow("s3:*", Sid="Storage"))
    words = "type: customer-managed\ndescription: New.\n"
    (project / "policies/acme-relay/AcmeNew/policy.yaml").write_text(words)
    output = run().stdout
    assert "! AcmeStorageFullAccess: the policy is gone\n" in output
    assert "! AcmeNew v1, statement 1: allows every action on every resource\n" in output
    assert "AcmeNew (new)\n  v1 (new)\n" in output
    assert "+ Storage allows s3:* on *\n" in output
    assert "AcmeStorageFullAccess (gone)\n" in output


def test_versions_that_went(project: Path) -> None:
    (project / "policies" / READER / "v3.json").unlink()
    value = parsed()
    (policy,) = value["policies"]
    assert [(step["old"], step["new"]) for step in policy["steps"]] == [("v3", None), ("v3", "v1")]
    assert "version-gone" in [callout["kind"] for callout in value["callouts"]]
    assert "  v3 (gone)\n  v3 → v1\n" in run().stdout


def test_words_and_changes(project: Path) -> None:
    edit(project, f"{READER}/policy.yaml", "type:", "aliases: [AcmeOld]\ntype:")
    edit(project, "acme-storage/service.yaml", "short_name:", "short_name: New\n#")
    (project / "policies/acme-storage/changes/2030-01-01-x.yaml").write_text(
        "title: X\ndate: 2030-01-01\n"
    )
    (project / "policies/acme-storage/changes/2022-03-11-lists.yaml").unlink()
    output = run().stdout
    assert output == (
        "HEAD → the data as it is: differences in 1 policy, 1 service, 2 changes\n"
        "\n"
        "AcmeStorageReadOnly\n"
        "  ~ policy.yaml: aliases\n"
        "\n"
        "Services\n"
        "  ~ acme-storage: short_name\n"
        "\n"
        "Changes\n"
        "  - acme-storage/2022-03-11-lists\n"
        "  + acme-storage/2030-01-01-x\n"
    )
    value = parsed()
    assert value["services"] == [
        {"name": "acme-storage", "kind": "changed", "renamed": None, "words": ["short_name"]}
    ]
    assert value["callouts"] == []


def test_a_policy_that_was_renamed(project: Path) -> None:
    shutil.move(project / "policies" / FULL, project / "policies/acme-storage/AcmeEverything")
    output = run().stdout
    assert "! AcmeStorageFullAccess: the policy is gone\n" in output
    assert "AcmeEverything (new)\n" in output
    edit(project, "acme-storage/AcmeEverything/policy.yaml", "type:", f"aliases: [{NAME}]\ntype:")
    output = run().stdout
    assert "AcmeEverything\n  ~ AcmeStorageFullAccess → AcmeEverything\n" in output
    assert "gone" not in output
    (policy,) = parsed()["policies"]
    assert policy["renamed"] == {"old": NAME, "new": "AcmeEverything"}


def test_a_policy_that_another_one_takes_the_place_of(project: Path) -> None:
    shutil.rmtree(project / "policies" / FULL)
    edit(project, f"{READER}/policy.yaml", "type:", f"aliases: [{NAME}]\ntype:")
    told = "! AcmeStorageFullAccess: the policy is gone, and AcmeStorageReadOnly takes its place\n"
    assert told in run().stdout


def test_changes_and_services_that_were_renamed(project: Path) -> None:
    changes = project / "policies/acme-storage/changes"
    shutil.move(changes / "2022-03-11-lists.yaml", changes / "2022-03-11-listing.yaml")
    edit(
        project,
        "acme-storage/changes/2022-03-11-listing.yaml",
        "title:",
        "aliases: [2022-03-11-lists]\ntitle:",
    )
    shutil.move(project / "policies/acme-relay", project / "policies/acme-bridge")
    edit(project, "acme-bridge/service.yaml", "short_name:", "aliases: [acme-relay]\nshort_name:")
    output = run().stdout
    assert output.endswith(
        "Services\n"
        "  ~ acme-relay → acme-bridge: aliases\n"
        "\n"
        "Changes\n"
        "  ~ acme-storage/2022-03-11-lists → acme-storage/2022-03-11-listing: aliases\n"
    )
    (service,) = parsed()["services"]
    assert service["renamed"] == {"old": "acme-relay", "new": "acme-bridge"}


def test_a_policy_that_moved(project: Path) -> None:
    shutil.move(project / "policies" / FULL, project / "policies/acme-relay")
    assert "  ~ service: acme-storage → acme-relay\n" in run().stdout


def test_two_revisions(project: Path) -> None:
    write(project, f"{FULL}/v2.json", allow("s3:*"))
    commit(project, "second")
    write(project, f"{FULL}/v3.json", allow("s3:*", "sqs:*"))
    assert "v1 → v2" in run("first", "second").stdout
    assert "v2 → v1" in run("second", "first").stdout
    assert run("HEAD", "second").stdout == "HEAD → second: no differences\n"
    now = run("first").stdout
    assert now.startswith("first → the data as it is: ")
    assert "v1 → v2" in now
    assert "v2 → v3" in now


def test_a_revision_without_the_data(project: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "empty")
    git(project, "rm", "--quiet", "-r", "--cached", ".")
    git(project, "commit", "--quiet", "--allow-empty", "--message", "Empty")
    assert "AcmeStorageFullAccess (new)" in run("HEAD", "first").stdout
    assert "neither" in run("HEAD", "empty", exit_code=2).output


def test_versions_of_a_policy(project: Path) -> None:
    whole = run("AcmeStorageReadOnly:v1", "AcmeStorageReadOnly:v3").stdout
    assert whole.startswith("AcmeStorageReadOnly:v1 → AcmeStorageReadOnly:v3: ")
    assert "      + s3:ListBucket        List\n" in whole
    assert run("AcmeStorageReadOnly").stdout == whole
    assert run("AcmeStorageReadOnly:v3").stdout == whole
    assert run("AcmeStorageReadOnly:v3", "AcmeStorageReadOnly:v3").stdout.endswith(
        "no differences\n"
    )
    assert f"{ODD}:v1 → AcmeStorageReadOnly:v1" in run(f"{ODD}:v1", "AcmeStorageReadOnly:v1").stdout
    shutil.move(project / "policies", project / "data")
    assert run("AcmeStorageReadOnly", "--in", "data").stdout == whole


def test_two_files(project: Path) -> None:
    write(project, "../a.json", allow("s3:GetObject"))
    write(project, "../b.json", allow("s3:GetObject", Sid="Named"))
    write(project, "../c.json", allow("S3:getobject"))
    assert "~ Sid: none → Named" in run("a.json", "b.json", "--exit-code", exit_code=1).stdout
    run("a.json", "c.json", "--exit-code")
    value = parsed("a.json", "b.json")
    assert (value["old"], value["new"], value["policies"][0]["name"]) == (
        "a.json",
        "b.json",
        "b.json",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "git knows no revision `nowhere` here"),
        (["AcmeStorageReadOnl"], "did you mean `AcmeStorageReadOnly`?"),
        (["--in", "nowhere"], "there is no folder `nowhere`"),
        (["HEAD", "first..HEAD"], "git knows no revision"),
        (["AcmeStorageReadOnly:v1"], "is the first version of the policy"),
        (["AcmeStorageReadOnly:v9", "AcmeStorageReadOnly:v1"], "recorded are: v1, v3"),
        (["AcmeStorageReadOnl:v1", "AcmeStorageReadOnly:v1"], "did you mean"),
        (["AcmeStorageReadOnly:v1", "HEAD"], "a version is compared with another one"),
        (["AcmeStorageFullAccess"], "does not have two versions"),
        (["a.json", "nowhere.json"], "there is no file"),
        (["a.json"], "a .json file is compared with another one"),
        (["a.json", "HEAD"], "a .json file is compared with another one"),
        (["a", "b", "c"], "unexpected extra argument"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
@pytest.mark.usefixtures("project")
def test_wrong_use(arguments: list[str], message: str) -> None:
    result = run(*arguments, exit_code=2)
    assert message in result.output
    assert result.stdout == ""


def test_outside_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLE, tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    assert "is not in a git repository" in run(exit_code=2).output
    assert "v1 → " in run("AcmeStorageReadOnly").stdout


def test_what_cannot_be_read_is_told_and_not_compared(project: Path) -> None:
    (project / "policies" / READER / "v3.json").write_text("{")
    edit(project, f"{FULL}/policy.yaml", "type:", "tpye:")
    write(project, "acme-storage/AcmeStorageLegacy/v9.json", allow("s3:*"))
    result = run(exit_code=1)
    assert result.stderr.startswith("policies/acme-storage/AcmeStorageFullAccess/policy.yaml:")
    assert "\npolicies/acme-storage/AcmeStorageReadOnly/v3.json:1:" in result.stderr
    assert "; some data could not be read\n" in result.stdout
    assert not parsed(exit_code=1)["complete"]
    assert "gone" not in result.stdout
    assert "AcmeStorageReadOnly" not in result.stdout
    assert "AcmeStorageFullAccess" not in result.stdout
    assert "AcmeStorageLegacy" in result.stdout
    result = run("AcmeStorageReadOnly:v1", "AcmeStorageReadOnly:v3", exit_code=1)
    assert result.stdout == ""
    assert "json-invalid" in result.stderr
    commit(project, "second")
    assert "second: policies/acme-storage" in run("first", "second", exit_code=1).stderr


@pytest.mark.parametrize("file", ["service.yaml", "changes"])
def test_what_cannot_be_read_is_not_called_gone(project: Path, file: str) -> None:
    path = project / "policies" / "acme-storage" / file
    if path.is_dir():
        for change in path.iterdir():
            change.write_text("title: [")
    else:
        path.write_text("name: [")
    value = parsed(exit_code=1)
    assert (value["services"], value["changes"], value["policies"]) == ([], [], [])
    assert not value["complete"]


def test_a_policy_that_cannot_be_read(project: Path) -> None:
    edit(project, f"{FULL}/policy.yaml", "type:", "tpye:")
    result = run("AcmeStorageFullAccess", exit_code=1)
    assert result.stdout == ""
    assert "key-unknown" in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"Statement": 1}', b"\xff\xfe", b'{"a": 1, "a": 2}']
)
def test_files_that_cannot_be_read(project: Path, content: bytes) -> None:
    write(project, "../a.json", allow("s3:GetObject"))
    (project / "b.json").write_bytes(content)
    result = run("a.json", "b.json", exit_code=1)
    assert result.stdout == ""
    assert re.match(r"b\.json:\d+:\d+: error ", result.stderr)


def test_colour_only_in_a_terminal(project: Path) -> None:
    write(project, f"{FULL}/v2.json", allow("s3:*"))
    assert "\x1b[" not in run().stdout
    assert "\x1b[31m  ! " in CliRunner().invoke(main, ["diff"], color=True).output


def test_long_lists_are_cut_for_people_only(project: Path) -> None:
    actions = [f"s3:Do{number}" for number in range(1_100)]
    write(project, f"{FULL}/v2.json", allow("s3:*", *actions, "kms:Decrypt", "kms:Encrypt"))
    write(project, f"{READER}/v4.json", allow(*actions))
    output = run().stdout
    assert len(output.splitlines()) < 200
    assert "      and 1,063 more\n" in output
    found = next(p for p in parsed()["policies"] if p["name"] == "AcmeStorageReadOnly")
    assert len(found["steps"][0]["actions"]["added"]) == 1_100


HOSTILE = "`</code>` | [x](javascript:alert) <script> **b** @someone #1 ``` \u202e"


def test_names_cannot_break_out_of_markdown(project: Path) -> None:
    condition = {HOSTILE: {HOSTILE: [HOSTILE, "a\nb\n\n# c"]}}
    write(
        project,
        f"{FULL}/v2.json",
        {**allow(f"s3:{HOSTILE}", on=HOSTILE), "Condition": condition},
    )
    text = run("--format", "markdown").stdout
    tokens = MarkdownIt("commonmark").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in inline} <= {
        *("text", "code_inline", "strong_open", "strong_close", "softbreak"),
    }
    plain = " ".join(token.content for token in inline if token.type == "text")
    assert not re.search(r"script|someone|javascript|# c", plain)
    assert {token.tag for token in tokens if token.type == "heading_open"} == {"h2", "h3"}
    assert sum(token.type == "heading_open" for token in tokens) == 3


@given(st.text(min_size=1))
def test_a_code_span_is_one(name: str) -> None:
    (token,) = [t for t in MarkdownIt("commonmark").parse(f"- {code(name)}") if t.type == "inline"]
    (child,) = token.children or [token]
    assert child.type == "code_inline"
    assert child.content.strip() == re.sub(r".", _shown, name, flags=re.DOTALL).strip()


def _shown(found: re.Match[str]) -> str:
    return found.group() if found.group().isprintable() else "�"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_names_cannot_send_codes_to_the_terminal(form: str, project: Path) -> None:
    name = "a\u009b31m\u2028\U000e0001é🙂"
    write(project, f"{FULL}/v2.json", {**allow("s3:GetObject", on=name), "Sid": "A"})
    output = run("--format", form).stdout
    assert output.replace("\n", "").isprintable()
    assert "é🙂" in output
    if form == "json":
        (policy,) = parsed()["policies"]
        assert name in json.dumps(policy["steps"], ensure_ascii=False)


def test_names_of_files_may_have_any_bytes(project: Path) -> None:
    name = os.fsdecode(b"\xff.json")
    write(project, "../a.json", allow("s3:GetObject"))
    (project / name).write_text(json.dumps({"Statement": allow("s3:PutObject")}))
    assert parsed("a.json", name)["new"] == name
    assert run("a.json", name).stdout.startswith("a.json → \ufffd.json: ")
    assert "`\ufffd.json`" in run("a.json", name, "--format", "markdown").stdout
    (project / name).write_text("{")
    assert "json-invalid" in run("a.json", name, exit_code=1).stderr


@pytest.mark.usefixtures("project")
def test_the_shell_completes_policies() -> None:
    result = CliRunner().invoke(
        main,
        [],
        prog_name="policybook",
        env={
            "_POLICYBOOK_COMPLETE": "bash_complete",
            "COMP_WORDS": "policybook diff AcmeStorageR",
            "COMP_CWORD": "2",
        },
    )
    assert "AcmeStorageReadOnly" in result.output
