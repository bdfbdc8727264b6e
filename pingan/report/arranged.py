"""Which norm stands where in a report, and by which number it goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Norm

_URGENCY: Final = ("breached", "late", "due", "pending", "applies", "undetermined", "fulfilled", "none")
_PLACES: Final = ("duties", "consequences", "unsettled", "done", "prohibited", "permitted", "perhaps")
_KINDS: Final = ("escalation", "supervision", "sanction")


@frozen
class Arranged:
    """Indexes of norms by what they are to a reader. Every norm that applies or may apply stands in one place only.

    What surely must or should be done is among the *duties* (to be done, or missed), *unsettled* (it is open whether
    it was done) or *done*; *perhaps* is what may have to be done. *consequences* are duties, too: what follows from
    something missed, or is an action that the vocabulary calls an escalation, a supervision or a sanction.
    *denied* do not apply; they are told only where their rule was asked for.
    """

    duties: tuple[int, ...]
    consequences: tuple[int, ...]
    unsettled: tuple[int, ...]
    done: tuple[int, ...]
    prohibited: tuple[int, ...]
    permitted: tuple[int, ...]
    perhaps: tuple[int, ...]
    denied: tuple[int, ...] = ()
    left_out: int = 0
    """Norms that apply or may apply, of rules that were not asked for."""
    is_chosen: bool = False
    """Whether only some rules were asked for."""
    numbers: Mapping[int, int] = field(init=False)

    @numbers.default
    def _(self) -> Mapping[int, int]:
        return {index: number for number, index in enumerate(self, start=1)}

    def __iter__(self) -> Iterator[int]:
        """In the order of the report."""
        yield from self.duties
        yield from self.consequences
        yield from self.unsettled
        yield from self.done
        yield from self.prohibited
        yield from self.permitted
        yield from self.perhaps
        yield from self.denied


def arranged(answer: Answer, rules: Collection[str]) -> Arranged:
    """The norms of *answer*, or only those of *rules* (keys), sorted by bearer and by how urgent they are."""
    norms = answer.norms
    chosen = [i for i, norm in enumerate(norms) if not rules or norm.rule_key in rules]
    told = [i for i in chosen if norms[i].states != {"none"}]
    denied = [i for i in chosen if norms[i].states == {"none"}] if rules else []
    total = sum(norm.states != {"none"} for norm in norms)
    places: dict[str, list[int]] = {name: [] for name in _PLACES}
    for index in told:
        places[_place(norms[index])].append(index)
    return Arranged(
        **{name: _by_bearer(norms, found) for name, found in places.items()},
        denied=tuple(denied),
        left_out=total - len(told),
        is_chosen=bool(rules),
    )


def _place(norm: Norm) -> str:
    if norm.modality == "must_not":
        return "prohibited"
    if norm.modality in ("may", "discretion"):
        return "permitted"
    if "none" in norm.states:
        return "perhaps"
    if norm.depth or norm.kind in _KINDS:
        return "consequences"
    return {"undetermined": "unsettled", "fulfilled": "done"}.get(norm.state, "duties")


def urgency(norm: Norm) -> tuple[bool, int, bool, str]:
    """Sorts what surely applies first, then what was missed, then by the earliest deadline."""
    moment = norm.deadline.earliest if norm.deadline else None
    return "none" in norm.states, _URGENCY.index(norm.state), moment is None, moment.isoformat() if moment else ""


def _by_bearer(norms: Collection[Norm], indexes: list[int]) -> tuple[int, ...]:
    """Norms of one bearer together: first the bearer with the most urgent one."""
    all_norms = list(norms)
    first: dict[str, tuple[tuple[bool, int, bool, str], int]] = {}
    for index in indexes:
        name = all_norms[index].bearer.name
        rank = (urgency(all_norms[index]), index)
        first[name] = min(first.get(name, rank), rank)
    return tuple(sorted(indexes, key=lambda i: (first[all_norms[i].bearer.name], urgency(all_norms[i]), i)))
