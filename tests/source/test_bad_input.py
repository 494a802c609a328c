"""One fault planted in a valid catalogue is one problem, at the right place, and nothing else."""

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from click.testing import CliRunner

from policybook.check import check
from policybook.cli import main
from policybook.guide import guides
from policybook.problem import Pointer
from policybook.source.source import parse
from rights import as_nobody

SERVICE = "acme/service.yaml"
WORDS = "acme/AcmeReader/policy.yaml"
DOCUMENT = "acme/AcmeReader/v1.json"
CHANGES = "acme/changes"
CHANGE = "acme/changes/2024-05-02-first.yaml"

GOOD = {
    SERVICE: "name: Acme Vault\nshort_name: Vault\nprefixes: [s3]\n",
    WORDS: (
        "type: aws-managed\n"
        "description: Lets people look at what is stored.\n"
        "groupings:\n"
        "  - sid: Look\n"
        "    text: Reads what is stored.\n"
    ),
    DOCUMENT: (
        "{\n"
        '  "Version": "2012-10-17",\n'
        '  "Statement": [\n'
        "    {\n"
        '      "Sid": "Look",\n'
        '      "Effect": "Allow",\n'
        '      "Action": "s3:ListBucket",\n'
        '      "Resource": "*"\n'
        "    }\n"
        "  ]\n"
        "}\n"
    ),
    CHANGE: (
        "title: First release\n"
        "date: 2024-05-02\n"
        "updates:\n"
        "  - kind: new\n"
        "    policies:\n"
        "      AcmeReader: v1\n"
    ),
}

Found = tuple[str, int, int, str]


def plant(root: Path, path: str, content: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def found(root: Path) -> list[Found]:
    report = check(root)
    assert {problem.rule for problem in report.problems} <= guides().keys()
    assert all(str(problem).isprintable() for problem in report.problems)
    return [(str(p.file), p.line, p.column, p.rule) for p in report.problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    for path, text in GOOD.items():
        plant(folder, path, text)
    return folder


def test_the_catalogue_is_good_before_a_fault_is_planted(root: Path) -> None:
    assert found(root) == []


def swapped(path: str, old: str, new: str) -> str:
    assert GOOD[path].count(old) == 1
    return GOOD[path].replace(old, new)


CONTENT: dict[str, tuple[str, str | bytes, list[Found]]] = {
    # What is not even the text that it should be.
    "empty JSON": (DOCUMENT, "", [(DOCUMENT, 1, 1, "file-empty")]),
    "empty YAML": (WORDS, "", [(WORDS, 1, 1, "file-empty")]),
    "blank JSON": (DOCUMENT, " \n\t\n", [(DOCUMENT, 1, 1, "file-empty")]),
    "blank YAML": (SERVICE, "\n\n", [(SERVICE, 1, 1, "file-empty")]),
    "YAML of comments": (CHANGE, "# later\n# more\n", [(CHANGE, 1, 1, "file-empty")]),
    "JSON with BOM": (
        DOCUMENT,
        GOOD[DOCUMENT].encode("utf-8-sig"),
        [(DOCUMENT, 1, 1, "file-byte-order-mark")],
    ),
    "YAML with BOM": (
        WORDS,
        GOOD[WORDS].encode("utf-8-sig"),
        [(WORDS, 1, 1, "file-byte-order-mark")],
    ),
    "JSON in UTF-16": (
        DOCUMENT,
        GOOD[DOCUMENT].encode("utf-16"),
        [(DOCUMENT, 1, 1, "file-not-utf8")],
    ),
    "JSON in UTF-16 that does not say so": (
        DOCUMENT,
        GOOD[DOCUMENT].encode("utf-16-be"),
        [(DOCUMENT, 1, 1, "file-not-utf8")],
    ),
    "YAML in UTF-16": (WORDS, GOOD[WORDS].encode("utf-16"), [(WORDS, 1, 1, "file-not-utf8")]),
    "not UTF-8 after multi-byte characters": (
        DOCUMENT,
        '{\n "Sid": "né😀'.encode() + b'\xe9"}',
        [(DOCUMENT, 2, 13, "file-not-utf8")],
    ),
    "Latin-1 in YAML": (WORDS, "type: né".encode("latin-1"), [(WORDS, 1, 8, "file-not-utf8")]),
    "UTF-8 cut inside a character": (
        DOCUMENT,
        "{}é".encode()[:-1],
        [(DOCUMENT, 1, 3, "file-not-utf8")],
    ),
    # What is not JSON or YAML.
    "not JSON": (DOCUMENT, "Hello", [(DOCUMENT, 1, 1, "json-invalid")]),
    "HTML": (DOCUMENT, "<!doctype html>", [(DOCUMENT, 1, 1, "json-invalid")]),
    "truncated JSON": (DOCUMENT, '{\n  "Statement": [\n', [(DOCUMENT, 2, 17, "json-invalid")]),
    "trailing comma": (DOCUMENT, '{"Version": "x",}', [(DOCUMENT, 1, 16, "json-invalid")]),
    "smart quotes": (DOCUMENT, "{\n  “Version”: 1}", [(DOCUMENT, 2, 3, "json-invalid")]),
    "NaN": (DOCUMENT, '{"a": NaN}', [(DOCUMENT, 1, 7, "json-invalid")]),
    "Infinity": (DOCUMENT, '{"a": Infinity}', [(DOCUMENT, 1, 7, "json-invalid")]),
    "-Infinity": (DOCUMENT, '{"a":\n-Infinity}', [(DOCUMENT, 2, 1, "json-invalid")]),
    "duplicate keys in JSON": (
        DOCUMENT,
        '{"Version": 1,\n "Version": 2,\n "Statement": [], "Statement": []}',
        [(DOCUMENT, 2, 2, "key-repeated"), (DOCUMENT, 3, 19, "key-repeated")],
    ),
    "a duplicate key with a line end in it": (
        DOCUMENT,
        '{"a\\n": 1, "a\\n": 2}',
        [(DOCUMENT, 1, 12, "key-repeated")],
    ),
    "duplicate keys in YAML": (
        WORDS,
        GOOD[WORDS] + "type: aws-managed\ngroupings: []\n",
        [(WORDS, 6, 1, "key-repeated"), (WORDS, 7, 1, "key-repeated")],
    ),
    "not YAML": (WORDS, "type: [aws-managed\n", [(WORDS, 2, 1, "yaml-invalid")]),
    "YAML with a tab": (WORDS, "type: x\nnotes:\n\t- a", [(WORDS, 3, 1, "yaml-invalid")]),
    "YAML with an unclosed quote": (
        WORDS,
        "type: 'x\ndescription: y\n",
        [(WORDS, 1, 7, "yaml-invalid")],
    ),
    "control character in YAML": (WORDS, "type: né\x07", [(WORDS, 1, 9, "yaml-invalid")]),
    "YAML tag": (
        WORDS,
        "type: !!python/object/apply:os.system [ls]",
        [(WORDS, 1, 7, "yaml-construct")],
    ),
    "YAML tag with a line end in it": (WORDS, "!a%0Ab x", [(WORDS, 1, 1, "yaml-construct")]),
    "YAML anchor": (WORDS, "type: &a x\n", [(WORDS, 1, 7, "yaml-construct")]),
    "YAML alias": (WORDS, "type: *a\n", [(WORDS, 1, 7, "yaml-construct")]),
    "billion laughs": (
        WORDS,
        "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{b}, *{b}]\n" for b, c in ("ab", "bc", "cd")),
        [(WORDS, 1, 4, "yaml-construct")],
    ),
    "YAML merge key": (WORDS, "type: x\n<<: {a: b}\n", [(WORDS, 2, 1, "yaml-construct")]),
    "several documents": (WORDS, GOOD[WORDS] + "---\na: b\n", [(WORDS, 6, 1, "yaml-construct")]),
    "JSON arrays 100,000 deep": (
        DOCUMENT,
        "[" * 100_000 + "]" * 100_000,
        [(DOCUMENT, 1, 65, "nesting-too-deep")],
    ),
    "JSON objects 100,000 deep": (
        DOCUMENT,
        '{"a":' * 100_000,
        [(DOCUMENT, 1, 321, "nesting-too-deep")],
    ),
    "YAML lists 100,000 deep": (WORDS, "[" * 100_000, [(WORDS, 1, 65, "nesting-too-deep")]),
    # What does not fit its schema.
    "wrong type": (
        WORDS,
        swapped(WORDS, "aws-managed", "aws-managed\noperations: 'yes'"),
        [(WORDS, 2, 13, "value-type")],
    ),
    "a list for a mapping": (WORDS, "- type: aws-managed\n", [(WORDS, 1, 1, "value-type")]),
    "a scalar for a mapping": (DOCUMENT, "true", [(DOCUMENT, 1, 1, "value-type")]),
    "nothing for a text": (
        WORDS,
        swapped(WORDS, " Lets people look at what is stored.", ""),
        [(WORDS, 2, 13, "value-type")],
    ),
    "missing key": (
        WORDS,
        swapped(WORDS, "type: aws-managed\n", ""),
        [(WORDS, 1, 1, "key-missing")],
    ),
    "missing key in a statement": (
        DOCUMENT,
        swapped(DOCUMENT, '      "Effect": "Allow",\n', ""),
        [(DOCUMENT, 4, 5, "key-missing")],
    ),
    "wrong enum value": (
        DOCUMENT,
        swapped(DOCUMENT, "Allow", "allow"),
        [(DOCUMENT, 6, 17, "value-invalid")],
    ),
    "impossible day": (CHANGE, swapped(CHANGE, "05-02", "02-30"), [(CHANGE, 2, 7, "date-invalid")]),
    "impossible month": (
        CHANGE,
        swapped(CHANGE, "05-02", "13-01"),
        [(CHANGE, 2, 7, "date-invalid")],
    ),
    "no date": (CHANGE, swapped(CHANGE, "2024-05-02", "soon"), [(CHANGE, 2, 7, "date-invalid")]),
    "column after tabs": (
        DOCUMENT,
        GOOD[DOCUMENT].replace("  ", "\t").replace("Allow", "allow"),
        [(DOCUMENT, 6, 14, "value-invalid")],
    ),
    "column after characters beyond ASCII": (
        DOCUMENT,
        swapped(DOCUMENT, '"Effect": "Allow"', '"Condition": {"é😀": {"ü": "ß"}}, "Effect": 1'),
        [(DOCUMENT, 6, 50, "value-type")],
    ),
}


@pytest.mark.parametrize(("path", "content", "expected"), CONTENT.values(), ids=CONTENT)
def test_content(root: Path, path: str, content: str | bytes, expected: list[Found]) -> None:
    plant(root, path, content)
    assert found(root) == expected


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "hint"),
    [
        (WORDS, "groupings", "grupings", (3, 1), "groupings"),
        (WORDS, "type", "typo", (1, 1), "type"),
        (WORDS, "- sid", "- Sid", (4, 5), "sid"),
        (DOCUMENT, "Action", "Actions", (7, 7), "Action"),
        (DOCUMENT, "Effect", "effect", (6, 7), "Effect"),
        (CHANGE, "title", "titel", (1, 1), "title"),
        (SERVICE, "prefixes", "prefix", (3, 1), "prefixes"),
    ],
)
def test_a_misspelt_key_is_one_problem_with_the_right_key_in_it(
    root: Path, path: str, old: str, new: str, place: tuple[int, int], hint: str
) -> None:
    plant(root, path, swapped(path, old, new))
    assert found(root) == [(path, *place, "key-unknown")]
    assert check(root).problems[0].message.endswith(f"; did you mean `{hint}`?")


def test_a_huge_file_is_refused_unread(root: Path) -> None:
    for path in (DOCUMENT, WORDS):
        os.truncate(root / path, 50_000_000)
    started = time.perf_counter()
    assert found(root) == [(WORDS, 1, 1, "file-too-large"), (DOCUMENT, 1, 1, "file-too-large")]
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("path", [SERVICE, WORDS, DOCUMENT, CHANGE])
def test_a_folder_where_a_file_should_be(root: Path, path: str) -> None:
    (root / path).unlink()
    (root / path).mkdir()
    assert found(root) == [(path, 1, 1, "file-wrong-kind")]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("acme/changes", "file-wrong-kind"),
        ("acme/AcmeWriter", "file-unexpected"),
        ("other", "file-unexpected"),
    ],
)
def test_a_file_where_a_folder_should_be(root: Path, path: str, rule: str) -> None:
    shutil.rmtree(root / path, ignore_errors=True)
    plant(root, path, "x")
    assert found(root) == [(path, 1, 1, rule)]


def test_the_root_is_a_file(tmp_path: Path) -> None:
    plant(tmp_path, "policies", "x")
    assert found(tmp_path / "policies") == [(".", 1, 1, "file-wrong-kind")]


def test_there_is_no_root(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere") == [(".", 1, 1, "file-unreadable")]


def test_the_root_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert found(tmp_path) == [(".", 1, 1, "catalogue-empty")]


@pytest.mark.parametrize("path", [SERVICE, WORDS, DOCUMENT, CHANGE, CHANGES, "acme/AcmeReader"])
@pytest.mark.parametrize("target", ["out", "nowhere", "itself"])
def test_a_link_that_leads_out_or_nowhere(root: Path, path: str, target: str) -> None:
    """Nothing that the link hides is called missing or unknown."""
    outside = root.parent / "outside"
    shutil.move(root / path, outside)
    link = root / path
    targets = {"out": outside, "nowhere": outside / "nowhere", "itself": link}
    link.symlink_to(targets[target])
    assert found(root) == [(path, 1, 1, "file-outside")]


def test_a_service_is_a_link_that_leads_out(root: Path) -> None:
    (root / "other").symlink_to(root.parent)
    assert found(root) == [("other", 1, 1, "file-outside")]


def test_a_link_inside_the_folder_is_followed(root: Path) -> None:
    (root / DOCUMENT).rename(root / "acme/AcmeReader/.original")
    (root / DOCUMENT).symlink_to(".original")
    assert found(root) == []


def test_a_link_to_the_folder_above_ends(root: Path) -> None:
    (root / "acme/AcmeLoop").symlink_to("..", target_is_directory=True)
    assert found(root) == [
        ("acme/AcmeLoop", 1, 1, "file-missing"),
        ("acme/AcmeLoop/acme", 1, 1, "file-unexpected"),
    ]


@pytest.mark.parametrize("path", [SERVICE, WORDS, DOCUMENT, CHANGE])
def test_a_fifo_is_not_waited_for(root: Path, path: str) -> None:
    (root / path).unlink()
    os.mkfifo(root / path)
    assert found(root) == [(path, 1, 1, "file-wrong-kind")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"Acme Writer", "Acme Writer"),
        (b"A" * 129, "A" * 129),
        ("AcmeSchlüssel".encode(), "AcmeSchlüssel"),
        (b"Acme\nWriter", "Acme\\x0aWriter"),
        (b"Acme\x1b[31m", "Acme\\x1b[31m"),
        ("Acme\u202e".encode(), "Acme\\x202e"),
        (b"Acme\xff", "Acme\\xff"),
        (b"Acme:Writer", "Acme:Writer"),
    ],
)
def test_a_policy_name_that_iam_refuses(root: Path, name: bytes, shown: str) -> None:
    shutil.copytree(root / "acme/AcmeReader", root / "acme" / os.fsdecode(name))
    assert found(root) == [(f"acme/{shown}", 1, 1, "name-invalid")]


def test_the_longest_policy_name_is_taken(root: Path) -> None:
    shutil.copytree(root / "acme/AcmeReader", root / "acme" / ("A" * 128))
    assert found(root) == []


@pytest.mark.parametrize("name", ["Acme", "acme_vault", "-acme", "äcme", "acme\nvault"])
def test_a_service_name_that_is_refused(root: Path, name: str) -> None:
    (root / name).mkdir()
    shown = name.replace("\n", "\\x0a")
    assert found(root) == [(shown, 1, 1, "name-invalid")]


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001b", "\\u000b", "\\ue000", "\\ufffe"])
def test_character_that_no_page_can_show(root: Path, escape: str) -> None:
    plant(root, DOCUMENT, swapped(DOCUMENT, '"Resource": "*"', f'"Resource": "a{escape}"'))
    assert found(root) == [(DOCUMENT, 8, 19, "character-unfit")]
    plant(root, DOCUMENT, GOOD[DOCUMENT])
    plant(root, CHANGE, swapped(CHANGE, "First release", f'"First {escape} release"'))
    assert found(root) == [(CHANGE, 1, 8, "character-unfit")]


@pytest.mark.parametrize("name", ['A "><img src=x>', "A <b>", "A  B", "A\\nB", " A"])
def test_service_name_that_is_no_name(root: Path, name: str) -> None:
    plant(root, SERVICE, swapped(SERVICE, "Acme Vault", json.dumps(name).replace("\\\\", "\\")))
    assert found(root) == [(SERVICE, 1, 7, "value-invalid")]


@pytest.mark.parametrize(
    "url", ["https://", "http://[", "https://e/ <img src=x>", "https://e/a b", "ftp://e/", "e.org"]
)
def test_address_that_is_none(root: Path, url: str) -> None:
    plant(root, SERVICE, GOOD[SERVICE] + f"links: {{guide: {json.dumps(url)}}}\n")
    line = GOOD[SERVICE].count("\n") + 1
    assert found(root) == [(SERVICE, line, 16, "value-invalid")]


@pytest.mark.parametrize("text", ["", "a\\n\\nb", "a\\tb"])
def test_resource_that_is_no_line(root: Path, text: str) -> None:
    plant(root, DOCUMENT, swapped(DOCUMENT, '"Resource": "*"', f'"Resource": "{text}"'))
    assert found(root) == [(DOCUMENT, 8, 19, "value-invalid")]


@pytest.mark.parametrize("name", ["assets", "index", "reference", "search", "updates"])
def test_service_name_that_the_site_has(root: Path, name: str) -> None:
    shutil.copytree(root / "acme", root / name, ignore=shutil.ignore_patterns("Acme*", "changes"))
    assert found(root) == [(name, 1, 1, "name-invalid")]


@pytest.mark.parametrize("name", ["feed.xml", "index.html", "Index.md", "updates"])
def test_policy_name_that_the_page_has(root: Path, name: str) -> None:
    shutil.copytree(root / "acme" / "AcmeReader", root / "acme" / name)
    assert found(root) == [(f"acme/{name}", 1, 1, "name-invalid")]


@pytest.mark.parametrize("name", ["acmereader", "ACMEREADER"])
@pytest.mark.parametrize("service", ["acme", "zulu"])
def test_names_that_differ_only_by_case(root: Path, name: str, service: str) -> None:
    plant(root, f"{service}/service.yaml", GOOD[SERVICE])
    shutil.copytree(root / "acme/AcmeReader", root / service / name)
    second = max(("acme", "AcmeReader"), (service, name))
    assert found(root) == [("/".join(second), 1, 1, "name-not-unique")]
    assert "differs only by case" in check(root).problems[0].message


def test_the_same_name_in_two_services(root: Path) -> None:
    shutil.copytree(root / "acme", root / "zulu", ignore=shutil.ignore_patterns("changes"))
    assert found(root) == [("zulu/AcmeReader", 1, 1, "name-not-unique")]
    assert "acme/AcmeReader has the same name" in check(root).problems[0].message


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A good catalogue below folders that other users can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    for path, text in GOOD.items():
        plant(folder, path, text)
    for below in folder.rglob("*"):
        below.chmod(0o755)
    assert found(folder) == []  # and everything is imported before rights are given up
    yield folder
    for below in [folder, *folder.rglob("*")]:
        below.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (SERVICE, 0),
        (WORDS, 0),
        (DOCUMENT, 0),
        (CHANGE, 0),
        ("acme/AcmeReader", 0),
        ("acme/AcmeReader", 0o444),
        ("acme/changes", 0),
        ("acme/changes", 0o444),
        ("acme", 0),
        ("acme", 0o444),
        (".", 0),
        (".", 0o444),
    ],
)
def test_what_cannot_be_read_is_one_problem(guarded: Path, path: str, mode: int) -> None:
    (guarded / path).chmod(mode)
    with as_nobody():
        problems = found(guarded)
    (guarded / path).chmod(0o755)
    assert problems == [(path, 1, 1, "file-unreadable")]


def test_versions_that_skip_leave_a_gap(root: Path) -> None:
    shutil.copy(root / DOCUMENT, root / "acme/AcmeReader/v4.json")
    report = check(root)
    assert report.problems == ()
    assert report.catalogue.policies["AcmeReader"].gaps == ((2, 3),)


@pytest.mark.parametrize("name", ["v01.json", "V1.json", "v1.JSON", "v001.json"])
def test_a_version_that_repeats(root: Path, name: str) -> None:
    shutil.copy(root / DOCUMENT, root / "acme/AcmeReader" / name)
    assert found(root) == [(f"acme/AcmeReader/{name}", 1, 1, "version-repeated")]


@pytest.mark.parametrize("name", ["V1.JSON", "v01.json", "V1.json"])
def test_a_document_that_has_to_be_renamed(root: Path, name: str) -> None:
    """The version is known, so nothing that speaks of it is called wrong."""
    (root / DOCUMENT).rename(root / "acme/AcmeReader" / name)
    assert found(root) == [(f"acme/AcmeReader/{name}", 1, 1, "file-unexpected")]
    assert check(root).problems[0].message == "rename the file to v1.json"


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "acme/README.md",
        "acme/service.yml",
        "acme/AcmeReader/notes.txt",
        "acme/AcmeReader/policy.yml",
        "acme/AcmeReader/v0.json",
        "acme/AcmeReader/v.json",
        "acme/AcmeReader/v1000000.json",
        "acme/AcmeReader/v1.json.bak",
        "acme/AcmeReader/version1.json",
        "acme/changes/2024-06-01-more.yml",
        "acme/changes/2024-06-01-more.json",
    ],
)
def test_a_file_that_is_not_part_of_the_format(root: Path, path: str) -> None:
    plant(root, path, "x")
    assert found(root) == [(path, 1, 1, "file-unexpected")]


@pytest.mark.parametrize(
    ("path", "name", "hint"),
    [
        (SERVICE, "Service.yaml", "did you mean `service.yaml`?"),
        (SERVICE, "service.yml", "did you mean `service.yaml`?"),
        (WORDS, "policy.yml", "did you mean `policy.yaml`?"),
        (CHANGE, "2024-05-02-first.yml", "rename it to 2024-05-02-first.yaml"),
    ],
)
def test_another_name_is_said_how_to_mend(root: Path, path: str, name: str, hint: str) -> None:
    wrong = Path(path).with_name(name)
    (root / path).rename(root / wrong)
    assert found(root) == [(str(wrong), 1, 1, "file-unexpected")]
    assert check(root).problems[0].message.endswith(hint)


@pytest.mark.parametrize("name", [".DS_Store", ".gitkeep"])
def test_hidden_files_are_passed_over(root: Path, name: str) -> None:
    for folder in (".", "acme", "acme/AcmeReader", "acme/changes"):
        plant(root, f"{folder}/{name}", b"\xff")
    assert found(root) == []


@pytest.mark.parametrize("path", [SERVICE, WORDS])
def test_a_missing_file(root: Path, path: str) -> None:
    (root / path).unlink()
    assert found(root) == [(str(Path(path).parent), 1, 1, "file-missing")]


def test_no_changes_and_no_documents_are_no_problem(root: Path) -> None:
    shutil.rmtree(root / CHANGES)
    (root / DOCUMENT).unlink()
    assert found(root) == []


def test_all_faults_of_all_files_are_reported_sorted(root: Path) -> None:
    plant(root, DOCUMENT, "{")
    plant(root, WORDS, "typo: x\ntypo: x\n")
    plant(root, SERVICE, "name: [x]\nshort_name: 1\n")
    plant(root, CHANGE, "date: soon\n")
    plant(root, "zulu/README.md", "x")
    assert found(root) == [
        (WORDS, 2, 1, "key-repeated"),
        (DOCUMENT, 1, 2, "json-invalid"),
        (CHANGE, 1, 1, "key-missing"),
        (CHANGE, 1, 7, "date-invalid"),
        (SERVICE, 1, 7, "value-type"),
        (SERVICE, 2, 13, "value-type"),
        ("zulu", 1, 1, "file-missing"),
        ("zulu/README.md", 1, 1, "file-unexpected"),
    ]


FULL = {
    SERVICE: (
        "{name: Acme Vault, short_name: Vault, prefixes: [s3], policies: [AcmeReader], "
        "tracking_since: 2024-01-01, documentation: https://a.example/, links: {a: https://b}, "
        "api_reference: {template: 'https://a/{operation}', index: https://a, exceptions: {B: "
        "https://c}}}"
    ),
    WORDS: (
        "{type: aws-managed, description: 'See [a][a].', path: /a/, account: '123456789012', "
        "attachable: identities, operations: true, notes: [{title: a, text: '`acme:Get*`'}], "
        "groupings: [{sid: Look, text: a}, {topic: b, services: [acme], text: c}], "
        "versions: {v1: {date: 2024-01-01}}, default_version: v1, aliases: [Old], "
        "deprecated: {date: 2024-02-01, replacement: AcmeReader}, exempt: {sid-not-unique: a}}"
    ),
    DOCUMENT: (
        '{"Version": "2012-10-17", "Statement": [{"Sid": "Look", "Effect": "Allow", "Action": '
        '["acme:Get*"], "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, '
        '{"Effect": "Deny", "NotAction": "*", "NotResource": ["*"]}]}'
    ),
    CHANGE: (
        "{title: a, date: 2024-05-02, text: '`acme:GetA`', exempt: {change-not-covered: a}, "
        "updates: [{kind: new, policies: {AcmeReader: v1}}, "
        "{kind: updated, policies: [AcmeReader], added: [a:b], removed: [c:d]}, "
        "{kind: covered, policies: [AcmeReader], covered: [acme:GetB]}]}"
    ),
}
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1.5,
    "",
    "\n",
    "*",
    ":",
    "[a][b]",
    "`a",
    "https://[",
    "v9",
    [],
    [[]],
    {"": ""},
)


def places(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*pointer, key))


def replaced(value: Any, pointer: Pointer, new: Any) -> Any:
    if not pointer:
        return new
    copy = value.copy()
    copy[pointer[0]] = replaced(copy[pointer[0]], pointer[1:], new)
    return copy


@pytest.mark.parametrize("path", FULL)
def test_an_odd_value_in_any_place_is_never_an_exception(root: Path, path: str) -> None:
    for other, text in FULL.items():
        plant(root, other, text)
    source, _ = parse(PurePosixPath(path), FULL[path])
    assert source
    for pointer in places(source.data):
        for odd in ODD:
            plant(root, path, json.dumps(replaced(source.data, pointer, odd)))
            check(root)


def test_an_empty_api_reference(root: Path) -> None:
    plant(root, SERVICE, GOOD[SERVICE] + "api_reference: {}\n")
    plant(root, WORDS, swapped(WORDS, "at what", "[at](https://a.example) what"))
    assert found(root) == []


def test_what_a_rule_repeats_from_the_data_stays_on_its_line(root: Path) -> None:
    plant(root, WORDS, swapped(WORDS, "sid: Look", 'sid: [Look, "a\\n\\u2028b"]'))
    assert found(root) == [(WORDS, 4, 17, "grouping-unmatched")]


LINE = re.compile(r"(?P<file>\S.*):\d+:\d+: (error|warning|hint) [a-z0-9]+(-[a-z0-9]+)* \S.*")


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout.splitlines()


def test_the_command_line_prints_nothing_where_all_is_well(root: Path) -> None:
    assert run(str(root)) == (0, [])


def test_the_command_line_prints_each_problem_on_a_line(root: Path) -> None:
    plant(root, DOCUMENT, '{"Version": 1,}')
    plant(root, WORDS, "type: &a x\n")
    (root / "acme" / os.fsdecode(b"bad\nname\xff\x1b")).mkdir()
    code, lines = run(str(root))
    assert code == 1
    assert lines[0] == f"{root}/{WORDS}:1:7: error yaml-construct an anchor (`&name`): remove it"
    shown = [match["file"] for line in lines if (match := LINE.fullmatch(line))]
    assert shown == [f"{root}/{at}" for at in (WORDS, DOCUMENT, "acme/bad\\x0aname\\xff\\x1b")]
    assert len(lines) == len(shown)


def test_the_command_line_refuses_a_folder_that_is_not_there(root: Path) -> None:
    assert run(str(root / "nowhere")) == (2, [])


@pytest.mark.parametrize(("path", "content"), [(c[0], c[1]) for c in CONTENT.values()], ids=CONTENT)
def test_the_command_line_never_fails(root: Path, path: str, content: str | bytes) -> None:
    plant(root, path, content)
    code, lines = run(str(root))
    assert code == 1
    assert lines
    assert all(LINE.fullmatch(line) for line in lines)


@pytest.mark.parametrize(
    ("file", "rule"),
    [("policy.yaml", "yaml-invalid"), ("v1.json", "json-invalid")],
)
def test_what_git_could_not_merge(file: str, rule: str) -> None:
    text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> topic\n"
    _, flaws = parse(PurePosixPath(file), text)
    assert [(flaw.rule, flaw.offset) for flaw in flaws] == [(rule, 5)]
    assert flaws[0].message.startswith("git could not merge this")
