"""Arguments of the command in any order: exit codes that are documented, and no error of our own."""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import click
from click.testing import CliRunner

from pingan.cli.exit_codes import ExitCode
from pingan.cli.main import _COMMANDS, cli
from tests.fuzz.asking import hold

SEEDS = (b"", b"\x00\x40", bytes(range(20)), bytes(range(40, 60)), b"evaluate\x00policy.rules")
VALUES = (
    "policy.rules", "facts.json", "other.rules", ".", "none.rules", "2016-06-01", "2016-06-01T10:00", "en", "zh",
    "json", "text", "dot", "-", "--", "x=3", "limit=3", "flood", "nobody", "", "\udcff", "a", "0", "1", "-1", "1e9",
    "html", "mermaid", "sarif", "github", "csv", "out.txt", "policy.pgb", "records.jsonl", "flood.closing", "closing",
)  # fmt: skip
POLICY = """\
policy flood { zone "UTC" }
enum Kind { river, drill }
fact depth "水深": integer >= 0
fact kind: Kind
fact secret: text sensitive
actor warden
action close_road
parameter limit: integer >= 0
rule closing "封路" {
    when depth >= 30 and depth >= limit
    unless kind = drill
    then warden must close_road within 2 hours
}
scenario "a case" { given depth = 31 as of 2016-06-01 expect undetermined closing }
"""


@functools.cache
def arguments() -> tuple[str, ...]:
    """Commands, their options, and what may follow them. (`mutate` takes its time by design: it is left out.)"""
    found: list[str] = []
    context = click.Context(cli)
    names = [name for name in sorted(_COMMANDS) if name != "mutate"]
    for name in names:
        command = cli.get_command(context, name)
        held = [command, *(getattr(command, "commands", {}).values())]
        found += [option for one in held if one for p in one.params for option in (*p.opts, *p.secondary_opts)]
        found += getattr(command, "commands", {})
    options = dict.fromkeys(option for option in found if option not in ("--workers", "--out"))
    return (*names, *options, *VALUES)


@functools.cache
def folder() -> Path:
    place = Path(tempfile.mkdtemp(prefix="commands-"))
    place.joinpath("policy.rules").write_text(POLICY, "utf-8")
    place.joinpath("other.rules").write_text("policy other { extends flood }\n", "utf-8")
    place.joinpath("facts.json").write_text('{"depth": 45, "kind": "river"}', "utf-8")
    return place


def check(data: bytes) -> None:
    words = [arguments()[byte % len(arguments())] for byte in data[:16]]
    if not words or "mutate" in words:
        return
    before = Path.cwd()
    os.chdir(folder())
    try:
        result = CliRunner().invoke(cli, words, input="{}")
    finally:
        os.chdir(before)
    known = set(map(int, ExitCode))
    hold(
        result.exit_code in known and result.exit_code != ExitCode.OUR_ERROR,
        f"{words}: {result.exit_code}\n{result.output[-2000:]}",
    )
    hold(result.exception is None or isinstance(result.exception, SystemExit), f"{words}: {result.exception!r}")
