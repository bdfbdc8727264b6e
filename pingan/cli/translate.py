"""``pingan translate``: the file beside a policy that holds its texts in another language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import rule_files
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import complain, counted, say, write_atomically
from pingan.diagnostics.plain import plain
from pingan.modules.translations import translations_file
from pingan.translation.file import Translated, to_toml, translated
from pingan.translation.texts import reads_as, texts_of


@click.command(name="translate")
@click.argument("paths", metavar="PATH…", type=click.Path(exists=True), nargs=-1, required=True)
@click.option("--to", "language", metavar="LANGUAGE", required=True, help="The dialect to translate into: en, zh, ….")
@click.option("--all", "everything", is_flag=True, help="Also texts that look like that language already.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file lacks a text, or holds one too many.")
@library_option
def command(paths: Sequence[str], language: str, everything: bool, check: bool) -> int:
    """Write the file of a policy's texts in another language, or bring it up to date.

    PATH is a .rules file or a folder of them. The titles, notes, questions, readings and reasons of a policy are
    listed in NAME.LANGUAGE.toml beside it, with what is translated already; fill in the empty ones, and answers in
    that language tell them so. Nothing that somebody translated is dropped.
    """
    used = environment()
    if language not in used.dialects:
        raise click.UsageError(f"there is no language `{plain(language)}`: {', '.join(used.dialects.names)} are known")
    complete = True
    for file in (Path(file) for path in paths for file in rule_files(path)):
        policy = pingan.load(file, environment=used)
        (module,) = policy.modules.targets
        found = _translated(policy, module, language, everything)
        if found.texts or found.idle:
            path = file.with_name(translations_file(module, language))
            complete = complete and found.is_complete
            if not check:
                write_atomically(path, to_toml(found).encode())
            _tell(found, str(path), check)
    return ExitCode.FINDINGS if check and not complete else ExitCode.FINE


def _translated(policy: pingan.Policy, module: str, language: str, everything: bool) -> Translated:
    known = policy.modules.modules[module].translations.get(language, {})
    texts = [
        text
        for text in texts_of(policy.model, module)
        if everything or text.text in known or not reads_as(text.text, language)
    ]
    return translated(module, language, texts, known)


def _tell(found: Translated, path: str, check: bool) -> None:
    if check:
        for text in found.missing:
            say(f"{plain(path)}: not translated: {plain(text.text)} ({plain(text.where)})")
        for idle, _ in found.idle:
            say(f"{plain(path)}: not said any more: {plain(idle)}")
    told = f"{counted(len(found.texts), 'text')}, {len(found.missing)} not translated"
    idle_told = f", {counted(len(found.idle), 'translation')} of what is not said any more" if found.idle else ""
    complain(f"{plain(path)}: {told}{idle_told}")
