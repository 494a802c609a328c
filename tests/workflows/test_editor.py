"""Visual Studio Code: schemas, snippets and tasks fit the data and what the commands print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

import click
import pytest

from commands import policybook
from policybook.cli import main
from policybook.schemas import Kind, validate
from policybook.source.source import parse
from sites import ROOT

TODAY = {"CURRENT_YEAR": "2024", "CURRENT_MONTH": "02", "CURRENT_DATE": "01"}
PLACEHOLDER = re.compile(r"\$\{(\d+)(?::([^}]*)|\|([^}]*)\|)\}|\$\{(\w+)\}|\$(\d+)")


def editor(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))


SNIPPETS: Mapping[str, Mapping[str, Any]] = editor("policybook.code-snippets")


def schemas_of(file: PurePosixPath) -> list[str]:
    """The schemas that the settings map a file to."""
    settings = editor("settings.json")
    maps = [(schema, glob) for schema, glob in settings["yaml.schemas"].items()]
    for each in settings["json.schemas"]:
        maps += [(each["url"], glob) for glob in each["fileMatch"]]
    return [PurePosixPath(schema).stem for schema, glob in maps if fits(file, glob)]


def fits(file: PurePosixPath, glob: str) -> bool:
    """Whether a glob of the editor matches: `*` does not reach beyond a slash."""
    return bool(re.fullmatch(re.escape(glob).replace(r"\*", "[^/]*"), str(file)))


def kind_of(file: PurePosixPath) -> str:
    if file.suffix == ".json":
        return "document"
    return "change" if file.parent.name == "changes" else file.stem


def test_every_data_file_has_its_schema() -> None:
    files = [
        PurePosixPath(path.relative_to(ROOT))
        for path in (ROOT / "policies").rglob("*")
        if path.suffix in (".json", ".yaml")
    ]
    assert {kind_of(file) for file in files} == {"service", "policy", "change", "document"}
    assert {file: schemas_of(file) for file in files} == {file: [kind_of(file)] for file in files}


def test_schemas_are_there() -> None:
    settings = editor("settings.json")
    named = [*settings["yaml.schemas"], *(each["url"] for each in settings["json.schemas"])]
    assert [name for name in named if not (ROOT / name).is_file()] == []


def expansions(name: str) -> Iterator[str]:
    """The text of a snippet with the words that it proposes, and each of its choices."""
    text = "\n".join(SNIPPETS[name]["body"])
    offers = {
        match[1]: (match[3] or "").split(",") for match in PLACEHOLDER.finditer(text) if match[3]
    }

    for picked in product(*offers.values()):
        chosen = dict(zip(offers, picked, strict=True))

        def word(match: re.Match[str], chosen: Mapping[str, str] = chosen) -> str:
            number, proposed, _, variable, _ = match.groups()
            return TODAY[variable] if variable else chosen.get(number, proposed or "")

        yield PLACEHOLDER.sub(word, text)


WHOLE = {
    "service.yaml": Kind.SERVICE,
    "policy.yaml": Kind.POLICY,
    "Change: new policy": Kind.CHANGE,
    "Change: new version": Kind.CHANGE,
    "Change: covered already": Kind.CHANGE,
    "Change: deprecated": Kind.CHANGE,
    "Document": Kind.DOCUMENT,
}
POLICY = "type: customer-managed\ndescription: Reads.\n"
PARTS = {
    "Grouping by Sid": ("groupings:", Kind.POLICY),
    "Grouping by service": ("groupings:", Kind.POLICY),
    "Grouping by action": ("groupings:", Kind.POLICY),
    "Grouping by topic": ("groupings:", Kind.POLICY),
    "Note": ("notes:", Kind.POLICY),
    "Aliases": ("", Kind.POLICY),
    "Deprecated": ("", Kind.POLICY),
    "Exemption": ("", Kind.POLICY),
}


def test_each_snippet_is_tried() -> None:
    assert {*WHOLE, *PARTS, "Statement"} == set(SNIPPETS)
    prefixes = [snippet["prefix"] for snippet in SNIPPETS.values()]
    assert sorted(set(prefixes)) == sorted(prefixes)


@pytest.mark.parametrize("name", WHOLE)
def test_snippets_of_files_fit_their_schema(name: str) -> None:
    kind = WHOLE[name]
    suffix = ".json" if kind is Kind.DOCUMENT else ".yaml"
    assert SNIPPETS[name]["scope"] == suffix[1:]
    for text in expansions(name):
        source, problems = parse(PurePosixPath(f"x{suffix}"), text)
        assert source, problems
        assert [*problems, *validate(source, kind)] == [], text


@pytest.mark.parametrize("name", PARTS)
def test_snippets_of_parts_fit_where_they_go(name: str) -> None:
    key, kind = PARTS[name]
    for part in expansions(name):
        text = f"{POLICY}{key}\n{part}\n"
        source, problems = parse(PurePosixPath("policy.yaml"), text)
        assert source, problems
        assert [*problems, *validate(source, kind)] == [], text


def test_a_statement_fits_a_document() -> None:
    for text in expansions("Statement"):
        document = f'{{"Version": "2012-10-17", "Statement": [{text}]}}'
        source, problems = parse(PurePosixPath("v1.json"), document)
        assert source, problems
        assert [*problems, *validate(source, Kind.DOCUMENT)] == []


def test_snippets_make_a_book_without_problems(tmp_path: Path) -> None:
    service = tmp_path / "policies" / "acme-storage"
    for name, file in (
        ("service.yaml", "service.yaml"),
        ("policy.yaml", "AcmeReader/policy.yaml"),
        ("Document", "AcmeReader/v1.json"),
        ("Change: new policy", "changes/2024-02-01-new-policy.yaml"),
    ):
        path = service / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(next(expansions(name)))
    result = policybook("check", "--strict", tmp_path / "policies")
    assert result.exit_code == 0, result.output
    assert policybook("format", "--check", tmp_path / "policies").exit_code == 0


TASKS = {task["label"]: task for task in editor("tasks.json")["tasks"]}


def test_the_problem_matcher_reads_what_check_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policies" / "acme-storage"
    folder.mkdir(parents=True)
    (folder / "service.yaml").write_text("name: x\nshort_nam: y: z\nprefixes: [nothing]\n")
    (folder / "odd: 1.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    lines = policybook("check").stdout.splitlines()
    assert lines
    pattern = TASKS["check"]["problemMatcher"]["pattern"]
    for line in lines:
        match = re.fullmatch(pattern["regexp"].removeprefix("^").removesuffix("$"), line)
        assert match, line
        part = {key: match[number] for key, number in pattern.items() if key != "regexp"}
        assert (tmp_path / part["file"]).is_file(), line
        assert part["line"].isdigit()
        assert part["severity"] in ("error", "warning", "hint")
        again = "{file}:{line}:{column}: {severity} {code} {message}".format(**part)
        assert again == line


def test_tasks_run_what_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for task in TASKS.values():
        if task["command"].startswith("make "):
            assert re.search(rf"(?m)^{task['command'].removeprefix('make ')}:", makefile)
        else:
            assert task["command"] == ".venv/bin/policybook"
            assert task["args"][0] in main.list_commands(click.Context(main))
