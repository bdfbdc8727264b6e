"""A calendar of duties as text, data and iCalendar: what reads it back finds what was written."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from pingan.diagnostics.errors import MissingPackage
from pingan.outcome import calendar_data, to_dict
from pingan.outcome.duty_calendar import DutyCalendar
from pingan.pipeline import load
from pingan.source import Source
from tests.program.policies import local, policy

RULES = """
rule monthly "月报" { when i.a then town must act every month by day 5 fulfilled when i.on in period }
rule soon { since i.at then police must tell(to: mayor) within 2 hours fulfilled at i.done_at }
rule open_day {
    since i.on then mayor should other within 10 days fulfilled when i.done soft note "a; note, that\\\\n breaks"
}
rule dated { then police must act by 2016-03-31 fulfilled when i.done }
rule undated { since i.done_at then police must act within 3 days fulfilled when i.b }
"""
FACTS: dict[str, Any] = {
    "i": {"at": "2016-02-05T23:00:00+08:00", "done_at": None, "a": True, "done": False, "b": False,
          "on": {"at_least": "2016-03-01", "at_most": "2016-03-05"}},
}  # fmt: skip
AS_OF = local("2016-02-10 09:00")


def calendar(facts: object = FACTS, *, rules: str = RULES, as_of: object = AS_OF) -> DutyCalendar:
    return policy(rules).calendar("2016-01-01", "2016-04-30", facts, as_of=as_of)  # type: ignore[arg-type]


def events(file: bytes) -> dict[str, icalendar.Event]:
    """The events of a file by the first word of what they say."""
    return {str(e["uid"]): e for e in icalendar.Calendar.from_ical(file).walk("VEVENT")}


# --- text ---------------------------------------------------------------------------------------------------


def test_text_goes_month_by_month_and_tells_states() -> None:
    assert (
        calendar().to_text()
        == """\
P
Duties from 2016-01-01 to 2016-04-30
As of 2016-02-10 09:00 (Asia/Shanghai)

2016-02
  2016-02-05 Fri  town must act every month by day 5 [2016-02-01 to 2016-02-29]
    breached
    p.monthly
  by 2016-02-06 01:00  police must tell(to: mayor) within 2 hours
    breached
    p.soon

2016-03
  2016-03-05 Sat  town must act every month by day 5 [2016-03-01 to 2016-03-31]
    fulfilled
    p.monthly
  by some time from 2016-03-11 to 2016-03-15  mayor should other within 10 days
    pending
    wording that can only be attested
    note: a; note, that\\\\n breaks
    p.open_day
  2016-03-31 Thu  police must act by 2016-03-31
    pending
    p.dated

2016-04
  2016-04-05 Tue  town must act every month by day 5 [2016-04-01 to 2016-04-30]
    pending
    p.monthly

Without a day yet
  police must act within 3 days
    pending
    counts from i.done_at
    p.undated
"""
    )


def test_text_without_facts_tells_conditions() -> None:
    told = policy(RULES).calendar("2016-03-01", "2016-03-31").to_text()
    assert "No facts were given" in told
    assert "    if i.a\n" in told
    assert "pending" not in told
    assert "counts from i.at" in told


def test_text_in_chinese() -> None:
    told = calendar().to_text(language="zh")
    assert "2016年2月5日（周五）　town 应当 每 月 5 日前 act（2016年2月1日至2016年2月29日）" in told
    assert "最迟在2016年3月11日至2016年3月15日之间" in told
    assert "期限未定" in told
    assert "已违反" in told


def test_what_does_not_apply_is_counted_or_shown() -> None:
    facts = {"i": {**FACTS["i"], "a": False}}
    assert "3 entries that do not apply are left out" in calendar(facts).to_text()
    assert "does not apply" in calendar(facts).to_text(full=True)
    assert "left out" not in calendar(facts).to_text(full=True)


# --- data ---------------------------------------------------------------------------------------------------


def test_data_have_the_documented_form() -> None:
    whole = Resource.from_contents(to_dict.schema())
    registry = Registry().with_resource("schema.json", whole)
    validator = Draft202012Validator(calendar_data.schema(), registry=registry)
    for language in ("en", "zh"):
        for found in (calendar(), calendar(None, as_of=None)):
            validator.validate(found.to_dict(language=language))
    assert calendar().to_json() == calendar().to_json()
    assert [e["rule"] for e in json.loads(calendar().to_json())["undated"]] == ["undated"]


# --- iCalendar ----------------------------------------------------------------------------------------------


def test_days_are_all_day_events_that_end_the_day_after() -> None:
    found = calendar()
    read = events(found.to_ics())
    assert len(read) == len(found.relevant)
    for entry in found.relevant:
        event = read[f"{entry.uid}@pingan.invalid"]
        if entry.norm.rule == "soon":
            assert event["dtstart"].dt == datetime(2016, 2, 5, 17, 0, tzinfo=UTC)
            assert "dtend" not in event
        else:
            assert entry.first is not None
            assert entry.last is not None
            assert event["dtstart"].dt == entry.first
            assert event["dtend"].dt == entry.last + timedelta(days=1)


def test_another_reader_finds_every_duty_on_its_day() -> None:
    found = calendar()
    file = icalendar.Calendar.from_ical(found.to_ics())
    query = recurring_ical_events.of(file)
    day = date(2016, 1, 1)
    while day <= date(2016, 4, 30):
        uids = {str(event["uid"]).partition("@")[0] for event in query.at(day)}
        expected = {
            e.uid for e in found.relevant if e.norm.rule != "soon" and (e.first or day) <= day <= (e.last or day)
        }
        # The instant is told in UTC: there it is another day.
        expected |= {e.uid for e in found.relevant if e.norm.rule == "soon" and day == date(2016, 2, 5)}
        assert uids == expected
        day += timedelta(days=1)


def test_the_same_question_gives_the_same_bytes_and_later_ones_update_it() -> None:
    first = calendar()
    assert first.to_ics() == calendar().to_ics()
    later = calendar({"i": {**FACTS["i"], "on": "2016-03-03"}}, as_of=local("2016-04-01 09:00"))
    assert events(first.to_ics()).keys() == events(later.to_ics()).keys()
    stamps = [{e["dtstamp"].dt for e in events(c.to_ics()).values()} for c in (first, later)]
    assert stamps == [{AS_OF.astimezone(UTC)}, {local("2016-04-01 09:00").astimezone(UTC)}]
    stamp = datetime(2020, 1, 1, tzinfo=UTC)
    assert {e["dtstamp"].dt for e in events(first.to_ics(stamp=stamp)).values()} == {stamp}


def test_calendars_side_by_side_have_domains_of_their_own() -> None:
    one, other = (calendar().to_ics(domain=name) for name in ("a.example", "b.example"))
    assert not events(one).keys() & events(other).keys()


def test_hostile_labels_stay_texts() -> None:
    rules = 'rule r { then police must tell(to: mayor) every month fulfilled when i.done note "END:VEVENT" }'
    head = 'policy p "T;,:\\\\ END:VCALENDAR" { zone "Asia/Shanghai" }'
    text = head + """
    fact i: Case record Case { done: boolean }
    actor police "警; DTSTART:19700101, \\\\n x"
    actor mayor "BEGIN:VEVENT"
    action tell "告知：ATTACH;VALUE=URI:file:///etc/passwd" (to "对象": actor)
    """ + rules  # fmt: skip
    file = load(Source("p.rules", text)).calendar("2016-01-01", "2016-02-29").to_ics(language="zh")
    read = list(events(file).values())
    assert len(read) == 2
    for event in read:
        assert set(event) == {
            "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CATEGORIES", "DESCRIPTION", "STATUS", "TRANSP",
        }  # fmt: skip
        assert "警; DTSTART:19700101, \\\\n x" in str(event["summary"])
        assert "ATTACH;VALUE=URI:file:///etc/passwd" in str(event["summary"])
        assert "END:VEVENT" in str(event["description"])
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_what_may_not_be_owed_is_tentative() -> None:
    by_rule = {
        e.norm.rule: str(events(calendar().to_ics())[f"{e.uid}@pingan.invalid"]["status"]) for e in calendar().relevant
    }
    assert by_rule == {"monthly": "CONFIRMED", "soon": "CONFIRMED", "open_day": "TENTATIVE", "dated": "CONFIRMED"}
    unknown = calendar({}, as_of="2016-02-10")
    assert {str(e["status"]) for e in events(unknown.to_ics()).values()} == {"TENTATIVE", "CONFIRMED"}


def test_without_the_package_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingPackage, match=r'pip install "pingan\[calendar\]"'):
        calendar().to_ics()
    assert calendar().to_text()
