"""What the rules find in the update history, and in published data that was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policybook.check import Report, check

Checked = Callable[..., Report]

ABOUT = "storage/service.yaml"
OWNER = "storage/AcmeStorageOwner/policy.yaml"
OWNER_V1 = "storage/AcmeStorageOwner/v1.json"
OWNER_V2 = "storage/AcmeStorageOwner/v2.json"
READER = "storage/AcmeStorageReader/policy.yaml"
READER_V3 = "storage/AcmeStorageReader/v3.json"
CHANGE = "storage/changes/2024-07-02-more.yaml"
WORDS = "type: customer-managed\ndescription: Much.\n"
EXPLAINED = f"{WORDS}groupings: [{{service: s3, text: Allows it.}}]\n"


def found(report: Report) -> list[str]:
    return [f"{problem.file}:{problem.line} {problem.rule}" for problem in report.problems]


def document(
    action: str = '"s3:*"', resource: str = '"arn:aws:s3:::acme-*"', more: str = ""
) -> str:
    """A document with one statement."""
    statement = f'"Effect": "Allow", "Action": {action}, "Resource": {resource}{more}'
    return f'{{"Version": "2012-10-17", "Statement": [{{{statement}}}]}}'


def change(updates: str) -> str:
    return f"title: More\ndate: 2024-07-02\nupdates:\n{updates}"


@pytest.mark.parametrize(
    ("before", "after", "is_edit"),
    [
        (document(), document(), False),
        (document(), document().replace(" ", "\n"), False),
        (document(), document().replace(", ", " ,\t"), False),
        (
            document(more=', "Sid": "A"'),
            document().replace('"Effect"', '"Sid": "A", "Effect"'),
            False,
        ),
        (document('["s3:*"]'), document('["s3:*"]'), False),
        (document('"s3:*"'), document('["s3:*"]'), True),
        (document('["s3:*", "s3:Get*"]'), document('["s3:Get*", "s3:*"]'), True),
        (document('"s3:*"'), document('"S3:*"'), True),
        (document(), document(more=', "Sid": "A"'), True),
        (document(), document().replace("2012-10-17", "2008-10-17"), True),
    ],
)
def test_an_edit_is_more_than_white_space_and_order_of_keys(
    before: str, after: str, is_edit: bool, checked: Checked
) -> None:
    report = checked({OWNER_V1: after}, {OWNER_V1: before})
    rules = {problem.rule for problem in report.problems}
    assert ("version-edited" in rules) == is_edit


def test_a_new_version_is_no_edit(checked: Checked) -> None:
    announced = change("  - kind: updated\n    policies: {AcmeStorageReader: v3}\n")
    files = {READER_V3: document('["s3:GetObject", "s3:GetObjectTagging"]'), CHANGE: announced}
    rules = {problem.rule for problem in checked(files, {}).problems}
    assert not {rule for rule in rules if rule.startswith(("version-", "policy-"))}


def test_an_edit_under_a_new_name_is_one(checked: Checked) -> None:
    old = "storage/AcmeStorageKeeper"
    base = {f"{old}/policy.yaml": EXPLAINED, f"{old}/v1.json": document('"s3:Get*"')}
    files = {OWNER: f"{EXPLAINED}aliases: [AcmeStorageKeeper]\n"}
    assert found(checked(files, {**base, OWNER: None, OWNER_V1: None})) == [
        f"{OWNER_V1}:1 version-edited"
    ]


def test_what_cannot_be_read_is_not_called_gone(checked: Checked) -> None:
    report = checked({OWNER: "type: [", READER_V3: "{"}, {READER_V3: document()})
    assert {problem.rule for problem in report.problems} == {"yaml-invalid", "json-invalid"}


def test_a_service_that_is_gone(checked: Checked) -> None:
    base = {
        "relay/service.yaml": "name: Relay\nshort_name: Relay\n",
        "relay/AcmeRelay/policy.yaml": WORDS,
    }
    report = checked({}, base)
    assert found(report) == [".:1 policy-gone"]
    assert "`AcmeRelay`" in report.problems[0].message


def test_an_exemption_for_an_edit_waits_for_a_base(checked: Checked) -> None:
    exempt = f"{EXPLAINED}exempt: {{version-edited: It was copied wrongly.}}\n"
    edited = {OWNER: exempt, OWNER_V1: document()}
    assert found(checked(edited, {OWNER_V1: document('"s3:Get*"')})) == []
    assert found(checked(edited)) == []
    assert found(checked(edited, {OWNER_V1: document()})) == [f"{OWNER}:4 exemption-unused"]


TRACKED = "name: Acme\nshort_name: Acme\nprefixes: [s3]\ntracking_since: 2024-01-15\n"
NEW = "title: New\ndate: 2024-02-01\nupdates:\n  - {kind: new, policies: %s}\n"
FIRST = "storage/changes/2024-02-01-first-policies.yaml"
TAGS = "storage/changes/2024-06-18-tags.yaml"


@pytest.mark.parametrize(
    ("versions", "announced", "since", "unannounced"),
    [
        ("", "{AcmeStorageReader: v1}", "2024-01-15", ["v2"]),
        ("v2: {date: 2024-06-18}", "{AcmeStorageReader: v1}", "2024-01-15", ["v2"]),
        ("v2: {date: 2024-06-18}", "{AcmeStorageReader: v1}", "2024-06-18", ["v2"]),
        ("v2: {date: 2024-06-18}", "{AcmeStorageReader: v1}", "2024-06-19", []),
        ("v2: {date: 2024-01-14}", "{AcmeStorageReader: v1}", "2024-01-15", []),
        ("", "[AcmeStorageReader]", "2024-01-15", []),
        ("v2: {date: 2024-06-18}", "[AcmeStorageReader]", "2024-01-15", []),
        ("", "{AcmeStorageOwner: v1}", "2024-01-15", []),
        ("v1: {date: 2024-02-01}", "{AcmeStorageOwner: v1}", "2024-01-15", ["v1", "v2"]),
        ("v1: {date: 2024-01-01}", "{AcmeStorageOwner: v1}", "2024-01-15", []),
        ("v1: {date: 2024-02-01}", "{AcmeStorageReader: v2}", "2024-01-15", ["v1"]),
        ("v1: {date: 2024-02-01}", "{AcmeStorageOwner: v1}", "", []),
    ],
)
def test_versions_since_tracking_began(
    versions: str, announced: str, since: str, unannounced: list[str], checked: Checked
) -> None:
    dates = f"versions:\n  {versions}\n".replace("versions:\n  \n", "")
    since = f"tracking_since: {since}\n" if since else ""
    report = checked(
        {
            ABOUT: TRACKED.replace("tracking_since: 2024-01-15\n", since),
            READER: f"{WORDS}operations: true\n{dates}",
            FIRST: NEW % announced,
            TAGS: None,
        }
    )
    about = [p.file.stem for p in report.problems if p.rule == "version-without-change"]
    assert about == unannounced


def test_a_change_of_another_service_counts(checked: Checked) -> None:
    relay = {
        "relay/service.yaml": "name: Relay\nshort_name: Relay\npolicies: [AcmeStorageReader]\n",
        "relay/changes/2024-06-18-tags.yaml": "title: Tags\ndate: 2024-06-18\nupdates:\n"
        "  - {kind: updated, policies: {AcmeStorageReader: v2}, added: [s3:GetObjectTagging]}\n",
    }
    covered = "{kind: covered, policies: {AcmeStorageOwner: v1}, covered: [s3:GetObjectTagging]}"
    rest = {TAGS: f"title: Tags\ndate: 2024-06-18\nupdates: [{covered}]\n"}
    assert found(checked(rest)) == ["storage/AcmeStorageReader/v2.json:1 version-without-change"]
    assert found(checked({**rest, **relay})) == []


DEPRECATED = "{kind: deprecated, policies: [AcmeStorageReader]}"


@pytest.mark.parametrize(
    ("deprecated", "updates", "rules"),
    [
        ("{date: 2024-07-02, replacement: AcmeStorageOwner}", DEPRECATED, []),
        (
            "{date: 2024-07-02, replacement: AcmeStorageOwner}",
            "{kind: updated, policies: [AcmeStorageReader]}",
            ["deprecation-without-change"],
        ),
        (
            "{date: 2024-01-14, replacement: AcmeStorageOwner}",
            "{kind: updated, policies: [AcmeStorageReader]}",
            [],
        ),
        (None, DEPRECATED, ["deprecation-unmarked"]),
        (
            "{replacement: AcmeStorageOwners}",
            DEPRECATED,
            ["deprecation-incomplete", "replacement-unknown"],
        ),
    ],
)
def test_deprecations(
    deprecated: str | None, updates: str, rules: list[str], checked: Checked
) -> None:
    mark = f"deprecated: {deprecated}\n" if deprecated else ""
    files = {
        READER: f"{WORDS}operations: true\n{mark}",
        CHANGE: f"title: More\ndate: 2024-07-02\nupdates: [{updates}]\n",
    }
    assert sorted(problem.rule for problem in checked(files).problems) == rules


def test_the_replacement_of_a_replacement_is_named(checked: Checked) -> None:
    last = "storage/AcmeStorageAll/policy.yaml"
    mark = "deprecated: {date: 2024-07-02, replacement: %s}\n"
    files = {
        last: WORDS,
        READER: f"{WORDS}operations: true\n{mark % 'AcmeStorageOwner'}",
        OWNER: f"{EXPLAINED}{mark % 'AcmeStorageAll'}",
        CHANGE: f"title: More\ndate: 2024-07-02\nupdates: [{DEPRECATED[:-2]}, AcmeStorageOwner]}}]\n",
    }
    (problem,) = checked(files).problems
    assert problem.rule == "replacement-deprecated"
    assert "name `AcmeStorageAll`, which takes its place" in problem.message


@pytest.mark.parametrize(
    ("today", "is_future"),
    [(date(2024, 6, 16), True), (date(2024, 6, 17), False), (date(2024, 6, 18), False)],
)
def test_the_day_may_have_begun_elsewhere(
    today: date, is_future: bool, checked: Checked, tmp_path: Path
) -> None:
    checked({})
    problems = check(tmp_path, today=today).problems
    places = [f"{problem.file}:{problem.line} {problem.rule}" for problem in problems]
    assert places == (
        [f"{READER}:10 date-in-future", f"{TAGS}:2 date-in-future"] if is_future else []
    )


def test_tracking_that_starts_in_the_future(checked: Checked) -> None:
    late = TRACKED.replace("2024-01-15", "2042-01-15")
    report = checked({ABOUT: late})
    assert f"{ABOUT}:4 date-in-future" in found(report)


BOTH = '["arn:aws:s3:::acme-*", "arn:aws:s3:::acme-*/*"]'
OBJECTS = '"arn:aws:s3:::acme-*/*"'
SECURE = ', "Condition": {"Bool": {"aws:SecureTransport": "true"}}'
READS = '["s3:GetObject", "s3:ListBucket"]'
ALL_BUT = document().replace('"Action": "s3:*"', '"NotAction": "iam:*"')

STEPS = [
    (document("[\"s3:*\"]", BOTH), document('"s3:*"', BOTH), "", []),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "", ["narrowing-undeclared"]),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "narrowed: ['s3:*']", []),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "narrowed: ['*']", []),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "narrowed: ['S3:GetObject']", ["change-claim-false"]),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "narrowed: ['s3:*', 'kms:*']", ["change-claim-false"]),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "widened: ['s3:*']", ["change-claim-false", "narrowing-undeclared"]),
    (document('"s3:*"', BOTH), document('"s3:*"', OBJECTS), "removed: ['s3:*']", ["change-claim-false", "narrowing-undeclared"]),
    (document('"s3:*"', BOTH), document('"s3:*"', BOTH, SECURE), "", ["narrowing-undeclared"]),
    (document('"s3:*"', BOTH, SECURE), document('"s3:*"', BOTH), "", []),
    (document('"s3:*"', BOTH, SECURE), document('"s3:*"', BOTH), "widened: ['s3:*']", []),
    (document('"s3:*"', OBJECTS), document('"s3:*"', BOTH), "widened: ['s3:*']", []),
    (document('"s3:*"', OBJECTS), document('"s3:*"', BOTH), "narrowed: ['s3:*']", ["change-claim-false"]),
    (document('"s3:*"', BOTH), document('"s3:Get*"', OBJECTS), "removed: ['s3:*']\n    narrowed: ['s3:Get*']", []),
    (document('"s3:Get*"', OBJECTS), document('"s3:*"', BOTH), "added: ['s3:*']\n    widened: ['s3:Get*']", []),
    (document('"s3:Get*"', BOTH), document('["s3:Get*", "s3:Put*"]', BOTH), "added: ['s3:Put*']\n    widened: ['s3:Get*']", ["change-claim-false"]),
    (document(READS, BOTH), document('"s3:GetObject"', BOTH), "", ["removal-undeclared"]),
    (document(READS, BOTH), document('"s3:GetObject"', BOTH), "removed: ['s3:ListBucket']", []),
    (document(READS, BOTH), document('"s3:GetObject"', BOTH), "removed: ['s3:List*']", ["change-claim-false"]),
    (document(READS, BOTH), document('"s3:PutObject"', BOTH), "added: ['s3:PutObject']", ["change-claim-false"]),
    (document(READS, BOTH), document('"s3:PutObject"', BOTH), "", ["removal-undeclared"]),
    (document(READS, BOTH), document('"s3:GetObject"', OBJECTS), "", ["narrowing-undeclared", "removal-undeclared"]),
    (document(READS, BOTH), document('"s3:GetObject"', OBJECTS), "removed: ['s3:ListBucket']\n    narrowed: ['s3:GetObject']", []),
    (ALL_BUT, ALL_BUT.replace('"iam:*"', '["iam:*", "sts:*"]'), "", ["narrowing-undeclared"]),
    (ALL_BUT, ALL_BUT.replace('"iam:*"', '["iam:*", "sts:*"]'), "narrowed: ['sts:*']", []),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "lists", "rules"), STEPS)
def test_what_a_version_takes_away_is_declared(
    before: str, after: str, lists: str, rules: list[str], checked: Checked
) -> None:
    updates = f"  - kind: updated\n    policies: {{AcmeStorageOwner: v2}}\n    {lists}\n"
    report = checked({OWNER_V1: before, OWNER_V2: after, CHANGE: change(updates)})
    about = {problem.rule for problem in report.problems if str(problem.file) == CHANGE}
    assert sorted(about) == rules


def test_nothing_is_said_of_a_step_that_is_not_recorded(checked: Checked) -> None:
    updates = "  - kind: updated\n    policies: {AcmeStorageOwner: v3}\n    narrowed: ['kms:*']\n"
    files = {
        OWNER_V2.replace("v2", "v3"): document('"s3:Get*"'),
        CHANGE: change(updates),
    }
    assert not [p for p in checked(files).problems if str(p.file) == CHANGE]


PAIRS = [
    ("new", "[AcmeStorageReader]", "updated", "[AcmeStorageReader]", 1),
    ("new", "{AcmeStorageReader: v1}", "updated", "{AcmeStorageReader: v2}", 0),
    ("new", "{AcmeStorageReader: v1}", "new", "{AcmeStorageReader: v1}", 1),
    ("updated", "{AcmeStorageReader: v2}", "updated", "{AcmeStorageReader: v2}", 1),
    ("updated", "[AcmeStorageReader]", "updated", "[AcmeStorageReader]", 0),
    ("updated", "{AcmeStorageReader: v2}", "updated", "{AcmeStorageOwner: v2}", 0),
    ("updated", "{AcmeStorageReader: v2}", "deprecated", "[AcmeStorageReader]", 0),
    ("new", "{AcmeStorageReader: v1}", "deprecated", "[AcmeStorageReader]", 1),
    ("deprecated", "[AcmeStorageReader]", "deprecated", "[AcmeStorageReader]", 0),
]


@pytest.mark.parametrize(("kind", "policies", "other", "others", "count"), PAIRS)
def test_updates_that_contradict_each_other(
    kind: str, policies: str, other: str, others: str, count: int, checked: Checked
) -> None:
    for first, second in (((kind, policies), (other, others)), ((other, others), (kind, policies))):
        updates = (
            f"  - {{kind: {first[0]}, policies: {first[1]}}}\n"
            f"  - {{kind: {second[0]}, policies: {second[1]}}}\n"
        )
        about = [problem.rule for problem in checked({CHANGE: change(updates)}).problems]
        assert about.count("change-contradicts-itself") == count


@pytest.mark.parametrize(
    ("days", "odd"),
    [
        ([1, 1, 2, 3], {}),
        ([2, 1], {2: "v2 is older than v1"}),
        ([1, 9, 2, 3, 4], {2: "v2 is newer than v3"}),
        ([2, 3, 1, 4], {3: "v3 is older than v2"}),
        ([1, 2, 3, 1, 1], {4: "v4 is older than v3", 5: "v5 is older than v3"}),
        ([5, 1, 2, 3, 0], {1: "v1 is newer than v2", 5: "v5 is older than v4"}),
    ],
)
def test_dates_at_odds_with_most_others(
    days: list[int], odd: dict[int, str], checked: Checked
) -> None:
    dates = "".join(f"  v{n}: {{date: 2024-02-{day + 1:02}}}\n" for n, day in enumerate(days, 1))
    report = checked({OWNER: f"{EXPLAINED}versions:\n{dates}"})
    messages = [p.message for p in report.problems if p.rule == "dates-out-of-order"]
    assert len(messages) == len(odd)
    assert all(map(str.startswith, messages, odd.values()))


def test_one_odd_change_is_one_finding(checked: Checked) -> None:
    """A date far too early does not put every change after it in doubt."""
    days = {2: "2024-07-01", 3: "2024-07-02", 4: "2024-07-03", 5: "2024-03-01"}
    files = {
        f"storage/changes/{day}-more.yaml": (
            f"title: More\ndate: {day}\nupdates:\n"
            f"  - {{kind: deprecated, policies: {{AcmeStorageOwner: v{number}}}}}\n"
        )
        for number, day in days.items()
    }
    (found_one,) = [p for p in checked(files).problems if p.rule == "dates-out-of-order"]
    assert str(found_one.file) == "storage/changes/2024-03-01-more.yaml"
    assert found_one.message.startswith("v5 of `AcmeStorageOwner` comes before its v2, which is")


@pytest.mark.parametrize(
    ("files", "base", "message"),
    [
        (
            {OWNER: f"{EXPLAINED}aliases: [AcmeStorageKeeper]\n"},
            None,
            "`AcmeStorageKeeper` is called `AcmeStorageOwner` now: write that",
        ),
        ({OWNER: f"{EXPLAINED}aliases: [storage/AcmeStorageKeeper]\n"}, None, "is called `AcmeS"),
        (
            {},
            {"storage/AcmeStorageKeeper/policy.yaml": WORDS},
            "`AcmeStorageKeeper` is here no more: put its name under `aliases`",
        ),
        ({}, None, "there is no policy `AcmeStorageKeeper`"),
    ],
)
def test_a_change_names_a_policy_that_has_another_name(
    files: dict[str, str], base: dict[str, str] | None, message: str, checked: Checked
) -> None:
    named = change("  - kind: updated\n    policies: [AcmeStorageKeeper]\n")
    problems = checked({CHANGE: named, **files}, base).problems
    told = [p.message for p in problems if p.rule == "change-policy-unknown"]
    assert len(told) == 1
    assert message in told[0]


def test_the_history_of_a_policy_that_is_gone(checked: Checked) -> None:
    about = (
        "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\n"
        "links: {guide: https://storage.example.com/guide.html}\naliases: [storage/AcmeGone]\n"
    )
    named = change("  - kind: updated\n    policies: [AcmeGone]\n")
    assert found(checked({CHANGE: named, ABOUT: about}, {})) == []


def test_a_service_shows_a_policy_under_its_old_name(checked: Checked) -> None:
    about = "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\npolicies: [AcmeOld]\n"
    report = checked({ABOUT: about, OWNER: f"{EXPLAINED}aliases: [AcmeOld]\n"})
    told = [p.message for p in report.problems if p.rule == "policy-unknown"]
    assert told == ["`AcmeOld` is called `AcmeStorageOwner` now: write that"]


def test_one_rule_tells_of_a_policy_whose_address_is_recorded(checked: Checked) -> None:
    base = {"storage/AcmeGone/policy.yaml": WORDS}
    lock = {"anchors.lock": "/storage/AcmeGone/\n/storage/AcmeGone/#access\n"}
    assert found(checked(lock, {**base, **lock})) == ["storage/service.yaml:1 anchor-gone"]


def test_a_line_that_is_no_address_takes_no_other_out(checked: Checked) -> None:
    lock = "/storage/\n/updates/\n"
    report = checked({"anchors.lock": f"<<<<<<< main\n{lock}"}, {"anchors.lock": lock})
    assert found(report) == ["anchors.lock:1 lock-invalid"]
