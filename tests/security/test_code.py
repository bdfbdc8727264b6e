"""What the package may not do, read off its own source: each exception stands here with its reason."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "pingan").rglob("*.py"))

NAMES_WORKED_OUT = {
    "pingan/__init__.py": "the public names, from a table in the package",
    "pingan/cli/main.py": "the commands, from a table in the package",
    "pingan/cli/output.py": "the two standard streams",
    "pingan/exporters/exported.py": "the exporters that ship, from a table in the package",
    "pingan/cli/libraries.py": "the fields of a class of the package",
    "pingan/codec/writing.py": "the fields of a class of the package",
    "pingan/language/library_checks.py": "the fields of a class of the package",
    "pingan/catalogue/reads.py": "the fields of a class of the package",
    "pingan/clauses/variables.py": "the fields of a class of the package",
    "pingan/editor/structure.py": "the fields of a class of the package",
    "pingan/exporters/from_graph.py": "the fields of a class of the package",
    "pingan/matching/atoms.py": "the fields of a class of the package",
    "pingan/linting/walking.py": "the fields of a class of the package",
    "pingan/model/limits.py": "the fields of a class of the package",
    "pingan/model/sameness.py": "the fields of a class of the package",
    "pingan/model/walk.py": "the fields of a class of the package",
    "pingan/syntax/made.py": "the fields of a class of the package",
    "pingan/model/asked.py": "the fields of a class of the package",
    "pingan/mutation/applied.py": "the fields of a class of the package",
    "pingan/mutation/mutants.py": "the fields of a class of the package",
    "pingan/mutation/of_norms.py": "the fields of a class of the package",
    "pingan/mutation/places.py": "the fields of a class of the package",
    "pingan/mutation/shown.py": "the fields of a class of the package",
    "pingan/testing/strategies/asking.py": "the fields of a class of the package",
    "pingan/testing/strategies/models/rules.py": "the fields of a class of the package",
    "pingan/testing/strategies/models/showing.py": "the fields of a class of the package",
    "pingan/testing/strategies/models/used.py": "the fields of a class of the package",
    "pingan/testing/strategies/models/written.py": "the fields of a class of the package",
    "pingan/witnesses/conditions.py": "the fields of a class of the package",
    "pingan/testing/__init__.py": "the names of the testing kit, from a table in the package",
    "pingan/testing/classes.py": "the fields of classes that the kit made of a vocabulary",
    "pingan/testing/laws/same_everywhere.py": "what an outcome tells, from a table in the package",
    "pingan/witnesses/looking.py": "what a program does, in its place",
    "pingan/program/fact_objects.py": "the fields that the class of an application's own object declares",
}
"""Files that ask for an attribute or a module by a name that is not written out."""

OPENS_FILES = {
    "pingan/cli/coverage.py": "the document named by the caller",
    "pingan/cli/list_policies.py": "the package's own policies",
    "pingan/cli/main.py": "nothing to write to, once the reader of a pipe is gone",
    "pingan/cli/output.py": "writes what was asked for",
    "pingan/cli/keys.py": "the key of decision records named by the caller",
    "pingan/artifact/kept.py": "the files of a policy, to see whether they are what they were",
    "pingan/artifact/loading.py": "the artifact named by the caller",
    "pingan/batch/files.py": "the files of records, read and written, named by the caller",
    "pingan/batch/shipped.py": "an artifact of the policy, for executors",
    "pingan/batch/streaming.py": "blocks that are done, beside the file that is written",
    "pingan/codec/store.py": "what was kept, in a folder of the user's own",
    "pingan/coverage/to_dict.py": "the package's own schema",
    "pingan/scenario_coverage/to_dict.py": "the package's own schema",
    "pingan/testing/covering.py": "the report named by the caller",
    "pingan/testing/laws/places.py": "an artifact of the law's own, in a folder that goes with it",
    "pingan/outcome/record_files.py": "the file of decision records named by the caller",
    "pingan/outcome/calendar_data.py": "the package's own schema",
    "pingan/outcome/record.py": "the package's own schema",
    "pingan/highlighting/textmate.py": "the grammar for editors, where who makes it says",
    "pingan/highlighting/words.py": "the package's own grammars",
    "pingan/scaffold/rendering.py": "the package's own templates",
    "pingan/scaffold/writing.py": "a new project, in the folder that the caller names",
    "pingan/modules/folders.py": "modules and registers, in the folders given",
    "pingan/program/fact_files.py": "the fact file named by the caller",
    "pingan/program/record.py": "the version of Python's time zone data",
    "pingan/language/dialect.py": "the words of dialects: the package's own, and those in a library's folder",
    "pingan/language/clause_form.py": "the grammar of clause forms in the folder that their author names",
    "pingan/language/dialect_checks.py": "the package's own grammar",
    "pingan/language/library_digest.py": "what a library given brings, to tell it from other versions of it",
    "pingan/outcome/to_dict.py": "the package's own schema",
    "pingan/stdlib/calendars.py": "the package's own calendars",
    "pingan/tree/grammar_text.py": "the package's own grammars",
    "pingan/tree/kept_tables.py": "the tables of the package's own grammars",
}
"""Files that open other files."""

BANNED_MODULES = {
    *("pickle", "marshal", "shelve", "dbm", "ctypes", "subprocess", "multiprocessing", "code", "codeop", "runpy"),
    *(
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "urllib.error",
        "ftplib",
        "smtplib",
        "asyncio",
        "xmlrpc",
        "webbrowser",
    ),
    *("yaml", "cattrs", "pydantic", "jinja2", "regex"),
}
BANNED_CALLS = {"eval", "exec", "compile", "__import__", "globals", "locals", "vars", "breakpoint", "input", "delattr"}
BANNED_METHODS = {"system", "popen", "format_map", "entry_points", "from_module", "spawnl", "execv", "fork"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[str, bool, ast.Call]]:
    """Every call: the name of what is called, whether that is a method, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, False, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, True, node


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_turns_text_into_code() -> None:
    found = [
        f"{name}:{call.lineno} {called}"
        for name, tree in trees()
        for called, is_method, call in calls(tree)
        if called in (BANNED_METHODS if is_method else BANNED_CALLS)
    ]
    # The public package lists its own names for `dir()`; libraries are looked up and loaded in one place, by name;
    # functions are made of tables in one place, of slots and no text of a policy (`tests/masks` reads what is made).
    allowed = {
        "pingan/__init__.py": ("globals",),
        "pingan/language/installed.py": ("entry_points",),
        "pingan/masks/generated.py": ("compile", "exec"),
    }
    assert [f for f in found if f.rpartition(" ")[2] not in allowed.get(f.partition(":")[0], ())] == []


def test_nothing_is_imported_that_runs_loads_or_connects() -> None:
    # A request of an editor waits for a check in the loop that pygls runs.
    allowed = {"pingan/lsp/diagnostics.py imports asyncio"}
    found = [
        f"{name} imports {module}"
        for name, tree in trees()
        for module in imported(tree)
        if module in BANNED_MODULES or module.split(".")[0] in BANNED_MODULES
    ]
    assert [f for f in found if f not in allowed] == []


def test_attributes_and_modules_are_asked_for_by_names_written_out_or_by_names_of_our_own() -> None:
    found = set()
    for name, tree in trees():
        for called, _, call in calls(tree):
            at = {"getattr": 1, "setattr": 1, "hasattr": 1, "attrgetter": 0, "methodcaller": 0, "import_module": 0}.get(
                called
            )
            if at is not None and not (len(call.args) > at and isinstance(call.args[at], ast.Constant)):
                found.add(name)
    assert found == set(NAMES_WORKED_OUT)


def test_no_text_is_used_as_a_template() -> None:
    """No `str.format`: a policy's braces are never read. (Texts with places are put together where they stand.)"""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in trees()
        for called, is_method, call in calls(tree)
        if called == "format" and is_method
    ]
    assert found == []


def test_files_are_opened_in_few_places() -> None:
    opening = {"open", "fdopen", "mkstemp", "read_text", "read_bytes", "write_text", "write_bytes"}
    assert {name for name, tree in trees() for called, _, _ in calls(tree) if called in opening} == set(OPENS_FILES)


def test_nothing_is_kept_between_runs(tmp_path: Path) -> None:
    """No cache of grammars or programs in a folder that others may write: a run leaves nothing behind."""
    text = "import pingan; pingan.load(pingan.Source('p', 'policy p\\nfact n: integer'))"
    environment = {
        "PATH": "/usr/bin:/bin",
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_a_run_opens_no_connection_and_starts_no_process() -> None:
    text = """
import sys
def refuse(event, arguments):
    if event.split(".")[0] in ("socket", "subprocess", "urllib", "ftplib", "smtplib", "ctypes", "webbrowser") \\
            or event in ("os.system", "os.exec", "os.fork", "os.spawn", "os.posix_spawn", "pickle.find_class"):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(refuse)
import pingan
policy = pingan.load("jilin")
outcome = policy.evaluate(policy.facts_example(), as_of="2016-06-01")
outcome.to_text(), outcome.to_dict(), policy.test(), policy.facts_template()
"""
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=True)
