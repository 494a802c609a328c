"""What `policybook review` says of proposals, played on scratch repositories of git."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import Result

from commands import git, policybook
from gfm import harm
from policybook.source.yamlwriting import yaml_text

GOLDENS = Path(__file__).parent / "reviews"
READER = "policies/acme-storage/AcmeReader"
WRITER = "policies/acme-storage/AcmeWriter"
CHANGES = "policies/acme-storage/changes"
ARCHIVE = "arn:aws:s3:::acme-archive/*"


def document(*actions: str, on: str = ARCHIVE, **more: Any) -> str:
    statement = {"Sid": "Use", "Effect": "Allow", "Action": [*actions], "Resource": on, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=4) + "\n"


def words(text: str = "Lets people work with the archive.", **more: Any) -> str:
    groupings = [{"sid": "Use", "text": "Allows what people do with the archive."}]
    return yaml_text(
        {"type": "customer-managed", "description": text, "groupings": groupings, **more}
    )


def change(kind: str, version: str, **more: Any) -> str:
    update = {"kind": kind, "policies": {"AcmeReader": version}, **more}
    day = f"date: 2024-05-0{version[1:]}\n"
    return yaml_text({"title": "Reading"}) + day + yaml_text({"updates": [update]})


BOOK = {
    "policies/acme-storage/service.yaml": yaml_text(
        {"name": "Acme Storage", "short_name": "Storage", "prefixes": ["s3"]}
    )
    + "tracking_since: 2024-05-01\n",
    f"{CHANGES}/2024-05-01-first.yaml": change("new", "v1"),
    f"{READER}/policy.yaml": words(),
    f"{READER}/v1.json": document("s3:GetObject", "s3:GetObjectVersion"),
    f"{WRITER}/policy.yaml": words(),
    f"{WRITER}/v1.json": document("s3:PutObject"),
}


def write(project: Path, files: Mapping[str, str | None]) -> None:
    """Put files there, or take away those that have no text."""
    for name, text in files.items():
        path = project / name
        if text is None:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def commit(
    project: Path, message: str = "More", files: Mapping[str, str | None] = MappingProxyType({})
) -> None:
    write(project, files)
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", message)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a book on `main`; a branch `topic` with nothing of its own is checked out."""
    monkeypatch.chdir(tmp_path)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_DATE", "2024-06-01T12:00:00Z")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, "Book", BOOK)
    git(tmp_path, "checkout", "--quiet", "-b", "topic")
    return tmp_path


def run(*arguments: str, exit_code: int = 0) -> Result:
    result = policybook("review", *arguments)
    assert result.exit_code == exit_code, result.output
    return result


def reviewed(*arguments: str) -> str:
    """The review of what is here, which does no harm and is as that of a head with the same."""
    text = run("--base", "main", *arguments).stdout
    assert [*harm(text)] == []
    assert text.startswith("## Policy data: ")
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    return text


LESS = {f"{READER}/v2.json": document("s3:GetObject")}
MORE = {f"{READER}/v2.json": document("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging")}

PROPOSALS: dict[str, tuple[dict[str, str | None], list[str], list[str]]] = {
    "a good edit": (
        {f"{READER}/policy.yaml": words("Lets people read the archive.")},
        [
            "## Policy data: no new problems\n\n**It can be merged**",
            "1 service, 2 policies, 2 versions, 2 changes in this proposal, compared with `main` (",
            "### What changes\n\nDifferences in 1 policy.\n\n#### `AcmeReader`\n\n",
            "- **changed** policy.yaml: `description`\n",
        ],
        ["### New problems", "Suggested", "Look at this", "gone"],
    ),
    "a bad edit": (
        {f"{READER}/policy.yaml": words().replace("Use", "Uses")},
        [
            "new error",
            "**It cannot be merged** as it is: errors and warnings have to be mended first.",
            f"### New problems\n\n- **error** `{READER}/policy.yaml:",
            "did you mean `Use`? ([grouping-unmatched](https://policybook.example/reference/rules/",
            "### What changes",
        ],
        [],
    ),
    "a new version without a change entry": (
        {**MORE},
        [
            "## Policy data: 1 new warning\n\n**It cannot be merged**",
            f"- **warning** `{READER}/v2.json:1`: no change in the update history names `v2`",
            "Differences in 1 policy.",
            "- `v1` → `v2`\n",
            "**added** `s3:GetObjectTagging` – Read",
        ],
        ["Suggested"],
    ),
    "a new version with a change entry": (
        {
            **MORE,
            f"{CHANGES}/2024-05-02-second.yaml": change(
                "updated", "v2", added=["s3:GetObjectTagging"]
            ),
        },
        ["no new problems", "**It can be merged**", "- **added** `acme-storage/2024-05-02-second`"],
        ["### New problems"],
    ),
    "removed permissions": (
        {
            **LESS,
            f"{CHANGES}/2024-05-02-second.yaml": change(
                "updated", "v2", removed=["s3:GetObjectVersion"]
            ),
        },
        [
            "no new problems",
            "#### Look at this\n\n- `AcmeReader` `v2`: no longer allows `s3:GetObjectVersion`\n\n#",
            "#### `AcmeReader`\n",
        ],
        [],
    ),
    "removed permissions that nothing announces": (
        {**LESS, f"{CHANGES}/2024-05-02-second.yaml": change("updated", "v2")},
        ["**It cannot be merged**", "[removal-undeclared]", "no longer allows"],
        [],
    ),
    "a version that was published is edited": (
        {f"{READER}/v1.json": document("s3:GetObject")},
        ["[version-edited]", "`AcmeReader` `v1`: was there already and is not the same"],
        [],
    ),
    "a policy that is gone": (
        {f"{WRITER}/{name}": None for name in ("policy.yaml", "v1.json")},
        [
            "## Policy data: 1 new warning",
            "[policy-gone]",
            "#### Look at this\n\n- `AcmeWriter`: the policy is gone\n\n#### `AcmeWriter` (gone)\n",
        ],
        ["(new)"],
    ),
    "a renamed policy": (
        {
            f"{WRITER}/policy.yaml": None,
            f"{WRITER}/v1.json": None,
            f"{WRITER}2/policy.yaml": words(aliases=["AcmeWriter"]),
            f"{WRITER}2/v1.json": document("s3:PutObject"),
        },
        ["no new problems", "#### `AcmeWriter2`", "**renamed** `AcmeWriter` → `AcmeWriter2`"],
        ["policy-gone", "is gone"],
    ),
    "what can be mended": (
        {
            f"{CHANGES}/2024-05-02-second.yaml": change(
                "updated", "v2", added=["s3:GetObjectTagging"]
            ),
            f"{READER}/v2.json": document(
                "s3:GetObject", "s3:GetObjectVersion", "s3:getobjecttagging", "s3:GetObject"
            ),
        },
        [
            "### Suggested fixes\n\n`policybook fix` mends 2 problems in changed files.\n\n```diff\n-",
            f"--- {READER}/v2.json\n+++ {READER}/v2.json\n",
            '\n-                "s3:getobjecttagging",\n',
            '\n+                "s3:GetObjectTagging"\n',
            "\n```\n\n### What changes",
        ],
        ["<details>", "Suggested layout"],
    ),
    "what is laid out otherwise": (
        {f"{READER}/policy.yaml": words().replace(": ", ":   ")},
        [
            "**It cannot be merged** yet: its files have to be laid out, see below.",
            "### Suggested layout\n\n`policybook format` lays out 1 changed file anew.\n\n```diff\n",
            f"--- {READER}/policy.yaml\n",
            "\n-type:   customer-managed\n",
            "\n+type: customer-managed\n",
        ],
        ["Suggested fixes", "What changes"],
    ),
    "a document that cannot be read": (
        {f"{READER}/v1.json": "{", f"{WRITER}/policy.yaml": words("Lets people write.")},
        [
            f"- **error** `{READER}/v1.json:1`: the file ends",
            "Differences in 1 policy; some data could not be read.",
            "- **changed** policy.yaml: `description`",
        ],
        ["gone"],
    ),
    "a whole service": (
        {
            "policies/acme-relay/service.yaml": "name: Relay\nshort_name: Relay\nprefixes: [sqs]\n",
            "policies/acme-relay/AcmeRelay/policy.yaml": words(),
            "policies/acme-relay/AcmeRelay/v1.json": document("sqs:*", on="*"),
        },
        [
            "2 services, 3 policies",
            "#### Look at this\n\n- `AcmeRelay` `v1`",
            "#### `AcmeRelay` (new)",
            "#### Services\n\n- **added** `acme-relay`\n",
        ],
        [],
    ),
}


@pytest.mark.parametrize("name", PROPOSALS)
def test_proposal(name: str, project: Path) -> None:
    files, expected, absent = PROPOSALS[name]
    write(project, files)
    text = reviewed()
    at = 0
    for part in expected:
        assert part in text[at:], f"{part!r} is not in, or not this late in:\n{text}"
        at = text.index(part, at)
    for part in absent:
        assert part not in text, text
    # As a head it is the same, but for how that is called.
    commit(project)
    as_it_is = text.replace("this proposal", git(project, "rev-parse", "topic")[:7])
    git(project, "checkout", "--quiet", "main")
    assert reviewed("--head", "topic") == as_it_is


@pytest.mark.parametrize("name", ["a bad edit", "removed permissions", "what can be mended"])
def test_whole_review(name: str, project: Path, request: pytest.FixtureRequest) -> None:
    files, _, _ = PROPOSALS[name]
    commit(project, "Topic", files)
    text = reviewed("--head", "topic")
    for revision in ("main", "topic"):
        text = text.replace(git(project, "rev-parse", revision)[:7], f"ID-OF-{revision.upper()}")
    golden = GOLDENS / f"{name.replace(' ', '-')}.md"
    if request.config.getoption("--update-goldens"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8"), "if that is meant: pytest --update-goldens"


def test_nothing_is_proposed(project: Path) -> None:
    text = reviewed()
    assert text.count("\n\n") == 1
    assert "no new problems" in text
    # Work that is not committed is proposed too, unless there is a head.
    write(project, {f"{READER}/policy.yaml": "{"})
    assert "1 new error" in reviewed()
    assert "no new problems" in reviewed("--head", "topic")


def test_problems_that_were_there_before(project: Path) -> None:
    git(project, "checkout", "--quiet", "main")
    bad = {f"{READER}/policy.yaml": words().replace("Use", "Uses"), f"{WRITER}/v1.json": "{"}
    commit(project, "Bad", bad)
    git(project, "checkout", "--quiet", "-B", "topic")
    text = reviewed()
    assert "## Policy data: no new problems" in text
    assert "**It cannot be merged** as it is: problems that were there before have to be" in text
    assert "Some of the base could not be read, and is not compared: 1 file or folder.\n" in text
    assert "<summary>3 problems were there before, and still are</summary>\n\n- **error** `" in text
    # Those that move to another line are no news, and some are gone.
    write(project, {f"{READER}/policy.yaml": f"# A word\n{bad[f'{READER}/policy.yaml']}"})
    assert "no new problems" in reviewed()
    write(
        project, {f"{READER}/policy.yaml": words(), f"{WRITER}/v1.json": document("s3:PutObject")}
    )
    text = reviewed()
    assert "**It can be merged**" in text
    assert "\n\n3 problems are gone.\n" in text


def test_many_problems(project: Path) -> None:
    bad = {f"{READER}/x{number}.txt": "" for number in range(30)}
    write(project, bad)
    text = reviewed()
    assert "## Policy data: 30 new errors" in text
    shown, folded = text.split("<summary>10 more new problems</summary>")
    assert (shown.count("\n- **error** "), folded.count("\n- **error** ")) == (20, 10)
    commit(project)
    git(project, "branch", "--force", "main")
    assert "\n30 problems were there before, and still are.\n" in reviewed()
    write(project, dict.fromkeys(bad))
    assert "\n30 problems are gone.\n" in reviewed()


def test_main_moved_on(project: Path) -> None:
    commit(project, "Topic", {f"{READER}/policy.yaml": words("Lets people read.")})
    base = git(project, "rev-parse", "main")[:7]
    git(project, "checkout", "--quiet", "main")
    commit(project, "Main", {f"{WRITER}Too/policy.yaml": words(), f"{READER}/v2.json": "{"})
    git(project, "checkout", "--quiet", "topic")
    for arguments in ((), ("--head", "topic")):
        text = reviewed(*arguments)
        assert f"compared with {base}, where it branched off from `main`." in text
        assert "Differences in 1 policy." in text
        assert "gone" not in text
    git(project, "merge", "--quiet", "--no-edit", "main")
    assert f"compared with `main` ({git(project, 'rev-parse', 'main')[:7]})." in reviewed()


def test_no_common_commit(project: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "other")
    write(project, {f"{READER}/policy.yaml": words("Lets people read.")})
    main = git(project, "rev-parse", "main")[:7]
    # The branch has no commit at first.
    assert f"compared with `main` ({main})" in reviewed()
    commit(project, "Other")
    for arguments in ((), ("--head", "other")):
        text = reviewed(*arguments)
        assert f"compared with `main` ({main})" in text
        assert "Differences in 1 policy." in text


def test_what_is_here_does_not_matter_where_there_is_a_head(project: Path) -> None:
    commit(project, "Topic", PROPOSALS["what can be mended"][0])
    expected = reviewed("--head", "topic")
    write(project, {f"{READER}/v2.json": "{", f"{WRITER}/policy.yaml": "", f"{READER}/x.txt": ""})
    git(project, "add", f"{READER}/x.txt")
    assert reviewed("--head", "topic") == expected
    before = {path: path.read_bytes() for path in project.rglob("policies/**/*") if path.is_file()}
    git(project, "checkout", "--quiet", "--force", "main")
    assert reviewed("--head", "topic") == expected
    assert not (project / READER / "v2.json").exists()
    assert before


def test_settings_of_a_head_do_not_count(project: Path) -> None:
    off = '[tool.policybook]\ndocs_url = "https://evil.example/"\nrules = {policy-gone = "off"}\n'
    gone = PROPOSALS["a policy that is gone"][0]
    commit(project, "Topic", {**gone, "pyproject.toml": off})
    text = run("--base", "main").stdout
    assert "no new problems" in text
    git(project, "checkout", "--quiet", "main")
    text = reviewed("--head", "topic")
    assert "[policy-gone](https://policybook.example/" in text
    write(project, {"pyproject.toml": "[tool.policybook.rules]\npolicy-gone = 'hint'\n"})
    assert "1 new hint" in reviewed("--head", "topic")


def test_wrong_settings_are_news_only_where_they_are_proposed(project: Path) -> None:
    write(project, {"pyproject.toml": "[tool.policybook]\nprofil = 1\n"})
    assert "- **error** `pyproject.toml:2`: " in reviewed().split("### New problems")[1]
    text = reviewed("--head", "topic")
    assert "no new problems" in text
    assert "<summary>1 problem was there before, and still is</summary>" in text


def test_the_data_is_new_or_goes_as_a_whole(project: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "empty")
    shutil.rmtree(project / "policies")
    commit(project, "Empty")
    git(project, "checkout", "--quiet", "topic")
    text = run("--base", "empty").stdout
    assert "**It can be merged**" in text
    assert "#### `AcmeReader` (new)" in text
    text = reviewed("--head", "empty")
    assert "2 new warnings" in text
    assert "- `AcmeReader`: the policy is gone" in text
    assert (
        "has a folder `policies`" in run("--base", "empty", "--head", "empty", exit_code=2).stderr
    )


def test_only_regular_files_of_a_head_are_read(project: Path) -> None:
    secret = project.parent / "secret.json"
    secret.write_text(document("s3:GetObjectSecretly"))
    (project / READER / "v2.json").symlink_to(secret)
    (project / WRITER / "v1.json").unlink()
    (project / WRITER / "v1.json").symlink_to("../AcmeReader/v1.json")
    commit(project)
    git(project, "checkout", "--quiet", "main")
    text = reviewed("--head", "topic")
    assert "Secretly" not in text
    assert "`AcmeWriter` `v1`: the version is gone" in text


def test_another_folder(project: Path) -> None:
    (project / "data").mkdir()
    git(project, "mv", "policies", "data/policies")
    commit(project)
    text = run("data/policies", "--base", "HEAD").stdout
    assert "no new problems" in text
    for path in ("data/policies/acme-storage", f"data/{READER}/v1.json"):
        assert run(path, "--base", "HEAD").stdout == text
    write(project, {f"data/{READER}/v1.json": "{"})
    assert f"`data/{READER}/v1.json:1`" in run("data/policies", "--base", "HEAD").stdout
    assert (
        f"`{project}/data/{READER}/v1.json:1`"
        in run(f"{project}/data/policies", "--base", "HEAD").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing option '--base'"),
        (["--base", "nowhere"], "git knows no revision `nowhere` here"),
        (["--base", "main", "--head", "nowhere"], "git knows no revision `nowhere` here"),
        (["--base", "--help"], "git knows no revision `--help` here"),
        (["--base", "main", "--limit", "100"], "--limit"),
        (["nowhere", "--base", "main"], "does not exist"),
    ],
)
@pytest.mark.usefixtures("project")
def test_wrong_use(arguments: list[str], message: str) -> None:
    assert message in run(*arguments, exit_code=2).stderr


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, BOOK)
    assert "is not in a git repository" in run("--base", "main", exit_code=2).stderr


def test_limit(project: Path) -> None:
    write(project, {f"{READER}/x{number}.txt": "" for number in range(9)})
    write(project, PROPOSALS["a policy that is gone"][0])
    for number in range(30):
        name = f"policies/acme-storage/AcmeNew{number}"
        write(project, {f"{name}/policy.yaml": words().replace(": ", ":  ")})
        write(project, {f"{name}/v1.json": document("s3:GetObject")})
    whole = reviewed()
    cut = reviewed("--limit", "6000")
    assert len(cut) <= 6000 < len(whole)
    assert cut.endswith("with a larger `--limit`.\n")
    for start in ("- **error**", "- `AcmeWriter`: the policy is gone"):
        assert cut.count(start) == whole.count(start)
    assert cut.count("```") % 2 == 0
    assert cut.count("<details>") == cut.count("</details>")


HOSTILE = [
    "<!-- x", "--> <img src=x onerror=alert(1)>", "</details>", "```", "~~~", "@everyone", "#1",
    "[a](https://evil.example)", "https://evil.example", "www.evil.example", "`", "``` `` `",
    "| a | b |", "\n## Heading", "- [ ] task", "![i](https://evil.example/x.png)", "\x1b[31m\u202e",
    "$`x`$", "GH-1", "a@evil.example", "{{ secrets }}", "::error::x", "%0A::error::x", "&lt;b&gt;",
]  # fmt: skip


@pytest.mark.parametrize("mark", HOSTILE)
def test_nothing_breaks_out(mark: str, project: Path) -> None:
    statement = {
        "Sid": mark,
        "Effect": "Allow",
        "Action": [mark, f"s3:{mark}", "s3:getobject"],
        "Resource": [mark, f"arn:aws:s3:::{mark}"],
        "Condition": {mark: {mark: mark}},
    }
    name = mark.replace("/", "|").replace("\x1b", "")
    write(
        project,
        {
            f"{READER}/v2.json": json.dumps({"Version": mark, "Statement": [statement] * 2}),
            f"{READER}/policy.yaml": yaml_text(
                {
                    "type": "customer-managed",
                    "description": f"{mark} `{mark}` [x][{mark}]  and\n\n\n\n{mark}",
                    "groupings": [{"sid": mark, "title": mark, "text": mark}],
                }
            )
            + f"#    {mark!r}\n{{: \n" * (mark == "```"),
            f"{WRITER}/v2.json": document("s3:PutObject", "s3:putobject", on=mark, Sid=mark),
            f"{CHANGES}/{name}.yaml": yaml_text({mark: mark, "title": mark, "date": mark}),
            f"{CHANGES}/2024-05-02-x.yaml": f"title:   {mark!r}\ndate: 2024-05-02\n",
            f"{READER}/{name}.txt": "",
            f"policies/{name}/service.yaml": "",
        },
    )
    text = reviewed()
    assert "error" in text
    assert text.replace("\n", "").replace("\t", "").isprintable()
    commit(project)
    assert len(reviewed("--head", "topic")) > 1_000


def test_huge_and_odd_files(project: Path) -> None:
    large = '{"Version": "2012-10-17", "Statement": []}' + " " * (1 << 20)
    deep = "[" * 100_000
    write(project, {f"{READER}/v2.json": large, f"{READER}/v3.json": deep})
    (project / READER / "v4.json").write_bytes(b"\xff\xfe\x00")
    (project / READER / "v5.json").write_bytes(b"")
    write(project, {f"{WRITER}/policy.yaml": words("Lets people write.")})
    text = reviewed()
    assert "4 new errors" in text
    assert "- **changed** policy.yaml: `description`" in text
    commit(project)
    assert "4 new errors" in reviewed("--head", "topic")
