"""The versions of a policy: what each changed, and its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from policybook import addresses
from policybook.iam.compare import Difference, compare
from policybook.model import Change, Policy, Service, Version
from policybook.render import lists, rich
from policybook.render.context import Context
from policybook.render.documents import Wanted, fitted
from policybook.render.page import Block, Document, Heading, Prose
from policybook.render.text import Flow, Inline

_IN_CONTENTS = 20
"""How many versions the table of contents names: a hundred would help nobody."""

_FEW = 10
"""How many actions a sentence names that a row of the history has in a list as well."""


def documents(policy: Policy) -> Mapping[int, Document]:
    """The documents of a policy by their version: that in force is shown first, then the newest."""
    versions = sorted(policy.versions, key=lambda v: (v is not policy.default, -v.number))
    wanted = (Wanted(policy, v, addresses.document_anchor(v.label)) for v in versions)
    return {version.number: shown for version, shown in zip(versions, fitted(wanted), strict=True)}


def versions(
    policy: Policy, service: Service, shown: Mapping[int, Document], context: Context
) -> Iterator[Block]:
    """Every version of a policy, newest first, and the gaps between them."""
    if not policy.versions:
        yield Prose(rich.paragraph("The document of this policy is not recorded here."))
        return
    yield Heading(2, "versions", rich.inline("Versions"), "Versions")
    told = _told(policy, context)
    known = {version.number: version for version in policy.versions}
    gaps = dict(policy.gaps)
    for place, number in enumerate(sorted({*known, *gaps}, reverse=True)):
        if number in known:
            version = known[number]
            heading, flow = _version(version, policy, service, told.get(number), context)
        else:
            heading, flow = _gap(number, gaps[number])
        yield heading if place < _IN_CONTENTS else replace(heading, short=None)
        if flow:
            yield Prose(flow)
        if number in shown:
            yield shown[number]


def _told(policy: Policy, context: Context) -> Mapping[int, Change]:
    """The changes whose rows tell what became of single actions in versions of a policy."""
    return {
        ref.version: change
        for change in context.catalogue.changes_of(policy.name)
        for update in change.updates
        if update.has_lists
        for ref in update.policies
        if ref.name == policy.name and ref.version
    }


def _gap(first: int, last: int) -> tuple[Heading, Flow]:
    many = last > first
    label = f"v{first} to v{last}" if many else f"v{first}"
    what = "The documents of these versions are" if many else "The document of this version is"
    return (
        Heading(3, f"v{first}", rich.inline(f"{label} (not recorded)"), label),
        rich.paragraph(f"{what} not recorded here."),
    )


def _version(
    version: Version, policy: Policy, service: Service, told: Change | None, context: Context
) -> tuple[Heading, Flow]:
    label = version.label
    title = rich.inline(f"{label} (default)" if version is policy.default else label)
    sentences = [*_published(version, context)]
    flow: Flow = ()
    before = policy.before(version.number)
    if before:
        difference = compare(before.document, version.document)
        page = addresses.policy_page(policy)
        said, flow = _difference(difference, before.label, page, service, told, context)
        sentences += said
    elif version.number == 1:
        sentences.append(rich.inline("The first version."))
    if policy.default and version.number > policy.default.number:
        sentences.append(rich.inline(f"It is not in force: the default is {policy.default.label}."))
    spaced = [part for sentence in sentences for part in (" ", sentence)]
    first = rich.paragraph(*spaced[1:]) if spaced else ()
    return Heading(3, label, title, label), first + flow


def _published(version: Version, context: Context) -> Iterator[Inline]:
    if version.date:
        day = rich.time(version.date, context.settings.dates)
        yield rich.inline("Published in IAM on ", day, ".")


class _Said(NamedTuple):
    """What became of some actions, and the words around them."""

    names: tuple[str, ...]
    joint: str
    before: str
    after: str


def _difference(
    difference: Difference,
    old: str,
    page: str,
    service: Service,
    told: Change | None,
    context: Context,
) -> tuple[list[Inline], Flow]:
    """What changed since the version before, in sentences and, where nothing else has them, lists."""
    if not difference:
        return [rich.inline(f"Allows the same as {old}.")], ()
    sentences: list[Inline] = []
    flow: Flow = ()
    counted = False
    for names, joint, before, after in (
        _Said(difference.added, "and", f"Since {old} it also allows ", "."),
        _Said(difference.removed, "or", f"Since {old} it no longer allows ", "."),
        _Said(difference.widened, "and", "It allows more of ", f" than {old}."),
        _Said(
            difference.narrowed,
            "and",
            "It may allow less of ",
            f" than {old}: on fewer resources, or under more conditions.",
        ),
    ):
        if not names:
            continue
        if len(names) <= _FEW:
            listed = rich.sequence([rich.code(name) for name in names], joint)
            sentences.append(rich.inline(before, listed, after))
            continue
        sentence = f"{before}{len(names):,} actions{after}"
        if told:
            sentences.append(rich.inline(sentence))
            counted = True
        else:
            flow += rich.paragraph(f"{sentence} They are:") + lists.whole(names, service)
    if told and counted:
        section = addresses.history_section(told.service)
        row = addresses.to(page, addresses.change_anchor(told, section))
        day = rich.time(told.date, context.settings.dates)
        sentences.append(rich.inline("The history lists them: ", rich.link(row, day), "."))
    if difference.reshaped and not (difference.widened or difference.narrowed):
        sentences.append(
            rich.inline(f"Its statements are not those of {old}: compare the documents.")
        )
    return sentences, flow
