"""Sources that fit their schemas → the elements of a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

from policybook.model import (
    Alias,
    ApiReference,
    Attachable,
    Change,
    Deprecation,
    Document,
    Effect,
    Exemption,
    Grouping,
    GroupingBy,
    Lock,
    Note,
    Policy,
    PolicyRef,
    PolicyType,
    Service,
    Statement,
    Text,
    Update,
    UpdateKind,
    Version,
)
from policybook.problem import Place
from policybook.source.source import Source
from policybook.source.tree import PolicyFolder

T = TypeVar("T")
Item = TypeVar("Item")


def service_of(
    id: str,  # noqa: A002 - the field's own name
    about: Source,
    policies: Mapping[str, Policy],
    changes: Iterable[Change],
) -> Service:
    """The service that a source is about, with its policies by their names and its changes."""
    data: Mapping[str, Any] = about.data
    at = about.top
    listed = dict.fromkeys(data.get("policies", ()))
    shows = (*listed, *(name for name in sorted(policies) if name not in listed))
    tracking_since = _date(data.get("tracking_since"))
    history = sorted(changes, key=lambda change: (change.date, change.id), reverse=True)
    if tracking_since:
        history.append(_tracking(at / "tracking_since", id, data, tracking_since))
    reference = data.get("api_reference")
    return Service(
        at=at,
        id=id,
        name=data["name"],
        short_name=data["short_name"],
        prefixes=tuple(data.get("prefixes", ())),
        tracking_since=tracking_since,
        documentation=data.get("documentation"),
        api_reference=(
            None if reference is None else _api_reference(at / "api_reference", reference)
        ),
        links=data.get("links", {}),
        policies=tuple(policies[name] for name in shows if name in policies),
        shows=shows,
        changes=tuple(history),
        aliases=_aliases(at, data),
        exemptions=_exemptions(at, data),
    )


def _api_reference(at: Place, data: Mapping[str, Any]) -> ApiReference:
    return ApiReference(at, data.get("template"), data.get("exceptions", {}), data.get("index"))


def policy_of(
    folder: PolicyFolder, words: Source, service: str, documents: Mapping[int, Document]
) -> Policy:
    """The policy of a folder, with the documents of it that can be used."""
    data: Mapping[str, Any] = words.data
    at = words.top
    facts = data.get("versions", {})
    dates = {
        _number(label): date.fromisoformat(fact["date"])
        for label, fact in facts.items()
        if "date" in fact
    }
    versions = tuple(
        Version(
            at=at / "versions" / f"v{number}",
            number=number,
            date=dates.get(number),
            document=document,
        )
        for number, document in documents.items()
    )
    unread = (folder.documents.keys() | folder.unread) - documents.keys()
    newest = max(documents.keys() | unread, default=0)
    default_version = _optional(_number, data.get("default_version"))
    default = default_version or newest
    return Policy(
        at=at,
        name=folder.name,
        service=service,
        type=PolicyType(data["type"]),
        path=data.get("path", "/"),
        account=data.get("account"),
        description=(
            Text(at / "description", data["description"]) if "description" in data else None
        ),
        lists_operations=data.get("operations", False),
        attachable=_optional(Attachable, data.get("attachable")),
        notes=_each(at / "notes", data.get("notes", ()), _note),
        groupings=_each(at / "groupings", data.get("groupings", ()), _grouping),
        aliases=_aliases(at, data),
        deprecated=_deprecation(at / "deprecated", data.get("deprecated")),
        exemptions=_exemptions(at, data),
        dates=dates,
        default_version=default_version,
        versions=versions,
        default=next((version for version in versions if version.number == default), None),
        unread=frozenset(unread),
    )


def _note(at: Place, data: Mapping[str, Any]) -> Note:
    return Note(at, data["title"], Text(at / "text", data["text"]))


def _grouping(at: Place, data: Mapping[str, Any]) -> Grouping:
    by = next(by for by in GroupingBy if by in data)
    return Grouping(
        at=at / by,
        by=by,
        title=data["topic"] if by is GroupingBy.TOPIC else data.get("title"),
        sids=_strings(data.get("sid", data.get("sids"))),
        services=_strings(data.get("service", data.get("services"))),
        actions=_strings(data.get("action", data.get("actions"))),
        text=Text(at / "text", data["text"]),
        aliases=_aliases(at, data),
    )


def _deprecation(at: Place, data: Mapping[str, Any] | None) -> Deprecation | None:
    if data is None:
        return None
    return Deprecation(at, _date(data.get("date")), data.get("replacement"))


def document_of(source: Source) -> Document:
    """The document in a source."""
    data: Mapping[str, Any] = source.data
    at = source.top / "Statement"
    statements = data["Statement"]
    return Document(
        at=source.top,
        language_version=data.get("Version"),
        statements=(
            (_statement(at, 1, statements),)
            if isinstance(statements, dict)
            else tuple(
                _statement(at / index, index + 1, statement)
                for index, statement in enumerate(statements)
            )
        ),
        source=source,
        is_plain=source.text.isascii() and "\\" not in source.text,
        may_have_variables="$" in source.text or "\\u" in source.text,
    )


def _statement(at: Place, number: int, data: Mapping[str, Any]) -> Statement:
    return Statement(
        at=at,
        number=number,
        sid=data.get("Sid") or None,
        effect=Effect(data["Effect"]),
        actions=_strings(data.get("Action")),
        not_actions=_strings(data.get("NotAction")),
        resources=_strings(data.get("Resource")),
        not_resources=_strings(data.get("NotResource")),
        condition=data.get("Condition", {}),
        unlisted=_set(tuple(name for name, value in data.items() if isinstance(value, str))),
        has_condition="Condition" in data,
    )


@lru_cache(maxsize=256)
def _set(names: tuple[str, ...]) -> frozenset[str]:
    """A set of names, the same object for most statements."""
    return frozenset(names)


def change_of(source: Source, service: str) -> Change:
    """The change in a source."""
    data: Mapping[str, Any] = source.data
    at = source.top
    return Change(
        at=at,
        id=source.path.stem,
        service=service,
        title=data["title"],
        date=date.fromisoformat(data["date"]),
        text=Text(at / "text", data["text"]) if "text" in data else None,
        updates=_each(at / "updates", data.get("updates", ()), _update),
        aliases=_aliases(at, data),
        exemptions=_exemptions(at, data),
    )


def _update(at: Place, data: Mapping[str, Any]) -> Update:
    names = data["policies"]
    place = at / "policies"
    refs = (
        [PolicyRef(place.key(name), place / name, name, _number(v)) for name, v in names.items()]
        if isinstance(names, dict)
        else [PolicyRef(place / i, place / i, name, None) for i, name in enumerate(names)]
    )
    return Update(
        at=at,
        kind=UpdateKind(data["kind"]),
        policies=tuple(refs),
        added=tuple(data.get("added", ())),
        removed=tuple(data.get("removed", ())),
        widened=tuple(data.get("widened", ())),
        narrowed=tuple(data.get("narrowed", ())),
        covered=tuple(data.get("covered", ())),
    )


def _tracking(at: Place, service: str, data: Mapping[str, Any], since: date) -> Change:
    """The last row of every update table, which service.yaml gives as a date."""
    return Change(
        at=at,
        id="tracking-started",
        service=service,
        title=f"{data['short_name']} started tracking changes",
        date=since,
        text=None,
        updates=(Update(at, UpdateKind.TRACKED, ()),),
    )


def lock_of(source: Source) -> Lock:
    """The addresses in a source."""
    return Lock(source.top, tuple((entry.address, entry.gone) for entry in source.data))


def _aliases(at: Place, data: Mapping[str, Any]) -> tuple[Alias, ...]:
    return _each(at / "aliases", data.get("aliases", ()), Alias)


def _exemptions(at: Place, data: Mapping[str, Any]) -> tuple[Exemption, ...]:
    exempt = data.get("exempt", {})
    return tuple(
        Exemption((at / "exempt").key(rule), rule, reason) for rule, reason in exempt.items()
    )


def _each(at: Place, items: Iterable[Item], make: Callable[[Place, Item], T]) -> tuple[T, ...]:
    return tuple(make(at / index, item) for index, item in enumerate(items))


def _strings(value: str | list[str] | None) -> tuple[str, ...]:
    """Texts, each the same object wherever it stands: most stand in many documents."""
    if value is None:
        return ()
    return (intern(value),) if isinstance(value, str) else tuple(map(intern, value))


def _optional(make: Callable[[str], T], value: str | None) -> T | None:
    return None if value is None else make(value)


def _number(label: str) -> int:
    """The number of a version: 2 of `v2`."""
    return int(label[1:])


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
