"""Writes the parser's tables that come with the package: `make tables`, after a grammar has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pingan.language.data import data
from pingan.language.dialect import DIALECTS, dialect
from pingan.stdlib import standard_environment
from pingan.tree.fragments import fragment_of
from pingan.tree.grammar import grammar
from pingan.tree.grammar_text import core_productions
from pingan.tree.kept_tables import file_name, grammar_digest


def written() -> Iterator[tuple[str, str]]:
    """The name and the content of each file."""
    environment = standard_environment()
    for language in map(dialect, DIALECTS):
        core = core_productions(language)
        forms = [form for library in environment.libraries for form in library.clause_forms]
        for fragments in ((), tuple(fragment_of(form, language, core) for form in forms)):
            tables = grammar(language, fragments, environment.dialects).tables
            assert tables is not None
            digest = grammar_digest(language, fragments, environment.dialects)
            held = {"grammar": digest, "tables": tables.to_data()}
            content = json.dumps(held, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            yield file_name(language, fragments), f"{content}\n"


if __name__ == "__main__":
    for name, content in written():
        path = data("grammars").joinpath("tables", name)
        path.write_text(content, "utf-8")  # type: ignore[attr-defined]
