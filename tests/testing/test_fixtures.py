"""The plug-in's fixtures: a policy, and what it answers."""

from __future__ import annotations

import json

import pytest

from tests.testing.conftest import FLOOD


@pytest.fixture
def desk(project: pytest.Pytester) -> pytest.Pytester:
    """The project with a test module that asks its policy."""
    (project.path / "facts.json").write_text(json.dumps({"depth": 45}), "utf-8")
    project.makepyfile(
        """
        import pytest

        FLOOD = pytest.mark.pingan("policies/flood/flood.rules")

        @FLOOD
        def test_marked(policy, evaluate):
            assert policy.names == ("flood",)
            assert evaluate({"depth": 50}, as_of="2016-06-01").applicable_rules == ("flood.close_road", "flood.tell")

        @FLOOD
        def test_from_a_file(evaluate):
            assert evaluate("facts.json", as_of="2016-06-01").applicable_rules == ("flood.close_road",)

        @pytest.mark.pingan("policies/flood/flood.rules", settings={"limit": 50})
        def test_with_settings(evaluate):
            assert evaluate({"depth": 45}, as_of="2016-06-01").applicable_rules == ()

        @pytest.mark.pingan("jilin")
        def test_one_that_ships(policy):
            assert policy.names == ("jilin",)

        def test_unmarked(policy):
            pass
        """
    )
    return project


def test_a_marker_says_which_policy(desk: pytest.Pytester) -> None:
    result = desk.runpytest("--strict-markers", "test_a_marker_says_which_policy.py")
    result.assert_outcomes(passed=4, errors=1)
    result.stdout.fnmatch_lines(["*test_unmarked asks a policy and does not say which: *pingan_policy*"])


def test_a_setting_says_which_policy_is_meant_without_a_marker(desk: pytest.Pytester) -> None:
    desk.makeini("[pytest]\npingan_policy = policies/flood/flood.rules\n")
    desk.runpytest("-k", "unmarked").assert_outcomes(passed=1, deselected=4)


def test_one_policy_is_read_once_a_session(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.pingan("policies/flood/flood.rules")
        seen = []

        @pytest.mark.parametrize("n", [1, 2])
        def test_same(policy, n):
            seen.append(policy)
            assert len({id(p) for p in seen}) == 1
        """
    )
    project.runpytest("test_one_policy_is_read_once_a_session.py").assert_outcomes(passed=2)


def test_a_test_that_fails_shows_what_it_was_answered(project: pytest.Pytester) -> None:
    text = FLOOD.replace("fact depth: integer >= 0", "fact depth: integer >= 0\nfact name: text sensitive")
    text = text.replace("when depth >= 50", 'when depth >= 50 or name = "Li"')
    (project.path / "policies/flood/flood.rules").write_text(text, "utf-8")
    project.makepyfile(
        """
        import pytest

        @pytest.mark.pingan("policies/flood/flood.rules")
        def test_closing(evaluate):
            outcome = evaluate({"depth": 45, "name": "Li"}, as_of="2016-06-01", show_sensitive=True)
            assert outcome.applicable_rules == ("flood.close_road",)
        """
    )
    result = project.runpytest("-k", "closing")
    result.stdout.fnmatch_lines(["*pingan: flood as of 2016-06-01*", "*warden must ensure closed*"])
    shown = result.stdout.str().partition("pingan: flood as of")[2]
    assert "Li" not in shown


@pytest.mark.parametrize(
    ("target", "told"), [("policies/flod.rules", "there is no policy `policies/flod.rules`"), ("jilim", "`jilin`")]
)
def test_a_policy_that_is_not_there_is_told(project: pytest.Pytester, target: str, told: str) -> None:
    project.makepyfile(f"import pytest\n\n@pytest.mark.pingan({target!r})\ndef test_it(policy):\n    pass\n")
    result = project.runpytest("-k", "test_it")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{told}*"])


def test_a_marker_that_says_something_else_is_told(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\n\n@pytest.mark.pingan(setings={})\ndef test_it(policy):\n    pass\n")
    result = project.runpytest()
    result.assert_outcomes(passed=2, errors=1)
    assert "the marker `pingan` takes settings, libraries and root, not setings" in result.stdout.str()


def test_a_policy_that_does_not_compile_is_told_by_its_diagnostics(project: pytest.Pytester) -> None:
    (project.path / "bad.rules").write_text(
        FLOOD.replace("depth >= 50", "deepth >= 50").replace("policy flood", "policy bad"), "utf-8"
    )
    project.makepyfile("import pytest\n\n@pytest.mark.pingan('bad.rules')\ndef test_it(policy):\n    pass\n")
    result = project.runpytest("-k", "test_it")
    result.assert_outcomes(errors=1)
    assert "Traceback" not in result.stdout.str()
    result.stdout.fnmatch_lines(["*did you mean `depth`*"])
