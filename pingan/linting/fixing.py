"""Fixes applied: as many at once as do not touch each other, over and over, until nothing is left to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from attrs import define, field, frozen

from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.diagnostics.fix import Fix
from pingan.linting.checked import Checked, real_path
from pingan.linting.edits import applied, overlap, sources_of

MAXIMUM_ROUNDS = 128
"""How often one file is looked at again: what is not settled by then never will be."""

Check = Callable[[str, Mapping[str, str]], Checked]
"""Checks a file, with what is to be read instead of files, by real path."""


@frozen
class Applied:
    """A fix that was applied: for which code, in which file."""

    file: str
    code: str
    title: str


@frozen
class Fixed:
    """The files that change: their old and new texts by name, and what was applied."""

    texts: Mapping[str, tuple[str, str]]
    applied: tuple[Applied, ...]
    left: Mapping[str, Checked]
    """What is found in each file afterwards."""


def fixed(files: Sequence[str], check: Check, *, unsafe: bool = False) -> Fixed:
    """*files* with all fixes that are safe (or *unsafe* ones, too). Nothing is written.

    A file's fixes change that file alone. What they make of it is read again: it stays only if nothing is wrong with
    it that was not wrong before.
    """
    work = _Work(check, unsafe)
    for file in files:
        work.file(file)
    # What was done to one file may be news for another.
    left = {file: check(file, work.texts) for file in files} if work.texts else work.seen
    return Fixed(work.changed, tuple(work.applied), left)


@define
class _Work:
    check: Check
    unsafe: bool
    texts: dict[str, str] = field(factory=dict)
    """By real path."""
    changed: dict[str, tuple[str, str]] = field(factory=dict)
    applied: list[Applied] = field(factory=list)
    seen: dict[str, Checked] = field(factory=dict)

    def file(self, file: str) -> None:
        found = self.check(file, self.texts)
        refused: set[tuple[str, str]] = set()
        met: set[str] = set()
        for _ in range(MAXIMUM_ROUNDS):
            chosen = self._chosen(found, file, refused)
            if not chosen:
                break
            after = self._tried(file, found, chosen)
            if after is None and len(chosen) > 1:
                # One of them does harm: each by itself.
                chosen = chosen[:1]
                after = self._tried(file, found, chosen)
            if after is None:
                refused.add((chosen[0][0].code, chosen[0][1].title))
                continue
            found = after
            text = self.texts[real_path(file)]
            if text in met:
                break  # it goes in circles
            met.add(text)
        self.seen[file] = found

    def _chosen(self, found: Checked, file: str, refused: set[tuple[str, str]]) -> list[tuple[Diagnostic, Fix]]:
        """Fixes of *file* that do not touch each other, in the order of their places."""
        chosen: list[tuple[Diagnostic, Fix]] = []
        for diagnostic in found.diagnostics:
            fix = next((f for f in diagnostic.fixes if f.safe or self.unsafe), None)
            if (
                fix is None
                or {*map(real_path, sources_of(fix))} != {real_path(file)}
                or (diagnostic.code, fix.title) in refused
            ):
                continue
            if any(fix.edits == other.edits for _, other in chosen):
                chosen.append((diagnostic, fix))  # the same, for another finding
            elif not any(overlap(fix.edits, other.edits) for _, other in chosen):
                chosen.append((diagnostic, fix))
        return chosen

    def _tried(self, file: str, before: Checked, chosen: Sequence[tuple[Diagnostic, Fix]]) -> Checked | None:
        """What is found with *chosen* applied, which is then kept; None: it would do harm."""
        source = chosen[0][1].edits[0].span.source
        edits = dict.fromkeys(edit for _, fix in chosen for edit in fix.edits)
        text = applied(source.text, edits)
        path = real_path(file)
        old = self.texts.get(path)
        self.texts[path] = text
        after = self.check(file, self.texts)
        if text == source.text or not _is_better(before, after):
            if old is None:
                del self.texts[path]
            else:
                self.texts[path] = old
            return None
        first = self.changed.get(file, (source.text, ""))[0]
        self.changed[file] = (first, text)
        self.applied += [Applied(file, d.code, fix.title) for d, fix in chosen]
        return after


def _is_better(before: Checked, after: Checked) -> bool:
    """Whether *after* has no errors that *before* had not; where the text did not parse, others may come to light."""
    if before.policy is not None:
        return after.policy is not None and _errors(after) <= _errors(before)
    return after.policy is not None or _errors(after) != _errors(before)


def _errors(found: Checked) -> Counter[tuple[str, str]]:
    return Counter((d.code, d.message) for d in found.diagnostics if d.severity is Severity.ERROR)
