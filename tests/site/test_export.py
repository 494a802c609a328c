"""`policybook export` writes a folder that other generators take."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import yaml
from click.testing import CliRunner

from policybook.cli import main
from sites import SAMPLE


def test_export_equals_what_the_site_publishes(sample_site: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder"
    options = ["--site-name", "Sample book", "--site-url", "https://book.example"]
    run = CliRunner().invoke(main, ["export", str(SAMPLE), "--to", str(target), *options])
    assert run.exit_code == 0, run.output
    written = [path for path in target.rglob("*") if path.is_file()]
    assert len(written) > 100
    for path in written:
        name = path.relative_to(target)
        published = (sample_site / name).read_text(encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        # The exporter does not know the repository, so it has no links to the data's editor.
        lines = [line for line in published.splitlines() if "Edit this data" not in line]
        plain = [re.sub(r", or \[edit these words\]\([^)]*\)", "", line) for line in lines]
        assert text.splitlines() == plain, name


def test_export_for_hugo(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["export", str(SAMPLE), "--for", "hugo", "--to", str(tmp_path)])
    assert run.exit_code == 0, run.output
    pages = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.md")}
    assert {"_index.md", "acme-storage/_index.md", "updates/index.md"} <= pages.keys()
    # A folder with an index.md has no pages below it.
    leaves = [name.removesuffix("index.md") for name in pages if not name.endswith("_index.md")]
    assert not [
        n for n in pages for leaf in leaves if n.startswith(leaf) and n != f"{leaf}index.md"
    ]
    for name, path in pages.items():
        text = path.read_text(encoding="utf-8")
        _, matter, body = text.split("---\n", 2)
        url = name.removesuffix("index.md").removesuffix("_")
        assert yaml.safe_load(matter)["url"] == f"/{url}"
        assert "<a name" not in body
        headings = set(re.findall(r'(?m)^#+ .* {id="([^"]+)"}$', body))
        assert headings
        assert {unquote(link) for link in re.findall(r"\]\(#([^)]+)\)", body)} <= headings
        assert ".md)" not in body


def test_hugo_sees_no_short_codes(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "data")
    document = tmp_path / "data" / "acme-storage" / "AcmeStorageLegacy" / "v2.json"
    document.write_text(document.read_text().replace("acme/*", "{{< acme >}}"))
    target = tmp_path / "out"
    arguments = ["export", str(tmp_path / "data"), "--for", "hugo", "--to", str(target)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    text = (target / "acme-storage" / "AcmeStorageLegacy" / "index.md").read_text()
    assert "{{<" not in text
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    assert json.loads(document.read_text()) in blocks


def test_bad_data_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "bad" / "x").mkdir(parents=True)
    target = tmp_path / "out"
    run = CliRunner().invoke(main, ["export", str(tmp_path / "bad"), "--to", str(target)])
    assert run.exit_code == 1
    assert "x:1:1: error file-missing" in run.output
    assert not target.exists()


def test_a_warning_is_exported_as_it_is_published(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "out"
    shutil.copytree(SAMPLE, data)
    words = data / "acme-storage" / "AcmeStorageFullAccess" / "policy.yaml"
    twice = "  - service: kms\n    text: Allows keys.\nnotes:"
    words.write_text(words.read_text().replace("notes:", twice))
    run = CliRunner().invoke(main, ["export", str(data), "--to", str(target)])
    assert "warning grouping-overlap" in run.output
    assert run.exit_code == 0
    assert CliRunner().invoke(main, ["check", str(data)]).exit_code == 0
    assert CliRunner().invoke(main, ["check", str(data), "--strict"]).exit_code == 1


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "acme-relay").write_text("a file in the way")
    run = CliRunner().invoke(main, ["export", str(SAMPLE), "--to", str(tmp_path)])
    assert run.exit_code == 1
    assert "cannot be written" in run.output
    assert "Traceback" not in run.output


def test_usage(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(SAMPLE, data)
    for target in (data, data / "acme-relay", data / ".." / "data"):
        run = CliRunner().invoke(main, ["export", str(data), "--to", str(target)])
        assert run.exit_code == 2
    url = ["--site-url", "not an address", "--to", str(tmp_path / "out")]
    assert CliRunner().invoke(main, ["export", str(data), *url]).exit_code == 2
    assert CliRunner().invoke(main, ["export", str(SAMPLE)]).exit_code == 2
    missing = str(tmp_path / "missing")
    assert CliRunner().invoke(main, ["export", missing, "--to", missing]).exit_code == 2
