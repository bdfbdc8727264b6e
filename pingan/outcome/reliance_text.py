"""A reading relied on, as text: what was asked, which reading counts, what another one would change."""

from __future__ import annotations

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.model import nodes as model
from pingan.model.value_text import Words, name_text
from pingan.outcome.nodes import Reliance
from pingan.outcome.phrases import phrase

_READING = ("{0}: {1}", "{0}：{1}")
_DEFAULT = ("default", "默认")
_SET = ("chosen", "选定")
_NOT_CHOSEN = ("no reading is chosen", "未选定读法")
_CHANGES = ("another reading would change {0} of the norms", "改采其他读法将改变{0}项规定")
_ONE_CHANGES = ("another reading would change 1 norm", "改采其他读法将改变1项规定")


def reliance_lines(reliance: Reliance, policy: model.Policy, words: Words) -> list[str]:
    """A line with the question and the reading; where another one would change something, one more below it."""
    language = words.language
    found = policy.interpretations.get(reliance.interpretation)
    reading = phrase(_NOT_CHOSEN, language)
    if reliance.reading is not None:
        label = next((r.label for r in found.readings if r.name == reliance.reading), None) if found else None
        reading = name_text(reliance.reading, label and policy.told(label, language), language)
        known = {"default": _DEFAULT, "set": _SET}.get(reliance.chosen_by)
        chosen_by = phrase(known, language) if known else plain(reliance.chosen_by)
        reading += f"（{chosen_by}）" if in_chinese(language) else f" ({chosen_by})"
    asked = plain(policy.told(reliance.question or reliance.interpretation, language))
    if in_chinese(language) and 2 * sum(map(str.isascii, asked)) > len(asked):
        # The question of a policy in another language: its title is what a reader here can take in.
        asked = words.key(reliance.interpretation)
    lines = [phrase(_READING, language, asked, reading)]
    if reliance.changes:
        count = len(reliance.changes)
        lines.append("  " + (phrase(_ONE_CHANGES, language) if count == 1 else phrase(_CHANGES, language, count)))
    return lines
