"""Several releases, each recorded: what a problem asks for mends it, and no link is ever lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands import policybook
from moves import FULL, LISTS, append, everywhere, moved, removed, replaced, steps
from policybook.addresses import Address
from policybook.check import Report, check
from policybook.forwarding.forwarding import Forwarding
from policybook.forwarding.recording import record
from policybook.render.book import render
from policybook.render.page import anchors
from policybook.render.settings import Settings
from sites import SAMPLE

Edit = Callable[[Path], None]

TODAY = date(2026, 1, 1)
READ_ONLY = "acme-storage/AcmeStorageReadOnly"
OTHER = "type: aws-managed\nattachable: identities\ndescription: Lets someone look elsewhere.\n"


@dataclass(frozen=True)
class Release:
    """What is edited, and the files that take the places of what is missing, one a problem."""

    edit: Edit
    successors: tuple[str, ...] = ()


def renamed(service: str, old: str, new: str) -> Edit:
    return steps(moved(f"{service}/{old}", f"{service}/{new}"), everywhere(old, new))


def written(file: str, text: str) -> Edit:
    def edit(book: Path) -> None:
        (book / file).parent.mkdir(exist_ok=True)
        (book / file).write_text(text, encoding="utf-8")

    return edit


def words(file: str, edit: Callable[[dict[str, Any]], object]) -> Edit:
    """Change what a file says, whatever its layout is."""

    def edited(book: Path) -> None:
        said = yaml.safe_load((book / file).read_text(encoding="utf-8"))
        edit(said)
        (book / file).write_text(
            yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8"
        )

    return edited


def copied(old: str, new: str) -> Edit:
    def edit(book: Path) -> None:
        shutil.copy(book / old, book / new)

    return edit


def unlisted(service: str, name: str) -> Edit:
    return words(f"{service}/service.yaml", lambda said: said["policies"].remove(name))


def to_relay(name: str) -> Edit:
    """Move a policy from storage to relay."""
    old, new = f"acme-storage/{name}", f"acme-relay/{name}"
    return steps(unlisted("acme-storage", name), moved(old, new))


def alias(file: str, text: str) -> Edit:
    return words(file, lambda said: said.setdefault("aliases", []).append(text))


LINK = append("acme-relay/service.yaml", "links: {guide: https://docs.acme.example/}\n")

HISTORIES = {
    "a policy is renamed twice": (
        Release(
            renamed("acme-storage", "AcmeStorageReadOnly", "AcmeB"),
            ("acme-storage/AcmeB/policy.yaml",),
        ),
        Release(
            steps(
                moved("acme-storage/AcmeB", "acme-storage/AcmeC"),
                replaced("acme-storage/service.yaml", "AcmeB", "AcmeC"),
                replaced("acme-relay/service.yaml", "AcmeB", "AcmeC"),
                replaced(LISTS, "AcmeB", "AcmeC"),
            ),
            ("acme-storage/AcmeC/policy.yaml",),
        ),
    ),
    "a grouping, then its policy gets another name, then another service": (
        Release(replaced(FULL, "Guard rails", "Crash barriers"), (FULL,)),
        Release(
            renamed("acme-storage", "AcmeStorageFullAccess", "AcmeAll"),
            ("acme-storage/AcmeAll/policy.yaml",),
        ),
        Release(to_relay("AcmeAll"), ("acme-relay/AcmeAll/policy.yaml",)),
    ),
    "all of that at once": (
        Release(
            steps(
                replaced(FULL, "Guard rails", "Crash barriers"),
                renamed("acme-storage", "AcmeStorageFullAccess", "AcmeAll"),
                to_relay("AcmeAll"),
            ),
            ("acme-relay/AcmeAll/policy.yaml",),
        ),
    ),
    "a policy moves, and its name is given to another one": (
        Release(
            renamed("acme-storage", "AcmeStorageReadOnly", "AcmeB"),
            ("acme-storage/AcmeB/policy.yaml",),
        ),
        Release(
            steps(
                written("acme-relay/AcmeStorageReadOnly/policy.yaml", OTHER),
                words("acme-storage/AcmeB/policy.yaml", lambda said: said.pop("aliases")),
            ),
            ("acme-storage/AcmeB/policy.yaml",),
        ),
    ),
    "a service is renamed twice, and a policy of it moves": (
        Release(moved("acme-relay", "acme-bridge"), ("acme-bridge/service.yaml",)),
        Release(moved("acme-bridge", "acme-tunnel"), ("acme-tunnel/service.yaml",)),
        Release(
            steps(
                moved("acme-tunnel/AcmeRelayUnwritten", "acme-storage/AcmeRelayUnwritten"),
                unlisted("acme-tunnel", "AcmeRelayUnwritten"),
            ),
            ("acme-storage/AcmeRelayUnwritten/policy.yaml",),
        ),
    ),
    "a service is renamed while a policy of it moves": (
        Release(
            steps(to_relay("AcmeStorageFullAccess"), moved("acme-storage", "acme-vault")),
            ("acme-vault/service.yaml", "acme-relay/AcmeStorageFullAccess/policy.yaml"),
        ),
    ),
    "a change is renamed, then its service is, then it moves": (
        Release(
            moved(LISTS, "acme-storage/changes/2022-03-11-lines.yaml"),
            ("acme-storage/changes/2022-03-11-lines.yaml",),
        ),
        Release(moved("acme-storage", "acme-vault"), ("acme-vault/service.yaml",)),
        Release(
            steps(
                moved(
                    "acme-vault/changes/2022-03-11-lines.yaml",
                    "acme-relay/changes/2022-03-11-lines.yaml",
                ),
                LINK,
            ),
            ("acme-relay/changes/2022-03-11-lines.yaml",),
        ),
    ),
    "a policy is shown elsewhere no more": (
        Release(unlisted("acme-relay", "AcmeStorageReadOnly"), (f"{READ_ONLY}/policy.yaml",)),
    ),
    "a policy loses its groupings": (
        Release(words(FULL, lambda said: said.pop("groupings")), (FULL, FULL, FULL)),
    ),
    "a title without letters for an anchor": (
        Release(replaced(FULL, "Guard rails", "护栏"), (FULL,)),
        Release(replaced(FULL, "护栏", "Crash barriers"), (FULL,)),
    ),
    "one of two groupings that explain the same is removed": (
        Release(
            words(FULL, lambda said: said["groupings"].append({"service": "s3", "text": "Too."}))
        ),
        Release(words(FULL, lambda said: said["groupings"].pop(0)), (FULL,)),
    ),
    "a customer's policy joins those of AWS, and a type changes": (
        Release(written("acme-storage/AcmeOwn/policy.yaml", OTHER.replace("aws", "customer"))),
        Release(replaced(f"{READ_ONLY}/policy.yaml", "aws-managed", "customer-managed")),
    ),
    "a gap is filled": (Release(copied(f"{READ_ONLY}/v1.json", f"{READ_ONLY}/v2.json")),),
    "tracking starts nowhere any more": (
        Release(
            replaced("acme-storage/service.yaml", "tracking_since: 2022-02-01\n", ""), (LISTS,)
        ),
    ),
}


def failures(report: Report) -> list[str]:
    """What is told of addresses; other rules may have their say about such edits."""
    rules = ("anchor-", "alias-")
    return [p.message for p in report.problems if p.rule.startswith(rules)]


@pytest.mark.parametrize("releases", HISTORIES.values(), ids=HISTORIES.keys())
def test_one_problem_tells_of_each_thing_and_how_to_mend_it(
    releases: Sequence[Release], tmp_path: Path
) -> None:
    book = Path(shutil.copytree(SAMPLE, tmp_path / "policies"))
    assert policybook("anchors", book).exit_code == 0
    for release in releases:
        release.edit(book)
        for left, file in enumerate(release.successors):
            found = failures(check(book, today=TODAY))
            asked = re.search(r"put `([^`]+)` under `aliases`", found[0])
            assert asked, found
            alias(file, asked[1])(book)
            assert len(found) <= len(release.successors) - left
        report = check(book, today=TODAY)
        assert failures(report) == []
        (book / "anchors.lock").write_text(record(report.catalogue, []).text)
    catalogue = check(book, today=TODAY).catalogue
    assert catalogue.lock
    forwarding = Forwarding(catalogue)
    pages = {page.path: page for page in render(catalogue, Settings())}
    for text, _ in catalogue.lock.entries:
        address = Address.parse(text)
        target = forwarding.lead(address)
        assert target
        own = set(anchors(pages[address.page].blocks))
        kept = pages[address.page].moved_to is not None and address.anchor == target.anchor
        assert not address.anchor or address.anchor in own or kept, text


def test_a_service_stands_in_wherever_a_policy_was_shown(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SAMPLE, tmp_path / "policies"))
    assert policybook("anchors", book).exit_code == 0
    name = "AcmeStorageReadOnly"
    removed(READ_ONLY)(book)
    for service in ("acme-storage", "acme-relay"):
        unlisted(service, name)(book)
    (told,) = failures(check(book, today=TODAY))
    assert f"or `acme-storage/{name}` in a service.yaml" in told
    alias("acme-storage/service.yaml", f"acme-storage/{name}")(book)
    assert failures(check(book, today=TODAY)) == []
