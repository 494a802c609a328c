"""`policybook completion`: the scripts, and what a shell gets when it asks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policybook.cli import main
from policybook.cli.completion import PROGRAM, SHELLS, VARIABLE
from policybook.guide import guides
from policybook.source.listing import listing
from sites import SAMPLE


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample data; the folder above it is the current one."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(SAMPLE, tmp_path / "policies")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["completion", *arguments], prog_name=PROGRAM)


def completed(*words: str) -> dict[str, str]:
    """What fish gets for the last of the words, each with its description."""
    line = " ".join((PROGRAM, *words[:-1]))
    env = {VARIABLE: "fish_complete", "COMP_WORDS": line, "COMP_CWORD": words[-1]}
    result = CliRunner().invoke(main, [], prog_name=PROGRAM, env=env)
    assert result.exit_code == 0
    assert result.stderr == ""
    found = (line.partition(",")[2] for line in result.stdout.splitlines() if line)
    return {name: text for name, _, text in (line.partition("\t") for line in found)}


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_ask_the_command(shell: str) -> None:
    result = run(shell)
    assert result.exit_code == 0
    assert f"{VARIABLE}={shell}_complete" in result.stdout
    assert PROGRAM in result.stdout
    assert f"policybook completion {shell}" in run("--help").stdout


def test_script_is_sound() -> None:
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    script = f"{run('bash').stdout}\ncomplete -p {PROGRAM}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(f" {PROGRAM}\n")


@pytest.mark.parametrize("arguments", [[], ["powershell"], ["bash", "zsh"]])
def test_wrong_use(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_rule_ids() -> None:
    found = completed("check", "--rule", "change-")
    assert found.keys() == {name for name in guides() if name.startswith("change-")}
    assert completed("rules", "nothing-like-this") == {}


def test_names(book: Path) -> None:
    assert completed("new", "policy", "acme-s") == {"acme-storage": ""}
    assert completed("new", "version", "AcmeStorageR") == {"AcmeStorageReadOnly": "acme-storage"}
    assert completed("new", "change", "AcmeRelayUnwritten", "AcmeStorageL") == {
        "AcmeStorageLegacy": "acme-storage"
    }
    book.rename(book.with_name("data"))
    assert completed("new", "version", "Acme") == {}
    assert completed("new", "version", "--in", "data", "AcmeStorageL") == {
        "AcmeStorageLegacy": "acme-storage"
    }


def test_broken_data_is_passed_in_silence(book: Path) -> None:
    (book / "acme-storage" / "service.yaml").write_bytes(b"\xff{")
    (book / "acme-storage" / "AcmeStorageLegacy" / "policy.yaml").unlink()
    (book / "acme-relay" / "a file").write_text("")
    (book / "acme-relay" / "No policy\n").mkdir()
    (book / "acme-loop").symlink_to("acme-loop")
    (book / "Not a service").mkdir()
    assert listing(book) == {
        "acme-relay": ("Acme+Relay=Team.v1@x", "AcmeRelayUnwritten"),
        "acme-storage": (
            "AcmeStorageFullAccess",
            "AcmeStorageLegacy",
            "AcmeStorageReadOnly",
            "AcmeStorageServiceRolePolicy",
        ),
    }
    assert "AcmeStorageLegacy" in completed("new", "version", "Acme")
    shutil.rmtree(book)
    book.write_text("not a folder")
    assert listing(book) == {}
    assert completed("new", "version", "Acme") == {}
