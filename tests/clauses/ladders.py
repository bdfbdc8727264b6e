"""Drawn ladders as text, and what the documentation says of them, worked out for facts that are all known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

HEAD = """
policy story { zone "Asia/Shanghai" in force from 2016-01-05 }
record Person { name: text key leads: boolean speaks: boolean }
record Matter {
    common: boolean a: boolean b: boolean c: boolean d: boolean e: boolean
    done0: boolean done1: boolean done2: boolean done3: boolean
    people: list of Person
}
fact m: Matter
actor office
action act0
action act1
action act2
action act3
"""
FLAGS = ("a", "b", "c", "d", "e")
World = Mapping[str, Any]


@frozen
class DrawnStage:
    """One stage: the flags that its conditions read, and its place; earlier stages by number."""

    when: str | None = None
    unless: str | None = None
    each: str | None = None
    after: tuple[tuple[int, bool], ...] = ()
    replaces: tuple[int, ...] = ()
    replaces_all: bool = False
    stays: bool = False
    skippable: bool = False
    beside: bool = False
    has_norm: bool = True

    def text(self, number: int) -> str:
        items = [f"stage s{number} {{"]
        items += [f"after s{n}{' fulfilled' if done else ''}" for n, done in self.after]
        items += ["may be skipped"] if self.skippable else []
        items += ["beside the others"] if self.beside else []
        items += ["for each p in m.people"] if self.each else []
        limbs = [f"m.{self.when}"] if self.when else []
        limbs += [f"p.{self.each}"] if self.each else []
        items += [f"when {' and '.join(limbs)}"] if limbs else []
        items += [f"unless m.{self.unless}"] if self.unless else []
        items += [f"then office must act{number} fulfilled when m.done{number}"] if self.has_norm else []
        items += [f"replaces {', '.join(f's{n}' for n in self.replaces)}"] if self.replaces else []
        items += ["replaces all earlier"] if self.replaces_all else []
        items += ["stays"] if self.stays else []
        return "\n    ".join(items) + "\n}"


@frozen
class DrawnLadder:
    stages: tuple[DrawnStage, ...]
    in_order: bool

    def text(self) -> str:
        order = "step by step" if self.in_order else ""
        inside = "\n".join(stage.text(n) for n, stage in enumerate(self.stages))
        return f"{HEAD}\nladder way {{\nwhen m.common\n{order}\n{inside}\n}}\n"

    # --- what it means ---------------------------------------------------------------------------------------------

    def own(self, n: int, world: World, person: World | None) -> bool:
        """Whether the conditions of stage *n* itself hold, for one person where it is for each."""
        stage = self.stages[n]
        holds = stage.when is None or world[stage.when]
        holds = holds and (stage.each is None or (person is not None and person[stage.each]))
        return bool(holds) and not (stage.unless is not None and world[stage.unless])

    def somebody(self, n: int, world: World, test: Callable[[World | None], bool]) -> bool:
        people: list[World | None] = list(world["people"]) if self.stages[n].each else [None]
        return any(map(test, people))

    def before(self, n: int) -> tuple[tuple[int, bool], ...]:
        stage = self.stages[n]
        if stage.after or not self.in_order or stage.beside:
            return stage.after
        below = [i for i in range(n) if not self.stages[i].beside and not self.stages[i].skippable]
        return ((below[-1], False),) if below else ()

    def allowed(self, n: int, world: World) -> bool:
        return all(
            self.entered(i, world) and (not done or world[f"done{i}"] or not self._counted(i, world))
            for i, done in self.before(n)
        )

    def _counted(self, n: int, world: World) -> bool:
        return self.somebody(n, world, lambda person: self.own(n, world, person))

    def entered(self, n: int, world: World) -> bool:
        return self.allowed(n, world) and self._counted(n, world)

    def highest(self, world: World) -> str | None:
        """The stage reached."""
        if not world["common"]:
            return None
        reached = [n for n, s in enumerate(self.stages) if not s.beside and self.entered(n, world)]
        return f"s{reached[-1]}" if reached else None

    def stands(self, n: int, world: World, person: World | None) -> bool:
        """Whether stage *n* applies, but for the stages that replace it."""
        stage = self.stages[n]
        if self.own(n, world, person) and self.allowed(n, world):
            return True
        above = range(n + 1, len(self.stages))
        held = stage.stays and any(not self.stages[i].beside and self.entered(i, world) for i in above)
        return held and not (stage.unless is not None and world[stage.unless])

    def replacing(self, n: int) -> set[int]:
        """The stages that take the place of stage *n*, also by replacing one that did."""
        direct = {i for i in range(n + 1, len(self.stages)) if self._replaces(i, n)}
        return direct | {j for i in direct for j in self.replacing(i)}

    def _replaces(self, higher: int, lower: int) -> bool:
        stage = self.stages[higher]
        return lower in stage.replaces or (stage.replaces_all and not self.stages[lower].beside)

    def applies(self, n: int, world: World, person: World | None) -> bool:
        """Whether the norm of stage *n* applies (for *person*)."""
        if not world["common"] or not self.stands(n, world, person):
            return False
        for i in self.replacing(n):
            together = self.stages[i].each is not None and self.stages[n].each is not None
            if together and self.stages[i].has_norm:
                replaced = self.stands(i, world, person)
            else:
                replaced = self.somebody(i, world, partial(self.stands, i, world))
            if replaced:
                return False
        return True


@st.composite
def ladders(draw: Callable[[st.SearchStrategy[Any]], Any]) -> DrawnLadder:
    """Ladders of two to four stages; every stage reads flags of its own, so that none hides another."""
    in_order = draw(st.booleans())
    count = draw(st.integers(2, 4))
    stages: list[DrawnStage] = []
    for n in range(count):
        has_norm = n == 0 or draw(st.integers(0, 3)) > 0
        beside = has_norm and n > 0 and count - n > 1 and draw(st.integers(0, 3)) == 0
        earlier = [i for i in range(n) if stages[i].has_norm]
        after = draw(st.lists(st.tuples(st.sampled_from(earlier), st.booleans()), max_size=1)) if earlier else []
        replaced = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
        stages.append(
            DrawnStage(
                when=FLAGS[n],
                unless=draw(st.sampled_from([None, None, "e"])),
                each=draw(st.sampled_from([None, None, "leads", "speaks"])),
                after=tuple(after),
                replaces=tuple(sorted(replaced)),
                replaces_all=n > 0 and draw(st.integers(0, 4)) == 0,
                stays=has_norm and not beside and n < count - 1 and draw(st.booleans()),
                skippable=in_order and not beside and draw(st.booleans()),
                beside=beside,
                has_norm=has_norm,
            )
        )
    return DrawnLadder(tuple(stages), in_order)
