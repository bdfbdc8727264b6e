"""`bad-allow`: an allowance that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pingan.diagnostics.codes import CODES
from pingan.diagnostics.fix import Edit, Fix
from pingan.diagnostics.suggest import did_you_mean, nearest
from pingan.linting.allowing import WORDS, Allowance, AllowedCode
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked

if TYPE_CHECKING:
    from pingan.linting.known import Known

_FORM = "write `# pingan: allow CODE — reason`, or `# pingan：允许 CODE —— 理由`"


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    # The table of all rules holds this one, too.
    from pingan.linting.known import KNOWN

    for allowance in looked.allowances:
        if allowance.scope is None:
            near = did_you_mean(allowance.word, WORDS)
            message = f"`{allowance.word}` is nothing that a comment can ask of pingan"
            if allowance.word.lower() in WORDS:
                message, near = "this allows nothing: there is no colon behind `pingan`", None
            yield found(message, allowance.span, help=near or _FORM)
        elif not allowance.codes:
            yield found("this allows nothing: no code is named", allowance.span, help=_FORM)
        elif allowance.scope == "file" and _is_late(allowance, looked):
            remedy = "put it above the first declaration, or allow it where it is found"
            yield found("what is allowed in the whole file is said near its top", allowance.span, help=remedy)
        for code in _first_words(c for c in allowance.codes if allowance.scope and c.code not in KNOWN):
            if not looked.is_reported(code.code):
                yield _unknown(code, KNOWN)


def _first_words(codes: Iterable[AllowedCode]) -> Iterator[AllowedCode]:
    """*codes* without those that only blanks part from the one before: a reason without a dash is told of once."""
    end = -1
    for code in codes:
        if end < 0 or code.span.source.text[end : code.span.start].strip():
            yield code
        end = code.span.end


def _is_late(allowance: Allowance, looked: Looked) -> bool:
    module = next(m for m in looked.modules if m.span.source.name == allowance.span.source.name)
    first = min((d.span.start for d in module.written.declarations), default=allowance.start)
    return bool(module.written.declarations) and allowance.span.start > first


def _unknown(code: AllowedCode, known: Mapping[str, Known]) -> Finding:
    if code.code in CODES:
        message = f"`{code.code}` is an error: nobody can allow it"
        return found(message, code.span, help="mend what it reports")
    if members := [each.code for each in known.values() if each.group == code.code]:
        message = f"`{code.code}` is a group of rules, and a comment allows single ones"
        return found(message, code.span, help=f"name what is meant: {', '.join(f'`{each}`' for each in members)}")
    near = nearest(code.code, tuple(known), 1)
    fixes = tuple(Fix(f"write `{name}`", (Edit(code.span, name),), safe=False) for name in near)
    remedy = did_you_mean(code.code, tuple(known)) or "`pingan explain` lists all codes; write reasons behind a dash"
    return found(f"there is no rule `{code.code}`", code.span, help=remedy, fixes=fixes)


LINT = Lint(
    code="bad-allow",
    group="style",
    title="an allowance that cannot be understood",
    what="""Reports a comment that begins like an allowance (`# pingan:`) and is none: another word than `allow`, no
        colon, no code, a code that is not there or is that of an error, or one for the whole file that stands below
        its top.""",
    why="Its author believes that a finding is allowed, with a reason, and it is not.",
    example="""
        policy flood {
            zone "Asia/Shanghai"  # pingan: allow no-citations
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        # pingan: allow unused-parameter — set by the application, for its own use
        parameter grace: duration
        """,
    check=check,
    fix="Writes the code that is near. Not safe: only its author knows what was meant.",
)
