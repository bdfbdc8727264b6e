"""``pingan witness``: smallest facts that show what a rule can be, as scenarios to start from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, rule_keys
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, show, write_output
from pingan.diagnostics.plain import plain, plain_lines
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import in_chinese
from pingan.language.dialects import spoken_language

if TYPE_CHECKING:
    from pingan.witnesses.kit import Kit
    from pingan.witnesses.offers import Offer

_HERE = ""
"""What `--write` is given where it is given nothing: the policy's own file."""


@click.command(name="witness")
@click.argument("policy", metavar="POLICY", type=PolicyTarget())
@click.argument("names", metavar="[RULE]…", nargs=-1)
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="What to show: applies, none, undetermined (the default of a rule), pending, due, fulfilled, late, breached; "
    "of a definition a value, or undetermined. Repeat.",
)
@click.option(
    "--write",
    "target",
    metavar="[FILE]",
    is_flag=False,
    flag_value=_HERE,
    help="Put the scenarios at the end of the policy's own file, or of FILE.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--evaluations",
    metavar="N",
    type=click.IntRange(1),
    default=3000,
    show_default=True,
    help="How many questions the search for one witness may ask.",
)
@click.option("--language", type=Language(), help="The language of titles and messages. Default: the policy's.")
@library_option
def command(
    policy: str,
    names: Sequence[str],
    kinds: Sequence[str],
    target: str | None,
    form: str,
    evaluations: int,
    language: str | None,
) -> int:
    """Show smallest facts under which a rule applies, does not quite apply, or is undetermined, as scenarios.

    RULE is a rule or a definition, by key, name or label. Without one: every rule of POLICY that no scenario shows
    yet, as far as it is not shown. Nothing is written without --write. Exits 1 where something was not found (that a
    rule always applies is no finding unless it was asked about).
    """
    from pingan.witnesses.kit import Kit
    from pingan.witnesses.offers import offers

    loaded = pingan.load(policy, environment=environment())
    spoken = spoken_language(language or loaded.language, loaded.environment.dialects)
    wanted = _wanted(loaded, names, kinds)
    file = None if target is None else _file(policy, target, loaded)
    kit = Kit.of(loaded)
    try:
        found = list(offers(kit, wanted, spoken, evaluations=evaluations))
    except LookupError as error:
        raise click.BadParameter(plain(str(error.args[0])), param_hint="--kind") from None
    written = [offer.text for offer in found if offer.text is not None]
    if form == "json":
        write_output(json.dumps(_data(found, kit), ensure_ascii=False, indent=2) + "\n")
    elif file is None and written:
        show(plain_lines("\n".join(written)).rstrip("\n"))
    if file is not None and written:
        from pingan.cli.witness_files import append

        append(file, written, None if target else loaded)
    for offer in found:
        problem = _problem(offer, chinese=in_chinese(spoken))
        if problem:
            complain(problem)
    complain(_summary(found, file if written else None, chinese=in_chinese(spoken)))
    wanting = [offer for offer in found if offer.text is None and not (offer.is_always and not names)]
    return ExitCode.FINDINGS if wanting else ExitCode.FINE


def _wanted(policy: pingan.Policy, names: Sequence[str], kinds: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What is to be shown of which rules and definitions."""
    from pingan.witnesses.finding import kinds_of_definition
    from pingan.witnesses.nodes import RULE_KINDS, STATE_KINDS
    from pingan.witnesses.shown import lacking

    known = (*RULE_KINDS, *STATE_KINDS)
    keys = dict.fromkeys(rule_keys(policy, names, definitions=True))
    for kind in kinds:
        if kind not in known and all(key in policy.model.rules for key in keys):
            hint = did_you_mean(kind, known) or f"there is {', '.join(known)}"
            raise click.BadParameter(f"a rule is never `{plain(kind)}`; {hint}", param_hint="--kind")
    if not names:
        found = lacking(policy.model, frozenset(policy.names))
        return {key: kinds or lacks for key, lacks in found.items()}
    definitions = policy.model.definitions
    return {key: kinds or (kinds_of_definition(definitions[key]) if key in definitions else RULE_KINDS) for key in keys}


def _file(policy: str, target: str, loaded: pingan.Policy) -> Path:
    """Where to write. Raises UsageError when that is nowhere."""
    if target:
        return Path(target)
    path = Path(policy)
    if path.suffix != ".rules" or not path.is_file() or len(loaded.names) != 1:
        raise click.UsageError("--write puts scenarios into a policy's own file: name that file, or give --write FILE")
    return path


def _data(found: Sequence[Offer], kit: Kit) -> dict[str, Any]:
    return {"witnesses": [_one(offer, kit) for offer in found]}


def _one(offer: Offer, kit: Kit) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "key": offer.key,
        "kind": offer.kind,
        "found": offer.witness is not None,
        "impossible": offer.search.impossible,
        "evaluations": offer.search.evaluations,
    }
    if offer.witness is not None:
        case = offer.witness.case
        entry |= {
            "facts": kit.policy.program.checked(case.facts, case.as_of).data,
            "as_of": case.as_of.isoformat(),
            "settings": {name: value if isinstance(value, bool | int | dict) else str(value)
                         for name, value in case.settings.items()},
            "since": {name: moment.isoformat() for name, moment in case.since.items()},
            "changed": offer.witness.changed,
            "title": offer.title,
            "scenario": offer.text,
        }  # fmt: skip
    return entry


def _problem(offer: Offer, *, chinese: bool) -> str | None:
    """Why there is no scenario."""
    what = f"{plain(offer.key)} {plain(offer.kind)}"
    if offer.unwritable is not None:
        because = plain(offer.unwritable)
        return f"{what}：情景无法写出{because}" if chinese else f"{what}: no scenario can write {because}"
    if offer.witness is not None:
        return None
    if offer.search.impossible:
        return f"{what}：不可能出现" if chinese else f"{what}: that cannot be"
    number = offer.search.evaluations
    return f"{what}：问了 {number} 次，没有找到" if chinese else f"{what}: none found within {number:,} evaluations"


def _summary(found: Sequence[Offer], file: Path | None, *, chinese: bool) -> str:
    number = sum(offer.text is not None for offer in found)
    if not found:
        return "每条规则都已有情景" if chinese else "scenarios show every rule already"
    if chinese:
        return f"{number} 个情景" + (f"，写入 {plain(str(file))}" if file else "")
    return counted(number, "scenario") + (f" written to {plain(str(file))}" if file else "")
