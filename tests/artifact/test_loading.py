"""A policy out of an artifact is the policy that was put in."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pingan
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.stdlib import standard_environment
from tests.artifact.policies import AS_OF, FACTS, built, written
from tests.diagnostics.environments import CREST, floods
from tests.threads import asked_at_once


@pytest.fixture
def pair(tmp_path: Path) -> tuple[pingan.Policy, pingan.Policy]:
    """The policy from text, and from its artifact."""
    path = built(tmp_path, shelter_from=40)
    return pingan.load(tmp_path / "flood.rules", settings={"shelter_from": 40}), pingan.load(path)


ASKED: dict[str, Callable[[pingan.Policy], object]] = {
    "names": lambda p: (p.names, p.zone, p.language, p.title, p.registers, dict(p.settings)),
    "json": lambda p: p.evaluate(FACTS, as_of=AS_OF).to_json(),
    "record": lambda p: p.evaluate(FACTS, as_of=AS_OF).to_record(),
    "reasons": lambda p: p.evaluate(FACTS, as_of=AS_OF).explain(language="zh").to_text(),
    "text": lambda p: p.evaluate(FACTS, as_of=AS_OF).to_text(full=True),
    "shown": lambda p: p.evaluate(FACTS, as_of=AS_OF, show_sensitive=True).to_json(),
    "rules": lambda p: p.evaluate(FACTS, as_of=AS_OF).applicable_rules,
    "undecided": lambda p: p.evaluate({"depth": 45}, as_of="2016-06-01").undecided_rules,
    "pickled": lambda p: pickle.loads(pickle.dumps(p.evaluate(FACTS, as_of=AS_OF))).to_record(),
    "norms": lambda p: [n.states for n in p.evaluate(FACTS, as_of=AS_OF).applicable_norms],
    "batch": lambda p: p.evaluate_batch({"depth": [45, 3], "kind": ["river", None]}, as_of=AS_OF).counts(),
    "since": lambda p: p.evaluate({}, as_of=AS_OF, since={"shelter": "2016-05-01"}).to_json(),
    "settings": lambda p: p.evaluate(FACTS, as_of=AS_OF, settings={"soon": "9 hours"}).to_record(),
    "calendar": lambda p: [e.first for e in p.calendar("2016-01-01", "2016-06-30", FACTS).entries],
    "schema": lambda p: p.facts_schema(),
    "template": lambda p: p.facts_template(language="zh"),
    "example": lambda p: p.facts_example(),
    "pictures": lambda p: (p.export("mermaid"), p.export("json"), p.export("dot")),
    "tests": lambda p: p.test(),
    "warnings": lambda p: p.diagnostics,
    "scenarios": lambda p: p.scenarios,
    "model": lambda p: p.model,
    "modules": lambda p: p.modules,
    "coverage": lambda p: pingan.coverage_of(p),
    "artifact": lambda p: pingan.build(p),
}


@pytest.mark.parametrize("what", ASKED)
def test_what_it_says_is_what_the_text_says(what: str, pair: tuple[pingan.Policy, pingan.Policy]) -> None:
    text, artifact = pair
    assert ASKED[what](artifact) == ASKED[what](text)


def test_threads_share_what_is_read_when_it_is_needed(tmp_path: Path) -> None:
    policy = pingan.load(built(tmp_path, shelter_from=40))
    answers = asked_at_once(lambda: policy.evaluate(FACTS, as_of=AS_OF).to_json() + str(policy.test()))
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_its_scenarios_pass_with_the_policies_they_are_asked_along_with(tmp_path: Path) -> None:
    path = built(tmp_path)
    (tmp_path / "dam.rules").unlink()
    assert [result.passed for result in pingan.load(path).test()] == [True, True]
    assert pingan.check(path) == ()


def test_what_cannot_be_asked_along_is_told_as_from_text(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "dam.rules").unlink()
    policy = pingan.load(tmp_path / "flood.rules")
    path = tmp_path / "flood.pgb"
    path.write_bytes(pingan.build(policy))
    assert pingan.load(path).test() == policy.test()
    assert [d.code for d in pingan.check(path)] == ["unknown-module"]


def test_a_record_is_replayed_with_the_artifact(pair: tuple[pingan.Policy, pingan.Policy], tmp_path: Path) -> None:
    text, artifact = pair
    record = text.evaluate(FACTS, as_of=AS_OF, show_sensitive=True).to_record()
    for policy in (artifact, tmp_path / "flood.pgb"):
        again = pingan.replay(record, policy, facts=FACTS)
        assert again.to_record() == record


def test_what_is_wrong_with_facts_is_told_alike(pair: tuple[pingan.Policy, pingan.Policy]) -> None:
    problems = []
    for policy in pair:
        with pytest.raises(pingan.FactError) as caught:
            policy.evaluate({"depth": -1, "kind": "sea", "deep": 3}, as_of=AS_OF)
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]


def test_the_same_policy_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = written(tmp_path)
    code = f"import hashlib, pingan; print(hashlib.sha256(pingan.build(pingan.load({str(path)!r}))).hexdigest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


LIGHT = """
import sys
import pingan
policy = pingan.load({path!r})
facts = {facts!r}
outcome = policy.evaluate(facts, as_of={as_of!r})
assert outcome.applicable_rules == ("flood.closing", "flood.reporting", "flood.shelter")
heavy = {{"attrs", "attr", "typing", "enum", "functools", "json", "re", "lark", "networkx"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
outcome.to_json(), outcome.to_record(), outcome.explain().to_text(), outcome.to_text(language="zh")
policy.facts_schema(), policy.facts_template(), policy.facts_example(), policy.export("mermaid")
policy.calendar("2016-01-01", "2016-02-01", facts)
policy.with_settings({{"shelter_from": 10}}).evaluate(facts, as_of={as_of!r}).to_json()
policy.test()
print([name for name in ("lark", "networkx", "hypothesis") if name in sys.modules])
"""


def test_nothing_of_it_takes_a_parser(tmp_path: Path) -> None:
    code = LIGHT.format(path=str(built(tmp_path, shelter_from=40)), facts=FACTS, as_of="2016-06-01")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


# --- libraries -----------------------------------------------------------------------------------------------------


def of_library(folder: Path, environment: Environment) -> Path:
    rule = "rule r { when crest(depth) > 3 then a must b }"
    text = f"policy flood {{ needs floods }} fact depth: integer actor a action b {rule}"
    path = folder / "crest.pgb"
    path.write_bytes(pingan.build(pingan.load(pingan.Source("flood.rules", text), environment=environment)))
    return path


def test_the_libraries_it_needs_are_found_in_the_environment(tmp_path: Path) -> None:
    path = of_library(tmp_path, floods())
    policy = pingan.load(path, environment=floods())
    assert policy.evaluate({"depth": 4}, as_of="2016-06-01").applicable_rules == ("flood.r",)


def codes_of(load: Callable[[], object]) -> list[str]:
    with pytest.raises(pingan.PolicyError) as caught:
        load()
    assert all(d.help for d in caught.value.diagnostics if d.code != "type-mismatch")
    return [d.code for d in caught.value.diagnostics]


def test_without_its_library_or_with_another_content_it_is_refused(tmp_path: Path) -> None:
    path = of_library(tmp_path, floods())
    assert codes_of(lambda: pingan.load(path)) == ["other-library"]
    assert codes_of(lambda: pingan.load(path, environment=standard_environment())) == ["other-library"]
    other = standard_environment(Library("floods", "1.1", functions=(CREST,)))
    assert codes_of(lambda: pingan.load(path, environment=other)) == ["other-library"]


def test_libraries_it_does_not_need_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "flood.pgb"
    path.write_bytes(pingan.build(pingan.load(pingan.Source("flood.rules", "policy flood"), environment=floods())))
    assert pingan.load(path).names == ("flood",)


# --- what is no artifact --------------------------------------------------------------------------------------------


def test_other_targets_are_refused_together_with_it(tmp_path: Path) -> None:
    path = built(tmp_path)
    assert codes_of(lambda: pingan.load(path, "jilin")) == ["lone-artifact"]
    assert codes_of(lambda: pingan.load(str(path), str(path))) == ["lone-artifact"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.pgb").mkdir()
    assert codes_of(lambda: pingan.load(tmp_path / "folder.pgb")) == ["unreadable-file"]
    assert codes_of(lambda: pingan.load(tmp_path / "none.pgb")) == ["unknown-module"]
    assert codes_of(lambda: pingan.load("a\0b.pgb")) == ["unreadable-file"]
    assert [d.code for d in pingan.check(tmp_path / "none.pgb")] == ["unknown-module"]


def test_settings_that_do_not_fit(tmp_path: Path) -> None:
    path = built(tmp_path)
    assert codes_of(lambda: pingan.load(path, settings={"shelter_from": "deep"})) == codes_of(
        lambda: pingan.load(tmp_path / "flood.rules", settings={"shelter_from": "deep"})
    )


def test_arguments_of_another_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGAN_CACHE", str(tmp_path / "cache"))
    for target in (built(tmp_path), tmp_path / "flood.rules"):
        with pytest.raises(TypeError, match="environment"):
            pingan.load(target, environment="standard")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        pingan.load(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="needs a path"):
        pingan.load()


def test_what_is_built_is_a_policy() -> None:
    with pytest.raises(TypeError):
        pingan.build("jilin")  # type: ignore[arg-type]


def test_what_a_pass_warns_of_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGAN_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "flood.rules"
    rule = 'rule reporting {\n    cite "1", "1"\n    then warden must report\n}\n'
    path.write_text(f"policy flood\nactor warden\naction report\n{rule}", "utf-8")
    policy = pingan.load(path)
    (tmp_path / "flood.pgb").write_bytes(pingan.build(policy))
    assert [d.code for d in policy.diagnostics] == ["duplicate-citation"]
    assert pingan.load(tmp_path / "flood.pgb").diagnostics == policy.diagnostics
