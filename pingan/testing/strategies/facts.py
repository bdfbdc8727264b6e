"""Facts of a policy, drawn: well-typed, near what the policy holds them against, and short where they fail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.suggest import did_you_mean
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.program.facts import check_facts
from pingan.testing.strategies.drawing import NOTHING, Data, Draw, Drawing, Drawn, Known
from pingan.testing.strategies.kept import kept
from pingan.testing.strategies.narrowing import Narrowing
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plans, plans_of
from pingan.testing.strategies.where import Where, files_where


def facts(
    policy: Policy | model.Policy,
    *,
    where: str | None = None,
    known: Known = "partly",
    only: Iterable[str] | None = None,
    unread: bool = False,
    as_of: date | datetime | str | None = None,
) -> st.SearchStrategy[Data]:
    """Fact files for *policy*: plain data that `Policy.evaluate` takes, and that `json.dumps` writes.

    Values are those that the policy holds its facts against, with what lies just below and above, and some that nobody
    thought of. With *known* ``"partly"`` facts may be left out, bounded or open; with ``"exact"`` left out, or known;
    with True nothing is unknown. Facts are those that the policy reads, or *only* these (paths such as
    ``incident.injury``, and all below them), or all of the vocabulary (*unread*).

    *where* is a condition over the facts and definitions of the policy, in its language: of every file that is drawn it
    is surely true (*as_of*; without it on an ordinary day of the policy's). Raises PolicyError, with places in *where*,
    for what is no condition, and ValueError for an argument that is none of these.
    """
    _check(policy, known, only)
    if where is not None:
        if isinstance(policy, model.Policy):
            raise TypeError("where= needs a Policy, as `load` gives it: its names are looked up in its modules")
        asked, paths = policy, _paths(only)
        key = ("where", where, known, paths, unread, str(as_of))
        return files_where(kept(policy, key, lambda: Where(asked, where, known, paths, unread, as_of)))
    return _files(_drawn(model_of(policy), known, _paths(only), unread))


def _check(policy: Policy | model.Policy, known: object, only: object) -> None:
    """What would else draw nothing, without a word."""
    check_argument("facts", "policy", policy, (Policy, model.Policy), "a policy, as `load` gives it")
    if known not in ("partly", "exact", True):
        raise ValueError(f'facts(): `known` is "partly", "exact" or True, not {known!r}')
    if isinstance(only, str):
        raise ValueError(f"facts(): `only` is a list of paths: [{only!r}]")
    vocabulary = model_of(policy).vocabulary.facts
    for path in only if isinstance(only, (list, tuple, set, frozenset)) else ():
        first = str(path).partition(".")[0]
        if first not in vocabulary:
            guess = did_you_mean(first, tuple(vocabulary))
            raise ValueError(f"facts(): no fact is called `{first}`{f'; {guess}' if guess else ''}")


def completions(policy: Policy | model.Policy, given: object) -> st.SearchStrategy[Data]:
    """Fact files in which nothing is unknown that *policy* reads, each one of the worlds that *given* allows.

    *given* is anything that `Policy.evaluate` takes; what it knows stays as it is, by the names of the vocabulary. (A
    judgement that does not count stays, too.) Raises FactError when something is wrong with it.
    """
    return _narrowed(narrowing(model_of(policy), known=True), canonical(model_of(policy), given))


def additions(policy: Policy | model.Policy, given: object) -> st.SearchStrategy[Data]:
    """Fact files that add to *given* (as for `completions`), or say the same: fewer worlds are possible, or as many."""
    return _narrowed(narrowing(model_of(policy), known=False), canonical(model_of(policy), given))


def canonical(policy: model.Policy, given: object) -> Data:
    """*given* by the names of the vocabulary, in the one form of a fact file."""
    zone = next((header.zone for header in policy.headers.values()), "UTC")
    return dict(check_facts(given, policy.vocabulary, as_of=date(9999, 12, 31), zone=zone).data)


def narrowing(policy: model.Policy, *, known: bool) -> Narrowing:
    def made() -> Narrowing:
        everything, read = plans_of(policy, unread=True), plans_of(policy)
        return Narrowing(everything, read, Drawing(read, True if known else "partly"), known)

    return kept(policy, ("narrowing", known), made)


@st.composite
def _narrowed(draw: st.DrawFn, narrowing: Narrowing, given: Data) -> Data:
    return narrowing.narrowed(draw, given)


def model_of(policy: Policy | model.Policy) -> model.Policy:
    return policy if isinstance(policy, model.Policy) else policy.model


def _paths(only: Iterable[str] | None) -> tuple[tuple[str, ...], ...] | None:
    return None if only is None else tuple(sorted(tuple(path.split(".")) for path in only))


class Facts:
    """What draws the facts of a policy, one after the other."""

    def __init__(self, plans: Plans, known: Known, *, writable: bool = False) -> None:
        self.plans = plans
        drawing = Drawing(plans, known, writable=writable)
        self.facts: tuple[tuple[str, Drawn], ...] = tuple((n, drawing.of(plan)) for n, plan in plans.facts.items())

    def __repr__(self) -> str:
        return ", ".join(self.plans.facts)

    def draw(self, draw: Draw) -> Data:
        return without_empty({n: v for n, one in self.facts if (v := one(draw)) is not NOTHING}, self.plans)


def without_empty(found: Data, plans: Plans) -> Data:
    """*found* without records that say nothing."""
    return {n: v for n, v in found.items() if v != {} or plans.facts[n].optional}


def _drawn(policy: model.Policy, known: Known, only: tuple[tuple[str, ...], ...] | None, unread: bool) -> Facts:
    return kept(
        policy, ("facts", known, only, unread), lambda: Facts(plans_of(policy, only=only, unread=unread), known)
    )


def writable_facts(policy: Policy, known: Known) -> st.SearchStrategy[Data]:
    """As `facts`, only what a scenario has words for."""
    meaning = policy.model
    return _files(kept(meaning, ("writable", known), lambda: Facts(plans_of(meaning), known, writable=True)))


@st.composite
def _files(draw: st.DrawFn, drawn: Facts) -> Data:
    return drawn.draw(draw)
