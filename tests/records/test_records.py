"""Decision records: the same bytes again, or every difference by name."""

from __future__ import annotations

import json
import os
import threading
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve

import pingan
from pingan.outcome.fitting import KEYWORDS, KINDS
from pingan.outcome.record import digest_of, parse_record, record_schema, setting_data
from pingan.outcome.to_dict import canonical_json
from pingan.program import record as made
from tests.records.asking import AS_OF, FACTS, KEY, POLICY, REGISTER, WORDS, asked, written


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "river")


def differing(record: dict[str, Any], *targets: Any, **options: Any) -> set[str]:
    """The paths of the differences that a replay names; empty when it answers."""
    try:
        pingan.replay(record, *targets, **{"facts": FACTS, **options})
    except pingan.ReplayError as error:
        return {difference.path for difference in error.differences}
    return set()


# --- the same again ----------------------------------------------------------------------------------------------


def test_a_record_replays_to_the_same_bytes(file: Path) -> None:
    outcome, record = asked(file)
    read = parse_record(canonical_json(record))
    again = pingan.replay(read, file, facts=FACTS, key=KEY)
    assert again.to_json() == outcome.to_json()
    assert canonical_json(again.to_record(KEY)) == canonical_json(record)


def test_a_record_fits_its_schema_and_holds_no_secret(file: Path) -> None:
    _, record = asked(file)
    jsonschema.Draft202012Validator.check_schema(record_schema())
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert record["facts"]["witness"] == {"masked": True}
    assert "Marker" not in canonical_json({**record, "outcome": {**record["outcome"], "norms": []}})
    assert record["masked"] == ["witness"]


def test_facts_that_were_not_masked_need_not_be_given(file: Path) -> None:
    policy = pingan.load(file, settings={"limit": 1})
    outcome = policy.evaluate({"depth": 3}, as_of=AS_OF)
    assert pingan.replay(outcome.to_record(), policy).to_json() == outcome.to_json()


def test_an_instant_with_an_offset_replays(file: Path) -> None:
    moment = datetime(2016, 6, 1, 10, 30, tzinfo=timezone(timedelta(hours=8)))
    outcome, record = asked(file, as_of=moment)
    assert record["outcome"]["record"]["as_of"] == "2016-06-01T02:30:00Z"
    assert pingan.replay(record, file, facts=FACTS).to_json() == outcome.to_json()


def test_a_shipped_policy_is_found_by_its_name() -> None:
    policy = pingan.load("national")
    outcome = policy.evaluate({}, as_of="2016-06-01")
    assert pingan.replay(outcome.to_record()).to_json() == outcome.to_json()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (3, 3),
        (True, True),
        ("2 hours", "2 hours"),
        (Decimal("0.80"), "0.8"),
        (Fraction(1, 8), "0.125"),
        (date(2016, 1, 5), "2016-01-05"),
        (timedelta(minutes=90), "90 minutes"),
        ({"until": date(2016, 1, 5), "from": None}, {"from": None, "until": "2016-01-05"}),
        ({"b", "a"}, ["a", "b"]),
    ],
)
def test_settings_are_kept_as_text_that_means_the_same(given: object, kept: object) -> None:
    assert setting_data("limit", given) == kept


@pytest.mark.parametrize("given", [Fraction(1, 3), 0.5, object()])
def test_a_setting_without_a_text_cannot_be_recorded(given: object) -> None:
    with pytest.raises(ValueError, match="the setting 'limit' cannot be recorded"):
        setting_data("limit", given)


# --- what is not the same ------------------------------------------------------------------------------------------


def test_another_policy_text_is_named(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    other = written(tmp_path / "other", policy=POLICY.replace("2 hours", "3 hours"))
    assert differing(record, other) == {"policies.river.digest"}


def test_the_same_text_in_another_layout_is_the_same_policy(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    other = written(tmp_path / "other", policy="# A remark.\n" + POLICY.replace("    when", "        when"))
    assert differing(record, other, key=KEY) == set()


def test_another_vocabulary_is_named_with_the_policy(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    other = written(tmp_path / "other", words=WORDS.replace("decimal >= 0", "decimal"))
    assert "policies.river.digest" in differing(record, other)


def test_another_version_and_register_are_named(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    other = written(
        tmp_path / "other", policy=POLICY.replace('"1.0"', '"1.1"'), register=REGISTER.replace("close", "shut")
    )
    assert differing(record, other) == {"policies.river.digest", "policies.river.version", "registers.river"}


def test_other_facts_are_named(file: Path) -> None:
    _, record = asked(file)
    assert differing(record, file, facts={**FACTS, "depth": 3}) == {"facts"}


def test_other_secrets_are_named_where_there_is_a_key(file: Path) -> None:
    _, record = asked(file)
    assert differing(record, file, facts={**FACTS, "witness": "Other"}, key=KEY) == {"facts_check"}
    assert differing(record, file, facts=FACTS, key=b"another key of 16") == {"facts_check"}
    without = differing(record, file, facts={**FACTS, "witness": "Other"})
    assert any(path.startswith("outcome.norms") for path in without), "without the key only the answer tells"


def test_another_calendar_is_named(file: Path) -> None:
    _, record = asked(file)
    environment = pingan.standard_environment()
    assert environment.calendar is not None
    other = evolve(environment, calendar=evolve(environment.calendar, last=date(2030, 12, 31), digest="0" * 64))
    found = differing(record, file, environment=other)
    assert {"calendar.digest", "calendar.last"} <= found


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("LANGUAGE_VERSION", "99", "language"),
        ("time_zone_version", lambda: "1900a", "time_zones"),
        ("_version", lambda: "99.0", "library.version"),
    ],
)
def test_other_versions_are_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object, path: str
) -> None:
    _, record = asked(file)
    monkeypatch.setattr(made, name, value)
    assert differing(record, file) == {path}


def test_everything_that_differs_is_named_at_once(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    record["settings"] = {"limit": 3, "deep": "excluded"}
    record["digest"] = digest_of(record)
    other = written(tmp_path / "other", policy=POLICY.replace("2 hours", "3 hours"))
    assert differing(record, other, facts={"depth": 1}) == {
        "policies.river.digest",
        "parameters.river.limit",
        "readings.river.deep",
        "facts",
    }


def test_what_is_missing_to_ask_again_is_said_at_once(file: Path) -> None:
    _, record = asked(file)
    with pytest.raises(pingan.RecordError) as caught:
        pingan.replay(record)
    assert [p.split(";")[0] for p in caught.value.problems] == [
        "record: the facts are masked at witness",
        "record: river did not come with pingan",
    ]


# --- comparing -----------------------------------------------------------------------------------------------------


def test_comparing_tells_what_is_decided_otherwise(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    text = POLICY.replace("2 hours", "3 hours").replace("must not open_road", "must not close_road")
    found = pingan.compare(record, written(tmp_path / "other", policy=text), facts=FACTS)
    assert [d.path for d in found.differences] == ["policies.river.digest"]
    assert [(c.subject, c.what) for c in found.changes] == [
        ("river.close of warden", "deadline"),
        ("river.close of warden against river.never of warden", "conflict"),
        ("river.open of warden against river.never of warden", "conflict"),
    ]


def test_comparing_with_the_same_finds_nothing(file: Path) -> None:
    _, record = asked(file)
    found = pingan.compare(record, file, facts=FACTS, key=KEY)
    assert (found.differences, found.changes) == ((), ())


def test_norms_that_come_and_go_are_told(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    other = written(tmp_path / "other", policy=POLICY.replace("rule never {", "rule always {"))
    found = pingan.compare(record, other, facts=FACTS)
    told = {str(change) for change in found.changes}
    assert {"river.never of warden disappears", "river.always of warden appears"} <= told


# --- damaged and hostile records -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "this is no record"),
        ("[]", "expected an object"),
        ("{}", "a record of no format"),
        ('{"format": "pingan.record/2"}', "a record of the format 'pingan.record/2'"),
        ('{"format": 1, "format": 2}', "the name 'format' is given twice"),
        ('{"format": NaN}', "whole numbers only"),
        ('{"format": 0.5}', "whole numbers only"),
        ("[" * 100_000, "nested more than"),
        ('{"format": "pingan.record/1", "a": ' + "[" * 80 + "]" * 80 + "}", "nested more than 64 deep"),
        ("9" * 5000, "this is no record"),
        (b"\xff\xfe", "not UTF-8"),
        ("\x00", "this is no record"),
        ('{"format":"pingan.record/1"}' + " " * (16 * 1024 * 1024), "at most 16,777,216 bytes"),
    ],
)
def test_what_is_no_record_is_refused(text: str | bytes, problem: str) -> None:
    with pytest.raises(pingan.RecordError, match=problem):
        parse_record(text)


def test_everything_wrong_with_a_record_is_said_at_once(file: Path) -> None:
    _, record = asked(file)
    record.update(policies="river", masked=[1], extra=0, facts_check="no digest")
    record.pop("settings")
    record["outcome"]["norms"][0]["states"] = ["gone"]
    with pytest.raises(pingan.RecordError) as caught:
        parse_record(json.dumps(record))
    assert {p.split(": ")[1] for p in caught.value.problems} == {
        "settings", "policies", "masked[0]", "extra", "facts_check", "outcome.norms[0].states[0]",
    }  # fmt: skip


def test_a_record_that_was_changed_is_refused(file: Path) -> None:
    _, record = asked(file)
    record["facts"]["depth"] = 3
    with pytest.raises(pingan.RecordError, match="not as it was written"):
        pingan.replay(record, file, facts=FACTS)


def test_half_a_character_in_a_record_is_refused(file: Path) -> None:
    _, record = asked(file)
    record["facts"]["depth"] = "\ud800"
    with pytest.raises(pingan.RecordError, match="half a character"):
        parse_record(json.dumps(record))


def test_a_short_key_is_refused(file: Path) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        asked(file, key=b"short")
    with pytest.raises(TypeError, match="the key of a record is bytes, not str"):
        asked(file, key="0123456789abcdef")  # type: ignore[arg-type]


def test_the_schemas_say_nothing_that_the_reader_does_not_understand() -> None:
    found: set[str] = set()
    kinds: set[str] = set()
    waiting: list[Any] = [record_schema()]
    while waiting:
        node = waiting.pop()
        if isinstance(node, bool):
            continue
        found |= set(node)
        kinds |= {node["type"]} if isinstance(node.get("type"), str) else set(node.get("type", ()))
        waiting += [*node.get("properties", {}).values(), *node.get("$defs", {}).values()]
        waiting += [*node.get("anyOf", ()), *node.get("prefixItems", ())]
        waiting += [node[name] for name in ("items", "additionalProperties") if name in node]
    assert found <= KEYWORDS
    assert kinds <= set(KINDS)


# --- files of records ------------------------------------------------------------------------------------------------


def test_records_are_appended_a_line_each(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    log = tmp_path / "decisions.jsonl"
    pingan.append_record(log, record)
    pingan.append_record(str(log), record)
    assert list(pingan.read_records(log)) == [record, record]
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.read_bytes().count(b"\n") == 2


def test_half_a_line_spoils_only_itself(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    log = tmp_path / "decisions.jsonl"
    log.write_text('{"format": "ping')
    pingan.append_record(log, record)
    lines = log.read_text("utf-8").splitlines()
    assert parse_record(lines[1]) == record
    with pytest.raises(pingan.RecordError, match=r"decisions.jsonl:1: this is no record"):
        list(pingan.read_records(log))


def test_lines_of_several_writers_do_not_mix(file: Path, tmp_path: Path) -> None:
    _, record = asked(file)
    log = tmp_path / "decisions.jsonl"

    def write() -> None:
        for _ in range(20):
            pingan.append_record(log, record)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert list(pingan.read_records(log)) == [record] * 80


def test_a_write_that_stops_halfway_leaves_nothing(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, record = asked(file)
    log = tmp_path / "decisions.jsonl"
    pingan.append_record(log, record)
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[: len(data) // 2]))
    with pytest.raises(OSError, match="No space left"):
        pingan.append_record(log, record)
    monkeypatch.undo()
    assert list(pingan.read_records(log)) == [record]


def test_a_line_that_is_too_long_is_refused_without_reading_on(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    with log.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    with pytest.raises(pingan.RecordError, match="16,777,216"):
        list(pingan.read_records(log))


@pytest.mark.parametrize("name", ["nowhere.jsonl", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(pingan.RecordError, match="the file cannot be read"):
        list(pingan.read_records(f"{tmp_path}/{name}"))
