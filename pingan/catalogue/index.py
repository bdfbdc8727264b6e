"""The page that lists the pages of policies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pingan.catalogue.markdown import row, shown
from pingan.catalogue.overview import Overview
from pingan.catalogue.phrases import Language, say
from pingan.model.value_text import instant_text

INDEX: Final = "README.md"


def index(policies: Iterable[Overview], language: Language) -> str:
    """The list of *policies*, each with a link to its page, in Markdown."""
    listed = sorted(policies, key=lambda policy: policy.name)
    numbers = ("clauses", "encoded", "omitted", "rules")
    heading = [say(name, language) for name in ("policy", "title", "document", "jurisdiction", "in force", *numbers)]
    lines = [f"# {say('policies', language)}", "", say("index", language), ""]
    lines += [row(*heading), row(*["---"] * 5, *["---:"] * len(numbers))]
    lines += [_row(policy, language) for policy in listed]
    if any(policy.readings for policy in listed):
        lines += ["", shown(say("by reading", language))]
    return "\n".join(lines) + "\n"


def _row(policy: Overview, language: Language) -> str:
    figures = (policy.clauses, policy.encoded, policy.omitted, policy.rules)
    return row(
        f"[{shown(policy.name)}]({file_name(policy.name)})",
        shown(policy.label or ""),
        shown(policy.document or ""),
        shown(policy.jurisdiction or ""),
        days_text(policy, language),
        *("" if figure is None else str(figure) for figure in figures),
    )


def days_text(policy: Overview, language: Language) -> str:
    """From when to when it is in force, where that is written as days; with a star where that rests on a reading."""
    if policy.first is None and policy.last is None:
        return ""
    ends = ("…" if day is None else instant_text(day, language, "UTC") for day in (policy.first, policy.last))
    return " – ".join(ends) + (r" \*" if policy.readings else "")


def file_name(policy: str) -> str:
    """The file that the page of *policy* stands in."""
    return f"{policy}.md"
