"""The page of a policy: its document clause by clause, with what encodes each, and what is left open or out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TypeVar

from attrs import frozen

from pingan.catalogue.index import INDEX, days_text, file_name
from pingan.catalogue.markdown import anchor, code, link, row, shown
from pingan.catalogue.overview import Overview, overview
from pingan.catalogue.phrases import Language, joined, kind_text, say
from pingan.catalogue.reads import Reads, reads
from pingan.catalogue.statements import Writer, judgement_name
from pingan.coverage.from_policy import coverage_of
from pingan.coverage.nodes import Citing, ClauseCoverage, Coverage, Tally
from pingan.model import nodes as model
from pingan.model.loaded import Clause
from pingan.model.value_text import instant_text, name_text
from pingan.pipeline import Policy

Lines = Iterator[str]
D = TypeVar("D", bound=model.Declared)
Declaration = model.Rule | model.Definition


def page(policy: Policy, name: str, language: Language) -> str:
    """The page, in Markdown, of the policy *name* among those of *policy*."""
    return "\n".join(_Page.of(policy, name, language).lines()) + "\n"


@frozen
class _Page:
    policy: model.Policy
    header: model.Header
    overview: Overview
    coverage: Coverage | None
    register: Mapping[str, Clause]
    language: Language
    writer: Writer
    own: Mapping[str, Declaration]
    """The rules and definitions of the policy, by key, as they are written."""
    homes: Mapping[str, str]
    """By key of a rule or definition: the clause under which it is written out."""

    @staticmethod
    def of(loaded: Policy, name: str, language: Language) -> _Page:
        policy, module = loaded.model, loaded.modules.modules[name]
        coverage = None if module.register is None else coverage_of(loaded, name, scenarios=False)
        declared = (d for group in (policy.rules, policy.definitions) for d in group.values() if d.module == name)
        own = {d.key: d for d in sorted(declared, key=lambda d: (d.span.start, d.key))}
        clauses = {clause.id for clause in coverage.clauses} if coverage else set()
        homes = {
            key: home
            for key, d in own.items()
            if (home := next((c.clause for c in d.citations if c.clause in clauses), None)) is not None
        }
        citing = [c for clause in (coverage.clauses if coverage else ()) for c in clause.cited_by]
        forms = {made: (c.kind, c.key.rpartition(".")[2], c.label) for c in citing for made in c.made}
        writer = Writer(policy, name, language, forms)
        register = module.register or {}
        return _Page(policy, policy.headers[name], overview(module), coverage, register, language, writer, own, homes)

    def say(self, name: str, *parts: object) -> str:
        return say(name, self.language, *parts)

    def _told(self, text: str | None) -> str:
        """What the author wrote, in the language of the page where it is translated."""
        return shown(self.policy.told(text or "", self.language))

    def lines(self) -> Lines:
        yield f"# {self._told(self.header.title)}"
        yield from ("", f"[{self.say('all policies')}]({INDEX})", "", self.say("generated"), "")
        yield from self._header()
        yield from self._figures()
        yield from self._contents()
        for number, (section, clauses) in enumerate(self._sections()):
            yield from ("", f"## {anchor('section', str(number))}{self._section(section)}")
            for clause in clauses:
                yield from self._clause(clause)
        yield from self._further()
        yield from self._left_open()
        yield from self._left_out()

    # --- the policy as a whole --------------------------------------------------------------------------------------

    def _header(self) -> Lines:
        header = self.header
        facts = [
            ("policy", code(header.name)),
            ("document", self._told(header.document)),
            ("jurisdiction", self._told(header.jurisdiction)),
            ("level", shown(name_text(header.level.name, header.level.label, self.language)) if header.level else ""),
            ("issued", self._issued()),
            ("in force", self._in_force()),
            ("applies when", self.writer.expression(header.scope) if header.scope else ""),
            ("extends", joined([self._page_link(name) for name in header.extends], self.language)),
            ("replaces", joined([self._page_link(name) for name in header.replaces], self.language)),
            ("version", shown(header.version or "")),
        ]
        yield from (row("", ""), row("---", "---"))
        yield from (row(self.say(name), text) for name, text in facts if text)

    def _page_link(self, name: str) -> str:
        return f"[{shown(name)}]({file_name(name)})"

    def _issued(self) -> str:
        if self.header.issued is None:
            return ""
        day = instant_text(self.header.issued, self.language, self.header.zone)
        issuers = [self.writer.actor(name) for name in self.header.issuers]
        return self.say("issued by", day, joined(issuers, self.language)) if issuers else day

    def _in_force(self) -> str:
        if self.header.in_force is None:
            return ""
        found = reads(self.header.in_force.period, self.policy).definitions
        links = [self.writer.link(self.policy.definitions[key], "definition") for key in found]
        text = joined(links, self.language) if links else self.writer.expression(self.header.in_force.period)
        days = days_text(self.overview, self.language)
        return f"{days} · {text}" if links and days else text

    def _figures(self) -> Lines:
        yield from ("", f"## {self.say('figures')}", "")
        if self.coverage is not None:
            names = ("kind", "clauses", "encoded", "omitted", "missing")
            yield row(*(self.say(name) for name in names))
            yield row("---", *["---:"] * 4)
            yield from (self._tally(kind_text(tally.name, self.language), tally) for tally in self.coverage.by_kind)
            yield from (self._tally(f"**{self.say('all')}**", self.coverage.total), "")
        rules = sum(isinstance(d, model.Rule) for d in self.own.values())
        readings = sum(i.module == self.header.name for i in self.policy.interpretations.values())
        scenarios = sum(s.module == self.header.name for s in self.policy.scenarios)
        yield self.say("counts", rules, len(self.own) - rules, readings, scenarios)

    def _tally(self, name: str, tally: Tally) -> str:
        return row(name, *map(str, (tally.clauses, tally.encoded, tally.omitted, tally.missing)))

    def _contents(self) -> Lines:
        yield from ("", f"## {self.say('contents')}", "")
        for number, (section, clauses) in enumerate(self._sections()):
            ids = " – ".join(dict.fromkeys(self._short(clauses[place].id) for place in (0, -1)))
            entry = link(self._section(section), "section", str(number))
            yield f"- {self.say('colon', entry, shown(ids))}"
        rest, omissions = self._without_home(), self.header.omissions
        for name, there in ((self._rest, rest), ("left open", True), ("left out", omissions)):
            if there:
                yield f"- {link(self.say(name), 'part', name.replace(' ', '-'))}"

    def _sections(self) -> list[tuple[str, list[ClauseCoverage]]]:
        """The clauses by locator, in the register's order."""
        clauses = self.coverage.clauses if self.coverage else ()
        return [(name, list(group)) for name, group in groupby(clauses, key=lambda c: c.locator or "")]

    def _section(self, locator: str) -> str:
        return self.say("section", shown(locator)) if locator else self.say("nowhere")

    # --- clauses ----------------------------------------------------------------------------------------------------

    def _short(self, clause: str) -> str:
        return clause.removeprefix(f"{self.header.name}-")

    def _clause(self, clause: ClauseCoverage) -> Lines:
        quoted = f" · {shown(clause.anchor)} …" if clause.anchor else ""
        yield from ("", f"### {anchor('clause', clause.id)}{shown(self._short(clause.id))}{quoted}", "")
        summary = self._summary(clause)
        kind = f"*{kind_text(clause.kind, self.language)}*"
        yield self.say("colon", kind, shown(summary)) if summary else kind
        yield ""
        if clause.standing == "missing":
            yield self.say("still missing")
        elif clause.standing == "omitted":
            yield self.say("not encoded", self._told(clause.reason))
        for key in dict.fromkeys(key for citing in clause.cited_by for key in _keys(citing)):
            yield from self._under(clause, self.own[key])

    def _summary(self, clause: ClauseCoverage) -> str:
        return (self.register[clause.id].summary_zh if self.language == "zh" else clause.summary) or ""

    def _under(self, clause: ClauseCoverage, declaration: Declaration) -> Lines:
        """The declaration where it is at home; elsewhere a link to it."""
        home = self.homes.get(declaration.key)
        if home == clause.id:
            yield from self._written(declaration)
            return
        kind = "rule" if isinstance(declaration, model.Rule) else "definition"
        there = link(shown(self._short(home or "")), "clause", home or "")
        yield f"- {self.say(kind)} {self.say('also under', self.writer.link(declaration, kind), there)}"

    def _written(self, declaration: Declaration) -> Lines:
        if isinstance(declaration, model.Rule):
            yield from self.writer.rule(declaration)
        else:
            yield from self.writer.definition(declaration)
        cited = [c.clause for c in declaration.citations]
        if len(cited) > (0 if self.coverage is None else 1):
            texts = [self._clause_link(c) for c in cited]
            yield f"  - {self.say('cites', joined(texts, self.language))}"

    def _without_home(self) -> list[Declaration]:
        return [d for key, d in self.own.items() if key not in self.homes]

    def _clause_link(self, clause: str) -> str:
        """A link to a clause; without a register it has no place on the page."""
        text = shown(self._short(clause))
        return text if self.coverage is None else link(text, "clause", clause)

    @property
    def _rest(self) -> str:
        """What stands under no clause: everything, where there is no register."""
        return "everything" if self.coverage is None else "further"

    def _further(self) -> Lines:
        declarations = self._without_home()
        if declarations:
            yield from self._heading(self._rest)
        for declaration in declarations:
            yield from self._written(declaration)

    def _heading(self, name: str) -> Lines:
        yield from ("", f"## {anchor('part', name.replace(' ', '-'))}{self.say(name)}", "")

    # --- what is left open, and what out ------------------------------------------------------------------------------

    def _left_open(self) -> Lines:
        users: dict[object, list[str]] = {}
        found: list[Reads] = []
        for declaration in self.own.values():
            read = reads(declaration, self.policy)
            found.append(read)
            kind = "rule" if isinstance(declaration, model.Rule) else "definition"
            for thing in (*read.interpretations, *read.parameters, *read.judgements):
                users.setdefault(thing, []).append(self.writer.link(declaration, kind))
        yield from self._heading("left open")
        interpretations = self._open(self.policy.interpretations, [r.interpretations for r in found])
        parameters = self._open(self.policy.parameters, [r.parameters for r in found])
        judgements = dict.fromkeys(j for r in found for j in r.judgements)
        yield f"### {self.say('readings')}\n"
        for interpretation in interpretations.values():
            yield from self.writer.interpretation(interpretation, users.get(interpretation.key, []))
        yield f"\n### {self.say('parameters')}\n"
        for parameter in parameters.values():
            yield from self.writer.parameter(parameter, users.get(parameter.key, []))
        yield f"\n### {self.say('judgements')}\n"
        for judged in sorted(judgements, key=judgement_name):
            yield from self.writer.judgement(judged, users[judged])

    def _open(self, declared: Mapping[str, D], read: list[tuple[str, ...]]) -> dict[str, D]:
        """What is declared in the policy or read by it, what it declares first."""
        keys = [key for key, d in declared.items() if d.module == self.header.name]
        return {key: declared[key] for key in dict.fromkeys((*keys, *(k for keys in read for k in keys)))}

    def _left_out(self) -> Lines:
        omissions = self.header.omissions
        if omissions:
            yield from self._heading("left out")
        for omission in omissions:
            yield f"- {self.say('colon', self._clause_link(omission.clause), self._told(omission.reason))}"


def _keys(citing: Citing) -> tuple[str, ...]:
    return citing.made or (citing.key,)
