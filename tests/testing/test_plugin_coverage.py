"""`--pingan-coverage` and `--pingan-laws`."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import settings


def test_what_scenarios_exercise_is_told_and_written(project: pytest.Pytester) -> None:
    reports = ["--pingan-coverage", "--pingan-coverage=html:out/cover.html", "--pingan-coverage=json:cover.json"]
    result = project.runpytest(*reports, "--pingan-coverage=lcov:cover.info")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*coverage of policies by their scenarios*", "flood * 2 *", "*html written to *"])
    assert result.ret == pytest.ExitCode.OK
    assert "<html" in (project.path / "out/cover.html").read_text("utf-8")
    assert json.loads((project.path / "cover.json").read_text("utf-8"))
    assert "SF:policies/flood/flood.rules" in (project.path / "cover.info").read_text("utf-8")


def test_only_what_was_run_counts(project: pytest.Pytester) -> None:
    project.runpytest("--pingan-coverage", "-k", "水深45").stdout.fnmatch_lines(["1 scenario", "flood * 1 *"])


def test_too_little_is_a_failure(project: pytest.Pytester) -> None:
    enough = project.runpytest("--pingan-coverage-fail-under=10", "--pingan-coverage-measure=rule")
    assert enough.ret == pytest.ExitCode.OK
    result = project.runpytest("--pingan-coverage-fail-under=100", "--pingan-coverage-measure=rule")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["flood: scenarios cover 1 of 2 (rule), less than 100 %"])


def test_workers_hand_over_what_their_scenarios_exercised(project: pytest.Pytester) -> None:
    alone = project.runpytest("--pingan-coverage=json:alone.json")
    together = project.runpytest_subprocess("-n2", "--pingan-coverage=json:together.json")
    alone.assert_outcomes(passed=2)
    together.assert_outcomes(passed=2)
    assert (project.path / "together.json").read_text("utf-8") == (project.path / "alone.json").read_text("utf-8")


@pytest.mark.parametrize("wanted", ["xml", "html:", "policies/flood/flood.rules"])
def test_a_form_that_is_not_there_is_told(project: pytest.Pytester, wanted: str) -> None:
    result = project.runpytest(f"--pingan-coverage={wanted}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*text, json, html, lcov*"])


def test_a_report_that_cannot_be_written_is_told_and_fails(project: pytest.Pytester) -> None:
    result = project.runpytest("--pingan-coverage=html:policies", "--pingan-coverage=lcov:cover.info")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["html not written to policies: *", "lcov written to cover.info"])


def test_without_policies_there_is_no_report(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it():\n    pass\n")
    result = pytester.runpytest("--pingan-coverage-fail-under=90")
    assert result.ret == pytest.ExitCode.OK
    assert "coverage of policies" not in result.stdout.str()


def test_laws_are_items_of_every_policy_collected(project: pytest.Pytester) -> None:
    (project.path / "policies/water.rules").write_text("vocabulary water\nfact wet: boolean\n", "utf-8")
    names = ("monotone", "sound", "order-free", "explained", "same-everywhere")
    result = project.runpytest("--pingan-laws", "--collect-only", "-q", "-m", "pingan_law")
    found = [line for line in result.outlines if "::" in line]
    assert found == [f"policies/flood/flood.rules::law {name}" for name in names]
    project.runpytest("--pingan-laws", "-k", "law and sound").assert_outcomes(passed=1, deselected=6)


def test_a_law_that_does_not_hold_is_told_without_a_traceback(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        import pingan, pytest
        from pingan.testing.collecting import PolicyFile

        class ClosedWorld(pingan.Policy):
            def evaluate(self, facts, **options):
                return super().evaluate({"closed": False, **facts}, **options)

        def pytest_collection_modifyitems(items):
            for item in items:
                item.parent.__dict__["policy"] = ClosedWorld(item.parent.policy._parts)
        """
    )
    settings.register_profile("steady", derandomize=True, database=None, max_examples=100)
    settings.load_profile("steady")
    try:
        result = project.runpytest("--pingan-laws", "-k", "law and monotone")
    finally:
        settings.load_profile(os.environ.get("PINGAN_HYPOTHESIS_PROFILE", "dev"))
    result.assert_outcomes(failed=1, deselected=6)
    text = result.stdout.str()
    assert "the law monotone does not hold: facts that are added only rule out" in text
    assert 'scenario "facts added" {' in text and "given closed = true" in text
    assert "Traceback" not in text and "Falsifying" not in text
