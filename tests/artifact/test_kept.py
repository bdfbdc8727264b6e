"""What is kept of loading a policy's files is that policy, for as long as the files are what they were."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pingan
from pingan.artifact import kept
from pingan.artifact.built import BuiltParts
from pingan.stdlib import standard_environment
from tests.artifact.policies import AS_OF, FACTS, REGISTER, TEXT, written
from tests.artifact.test_loading import ASKED
from tests.diagnostics.environments import floods


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a policy, and a folder to keep things in."""
    monkeypatch.setenv("PINGAN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "flood").mkdir()
    return written(tmp_path / "flood")


def is_kept(found: pingan.Policy) -> bool:
    return isinstance(found._parts, BuiltParts)


def loaded(policy: Path) -> pingan.Policy:
    """The policy as it is found when it has been loaded twice."""
    assert not is_kept(pingan.load(policy))
    assert not is_kept(pingan.load(policy))
    found = pingan.load(policy)
    assert is_kept(found)
    return found


@pytest.mark.parametrize("what", sorted(set(ASKED) - {"artifact"}))
def test_it_says_what_the_text_says(what: str, policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = loaded(policy)
    monkeypatch.setenv("PINGAN_CACHE", "off")
    text = pingan.load(policy)
    assert not is_kept(text)
    assert ASKED[what](found) == ASKED[what](text)
    assert pingan.build(found) == pingan.build(text)


def _text(policy: Path) -> None:
    policy.write_text(TEXT.replace("depth >= 30", "depth >= 50"), "utf-8")


def _broken(policy: Path) -> None:
    policy.write_text("policy flood {", "utf-8")


def _gone(policy: Path) -> None:
    policy.unlink()


def _register(policy: Path) -> None:
    policy.with_name("flood.jsonl").write_text(REGISTER.replace("tell the mayor", "tell all"), "utf-8")


def _nearer_register(policy: Path) -> None:
    policy.with_name("flood.jsonl").rename(policy.with_name("other"))
    policy.with_name("flood").mkdir()
    (policy.with_name("flood") / "flood.jsonl").write_text(REGISTER.replace("tell the mayor", "tell all"), "utf-8")


def _link(policy: Path) -> None:
    outside = policy.parent.parent / "outside.rules"
    policy.rename(outside)
    policy.symlink_to(outside)


def told(policy: Path) -> object:
    try:
        return pingan.load(policy).evaluate(FACTS, as_of=AS_OF).to_record()
    except pingan.PolicyError as error:
        return error.diagnostics


@pytest.mark.parametrize("change", [_text, _broken, _gone, _register, _nearer_register, _link])
def test_when_a_file_changes_it_is_read_again(
    change: Callable[[Path], None], policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded(policy).evaluate(FACTS, as_of=AS_OF).to_record()
    change(policy)
    found = [told(policy) for _ in range(3)]
    monkeypatch.setenv("PINGAN_CACHE", "off")
    assert found == [told(policy)] * 3
    assert found[0] != before


def test_a_module_that_is_found_sooner_counts(tmp_path: Path, policy: Path) -> None:
    for place, most in ((policy.parent, 5), (tmp_path / "flood" / "vocabulary", 9)):
        place.mkdir(exist_ok=True)
        words = f"vocabulary words fact height: integer <= {most}"
        if most == 9:
            (place / "words.rules").write_text(words, "utf-8")
    policy.write_text("policy flood { uses words }", "utf-8")
    assert "height" in loaded(policy).model.vocabulary.facts
    (policy.parent / "words.rules").write_text("vocabulary words fact width: integer", "utf-8")
    assert "width" in pingan.load(policy).model.vocabulary.facts


def test_shipped_policies_are_kept_by_name(policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        pingan.load("national")
    assert is_kept(pingan.load("national"))
    (tmp_path / "national").write_text("policy national", "utf-8")
    assert pingan.load("national").model.rules == {}  # a file of that name goes before the policy


def test_what_depends_on_more_than_files_is_not_kept(policy: Path) -> None:
    loaded(policy)
    assert is_kept(pingan.load(policy, environment=standard_environment()))
    assert not is_kept(pingan.load(policy, environment=standard_environment(calendar=None)))
    assert not is_kept(pingan.load(policy, environment=floods()))
    assert not is_kept(pingan.load(policy, settings={"shelter_from": 3}))
    for _ in range(3):
        assert not is_kept(pingan.load(policy.parent))
        assert not is_kept(pingan.load(pingan.Source("flood.rules", "policy flood")))


def test_another_root_is_another_question(policy: Path, tmp_path: Path) -> None:
    loaded(policy)
    assert not is_kept(pingan.load(policy, root=tmp_path))


def test_nothing_is_kept_of_what_cannot_be_used(policy: Path, tmp_path: Path) -> None:
    _broken(policy)
    for _ in range(3):
        with pytest.raises(pingan.PolicyError):
            pingan.load(policy)
    assert not list(tmp_path.glob("cache/*"))


def test_damaged_entries_are_made_again(policy: Path, tmp_path: Path) -> None:
    loaded(policy)
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(entry.read_bytes()[:-5])
    assert not is_kept(pingan.load(policy))
    assert not is_kept(pingan.load(policy))
    assert is_kept(pingan.load(policy))


def test_another_version_keeps_its_own(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(policy)
    monkeypatch.setattr(pingan, "__version__", "9.9.9")
    assert not is_kept(pingan.load(policy))


def test_other_time_zone_data_are_another_question(
    policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zones").mkdir()
    monkeypatch.setattr(kept, "_ZONES", (str(tmp_path / "none"), str(tmp_path / "zones")))
    loaded(policy)
    (tmp_path / "zones" / "tzdata.zi").write_text("# version 2099z", "utf-8")
    assert not is_kept(pingan.load(policy))


def test_without_a_folder_to_stand_in_nothing_is_kept(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    assert pingan.load(policy).names == ("flood",)


def test_its_scenarios_find_further_policies_where_the_text_does(policy: Path) -> None:
    found = loaded(policy)
    assert [result.passed for result in found.test()] == [True, True]


def test_a_kept_policy_takes_no_parser(policy: Path) -> None:
    policy.write_text(TEXT.replace("depth >= shelter_from", "depth >= 40"), "utf-8")
    loaded(policy)
    code = (
        "import sys, pingan\n"
        f"policy = pingan.load({str(policy)!r})\n"
        f"policy.evaluate({FACTS!r}, as_of='2016-06-01').applicable_rules\n"
        "print([m for m in ('attrs', 'typing', 're', 'lark') if m in sys.modules])"
    )
    # The path is given as another type of target here, which is another question.
    for expected in (False, False, True):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert (done.stdout.strip() == "[]") is expected
