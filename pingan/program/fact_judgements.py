"""What a person found: the value, by whom and when, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.language.to_data import scalar_data
from pingan.language.types import DATE, DATETIME
from pingan.model.nodes import Judgement
from pingan.program.fact_names import canonical_path
from pingan.program.fact_objects import fields_of
from pingan.program.fact_places import Place, described
from pingan.program.fact_scalars import Context, only, text_is_fine
from pingan.program.fact_values import Wrong, scalar


@frozen
class Determination:
    """A judgement as given: *value* still as written.

    It *counts* when somebody entitled made it, and not later than as_of.
    """

    value: object
    by: str | None
    at: date | datetime | None
    counts: bool

    def data(self, value: object) -> object:
        """Its canonical form, given that of its value."""
        if self.by is None and self.at is None:
            return value
        entry: dict[str, object] = {"value": value}
        if self.by is not None:
            entry["by"] = self.by
        if self.at is not None:
            entry["at"] = scalar_data(self.at)
        return entry


@frozen
class Evaluated:
    """The instant of the evaluation: *latest* is its last moment when only its day is known."""

    latest: datetime
    zone: ZoneInfo

    @staticmethod
    def at(as_of: date | datetime, zone: ZoneInfo) -> Evaluated:
        if isinstance(as_of, datetime):
            return Evaluated(as_of, zone)
        end = datetime.combine(as_of, time.max, zone)
        return Evaluated(end, zone)

    def has_seen(self, moment: date | datetime | None) -> bool:
        """Whether *moment* (a day: its beginning) is not after the evaluation."""
        if moment is None:
            return True
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.min, self.zone)
        return _comparable(moment) <= _comparable(self.latest)


def _comparable(moment: datetime) -> timedelta:
    """Time since the epoch, also near the ends of the calendar, where an instant has no UTC date."""
    offset = moment.utcoffset() or timedelta()
    return moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC) - offset


def determination(
    given: object, judgement: Judgement, place: Place, context: Context, evaluated: Evaluated
) -> Determination | None:
    """*given* as somebody's determination; None when it is not one (and that has been said)."""
    if given is None:
        context.problems.add(place, "a judgement is never null", help="leave it out while nobody has made it")
        return None
    if not isinstance(given, Mapping):
        return Determination(given, None, None, True)
    given = fields_of(given) or {}
    if "value" not in given:
        return Determination(given, None, None, True)
    if not only(given, ("value", "by", "at"), place, "value, by and at", context):
        return None
    by, at, fine = None, None, True
    if "by" in given:
        by = _author(given["by"], place.field("by"), context)
        fine = by is not None
    if "at" in given:
        at = _moment(given["at"], place.field("at"), context)
        fine = fine and at is not None
    if not fine:
        return None
    authorities = judgement.authorities
    entitled = by is None or not authorities or any(a in authorities for a in context.vocabulary.classes_of(by))
    return Determination(given["value"], by, at, entitled and evaluated.has_seen(at))


def _author(given: object, place: Place, context: Context) -> str | None:
    if not isinstance(given, str) or not given.strip():
        context.problems.add(place, f"expected who determined it, not {described(given, place)}")
        return None
    if not text_is_fine(given, place, context):
        return None
    if name := context.names.actors.find(given):
        return name
    found = canonical_path(given, context.vocabulary, context.names)
    return found[0] if found else given


def _moment(given: object, place: Place, context: Context) -> date | datetime | None:
    day = scalar(given, DATE, place)
    if isinstance(day, date):
        return day
    moment = scalar(given, DATETIME, place)
    if isinstance(moment, datetime):
        return moment
    assert isinstance(moment, Wrong)
    context.problems.add(place, moment.message, help=moment.help)
    return None
