"""Facts: what is known of a case, checked against the vocabulary before anything is evaluated.

A fact is a value, `null` (known absent), bounds, one of several values, a partly known collection, or simply
not there: unknown. Nothing is converted: the text "false" is no boolean, true is no number, and a binary
fraction is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from pingan.diagnostics.errors import FactError
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.once import Once
from pingan.language.shapes import Elements, Record, Shape
from pingan.model.nodes import Definition, Vocabulary
from pingan.program.fact_bounds import absent, unknown
from pingan.program.fact_canonical import canonical_text, digest
from pingan.program.fact_check import Checker
from pingan.program.fact_judgements import Evaluated
from pingan.program.fact_masks import Masks, is_below, masks
from pingan.program.fact_names import FactNames
from pingan.program.fact_objects import NOT_GIVEN, fields_of
from pingan.program.fact_places import Place, described
from pingan.program.fact_scalars import Context

__all__ = ["NOT_GIVEN", "Facts", "absent", "check_facts", "unknown"]


@frozen(eq=False, slots=False)
class Facts:
    """Checked facts. *values* are by fact name, only those given; *data* is their canonical form, plain JSON data.

    *judgements* says by whom and when, by path, for every determination that counts (None: not said);
    *unattributed* are the paths of those whose author is not said; *discounted* of those that do not count:
    made after the evaluation, or by somebody whom the vocabulary does not name.
    """

    # Never shown in a repr: some of them are sensitive.
    values: Mapping[str, Shape] = field(repr=False)
    judgements: Mapping[str, tuple[str | None, date | datetime | None]] = field(repr=False)
    unattributed: tuple[str, ...]
    discounted: tuple[str, ...]
    data: Mapping[str, object] = field(repr=False)
    _vocabulary: Vocabulary | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The canonical text of everything given, what is sensitive included."""
        return canonical_text(self.data)

    @Once
    def _masks(self) -> Masks:
        if self._vocabulary is None:
            return Masks(self.values, self.data, ())
        return masks(self.values, self.data, self._vocabulary)

    @property
    def masked(self) -> tuple[str, ...]:
        """The paths at which sensitive values were given."""
        return self._masks.paths

    @property
    def shown(self) -> Mapping[str, object]:
        """The canonical form with ``{"masked": true}`` in the place of every sensitive value."""
        return self._masks.data

    @Once
    def digest(self) -> str:
        """The SHA-256 of the canonical text of what is shown: nobody can find a sensitive value by trying."""
        return digest(self.shown)

    def public(self) -> Facts:
        """These facts with those that are sensitive not given."""
        return evolve(
            self,
            values=self._masks.values,
            judgements={path: made for path, made in self.judgements.items() if not is_below(path, self.masked)},
            unattributed=tuple(path for path in self.unattributed if not is_below(path, self.masked)),
            discounted=tuple(path for path in self.discounted if not is_below(path, self.masked)),
            data=self.shown,
        )


def check_facts(
    data: object,
    vocabulary: Vocabulary,
    *,
    as_of: date | datetime,
    definitions: Iterable[Definition] = (),
    zone: str = "UTC",
    dialects: Dialects | None = None,
    names: FactNames | None = None,
) -> Facts:
    """*data* (a mapping, or an object with declared attributes) as facts of *vocabulary*.

    *definitions* only make the message better when somebody gives a value that the policy defines. *zone* says
    which moments the day *as_of* holds, when it is a day: a judgement made later does not count.
    *names* are those of *vocabulary*, where they are known already. Raises FactError with every problem found.

    >>> check_facts({"incident": {"participants": {"at_least": 3}}}, vocabulary, as_of=date(2016, 6, 1)).text
    '{"incident":{"participants":{"at_least":3}}}'
    """
    context = Context(vocabulary, names or FactNames.of(vocabulary), dialects=dialects or core_dialects())
    if isinstance(as_of, datetime) and as_of.utcoffset() is None:
        remedy = "add the offset from UTC, or give a date"
        context.problems.add("as_of", "the instant does not say its time zone", help=remedy)
        raise FactError(context.problems.all())
    checker = Checker(context, Evaluated.at(as_of, ZoneInfo(zone)), _Defined(definitions))
    entries = fields_of(data)
    if entries is None:
        context.problems.add("facts", f"expected an object of facts, not {described(data, Place(''))}")
        raise FactError(context.problems.all())
    fields = {name: f.field for name, f in vocabulary.facts.items() if f.field}
    given = checker.fields(entries, context.names.facts, fields, Place(""))
    values = {name: g.shape for name, g in sorted(given.items()) if checker.counts(name)}
    _check_references(context, values)
    if context.problems:
        raise FactError(context.problems.all())
    canonical = {name: g.data for name, g in sorted(given.items())}
    made = sorted(checker.determinations.items())
    return Facts(
        values,
        {path: (d.by, d.at) for path, d in made if d.counts},
        tuple(path for path, d in made if d.counts and d.by is None),
        tuple(path for path, d in made if not d.counts),
        canonical,
        vocabulary,
    )


class _Defined(Mapping[str, frozenset[str]]):
    """Names that are defined, by record: listed when one is asked for, which is when a name is wrong."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._definitions = definitions

    @Once
    def _names(self) -> Mapping[str, frozenset[str]]:
        names: dict[str, set[str]] = {}
        for definition in self._definitions:
            aliases = {definition.name, definition.label} if definition.label else {definition.name}
            names.setdefault(definition.record or "", set()).update(a for a in aliases if a)
        return {record: frozenset(defined) for record, defined in names.items()}

    def __getitem__(self, record: str) -> frozenset[str]:
        return self._names[record]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _check_references(context: Context, values: Mapping[str, Shape]) -> None:
    """Records named as actors have to be there, unless nothing is said about where they stand."""
    for place, path in context.references:
        if not _may_stand(path, values):
            named = "such record" if place.sensitive else f"`{path}`"
            context.problems.add(place, f"the facts have no {named}", help="name a record that is given")


def _may_stand(path: str, values: Mapping[str, Shape]) -> bool:
    fields = values
    for step in path.split("."):
        name, *positions = step.replace("]", "").split("[")
        shape = fields.get(name)
        for position in positions:
            if not isinstance(shape, Elements) or int(position) > len(shape.elements):
                return False
            shape = shape.elements[int(position) - 1]
        if shape is None:
            return "[" not in path.removeprefix(step)
        if not isinstance(shape, Record):
            return False
        if not shape.present:
            return False
        fields = shape.fields
    return True
