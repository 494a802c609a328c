"""Steps that each change a folder of data in one way; a number says what they change and how."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

Step = Callable[[Path, int], None]


def nth(root: Path, pattern: str, number: int) -> Path | None:
    files = sorted(root.glob(pattern))
    return files[number % len(files)] if files else None


def replaced(pattern: str, old: str, new: str) -> Step:
    """Put something else in the place of what the expression `old` finds first in a file."""

    def step(root: Path, number: int) -> None:
        if file := nth(root, pattern, number):
            file.write_text(re.sub(old, new.format(number), file.read_text(), count=1))

    return step


def removed(pattern: str) -> Step:
    def step(root: Path, number: int) -> None:
        found = nth(root, pattern, number)
        if found and found.is_dir():
            shutil.rmtree(found)
        elif found:
            found.unlink()

    return step


def added(root: Path, number: int) -> None:
    """A new policy, which others may speak of."""
    folder = root / "acme-relay" / f"AcmeNew{number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text("type: customer-managed\ndescription: It is new.\n")


def dropped(root: Path, number: int) -> None:
    """A version that is no more."""
    if file := nth(root, "*/*/v*.json", number):
        file.unlink()


def alias(root: Path, number: int) -> None:
    if file := nth(root, "*/*/policy.yaml", number):
        text = re.sub(r"(?m)^aliases:\n(  .*\n)*", "", file.read_text())
        file.write_text(f"{text}aliases:\n  - AcmeFormer{number}\n")


def named(root: Path, number: int) -> None:
    """Words that speak of another policy."""
    if file := nth(root, "*/changes/*.yaml", number):
        text = re.sub(r"(?m)^text: .*\n(  .*\n)*", "", file.read_text())
        file.write_text(f"{text}text: See `AcmeNew{number}` and `AcmeFormer{number}`.\n")


STEPS: tuple[Step, ...] = (
    replaced("*/service.yaml", r"(?m)^short_name: .*$", "short_name: Short {}"),
    replaced("*/service.yaml", r"(?m)^name: .*$", "name: Name {}"),
    replaced("*/service.yaml", r"(?m)^prefixes: .*$", "prefixes: [acme{}]"),
    replaced("*/*/policy.yaml", r"(?m)^description: .*$", "description: Text {}."),
    replaced("*/*/policy.yaml", r"(?m)^type: .*$", "type: aws-managed"),
    replaced("*/*/policy.yaml", r"(?m)^attachable: .*$", "attachable: service-role"),
    replaced("*/*/v*.json", r'"s3:\w+"', '"s3:GetObject"'),
    replaced("*/*/v*.json", r'"Resource": "[^"]*"', '"Resource": "*"'),
    replaced("*/changes/*.yaml", r"(?m)^title: .*$", "title: Change {}"),
    replaced("*/changes/*.yaml", r"(?m)^date: .*$", "date: 2020-01-1{}"),
    removed("*/changes/*.yaml"),
    removed("acme-*/[A-Z]*"),
    removed("acme-*"),
    added,
    dropped,
    alias,
    named,
)
