"""The whole corpus in the other dialect: the same trees, the same meaning, the same answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import pingan
from pingan.language.dialect import DIALECTS
from pingan.model.loaded import LoadedModule
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from tests.docs.pages import ROOT
from tests.docs.samples import Question, pages, questions

ENVIRONMENT = standard_environment()
POLICIES = ROOT / "policies"
Both = Callable[..., tuple[pingan.Policy, pingan.Policy]]
QUESTIONS = [question for page in pages() for question in questions(page)]


def other(module: nodes.Module) -> str:
    """The dialect that *module* is not written in."""
    (dialect,) = set(DIALECTS) - {module.dialect}
    return dialect


pytestmark = pytest.mark.xdist_group("translation")  # what is translated once serves every test


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Policies by their names, as they are written and translated."""

    @cache
    def loaded(*names: str) -> tuple[pingan.Policy, pingan.Policy]:
        policy = pingan.load(*names)
        return policy, translated(policy, tmp_path_factory.mktemp("other"))

    return loaded


def translated(policy: pingan.Policy, folder: Path) -> pingan.Policy:
    """*policy*, with every module that it is made of, printed in the other dialect and loaded from *folder*."""
    for module in policy.modules.modules.values():
        place = folder / (module.name if module.is_policy else "vocabulary")
        place.mkdir(exist_ok=True)
        text = print_module(module.written, other(module.written), environment=ENVIRONMENT)
        (place / f"{module.name}.rules").write_text(text, encoding="utf-8")
        register = register_of(module)
        if register is not None:
            (place / register).write_bytes((POLICIES / module.name / register).read_bytes())
    return pingan.load(*(folder / name / f"{name}.rules" for name in policy.names))


def register_of(module: LoadedModule) -> str | None:
    header = module.syntax.header
    return header.register if isinstance(header, nodes.PolicyHeader) else None


@pytest.mark.parametrize("name", pingan.shipped_policies())
def test_a_policy_says_the_same_in_the_other_dialect(name: str, both: Both) -> None:
    """Equal trees as written and as lowered, an equal model, and scenarios that hold."""
    policy, again = both(name)
    for module in policy.modules.modules.values():
        found = again.modules.modules[module.name]
        assert (found.written.dialect, module.written.dialect) == (other(module.written), module.written.dialect)
        assert found.written == module.written, module.name
        assert found.syntax == module.syntax, module.name
    assert again.model == policy.model
    assert [str(f) for r in again.test() if not r.passed for f in (r.name, *r.failures, *r.problems)] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: Path(question.facts).stem)
def test_a_sample_is_answered_the_same_in_the_other_dialect(question: Question, both: Both) -> None:
    facts = pingan.read_facts(ROOT / question.facts)
    answers = [policy.evaluate(facts, as_of=question.as_of) for policy in both(*question.policies)]
    first, second = (answer.to_dict() for answer in answers)
    assert second["decision_digest"] == first["decision_digest"]
    assert second == first
