"""What a change looks like in the text: what stood there, and what stands there now."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from pingan.language.dialect import Dialect, by_labels, dialect
from pingan.model import nodes as m
from pingan.model.to_text import Language, duration_text, expression_text, norm_text
from pingan.mutation.nodes import REMOVED
from pingan.mutation.places import Place, with_node

_EVIDENCE: Final = ("fulfilled_when", "fulfilled_at", "breached_when", "breached_at")


@frozen
class Shown:
    """Tells changes in *language*."""

    language: Language

    @property
    def words(self) -> Dialect:
        return dialect(self.language)

    def change(self, place: Place, new: object) -> tuple[str, str]:
        """What stands at *place*, or so much around it that it can be read alone; and the same with *new*."""
        unit = _unit(place)
        changed = with_node(unit.node, place.path[len(unit.path) :], new)
        before, after = self.text(unit.node, unit), "" if changed is REMOVED else self.text(changed, unit)
        if before == after and unit.inside is not None:  # what differs is told further out
            return self.change_in(unit.inside, unit.path[len(unit.inside.path) :], changed)
        return _only_differing(before, after)

    def change_in(self, outer: Place, path: tuple[str | int, ...], changed: object) -> tuple[str, str]:
        """The same of *outer*, in which *changed* stands at *path*."""
        return _only_differing(self.text(outer.node, outer), self.text(with_node(outer.node, path, changed), outer))

    def text(self, node: Any, place: Place) -> str:
        """*node*, which stands at *place*, as the policy would have it."""
        policy, words = place.policy, self.words
        match node:
            case m.Expression():
                return self._expression(node, place)
            case m.Norm():
                return self._norm(node, policy)
            case m.InForce(period, tested):
                parts = [words.keyword("IN_FORCE"), expression_text(period, policy, self.language)]
                if tested is not None:
                    parts.append(words.phrase("tested", moment=expression_text(tested, policy, self.language)))
                return " ".join(parts)
            case m.Case():
                return self._case(node, place)
            case m.Definition():
                heads = [self._cites(node)] if node.citations else []
                heads += [words.keyword("EXCLUSIVE")] if node.exclusive == "exclusive" else []
                heads += [words.keyword("AGREEING")] if node.exclusive == "agreeing" else []
                return "\n".join([*heads, *(self._case(each, place) for each in node.cases)])
            case m.Rule():
                return self._rule(node, policy)
            case m.Parameter():
                return f"{words.keyword('SET')} {self._name(node)} = {self._value(node.value, policy)}"
            case m.Interpretation():
                held = node.chosen or node.default
                reading = next((r for r in node.readings if r.name == held), None)
                named = (reading.label or reading.name) if reading and by_labels(self.language) else held
                return f"{self._name(node)}: {words.keyword('DEFAULT')} {named}"
        return ""

    def _name(self, declared: m.Declared) -> str:
        return declared.title if by_labels(self.language) else declared.name

    def _value(self, value: object, policy: m.Policy) -> str:
        match value:
            case m.Duration():
                return duration_text(value, self.language)
            case m.Expression():
                return expression_text(value, policy, self.language)
        return ""

    def _expression(self, node: m.Expression, place: Place) -> str:
        text = expression_text(node, place.policy, self.language)
        inside = place.inside.node if place.inside is not None else None
        match place.name, inside:
            case "condition", m.Rule():
                return self.words.phrase("when", condition=text)
            case "exceptions", m.Rule():
                return f"{self.words.keyword('UNLESS')} {text}"
            case "since", m.Rule():
                return self.words.phrase("since", moment=text)
            case "scope", m.Header():
                return self.words.phrase("scope", condition=text)
            case ("fulfilled_when" | "breached_when") as name, m.Norm():
                return self.words.phrase(name, condition=text)
            case ("fulfilled_at" | "breached_at") as name, m.Norm():
                return self._at(name, text)
        return text

    def _at(self, name: str, text: str) -> str:
        words = self.words
        return f"{words.keyword(name.partition('_')[0].upper())} {words.keyword('AT')} {text}"

    def _norm(self, norm: m.Norm, policy: m.Policy) -> str:
        text = norm_text(norm, policy, self.language)
        for name in _EVIDENCE:
            shown = getattr(norm, name)
            if shown is not None:
                told = expression_text(shown, policy, self.language)
                text += f" {self.words.phrase(name, condition=told) if name.endswith('when') else self._at(name, told)}"
        if norm.otherwise is not None:
            text += f" {self.words.keyword('OTHERWISE')} {self._norm(norm.otherwise, policy)}"
        return text

    def _case(self, case: m.Case, place: Place) -> str:
        value = f"{self.words.keyword('IS')} {expression_text(case.value, place.policy, self.language)}"
        if case.condition is None:
            return value
        condition = expression_text(case.condition, place.policy, self.language)
        return self.words.phrase("case", value=value, condition=self.words.phrase("when", condition=condition))

    def _cites(self, declared: m.Rule | m.Definition) -> str:
        return f"{self.words.keyword('CITE')} " + ", ".join(f'"{c.clause}"' for c in declared.citations)

    def _rule(self, rule: m.Rule, policy: m.Policy) -> str:
        lines = []
        if rule.citations:
            lines.append(self._cites(rule))
        if rule.overrides:
            named = (policy.rules.get(key) for key in rule.overrides)
            lines.append(f"{self.words.keyword('OVERRIDES')} {', '.join(self._name(r) for r in named if r)}")
        if rule.soft:
            lines.append(self.words.keyword("SOFT"))
        return "\n".join(lines)


def _only_differing(before: str, after: str) -> tuple[str, str]:
    """Without the lines that are the same at the beginning and at the end."""
    old, new = before.split("\n"), after.split("\n")
    while len(old) > 1 and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while len(old) > 1 and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return "\n".join(old), "\n".join(new)


def _unit(place: Place) -> Place:
    """The nearest thing around *place* that can be read alone: a condition, a norm, a case, the whole expression."""
    return next((unit for unit in (place, *place.above) if _is_readable(unit)), place)


def _is_quantified(node: m.Expression) -> bool:
    return isinstance(node, m.Aggregate) and node.function in ("any", "all")


def _is_readable(place: Place) -> bool:
    node = place.node
    if isinstance(node, m.Expression):
        if place.inside is None or isinstance(place.inside.node, m.SetOf):
            return False
        if isinstance(node, m.Comparison | m.Has | m.In | m.And | m.Or) or _is_quantified(node):
            return True
        if place.name in ("bearers", "partners", "arguments", "limit"):
            return False
        if isinstance(place.inside.node, m.Case):
            return place.is_claim and place.name == "condition"
        return place.is_claim or not isinstance(place.inside.node, m.Expression | m.InForce)
    return not isinstance(node, m.Act | m.Ensure | m.Within | m.By | m.Every | m.Each)
