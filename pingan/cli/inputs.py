"""What commands take: policies, instants, settings, facts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import click
from click.shell_completion import CompletionItem

import pingan
from pingan.cli.libraries import brought_modules
from pingan.diagnostics.errors import FactError
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.instants import parse_instant
from pingan.language.shipped import SUFFIX, shipped_policies
from pingan.model.given_settings import written_setting


class PolicyTarget(click.ParamType[str]):
    """A path of a policy file or folder, or the name of a policy that comes with pingan."""

    name = "policy"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if "\0" in text:
            self.fail("a path cannot hold a NUL character", param, ctx)
        if os.path.lexists(text):
            if not os.access(text, os.R_OK):
                self.fail(f"{plain(text)} cannot be read", param, ctx)
            return text
        names = (*shipped_policies(), *brought_modules())
        if text not in names:
            hint = did_you_mean(text, names) or f"shipped policies: {', '.join(names)}"
            self.fail(
                f"{plain(text)} is neither a file, a folder nor a policy that comes with pingan; {hint}", param, ctx
            )
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        names = [CompletionItem(n, help="comes with pingan") for n in shipped_policies() if n.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="file")]


def rule_files(target: str) -> list[str]:
    """The policy files that *target* stands for: all those in a folder (hidden ones apart), else itself."""
    path = Path(target)
    if not path.is_dir():
        return [target]
    from pingan.modules.folders import leads_out

    if leads_out(path):
        raise click.UsageError(f"{plain(target)} is a link to a folder elsewhere")
    files = sorted(_walk(path))
    if not files:
        raise click.UsageError(f"the folder {plain(target)} holds no {SUFFIX} file")
    return files


def _walk(folder: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in files:
            if name.endswith(SUFFIX) and not name.startswith("."):
                yield os.path.join(parent, name)


def instant(text: str | None, zone: str, option: str = "--as-of") -> date | datetime:
    """The instant asked about; without one, now (to the second) in *zone*."""
    if text is None:
        return datetime.now(UTC).astimezone(ZoneInfo(zone)).replace(microsecond=0)
    try:
        return parse_instant(text, zone)
    except FactError as error:
        raise click.BadParameter(f"{error.problems[0].message}; {error.problems[0].help}", param_hint=option) from None


def settings(assignments: Sequence[str]) -> dict[str, object]:
    """``NAME=VALUE`` as settings. A value is JSON where it is JSON (numbers exactly), else text (``2 hours``)."""
    found: dict[str, object] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        name = name.strip()
        if not equals or not name:
            raise click.BadParameter(f"`{plain(assignment)}` is not of the form NAME=VALUE", param_hint="--set")
        if name in found:
            raise click.BadParameter(f"`{plain(name)}` is set twice", param_hint="--set")
        found[name] = written_setting(value.strip())
    return found


def facts(path: str | None) -> object:
    """The facts in the file *path* (``-``: standard input); without one, nothing is known."""
    if path is None:
        return {}
    return pingan.read_facts(standard_input() if path == "-" else path)


def standard_input() -> BinaryIO:
    """The bytes of standard input. Raises UsageError when the program was started without one."""
    if sys.stdin is None:
        raise click.UsageError("there is no standard input to read")
    return sys.stdin.buffer


def rule_keys(policy: pingan.Policy, names: Sequence[str], *, definitions: bool = False) -> list[str]:
    """The keys (``policy.rule``) of the rules called *names*: by key, by name, or by label.

    With *definitions* a name that no rule has may be that of a definition, such as the stage of a ladder.
    """
    keys = []
    all_definitions = policy.model.definitions.values()
    for name in names:
        rules = policy.model.rules
        found = [name] if name in rules else [k for k, r in rules.items() if name in (r.name, r.label)]
        known = {n for r in rules.values() for n in (r.name, r.label) if n}
        if definitions and not found:
            values = {k: d for k, d in policy.model.definitions.items() if d.variable is None}
            found = [name] if name in values else [k for k, d in values.items() if name in (d.name, d.label)]
            known |= {n for d in values.values() for n in (d.name, d.label) if n}
        if not found:
            if definitions and any(
                d.variable is not None and name in (d.key, d.name, d.label) for d in all_definitions
            ):
                raise click.UsageError(f"`{plain(name)}` is a value of each record: ask for a rule that reads it")
            parts = sorted(n for n in known if n.startswith(f"{name}_"))[:6]
            began = f"is one of {', '.join(f'`{plain(n)}`' for n in parts)} meant?" if parts else None
            hint = began or did_you_mean(name, known) or "`pingan graph` shows the rules of a policy"
            raise click.UsageError(f"no rule is called `{plain(name)}`; {hint}")
        if len(found) > 1:
            raise click.UsageError(f"`{plain(name)}` is the name of several rules: {', '.join(map(plain, found))}")
        keys += found
    return keys


def first_held(policy: pingan.Policy, held: Sequence[str]) -> dict[str, date | datetime]:
    """``RULE=T`` by rule."""
    found: dict[str, date | datetime] = {}
    for assignment in held:
        name, equals, moment = assignment.partition("=")
        if not equals:
            raise click.BadParameter(f"`{plain(assignment)}` is not of the form RULE=T", param_hint="--since")
        (key,) = rule_keys(policy, [name.strip()])
        found[key] = instant(moment.strip(), policy.zone, "--since")
    return found
