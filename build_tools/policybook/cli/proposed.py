"""What a proposal consists of: read, judged and compared, from git or from the files here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from filecmp import cmp
from pathlib import Path, PurePosixPath

from policybook.check import NOTHING, Report, judge, read
from policybook.fixing import mend
from policybook.forwarding.recording import record
from policybook.lint import Watch
from policybook.model import Catalogue
from policybook.problem import Problem, Severity
from policybook.report.outcome import outcome
from policybook.report.review.proposal import Proposal, State, Suggestion, news
from policybook.settings import load
from policybook.source.files import read as read_file
from policybook.source.formatting import formatted
from policybook.source.git import GitError, at_revision, branch_point, commit_of
from policybook.source.names import LOCK
from policybook.source.source import Source
from policybook.source.sweep import sweep
from policybook.source.tree import Texts

_TRIES = 12
"""How often it is tried what can be mended, which takes as long as a check each time."""

_ID = 7
"""How many characters of a commit's id say which one it is."""


def proposed(root: Path, base: str, head: str | None, watch: Watch) -> Proposal:
    """What the data in `root`, or that which a head has, itself a revision, proposes to a base.

    Where there is a head, nothing of the files here counts but the settings of the project.
    Raises GitError where there is no such revision, or where neither has the data.
    """
    tip, new = commit_of(root, base), commit_of(root, head) if head else None
    old = branch_point(root, base, new or "HEAD")
    settings, faults = load(root)
    with ExitStack() as stack:
        older = stack.enter_context(at_revision(root, old))
        newer = stack.enter_context(at_revision(root, new)) if new else root
        if older is None and newer is None:
            raise GitError(f"neither {old[:_ID]} nor {(new or '')[:_ID]} has a folder `{root}`")
        was, is_now = read(older) if older else NOTHING, read(newer) if newer else NOTHING
        published = was.catalogue if older else None
        before = judge(was, settings, base=published)
        after = judge(is_now, settings, base=published, watch=watch)
        found = news(
            # What is wrong with settings that a head did not bring is no news.
            (*before.problems, *(faults if new else ())),
            (*after.problems, *faults),
            is_whole=not is_now.problems,
        )
        return Proposal(
            root=root,
            base=base,
            moved_on=tip != old,
            old=_state(old[:_ID], before, was),
            new=_state(new[:_ID] if new else "this proposal", after, is_now),
            outcome=outcome([(root, _with(after, faults))]),
            news=found,
            fixes=_fixes(newer, older, after, published) if newer else Suggestion({}),
            layout=_layout(newer, older) if newer else Suggestion({}),
            unrecorded=_unrecorded(is_now, after, published),
        )


def _state(name: str, judged: Report, was_read: Report) -> State:
    return State(name, judged, {problem.file for problem in was_read.problems})


def _with(report: Report, faults: Iterable[Problem]) -> Report:
    return replace(report, problems=tuple(sorted({*faults, *report.problems})))


def _fixes(
    folder: Path, older: Path | None, found: Report, published: Catalogue | None
) -> Suggestion:
    """What would be mended in the files that are not as they were."""

    def again(texts: Texts) -> Report:
        return judge(read(folder, texts), found.settings, base=published)

    def is_wanted(problem: Problem) -> bool:
        return _is_changed(problem.file, folder, older)

    fixes = mend(found, again, base=published, wanted=is_wanted, tries=_TRIES)
    texts = {file: (fixes.before[file], text) for file, text in fixes.texts.items()}
    return Suggestion(texts, len(fixes.mended))


def _layout(folder: Path, older: Path | None) -> Suggestion:
    """What would be laid out anew of the files that are not as they were."""
    texts = {}
    for file in sweep(folder, PurePosixPath(), folder).files:
        if _is_changed(file.shown, folder, older):
            source, _ = read_file(file.path, file.shown)
            text = formatted(file.shown, source.text) if source else ""
            if source and text != source.text:
                texts[file.shown] = (source.text, text)
    return Suggestion(texts)


def _unrecorded(found: Report, judged: Report, published: Catalogue | None) -> Suggestion:
    """What is to be recorded of addresses, as the command does it: not where data has errors."""
    errors = {p.rule for p in judged.problems if p.severity is Severity.ERROR} - {"anchor-gone"}
    if errors or found.catalogue.lock is None:
        return Suggestion({})
    new = record(found.catalogue, [published] if published else [])
    origin = found.catalogue.lock.at.origin
    before = origin.text if isinstance(origin, Source) else ""
    texts = {} if new.is_done else {PurePosixPath(LOCK): (before, new.text)}
    return Suggestion(texts, new.added)


def _is_changed(file: PurePosixPath, folder: Path, older: Path | None) -> bool:
    try:
        return older is None or not cmp(folder / file, older / file, shallow=False)
    except OSError:
        return True
