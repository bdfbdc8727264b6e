"""The pytest plug-in: scenarios are tests, and nothing else is touched."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.testing.conftest import FLOOD, WRONG

ITEMS = ["policies/flood/flood.rules::dry: nothing to do", "policies/flood/flood.rules::水深45，未封路"]
HEAVY = ("attr", "hypothesis", "lark", "networkx", "click", "rich", "ruamel", "pingan.policy", "pingan.scenarios")


def policy_file(project: pytest.Pytester) -> Path:
    return project.path / "policies/flood/flood.rules"


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


# --- what is collected --------------------------------------------------------------------------------------------


def test_scenarios_of_configured_files_are_tests(project: pytest.Pytester) -> None:
    assert collected(project.runpytest("--collect-only", "-q")) == ITEMS
    project.runpytest().assert_outcomes(passed=2)


def test_a_file_named_on_the_command_line_is_collected_without_any_setting(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("flood.rules").write_text(FLOOD, "utf-8")
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED
    pytester.runpytest("flood.rules").assert_outcomes(passed=2)


def test_other_plug_ins_may_look_into_the_fixtures_of_every_item(project: pytest.Pytester) -> None:
    """pytest-lsp gives up, and every scenario with it, where an item has no fixtures to look into."""
    project.makeconftest(
        """
        import pytest

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_call(item):
            if not hasattr(item, "funcargs"):
                return
            assert not any(item.funcargs.values())
            yield
        """
    )
    project.runpytest().assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("policies/flood/flood.rules", True),
        ("**/*.rules", True),
        ("policies/**", True),
        ("policies/*/fl?od.rules", True),
        ("*/*.rules", False),
        ("policies/*.rules", False),
        ("flood.rules", False),
        ("policies/**/[a-z]*.rules", False),
    ],
)
def test_patterns_count_from_the_configuration(pytester: pytest.Pytester, pattern: str, found: bool) -> None:
    pytester.makeini(f"[pytest]\npingan_files = {pattern}\n")
    (pytester.path / "policies/flood").mkdir(parents=True)
    (pytester.path / "policies/flood/flood.rules").write_text(FLOOD, "utf-8")
    assert bool(collected(pytester.runpytest("--collect-only", "-q"))) is found


def test_one_scenario_is_chosen_by_its_name_by_k_by_m_and_by_what_failed_last(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD + WRONG, "utf-8")
    project.runpytest(ITEMS[1]).assert_outcomes(passed=1)
    project.runpytest("-k", "水深45").assert_outcomes(passed=1, deselected=2)
    project.runpytest("-m", "pingan_scenario").assert_outcomes(passed=2, failed=1)
    project.runpytest("-m", "not pingan_scenario").assert_outcomes(deselected=3)
    project.runpytest("--lf").assert_outcomes(failed=1)


def test_titles_that_pytest_would_take_apart_are_mended_and_stay_apart(project: pytest.Pytester) -> None:
    once = FLOOD.replace("dry: nothing to do", "a::b [c]").replace("水深45，未封路", "a:b [c]")
    policy_file(project).write_text(once, "utf-8")
    names = [line.partition("::")[2] for line in collected(project.runpytest("--collect-only", "-q"))]
    assert names == ["a:b (c)", "a:b (c) (2)"]
    project.runpytest("policies/flood/flood.rules::a:b (c) (2)").assert_outcomes(passed=1)


def test_a_title_with_brackets_is_found_again_when_it_failed_last(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD + re.sub('scenario "[^"]*"', 'scenario "a [b] c"', WRONG, count=1), "utf-8")
    project.runpytest().assert_outcomes(passed=2, failed=1)
    project.runpytest("--lf").assert_outcomes(failed=1)


def test_workers_share_the_scenarios(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD + WRONG, "utf-8")
    result = project.runpytest_subprocess("-n2", "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*PASSED*水深45，未封路*", "*expected `warden must call_office`*"])


def test_a_policy_is_read_once_for_all_of_its_scenarios(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        import pingan.artifact.loading as loading
        import pingan

        read = []
        before = loading.load

        def load(*targets, **options):
            read.append(targets)
            return before(*targets, **options)

        pingan.load = load

        def pytest_terminal_summary(terminalreporter):
            terminalreporter.line(f"read {len(read)} times")
        """
    )
    project.runpytest_subprocess().stdout.fnmatch_lines(["read 1 times"])


def test_policies_that_build_on_others_find_them(project: pytest.Pytester) -> None:
    folder = project.path / "policies"
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary/water.rules").write_text("vocabulary water\nfact wet: boolean\nactor a\naction b\n", "utf-8")
    (folder / "town").mkdir()
    town = "policy town { uses water }\nrule r { when wet then a must b }\n"
    asked = 'scenario "wet" {\n given wet = true\n as of 2016-06-01\n together with flood\n expect r applies\n}\n'
    (folder / "town/town.rules").write_text(town + asked, "utf-8")
    result = project.runpytest("-v")
    result.assert_outcomes(passed=3)


def test_the_report_for_ci_has_the_titles_and_the_message(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD + WRONG, "utf-8")
    project.runpytest("--junitxml=report.xml")
    cases = list(ElementTree.parse(project.path / "report.xml").iter("testcase"))
    assert [case.get("name") for case in cases] == ["dry: nothing to do", "水深45，未封路", "told too late"]
    (failure,) = (f for case in cases for f in case.iter("failure"))
    assert "expected `warden must call_office`" in str(failure.get("message"))


# --- what failures say --------------------------------------------------------------------------------------------


def test_a_failure_tells_expected_and_actual_and_why(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD + WRONG, "utf-8")
    result = project.runpytest("-rf")
    lines = [
        "line 36: expected `warden must call_office`, but `warden … call_office` is none",
        "    Does not apply",
        "    warden must call_office — does not apply (flood.rules:17)",
        "      - condition: depth ≥ 50 — no: depth is 45",
        "line 37: expected `close_road` to be none, but `warden … closed` is undetermined (fulfilled or breached)",
        "    waits for: closed",
        "    Undetermined",
        "    warden must ensure closed — met or breached (flood.rules:12)",
    ]
    result.stdout.fnmatch_lines([line.replace("[", "[[]") for line in lines], consecutive=True)
    result.stdout.fnmatch_lines(["FAILED policies/flood/flood.rules::told too late - expected *"])


def test_a_failure_of_a_chinese_policy_is_told_in_chinese(project: pytest.Pytester) -> None:
    import pingan

    text = pingan.format_text(FLOOD + WRONG, dialect="zh")
    policy_file(project).write_text(text, "utf-8")
    result = project.runpytest()
    result.stdout.fnmatch_lines(["第*行: 预期*，但*"])
    result.stdout.fnmatch_lines(["*【条件】*"])


def test_facts_that_do_not_fit_are_told_without_a_traceback(project: pytest.Pytester) -> None:
    policy_file(project).write_text(FLOOD.replace("given depth = 5\n", "given depth = 0 - 5\n"), "utf-8")
    result = project.runpytest()
    assert "Traceback" not in result.stdout.str()


def test_a_policy_that_does_not_compile_is_one_error_with_all_diagnostics(project: pytest.Pytester) -> None:
    policy_file(project).write_text(
        FLOOD.replace("depth >= 50", "deepth >= 50").replace("must ensure", "must"), "utf-8"
    )
    result = project.runpytest()
    result.assert_outcomes(errors=1)
    text = result.stdout.str()
    assert text.count("error[") >= 2
    assert "did you mean `depth`" in text
    assert "--> policies/flood/flood.rules:16:" in text
    assert "Traceback" not in text


def test_settings_and_libraries_are_those_of_the_session(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\npingan_files = policies/**/*.rules\npingan_settings =\n    limit = 50\n")
    project.runpytest().assert_outcomes(passed=1, failed=1)
    project.makeini("[pytest]\npingan_files = policies/**/*.rules\npingan_settings = limit\n")
    project.runpytest().stdout.fnmatch_lines(["*`limit` is not of the form name = value*"])
    project.makeini("[pytest]\npingan_files = policies/**/*.rules\npingan_libraries = lost\n")
    project.runpytest().stdout.fnmatch_lines(["*lost*"])


# --- sessions that have nothing to do with it ---------------------------------------------------------------------


def test_sessions_without_policies_import_nothing_heavy(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
        import sys

        def test_it():
            assert "pingan.testing.plugin" in sys.modules
            assert not [name for name in {HEAVY!r} if name in sys.modules]
        """
    )
    pytester.path.joinpath("70-udev.rules").write_text("none of ours", "utf-8")
    others = ("hypothesispytest", "xdist", "cov", "pytest-lsp", "asyncio")
    quiet = [argument for other in others for argument in ("-p", f"no:{other}")]
    pytester.runpytest_subprocess(*quiet).assert_outcomes(passed=1)
