"""How long it is until a deadline, and since when it is over, in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pingan.language.spoken import Spoken
from pingan.outcome.nodes import Deadline

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def first_moment(moment: date | datetime, zone: str) -> datetime:
    """The instant at which *moment*, a day or an instant, begins."""
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return datetime.combine(moment, time(), tzinfo=ZoneInfo(zone))


def last_moment(moment: date | datetime, zone: str) -> datetime:
    """The instant at which *moment*, a day or an instant, is over. Raises OverflowError at the end of the calendar."""
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return datetime.combine(moment + _DAY, time(), tzinfo=ZoneInfo(zone))


def local_day(moment: date | datetime, zone: str) -> date:
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(zone)).date() if moment.tzinfo else moment.date()


def left_text(deadline: Deadline, as_of: date | datetime, words: Spoken) -> str:
    """``3 days 2 hours left``, ``over for 2 hours``; empty where nothing can be said."""
    try:
        early, late = (_left(end, as_of, deadline.zone) for end in (deadline.earliest, deadline.latest))
    except OverflowError:
        return ""
    whole = not isinstance(as_of, datetime)
    if late is not None and late < timedelta():
        length = length_text(-late, words, whole=whole)
        if early == late:
            return words.say(f"over for {length}", f"已超过{length}")
        return words.say(f"over for {length} or more", f"已超过至少{length}")
    if early is None or early < timedelta():
        return words.say("perhaps over already", "可能已经超过")
    if whole and early == timedelta():
        return words.say("this is the last day", "今天是最后一天")
    length = length_text(early, words, whole=whole)
    if early == late:
        return words.say(f"{length} left", f"还有{length}")
    return words.say(f"at least {length} left", f"至少还有{length}")


def _left(end: date | datetime | None, as_of: date | datetime, zone: str) -> timedelta | None:
    if end is None:
        return None
    if isinstance(as_of, datetime):
        return last_moment(end, zone) - as_of
    # Asked about a day, nobody knows at what hour: whole days are counted.
    return local_day(end, zone) - as_of


def length_text(length: timedelta, words: Spoken, *, whole: bool = False) -> str:
    """The two largest units: ``3 days 2 hours``; only days where *whole*."""
    days, rest = divmod(length, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if whole or days >= 60:
        parts = [(days, "day", "天")]
    elif days:
        parts = [(days, "day", "天"), (hours, "hour", "小时")]
    elif hours:
        parts = [(hours, "hour", "小时"), (minutes, "minute", "分钟")]
    else:
        parts = [(minutes, "minute", "分钟")] if minutes else []
    told = [words.say(f"{n} {unit}{'' if n == 1 else 's'}", f"{n}{chinese}") for n, unit, chinese in parts if n]
    return words.say(" ", "").join(told) or words.say("less than a minute", "不到1分钟")
