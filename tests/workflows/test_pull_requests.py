"""What a pull request gets from the workflows, by the very steps that they run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from commands import git
from workflows.hub import REPOSITORY, Hub, finished, pull
from workflows.plays import BUILD, COMMENT, DAY, HERE, NUMBER, Play, Policy, play, start
from workflows.steps import GITHUB, Run, loaded

SERVICE = "policies/lookout-for-vision"
READER = "AmazonLookoutVisionReadOnlyAccess"
CONSOLE = "AmazonLookoutVisionConsoleReadOnlyAccess"
VIEWER = "AmazonLookoutVisionViewerAccess"
SID = "LookoutVisionConsoleDashboardAccess"
NEW_SID = "LookoutVisionConsoleMetricsAccess"
WRONG_SID = "LookoutVisionConsoleDashbordAccess"
CHECK = "Check the data"
LAYOUT = "Check the layout of the data"
HOLD = "Hold every published address"

Statements = list[dict[str, Any]]
Edit = Callable[[Path], None]


def policy(project: Path, name: str) -> Policy:
    return Policy(project / SERVICE / name)


def record(project: Path) -> None:
    """Take up new addresses."""
    command = [f"{HERE}/policybook", "anchors", "policies"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)


def metrics(statements: Statements) -> dict[str, Any]:
    """The statement that allows reading metrics."""
    return next(statement for statement in statements if statement["Sid"] == SID)


def gain(statements: Statements) -> None:
    metrics(statements)["Action"].append("cloudwatch:ListMetrics")


def lose(statements: Statements) -> None:
    metrics(statements)["Action"].remove("cloudwatch:GetMetricStatistics")


def rename(statements: Statements) -> None:
    metrics(statements)["Sid"] = NEW_SID


def says(name: str, text: str) -> Edit:
    """Adds a paragraph to what a policy is for."""

    def edit(project: Path) -> None:
        policy(project, name).replace("description: |\n", f"description: |\n  {text}\n\n")

    return edit


def misspells(project: Path) -> None:
    policy(project, CONSOLE).replace(f"sid: {SID}", f"sid: {WRONG_SID}")


def lays_out_badly(project: Path) -> None:
    policy(project, READER).replace("type: ", "type:    ")


def renews(edit: Callable[[Statements], None], **facts: str) -> Edit:
    """Publishes a new version, with a change that states facts about it."""

    def edit_and_announce(project: Path) -> None:
        changed = policy(project, CONSOLE)
        changed.announce(changed.renew(edit), **facts)
        record(project)

    return edit_and_announce


def renews_silently(project: Path) -> None:
    policy(project, CONSOLE).renew(gain)


def renames(project: Path) -> None:
    (project / SERVICE / READER).rename(project / SERVICE / VIEWER)
    for path in (project / SERVICE).rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(READER, VIEWER), encoding="utf-8")
    record(project)


def renames_with_alias(project: Path) -> None:
    renames(project)
    policy(project, VIEWER).replace("attachable:", f"aliases: [{READER}]\nattachable:")


def drops_an_anchor(project: Path) -> None:
    changed = policy(project, CONSOLE)
    changed.announce(changed.renew(rename))
    changed.replace(f"sid: {SID}", f"sid: {NEW_SID}")
    record(project)


def drops_an_anchor_with_alias(project: Path) -> None:
    drops_an_anchor(project)
    new = f"sid: {NEW_SID}\n"
    policy(project, CONSOLE).replace(new, f"{new}    aliases: [{SID}]\n")


def silences_in_code(project: Path) -> None:
    says(READER, "See `DescribeNothing`.")(project)
    rule = project / "build_tools" / "policybook" / "rules" / "code_unknown.py"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace('    """\n', '    """\n    return\n', 1), encoding="utf-8")


def silences_in_settings(project: Path) -> None:
    says(READER, "See `DescribeNothing`.")(project)
    with (project / "pyproject.toml").open("a") as settings:
        settings.write('\n[tool.policybook.rules]\ncode-unknown = "off"\n')


def hides_differences(project: Path) -> None:
    says(READER, "It has no other use.")(project)
    (project / "policies" / ".gitattributes").write_text("*.json linguist-generated\n")


EDITS: dict[str, Edit] = {
    "good": says(READER, "It has no other use."),
    "misspelt": misspells,
    "badly laid out": lays_out_badly,
    "announced": renews(gain, added="cloudwatch:ListMetrics"),
    "unannounced": renews_silently,
    "declared removal": renews(lose, removed="cloudwatch:GetMetricStatistics"),
    "undeclared removal": renews(lose),
    "renamed": renames,
    "renamed with alias": renames_with_alias,
    "anchor gone": drops_an_anchor,
    "anchor with alias": drops_an_anchor_with_alias,
    "silenced in code": silences_in_code,
    "silenced in settings": silences_in_settings,
    "hidden beside data": hides_differences,
}
TOOLING = {"silenced in code", "silenced in settings", "hidden beside data"}
BUILT = {"good", "misspelt", "renamed with alias", "silenced in code"}

Played = Callable[[str], Play]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """What became of each edit. Two are played at a time, and not all build the site."""
    folder = tmp_path_factory.mktemp("plays")
    project = start(folder / "project")

    def whole(name: str) -> Play:
        left_out = () if name in BUILT else (BUILD,)
        return play(project, folder / name.replace(" ", "-"), EDITS[name], left_out)

    with ThreadPoolExecutor(2) as pool:
        plays = {name: pool.submit(whole, name) for name in EDITS}
        yield lambda name: plays[name].result()
        pool.shutdown(cancel_futures=True)


def annotated(run: Run) -> list[tuple[str, str, str, str]]:
    """The kind, the title, the file and what stands on the line of each annotation."""
    form = r"(?m)^::(\w+) file=([^,]+),line=(\d+),[^:]*?title=([^:]+)::"
    return [
        (kind, title, file.removeprefix(f"{SERVICE}/"), line_of(run, file, line))
        for kind, file, line, title in re.findall(form, run.output)
    ]


def line_of(run: Run, file: str, line: str) -> str:
    return (run.folder / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip()


@pytest.mark.parametrize(
    "name", ["good", "announced", "declared removal", "renamed with alias", "anchor with alias"]
)
def test_what_is_right_passes(name: str, played: Played) -> None:
    found = played(name)
    assert found.check.failed == [], found.check.results
    assert annotated(found.check) == []
    assert found.text.startswith("## Policy data: no new problems\n\n**It can be merged**")
    assert "### New problems" not in found.text


TIDY, RECORD = "Suggested layout", "Addresses to record"
LOCK = "policies/anchors.lock"
CONSOLE_WORDS, READER_WORDS = f"{CONSOLE}/policy.yaml", f"{READER}/policy.yaml"


@pytest.mark.parametrize(
    ("name", "failed", "expected"),
    [
        (
            "misspelt",
            [CHECK, HOLD, BUILD],
            [
                ("error", "grouping-unmatched", CONSOLE_WORDS, f"- sid: {WRONG_SID}"),
                ("error", "anchor-gone", CONSOLE_WORDS, "- sid: LookoutVisionReadOnlyAccess"),
                ("warning", "statement-unexplained", f"{CONSOLE}/v2.json", f'"Sid": "{SID}",'),
            ],
        ),
        (
            "badly laid out",
            [LAYOUT],
            [("warning", TIDY, READER_WORDS, "type:    aws-managed")],
        ),
        (
            "unannounced",
            [CHECK, HOLD],
            [
                ("warning", "version-without-change", f"{CONSOLE}/v3.json", "{"),
                ("warning", RECORD, LOCK, f"/lookout-for-vision/{CONSOLE}/#v2-document"),
            ],
        ),
        (
            "undeclared removal",
            [CHECK],
            [("warning", "removal-undeclared", f"changes/{DAY}-a-change.yaml", f"{CONSOLE}: v3")],
        ),
        (
            "anchor gone",
            [CHECK],
            [("error", "anchor-gone", CONSOLE_WORDS, "- sid: LookoutVisionReadOnlyAccess")],
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_line(
    name: str, failed: list[str], expected: list[tuple[str, str, str, str]], played: Played
) -> None:
    found = played(name)
    assert found.check.failed == failed, found.check.results
    assert annotated(found.check) == expected
    assert found.check.conclusion == "failure"
    for kind, rule, file, _ in expected:
        if rule not in (TIDY, RECORD):
            told = rf"(?m)^- \*\*{kind}\*\* `{SERVICE}/{re.escape(file)}:\d+`: .*\[{rule}\]\("
            assert re.search(told, found.text), found.text
            assert "**It cannot be merged**" in found.text


def test_a_renamed_policy_leaves_its_addresses_dead(played: Played) -> None:
    found = played("renamed")
    assert found.check.failed == [CHECK]
    rules = {rule for _, rule, _, _ in annotated(found.check)}
    assert rules == {"anchor-gone"}
    assert "**It cannot be merged**" in found.text
    assert f"put `{READER}` under `aliases`" in found.text


def test_old_addresses_of_a_renamed_policy_are_in_the_site(played: Played) -> None:
    site = played("renamed with alias").check.folder / "site" / "lookout-for-vision"
    assert VIEWER in (site / READER / "index.html").read_text(encoding="utf-8")
    page = (site / "index.html").read_text(encoding="utf-8")
    assert f'id="security-iam-awsmanpol-{READER}"' in page


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("good", [f"#### `{READER}`", "- **changed** policy.yaml: `description`"]),
        ("announced", ["    - **added** `cloudwatch:ListMetrics` – List"]),
        ("unannounced", ["    - **added** `cloudwatch:ListMetrics` – List"]),
        (
            "undeclared removal",
            [
                "#### Look at this",
                f"- `{CONSOLE}` `v3`: no longer allows `cloudwatch:GetMetricStatistics`",
                "    - **removed** `cloudwatch:GetMetricStatistics` – Read",
            ],
        ),
        ("badly laid out", ["-type:    aws-managed", "+type: aws-managed"]),
        ("anchor with alias", [f"      - **changed** Sid: `{SID}` → `{NEW_SID}`"]),
    ],
)
def test_the_comment_says_what_a_proposal_means(
    name: str, lines: list[str], played: Played
) -> None:
    told = played(name).text.splitlines()
    assert [line for line in lines if line not in told] == [], played(name).text


@pytest.mark.parametrize("name", EDITS)
def test_summary_and_comment_agree(name: str, played: Played) -> None:
    found = played(name)
    assert found.review.failed == [], found.review.results
    said, summary = (
        re.search(r"### What changes\n(?s:.*)", text) for text in (found.text, found.check.summary)
    )
    assert (said and said[0]) == (summary and summary[0])
    for step in ("Suggest fixes", "Review by meaning"):
        assert found.check.results[step].outcome == "success"


@pytest.mark.parametrize("name", ["silenced in code", "silenced in settings"])
def test_a_proposal_does_not_silence_the_report_on_it(name: str, played: Played) -> None:
    found = played(name)
    assert found.check.failed == []
    assert annotated(found.check) == []
    assert "\n## Policy data: 1 new warning\n" in found.text
    assert "[code-unknown](" in found.text
    assert "`DescribeNothing` is no Sid" in found.text


@pytest.mark.parametrize("name", EDITS)
def test_a_change_of_the_tooling_is_called_one(name: str, played: Played) -> None:
    note = "> [!IMPORTANT]\n> This proposal changes the tooling: "
    assert played(name).text.startswith(note if name in TOOLING else "## Policy data")


def test_a_proposal_that_moved_on_is_left_to_its_next_run(played: Played, tmp_path: Path) -> None:
    hosted = played("good").check.folder.parent / "hosted"
    git(tmp_path, "clone", "--quiet", str(hosted), "trusted")
    git(tmp_path, "clone", "--quiet", str(hosted), "fork")
    old = git(hosted, "rev-parse", f"refs/pull/{NUMBER}/head")
    git(tmp_path / "fork", "commit", "--quiet", "--allow-empty", "--message=Next")
    git(hosted, "fetch", "--quiet", str(tmp_path / "fork"), f"+HEAD:refs/pull/{NUMBER + 1}/head")
    hub = Hub(tmp_path / "hub")
    hub.write(pulls=[pull(NUMBER + 1, old)], comments=[], issues=[])
    run = Run(tmp_path / "trusted", {"github": finished(old)}, machine=hub.machine)
    run.job(COMMENT, "review")
    assert run.failed == []
    assert run.results["Review by meaning"].outcome == "skipped"
    assert run.known["report"]["outputs"] == {}


def test_main_is_published_at_its_address(played: Played) -> None:
    merged = played("good").check.folder
    github = {"repository": REPOSITORY, "server_url": "https://github.com"}
    base = {"base_url": "https://example.github.io/policybook"}
    run = Run(merged, {"github": github}, {"ready": {}, "pages": base}, {"PATH": HERE})
    run.job(loaded(GITHUB / "workflows" / "pages.yml"), "build")
    assert run.failed == [], run.results
    home = (merged / "site" / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{base["base_url"]}/">' in home
    assert f'href="https://github.com/{REPOSITORY}"' in home
