"""The schemas, and that what does not fit them is said once, in words, at its place."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policybook.schemas import MISMATCHES, Kind, schema, validate
from policybook.source.source import parse

NAMES = {
    Kind.SERVICE: "service.yaml",
    Kind.POLICY: "policy.yaml",
    Kind.CHANGE: "change.yaml",
    Kind.DOCUMENT: "v1.json",
}
Found = tuple[int, int, str, str]


def mismatches(kind: Kind, text: str) -> list[Found]:
    source, flaws = parse(PurePosixPath(NAMES[kind]), text)
    assert source, flaws
    problems = validate(source, kind)
    assert all(problem.message.isprintable() for problem in problems)
    return [(p.line, p.column, p.rule, p.message) for p in problems]


def assert_found(kind: Kind, text: str, *expected: Found) -> None:
    """What is found is what is expected, each message having the expected phrase in it."""
    found = mismatches(kind, text)
    assert [problem[:3] for problem in found] == [problem[:3] for problem in expected]
    for problem, wanted in zip(found, expected, strict=True):
        assert wanted[3] in problem[3]


FILES = {
    Kind.SERVICE: "service.yaml",
    Kind.POLICY: "policy.yaml",
    Kind.CHANGE: "changes/",
    Kind.DOCUMENT: "v1.json",
    Kind.SETTINGS: "The table `[tool.policybook]` of pyproject.toml",
    Kind.SERVICES: "The file that `policybook import catalogue --services` takes",
}


@pytest.mark.parametrize("kind", Kind)
def test_each_schema_is_a_valid_schema(kind: Kind) -> None:
    found = schema(kind)
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert found["$id"] == f"urn:policybook:schema:{kind}"
    assert found["description"].startswith(FILES[kind])
    Draft202012Validator.check_schema(found)


def properties(node: Any, at: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property that a schema declares; those of conditions only speak of others."""
    if isinstance(node, list):
        for index, inner in enumerate(node):
            yield from properties(inner, f"{at}/{index}")
    elif isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            if inner is not False:  # one that is ruled out is explained where it may stand
                yield f"{at}/{name}", inner
                yield from properties(inner, f"{at}/{name}")
        for keyword in ("$defs", "items", "additionalProperties"):
            below = node.get(keyword)
            named = below.values() if keyword == "$defs" and below else [below]
            for inner in named:
                yield from properties(inner, f"{at}/{keyword}")


@pytest.mark.parametrize("kind", Kind)
def test_each_property_is_explained(kind: Kind) -> None:
    declared = dict(properties(schema(kind), ""))
    assert len(declared) >= 3
    assert [
        at for at, node in declared.items() if not {"title", "description"} <= node.keys()
    ] == []


KEYWORDS = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "const",
    "default", "dependentSchemas", "description", "else", "enum", "errorMessage", "format", "if",
    "items", "maxLength", "messageOfUnknown", "messagesOfUnknown", "minItems", "minLength", "minProperties", "not", "oneOf", "pattern",
    "properties", "propertyNames", "required", "then", "title", "type", "uniqueItems",
}  # fmt: skip


def keywords(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for keyword, inner in node.items():
            yield keyword
            named = keyword in ("properties", "$defs", "dependentSchemas", "messagesOfUnknown")
            for below in inner.values() if named else [inner]:
                yield from keywords(below)
    elif isinstance(node, list):
        for below in node:
            yield from keywords(below)


def test_every_keyword_in_use_is_tested_here() -> None:
    assert {keyword for kind in Kind for keyword in keywords(schema(kind))} <= KEYWORDS


def statement(**changes: Any) -> str:
    """A document of one statement; a change to None leaves the key out."""
    whole = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **changes}
    kept = {key: value for key, value in whole.items() if value is not None}
    return json.dumps({"Statement": [kept]})


def column(text: str, word: str, nth: int = 1) -> int:
    """The column, in a text of one line, where `word` stands for the nth time."""
    at = -1
    for _ in range(nth):
        at = text.index(word, at + 1)
    return at + 1


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": {"Effect": "Deny", "NotAction": ["a:b"], "NotResource": ["*"]}}',
        '{"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}',
        statement(Condition={"Bool": {"aws:SecureTransport": True}}),
        statement(Condition={"NumericLessThan": {"a:b": [1, 2.5, "3"]}}),
        statement(Condition={}),
        statement(Sid=""),
    ],
)
def test_documents_that_fit(text: str) -> None:
    assert mismatches(Kind.DOCUMENT, text) == []


def test_a_document_with_more_wildcards_than_any() -> None:
    resources = [f"arn:aws:s3:::acme-{number}-*" for number in range(1000)]
    actions = [f"s3:Get{number}*" for number in range(1000)]
    assert mismatches(Kind.DOCUMENT, statement(Action=actions, Resource=resources)) == []
    (problem,) = mismatches(Kind.DOCUMENT, statement(Action=[*actions, "*"], Resource=resources))
    assert problem[:3] == (1, 1, "patterns-too-many")
    assert "2,001 patterns" in problem[3]


ACTIONS = "neither `Action` nor `NotAction`: add one"
RESOURCES = "neither `Resource` nor `NotResource`: add one"


@pytest.mark.parametrize(
    ("text", "word", "rule", "phrase"),
    [
        ("{}", "{", "key-missing", "`Statement`"),
        ("null", "null", "value-type", "this is empty; a mapping of keys is due"),
        ("[]", "[", "value-type", "this is a list; a mapping"),
        ('{"Statement": []}', "[]", "value-invalid", "this is empty"),
        ('{"Statement": "x"}', '"x"', "value-type", "a mapping of keys or a list is due"),
        ('{"Statement": ["x"]}', '"x"', "value-type", "this is a text; a mapping of keys is due"),
        (statement(Effect=None), '{"Action', "key-missing", "`Effect`"),
        (statement(Effect="allow"), '"allow"', "value-invalid", "did you mean `Allow`?"),
        (statement(Effect=["Allow"]), '["Allow"]', "value-type", "this is a list; one of Allow"),
        (statement(Action=None), '{"Effect', "value-invalid", ACTIONS),
        (statement(NotAction="a:*"), '"a:*"', "value-invalid", "has `Action` too: keep one"),
        (statement(Resource=None), '{"Effect', "value-invalid", RESOURCES),
        (statement(NotResource="**"), '"**"', "value-invalid", "has `Resource` too: keep one"),
        (statement(Action=[]), "[]", "value-invalid", "this is empty"),
        (statement(Action=7), "7", "value-type", "this is a number; a text or a list is due"),
        (statement(Action=["a:b", 7]), "7", "value-type", "this is a number; a text is due"),
        (statement(Resource={}), "{}", "value-type", "this is a mapping of keys; a text"),
        (statement(Sid="My Sid"), '"My Sid"', "value-invalid", "letters A-Z"),
        (statement(Sid="Sid\n"), '"Sid\\n"', "value-invalid", "letters A-Z"),
        (statement(Sid="Sidé"), '"Sid\\u', "value-invalid", "letters A-Z"),
        (statement(Sid=True), "true", "value-type", "this is true or false; a text is due"),
        (statement(Effects="Allow"), '"Effects"', "key-unknown", "did you mean `Effect`?"),
        (statement(Sort="*"), '"Sort"', "key-unknown", "known here: Sid, Effect"),
        (statement(Principal="*"), '"Principal"', "key-unknown", "this one is about those"),
        (statement(Condition="x"), '"x"', "value-type", "a mapping of keys is due"),
        (statement(Condition={"Bool": "x"}), '"x"', "value-type", "a mapping of keys is due"),
        (statement(Condition={"Bool": {"a": {}}}), "{}", "value-type", "a list or true or false"),
        (statement(Condition={"Bool": {"a": [[]]}}), "[]", "value-type", "this is a list"),
    ],
)
def test_a_document_that_does_not_fit(text: str, word: str, rule: str, phrase: str) -> None:
    assert_found(Kind.DOCUMENT, text, (1, column(text, word), rule, phrase))


def test_a_document_has_more_than_one_problem() -> None:
    text = '{"Version": "2012", "statement": [{}], "Statement": [{"a\\nb": 1}, 5]}'
    at = column(text, '{"a')
    assert_found(
        Kind.DOCUMENT,
        text,
        (1, 13, "value-invalid", "is not one of 2012-10-17, 2008-10-17"),
        (1, 21, "key-unknown", "did you mean `Statement`?"),
        (1, at, "key-missing", "`Effect`"),
        (1, at, "value-invalid", ACTIONS),
        (1, at, "value-invalid", RESOURCES),
        (1, at + 1, "key-unknown", "`a�b` is no element"),
        (1, column(text, "5]"), "value-type", "this is a number"),
    )


POLICY = "type: aws-managed\ndescription: x\n"
GROUPING = POLICY + "groupings:\n  - text: y\n"
SERVICE = "name: x\nshort_name: y\n"
CHANGE = "title: x\ndate: 2024-05-02\n"
UPDATE = CHANGE + "updates:\n  - policies: [A]\n"

ONE_KEY = "exactly one of the keys sid, service, action and topic"
WEB_ADDRESS = "it starts with https://"
A_DATE = "write one as in 2021-12-07"
AN_ACTION = "service:Operation"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.POLICY, POLICY),
        (Kind.POLICY, "type: aws-managed\n"),
        (Kind.POLICY, POLICY + "path: /a/b/\naccount: '012345678901'\nversions: {v1: {}}\n"),
        (Kind.POLICY, GROUPING + "    sid: [A, B]\n    title: z\n"),
        (Kind.POLICY, GROUPING + "    topic: z\n    sids: [A]\n    services: [s3]\n"),
        (Kind.SERVICE, SERVICE),
        (Kind.SERVICE, SERVICE + "links: {a-1: 'https://x.example'}\npolicies: []\n"),
        (Kind.CHANGE, CHANGE),
        (Kind.CHANGE, UPDATE + "    kind: new\n"),
        (Kind.CHANGE, UPDATE + "    kind: covered\n    covered: ['s3:Get*']\n"),
        # As AWS's own documents had them for a while.
        (Kind.CHANGE, UPDATE + "    kind: updated\n    added: ['s3:GetObject ']\n"),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    removed: ['ec2: DescribeVpcs']\n"),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    added: [a:b]\n    removed: ['*']\n"),
        (Kind.CHANGE, CHANGE + "updates:\n  - kind: new\n    policies: {A: v1, B: v20}\n"),
    ],
)
def test_words_that_fit(kind: Kind, text: str) -> None:
    assert mismatches(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        # policy.yaml
        (Kind.POLICY, "type: aws\ndescription: x", (1, 7, "value-invalid", "not one of aws-man")),
        (Kind.POLICY, "type: no\ndescription: x", (1, 7, "value-invalid", "`no` is not one of")),
        (Kind.POLICY, "type: 1\ndescription: x", (1, 7, "value-type", "one of aws-managed, cus")),
        (Kind.POLICY, "description: x", (1, 1, "key-missing", "`type`")),
        (Kind.POLICY, POLICY + "path: a", (3, 7, "value-invalid", "starts and ends with a slash")),
        (Kind.POLICY, POLICY + 'path: "/a/\\n"', (3, 7, "value-invalid", "starts and ends")),
        (Kind.POLICY, POLICY + f"path: /{'a' * 511}/", (3, 7, "value-invalid", "at most 512 fit")),
        (Kind.POLICY, POLICY + "account: '1'", (3, 10, "value-invalid", "12 digits, in quotes")),
        (Kind.POLICY, POLICY + "account: 123456789012", (3, 10, "value-type", "a text is due")),
        (Kind.POLICY, POLICY + "operations: yes", (3, 13, "value-type", "true or false is due")),
        (Kind.POLICY, POLICY + "attachable: role", (3, 13, "value-invalid", "is not one of iden")),
        (Kind.POLICY, POLICY + "groupings: []", (3, 12, "value-invalid", "this is empty")),
        (Kind.POLICY, POLICY + "groupings: [x]", (3, 13, "value-type", "a mapping of keys is due")),
        (Kind.POLICY, GROUPING, (4, 5, "value-invalid", ONE_KEY)),
        (Kind.POLICY, GROUPING + "    sid: A\n    service: s3", (4, 5, "value-invalid", ONE_KEY)),
        (Kind.POLICY, GROUPING + "    sid: A\n    topic: B\n    sids: [A]", (4, 5, "value-invalid", ONE_KEY)),
        (Kind.POLICY, GROUPING + "    sid: []", (5, 10, "value-invalid", "this is empty")),
        (Kind.POLICY, GROUPING + "    sid: ''", (5, 10, "value-invalid", "this is empty")),
        (Kind.POLICY, GROUPING + "    sid: [A, '']", (5, 14, "value-invalid", "this is empty")),
        (Kind.POLICY, GROUPING + "    topic: A", (4, 5, "value-invalid", "which sids, services or")),
        (Kind.POLICY, GROUPING + "    Service: s3", (5, 5, "key-unknown", "did you mean `service`?")),
        (Kind.POLICY, POLICY + "groupings:\n  - sid: A", (4, 5, "key-missing", "`text`")),
        (Kind.POLICY, POLICY + "groupings:\n  - sid: A\n    text:", (5, 10, "value-type", "empty")),
        (Kind.POLICY, POLICY + "notes: [{title: a, txt: b}]", (3, 20, "key-unknown", "`text`")),
        (Kind.POLICY, POLICY + "versions: {1: {}}", (3, 12, "value-invalid", "`1`")),
        (Kind.POLICY, POLICY + "versions: {v01: {}}", (3, 12, "value-invalid", "`v01`")),
        (Kind.POLICY, POLICY + 'versions: {"v1\\n": {}}', (3, 12, "value-invalid", "`v1�`")),
        (Kind.POLICY, POLICY + "versions: {v1: 2021-01-01}", (3, 16, "value-type", "a mapping")),
        (Kind.POLICY, POLICY + "versions: {v1: {date: 2021}}", (3, 23, "value-type", "a text is")),
        (Kind.POLICY, POLICY + "versions: {v1: {date: 2021-2-3}}", (3, 23, "date-invalid", A_DATE)),
        (Kind.POLICY, POLICY + "default_version: 2", (3, 18, "value-type", "a text is due")),
        (Kind.POLICY, POLICY + "default_version: V2", (3, 18, "value-invalid", "written v1, v2")),
        (Kind.POLICY, POLICY + 'default_version: "v2\\n"', (3, 18, "value-invalid", "v1, v2")),
        (Kind.POLICY, POLICY + "aliases: [a, b, a]", (3, 17, "value-invalid", "`a` stands in the")),
        (Kind.POLICY, POLICY + "aliases: [a b]", (3, 11, "value-invalid", "an alias of a policy is written OldName")),
        (Kind.POLICY, POLICY + "aliases: [..]", (3, 11, "value-invalid", "an alias of a policy is")),
        (Kind.POLICY, POLICY + "aliases: [a/feed.xml]", (3, 11, "value-invalid", "an alias of a policy is")),
        (Kind.POLICY, POLICY + "aliases: ['a/B#c']", (3, 11, "value-invalid", "an alias of a policy is")),
        (Kind.SERVICE, SERVICE + "aliases: [a/..]", (3, 11, "value-invalid", "an alias of a service is")),
        (Kind.POLICY, POLICY + "groupings: [{sid: A, text: a, aliases: [a/b]}]", (3, 41, "value-invalid", "an alias of a grouping is written")),
        (Kind.SERVICE, SERVICE + "aliases: [A]", (3, 11, "value-invalid", "an alias of a service is written")),
        (Kind.CHANGE, CHANGE + "aliases: [a/b]", (3, 11, "value-invalid", "an alias of a change is written")),
        (Kind.POLICY, POLICY + "deprecated: true", (3, 13, "value-type", "a mapping of keys")),
        (Kind.POLICY, POLICY + "exempt: {Sid_x: y}", (3, 10, "value-invalid", "`Sid_x`")),
        (Kind.POLICY, POLICY + "exempt: {sid-x: ''}", (3, 17, "value-invalid", "this is empty")),
        (Kind.POLICY, POLICY + "exempt: [sid-x]", (3, 9, "value-type", "this is a list")),
        (Kind.POLICY, POLICY + "$ref: x", (3, 1, "key-unknown", "`$ref` is not a key")),
        # service.yaml
        (Kind.SERVICE, "name: x", (1, 1, "key-missing", "`short_name`")),
        (Kind.SERVICE, SERVICE + "prefixes: S3", (3, 11, "value-type", "a list is due")),
        (Kind.SERVICE, SERVICE + "prefixes: [S3]", (3, 12, "value-invalid", "lower-case letters")),
        (Kind.SERVICE, SERVICE + "prefixes: [s3, s3]", (3, 16, "value-invalid", "in the list already")),
        (Kind.SERVICE, SERVICE + "policies: [a b]", (3, 12, "value-invalid", "not the name of a")),
        (Kind.SERVICE, SERVICE + "tracking_since: May 2024", (3, 17, "date-invalid", A_DATE)),
        (Kind.SERVICE, SERVICE + "documentation: www.x", (3, 16, "value-invalid", WEB_ADDRESS)),
        (Kind.SERVICE, SERVICE + "documentation: 'javascript:x'", (3, 16, "value-invalid", WEB_ADDRESS)),
        (Kind.SERVICE, SERVICE + "links: {a: ftp://x}", (3, 12, "value-invalid", WEB_ADDRESS)),
        (Kind.SERVICE, SERVICE + "links: {A b: https://x}", (3, 9, "value-invalid", "`A b`")),
        (Kind.SERVICE, SERVICE + "api_reference:\n  template: https://x", (4, 13, "value-invalid", "{operation}")),
        (Kind.SERVICE, SERVICE + "api_reference: {tempalte: x}", (3, 17, "key-unknown", "`template`")),
        # changes/
        (Kind.CHANGE, "title: x", (1, 1, "key-missing", "`date`")),
        (Kind.CHANGE, "title: ''\ndate: 2024-05-02", (1, 8, "value-invalid", "this is empty")),
        (Kind.CHANGE, "title: x\ndate: 20240502", (2, 7, "value-type", "a text is due")),
        (Kind.CHANGE, "title: x\ndate: '20240502'", (2, 7, "date-invalid", A_DATE)),
        (Kind.CHANGE, "title: x\ndate: 2023-02-29", (2, 7, "date-invalid", "`2023-02-29` is not a")),
        (Kind.CHANGE, CHANGE + "updates: []", (3, 10, "value-invalid", "this is empty")),
        (Kind.CHANGE, UPDATE, (4, 5, "key-missing", "`kind`")),
        (Kind.CHANGE, UPDATE + "    kind: changed", (5, 11, "value-invalid", "is not one of new")),
        (Kind.CHANGE, UPDATE + "    kind: update", (5, 11, "value-invalid", "mean `updated`?")),
        (Kind.CHANGE, UPDATE + "    kind: covered", (4, 5, "key-missing", "`covered`")),
        (Kind.CHANGE, UPDATE + "    kind: new\n    added: [a:b]", (6, 12, "value-invalid", "only an update of the kind updated lists added")),
        (Kind.CHANGE, UPDATE + "    kind: new\n    removed: [a:b]", (6, 14, "value-invalid", "lists removed")),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    covered: [a:b]", (6, 14, "value-invalid", "of the kind covered")),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    added: [a]", (6, 13, "value-invalid", AN_ACTION)),
        (Kind.CHANGE, UPDATE + '    kind: updated\n    added: ["a:b\\n"]', (6, 13, "value-invalid", AN_ACTION)),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    added: ['a:b c']", (6, 13, "value-invalid", AN_ACTION)),
        (Kind.CHANGE, UPDATE + "    kind: updated\n    added: [a:b, a:b]", (6, 18, "value-invalid", "`a:b` stands in the list")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: {}}]", (3, 33, "value-invalid", "this is empty")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: A}]", (3, 33, "value-type", "a mapping of keys or a list")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: [a b]}]", (3, 34, "value-invalid", "not the name of a policy")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: {a b: v1}}]", (3, 34, "value-invalid", "`a b`")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: {A: 1}}]", (3, 37, "value-type", "a text is due")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: {A: v0}}]", (3, 37, "value-invalid", "v1, v2")),
        (Kind.CHANGE, CHANGE + "updates: [{kind: new, policies: {A: }}]", (3, 37, "value-type", "this is empty; a text")),
    ],
)  # fmt: skip
def test_words_that_do_not_fit(kind: Kind, text: str, found: Found) -> None:
    assert_found(kind, text, found)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Kind.CHANGE, UPDATE + "    added: [a:b]", (4, 5, "key-missing", "`kind`")),
        (Kind.CHANGE, UPDATE + "    covered: [a:b]", (4, 5, "key-missing", "`kind`")),
        (
            Kind.CHANGE,
            UPDATE + "    kind: update\n    added: [a:b]",
            (5, 11, "value-invalid", "mean `updated`?"),
        ),
        (
            Kind.CHANGE,
            UPDATE + "    kind: cover\n    covered: [a:b]",
            (5, 11, "value-invalid", "mean `covered`?"),
        ),
        (Kind.POLICY, GROUPING + "    sids: [A]", (4, 5, "value-invalid", ONE_KEY)),
        (
            Kind.POLICY,
            GROUPING + "    sid: A\n    sids: [A]",
            (4, 5, "value-invalid", "belong to a topic"),
        ),
    ],
)
def test_what_follows_from_a_fault_is_not_another(kind: Kind, text: str, found: Found) -> None:
    assert_found(kind, text, found)


def test_every_mismatch_has_a_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in MISMATCHES.values())


def test_a_long_and_odd_text_is_shortened_in_messages() -> None:
    (problem,) = mismatches(Kind.CHANGE, 'title: x\ndate: "\\N\\u2028' + "9" * 500 + '"')
    assert len(problem[3]) < 120


def test_many_problems_in_one_file_are_placed_quickly() -> None:
    """Placing a problem does not count the lines of the file anew."""
    text = '{"Statement": [\n' + ",\n".join(["1"] * 3000) + "]}"
    assert [problem[0] for problem in mismatches(Kind.DOCUMENT, text)] == list(range(2, 3002))
