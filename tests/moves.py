"""What editors do to the sample that takes published addresses away, and the alias that mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FULL = "acme-storage/AcmeStorageFullAccess/policy.yaml"
ROLE = "acme-storage/AcmeStorageServiceRolePolicy/policy.yaml"
LISTS = "acme-storage/changes/2022-03-11-lists.yaml"
NARROWED = "acme-storage/changes/2022-05-01-narrowed.yaml"
DEPRECATED = "acme-storage/changes/2022-06-01-deprecated.yaml"
GUARD = """\
  - topic: Guard rails
    sids: [Guard]
    services: [iam]
    text: Denies passing on roles, and keeps bucket policies as they are.
"""
START = "/acme-storage/#security-iam-awsmanpol"


@dataclass(frozen=True)
class Move:
    """An edit of the data, the alias for it, and where links lead then.

    `leads` has old addresses with the new ones; `told` is in the message where the alias lacks.
    """

    name: str
    edit: Callable[[Path], None]
    alias: Callable[[Path], None]
    told: str
    leads: dict[str, str]


def append(file: str, text: str) -> Callable[[Path], None]:
    """Put a line at the end of a file."""

    def edit(book: Path) -> None:
        with (book / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return edit


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Put a text in the place of another one."""

    def edit(book: Path) -> None:
        text = (book / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        (book / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def moved(old: str, new: str) -> Callable[[Path], None]:
    """Move a file or folder."""

    def edit(book: Path) -> None:
        shutil.move(book / old, book / new)

    return edit


def removed(name: str) -> Callable[[Path], None]:
    """Take a file or folder away."""

    def edit(book: Path) -> None:
        path = book / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return edit


def everywhere(old: str, new: str) -> Callable[[Path], None]:
    """Put a word in the place of another one in all words of the data."""

    def edit(book: Path) -> None:
        for path in book.rglob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")

    return edit


def steps(*edits: Callable[[Path], None]) -> Callable[[Path], None]:
    """Several edits, one after the other."""

    def edit(book: Path) -> None:
        for step in edits:
            step(book)

    return edit


MOVES = (
    Move(
        "a policy is renamed",
        steps(
            moved("acme-storage/AcmeStorageReadOnly", "acme-storage/AcmeStorageViewer"),
            everywhere("AcmeStorageReadOnly", "AcmeStorageViewer"),
        ),
        append("acme-storage/AcmeStorageViewer/policy.yaml", "aliases: [AcmeStorageReadOnly]\n"),
        "put `AcmeStorageReadOnly` under `aliases` in the policy.yaml",
        {
            "/acme-storage/AcmeStorageReadOnly/": "/acme-storage/AcmeStorageViewer/",
            "/acme-storage/AcmeStorageReadOnly/#v3": "/acme-storage/AcmeStorageViewer/#v3",
            f"{START}-AcmeStorageReadOnly": f"{START}-AcmeStorageViewer",
            f"{START}-AcmeStorageReadOnly::document": f"{START}-AcmeStorageViewer::document",
            "/acme-relay/#security-iam-awsmanpol-AcmeStorageReadOnly": (
                "/acme-relay/#security-iam-awsmanpol-AcmeStorageViewer"
            ),
        },
    ),
    Move(
        "a policy moves to another service",
        steps(
            moved("acme-storage/AcmeStorageFullAccess", "acme-relay/AcmeStorageFullAccess"),
            replaced("acme-storage/service.yaml", "AcmeStorageFullAccess, ", ""),
        ),
        append(
            "acme-relay/AcmeStorageFullAccess/policy.yaml",
            "aliases: [acme-storage/AcmeStorageFullAccess]\n",
        ),
        "put `acme-storage/AcmeStorageFullAccess` under `aliases`, since `AcmeStorageFullAccess` is in",
        {
            "/acme-storage/AcmeStorageFullAccess/#v1": "/acme-relay/AcmeStorageFullAccess/#v1",
            "/acme-storage/AcmeStorageFullAccess/#permissions:s3": (
                "/acme-relay/AcmeStorageFullAccess/#permissions:s3"
            ),
            f"{START}-AcmeStorageFullAccess": (
                "/acme-relay/#security-iam-awsmanpol-AcmeStorageFullAccess"
            ),
            f"{START}-AcmeStorageFullAccess:guard-rails": (
                "/acme-relay/#security-iam-awsmanpol-AcmeStorageFullAccess:guard-rails"
            ),
        },
    ),
    Move(
        "a policy is removed, and another one takes its place",
        steps(
            removed("acme-storage/AcmeStorageLegacy"),
            append(NARROWED, "exempt: {change-policy-unknown: It was deleted.}\n"),
            append(DEPRECATED, "exempt: {change-policy-unknown: It was deleted.}\n"),
        ),
        append(FULL, "aliases: [AcmeStorageLegacy]\n"),
        "put `AcmeStorageLegacy` under `aliases` in the policy.yaml",
        {
            "/acme-storage/AcmeStorageLegacy/": "/acme-storage/AcmeStorageFullAccess/",
            "/acme-storage/AcmeStorageLegacy/#v1": "/acme-storage/AcmeStorageFullAccess/#v1",
            "/acme-storage/AcmeStorageLegacy/#v2": "/acme-storage/AcmeStorageFullAccess/",
            f"{START}-AcmeStorageLegacy": f"{START}-AcmeStorageFullAccess",
        },
    ),
    Move(
        "a policy is removed, and its service stands in for it",
        steps(
            removed("acme-storage/AcmeStorageLegacy"),
            append(NARROWED, "exempt: {change-policy-unknown: It was deleted.}\n"),
            append(DEPRECATED, "exempt: {change-policy-unknown: It was deleted.}\n"),
        ),
        steps(
            append("acme-storage/service.yaml", "aliases: [acme-storage/AcmeStorageLegacy]\n"),
            replaced(NARROWED, "exempt: {change-policy-unknown: It was deleted.}\n", ""),
            replaced(DEPRECATED, "exempt: {change-policy-unknown: It was deleted.}\n", ""),
        ),
        "put `AcmeStorageLegacy` under `aliases` in the policy.yaml",
        {
            "/acme-storage/AcmeStorageLegacy/": "/acme-storage/",
            "/acme-storage/AcmeStorageLegacy/#v2": "/acme-storage/",
            f"{START}-AcmeStorageLegacy": START,
        },
    ),
    Move(
        "a grouping is renamed",
        replaced(FULL, "Guard rails", "Crash barriers"),
        replaced(
            FULL, "    services: [iam]\n", "    services: [iam]\n    aliases: [guard-rails]\n"
        ),
        "put `AcmeStorageFullAccess#guard-rails` under `aliases` in the grouping that took its place",
        {
            "/acme-storage/AcmeStorageFullAccess/#permissions:guard-rails": (
                "/acme-storage/AcmeStorageFullAccess/#permissions:crash-barriers"
            ),
            f"{START}-AcmeStorageFullAccess:guard-rails": (
                f"{START}-AcmeStorageFullAccess:crash-barriers"
            ),
        },
    ),
    Move(
        "a grouping is removed, and another one takes its place",
        replaced(
            FULL, "  - action: [kms:Decrypt, kms:Encrypt]\n    text: Allows using keys.\n", ""
        ),
        replaced(
            FULL,
            "    sids: [Guard]\n",
            "    sids: [Guard]\n    aliases: [kms-Decrypt-kms-Encrypt]\n",
        ),
        "put `AcmeStorageFullAccess#kms-Decrypt-kms-Encrypt` under `aliases` in the grouping",
        {
            f"{START}-AcmeStorageFullAccess:kms-Decrypt-kms-Encrypt": (
                f"{START}-AcmeStorageFullAccess:guard-rails"
            ),
        },
    ),
    Move(
        "a grouping is removed, and its policy stands in for it",
        replaced(FULL, GUARD, ""),
        append(FULL, "aliases: ['AcmeStorageFullAccess#guard-rails']\n"),
        "put `AcmeStorageFullAccess#guard-rails` under `aliases` in the grouping",
        {
            "/acme-storage/AcmeStorageFullAccess/#permissions:guard-rails": (
                "/acme-storage/AcmeStorageFullAccess/#permissions"
            ),
            f"{START}-AcmeStorageFullAccess:guard-rails": f"{START}-AcmeStorageFullAccess",
        },
    ),
    Move(
        "a grouping moves to another policy",
        replaced(FULL, GUARD, ""),
        replaced(
            ROLE,
            "    text: Allows looking.\n",
            "    text: Allows looking.\n    aliases: ['AcmeStorageFullAccess#guard-rails']\n",
        ),
        "put `AcmeStorageFullAccess#guard-rails` under `aliases` in the grouping",
        {
            "/acme-storage/AcmeStorageFullAccess/#permissions:guard-rails": (
                "/acme-storage/AcmeStorageServiceRolePolicy/#permissions:Look"
            ),
            f"{START}-AcmeStorageFullAccess:guard-rails": (
                f"{START}-AcmeStorageServiceRolePolicy:Look"
            ),
        },
    ),
    Move(
        "a change is renamed",
        moved(LISTS, "acme-storage/changes/2022-03-11-renamed.yaml"),
        append("acme-storage/changes/2022-03-11-renamed.yaml", "aliases: [2022-03-11-lists]\n"),
        "put `acme-storage#2022-03-11-lists` under `aliases` in the change that took its place",
        {
            f"{START}-updates:2022-03-11-lists": f"{START}-updates:2022-03-11-renamed",
            "/updates/#updates-acme-storage:2022-03-11-lists": (
                "/updates/#updates-acme-storage:2022-03-11-renamed"
            ),
            "/acme-storage/AcmeStorageReadOnly/#history-acme-storage:2022-03-11-lists": (
                "/acme-storage/AcmeStorageReadOnly/#history-acme-storage:2022-03-11-renamed"
            ),
        },
    ),
    Move(
        "a change is removed, and another one takes its place",
        removed(NARROWED),
        append(DEPRECATED, "aliases: [2022-05-01-narrowed]\n"),
        "put `acme-storage#2022-05-01-narrowed` under `aliases` in the change that took its place",
        {f"{START}-updates:2022-05-01-narrowed": f"{START}-updates:2022-06-01-deprecated"},
    ),
    Move(
        "a change is removed, and its service stands in for it",
        removed(NARROWED),
        append("acme-storage/service.yaml", "aliases: ['acme-storage#2022-05-01-narrowed']\n"),
        "put `acme-storage#2022-05-01-narrowed` under `aliases` in the change that took its place",
        {
            f"{START}-updates:2022-05-01-narrowed": f"{START}-updates",
            "/updates/#updates-acme-storage:2022-05-01-narrowed": "/updates/",
        },
    ),
    Move(
        "a change moves to another service",
        steps(
            moved(LISTS, "acme-relay/changes/2022-03-11-lists.yaml"),
            append("acme-relay/service.yaml", "links: {guide: https://docs.acme.example/}\n"),
        ),
        append(
            "acme-relay/changes/2022-03-11-lists.yaml",
            "aliases: ['acme-storage#2022-03-11-lists']\n",
        ),
        "put `acme-storage#2022-03-11-lists` under `aliases` in the change that took its place",
        {
            f"{START}-updates:2022-03-11-lists": (
                "/acme-relay/#managed-policies-updates:2022-03-11-lists"
            ),
            "/updates/#updates-acme-storage:2022-03-11-lists": (
                "/updates/#updates-acme-relay:2022-03-11-lists"
            ),
            "/acme-storage/AcmeStorageReadOnly/#history-acme-storage:2022-03-11-lists": (
                "/acme-storage/AcmeStorageReadOnly/#history-acme-relay:2022-03-11-lists"
            ),
        },
    ),
    Move(
        "a service is renamed",
        moved("acme-relay", "acme-bridge"),
        append("acme-bridge/service.yaml", "aliases: [acme-relay]\n"),
        "put `acme-relay` under `aliases` in the service.yaml that took its place",
        {
            "/acme-relay/": "/acme-bridge/",
            "/acme-relay/#managed-policies-updates": "/acme-bridge/#managed-policies-updates",
            "/acme-relay/AcmeRelayUnwritten/": "/acme-bridge/AcmeRelayUnwritten/",
            "/updates/#updates-acme-relay:2023-01-05-relay": (
                "/updates/#updates-acme-bridge:2023-01-05-relay"
            ),
        },
    ),
)
