"""Outcome -> report: which sections there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from pingan.diagnostics.plain import plain
from pingan.graph.nodes import DecisionGraph
from pingan.language.dialect import Dialect, Language, in_chinese
from pingan.language.dialects import spoken_language
from pingan.language.stack import with_room
from pingan.outcome.nodes import Reason
from pingan.outcome.outcome import Outcome
from pingan.policy import Policy
from pingan.program.facts import Facts
from pingan.report.arranged import arranged
from pingan.report.drawings import DrawingPart
from pingan.report.facts import FactRows, given_facts
from pingan.report.front import BackPart, FrontPart
from pingan.report.nodes import Block, Paragraph, ReportDocument, Section
from pingan.report.norms import NormRows
from pingan.report.open import OpenPart
from pingan.report.reasons import Explained
from pingan.report.relied import ConflictPart, ReliedPart
from pingan.report.telling import Telling
from pingan.report.timeline import TimelinePart


def report_of(
    policy: Policy,
    outcome: Outcome,
    *,
    rules: Sequence[str] = (),
    title: str | None = None,
    language: str | Dialect | None = None,
) -> ReportDocument:
    """*outcome*, an answer of *policy*, as a document: what must be done, by when, why, and what is open.

    *rules* (keys, names or labels) are all that is told, where they are given. *language* is that of the document,
    else the policy's; *title* its title, else the policy's. It tells what the outcome tells: sensitive facts only
    where that was made with ``show_sensitive``. `ReportDocument.to_html` and `to_docx` write it. Raises LookupError
    for a rule that the policy has not, ValueError for an outcome of another policy.

    >>> import pingan
    >>> text = 'policy p "A pool" actor warden action close rule r { then warden must close }'
    >>> policy = pingan.load(pingan.Source("p.rules", text))
    >>> report = pingan.report_of(policy, policy.evaluate({}, as_of="2016-06-01"))
    >>> report.title, [section.title for section in report.sections][:2]
    ('A pool', ['In short', 'What must be done'])
    """
    spoken = spoken_language(language or policy.language, policy.environment.dialects)
    if _versions(outcome) != {header.name: header.digest for header in policy.model.headers.values()}:
        raise ValueError("the outcome is one of another policy, or of another version of it")
    keys = [key for name in rules for key in _keys(policy, name)]
    titles = [plain(policy.model.headers[name].title) for name in policy.names if name in policy.model.headers]
    joint = "；" if in_chinese(spoken) else "; "

    def graph() -> DecisionGraph:
        """That of the settings that were asked with: another reading may be another graph."""
        settings = outcome.told.asked.settings
        return (policy.with_settings(settings) if settings else policy).graph

    return document(outcome, graph, keys, title or joint.join(titles) or policy.title, spoken)


def document(
    outcome: Outcome, graph: Callable[[], DecisionGraph], rules: Sequence[str], title: str, language: Language
) -> ReportDocument:
    """*outcome* as a document; *rules* (keys), if any, are all that is told, *graph* is what pictures are drawn of."""
    return with_room(lambda: _Maker(outcome, graph, rules, title, language).document())


def _versions(outcome: Outcome) -> dict[str, str]:
    return {status.name: status.digest for status in outcome.told.policies}


class _Maker:
    """Makes one report; every part of it is worked out here and put in order."""

    def __init__(
        self,
        outcome: Outcome,
        graph: Callable[[], DecisionGraph],
        rules: Sequence[str],
        title: str,
        language: Language,
    ) -> None:
        answer = outcome.told
        self.telling = Telling(language, answer, arranged(answer, rules), outcome.shows_sensitive)
        self.outcome = outcome
        self.graph = graph
        self.rules = rules
        self.title = title
        facts = answer.facts
        # An answer keeps its facts whole, whoever may see them: it is here that what is sensitive is left behind.
        assert isinstance(facts, Facts)
        self.hidden = () if outcome.shows_sensitive else facts.masked
        self.facts = facts if outcome.shows_sensitive else facts.public()
        self.given = given_facts(self.facts, self.hidden, answer.model)

    # --- all of it -------------------------------------------------------------------------------------------------

    def document(self) -> ReportDocument:
        telling, say = self.telling, self.telling.say
        front = FrontPart(telling, len(self.hidden))
        asked = telling.moment(telling.answer.as_of)
        title = plain(self.title)
        marks = [title, asked]
        if telling.shows_sensitive:
            marks.append(say("shows sensitive facts", "载有敏感事实"))
        return ReportDocument(
            title=title,
            tag="zh-CN" if in_chinese(telling.language) else "en",
            mark=" · ".join(marks),
            contents=say("Contents", "目录"),
            page=(say("Page ", "第"), say(" of ", "页，共"), say("", "页")),
            without_pictures=say(
                "The decision graphs are pictures: they stand in the HTML form. “Why” tells the same in words.",
                "决策图为图示，见 HTML 格式的报告；文字说明见“理由”。",
            ),
            shows_sensitive=telling.shows_sensitive,
            lead=tuple(front.block()),
            sections=tuple(section for section in self._sections(front) if section is not None),
        )

    def _sections(self, front: FrontPart) -> Iterator[Section | None]:
        telling, say = self.telling, self.telling.say
        order = telling.arranged
        explained = Explained(telling)
        reasons = self._reasons()
        yield front.summary()
        yield self._duties()
        yield self._norms("prohibited", say("What is forbidden", "禁止事项"), order.prohibited)
        yield self._norms("permitted", say("What is allowed", "可行事项"), order.permitted)
        if order.denied:
            yield self._norms("denied", say("What does not apply", "不适用的规定"), order.denied)
        yield TimelinePart(telling, self.given).section()
        yield OpenPart(telling).section()
        yield ConflictPart(telling).section()
        yield self._why(explained)
        yield DrawingPart(telling, self.outcome, self.graph()).section()
        relied = ReliedPart(telling, reasons.values()).section()
        yield relied if relied.sections else None
        yield self._facts(reasons)
        back = BackPart(telling)
        if not order.is_chosen:
            yield back.notes()
            yield back.denied()
        yield back.appendix()

    def _reasons(self) -> dict[int, Reason]:
        """Why each norm told stands as it does, by its index."""
        telling = self.telling
        return {index: telling.answer.reason(index, telling.language) for index in telling.numbers}

    # --- sections --------------------------------------------------------------------------------------------------

    def _duties(self) -> Section | None:
        """What surely must be done: to be done or missed first, what is settled last."""
        say, order = self.telling.say, self.telling.arranged
        parts = (
            ("duties", say("To be done, or missed", "应办、已违反或逾期"), order.duties),
            (
                "consequences",
                say("Consequences: reporting up, supervision, sanctions", "后续措施：上报、督办、追责"),
                order.consequences,
            ),
            ("unsettled", say("Applies; whether it was done is open", "适用，是否已履行未定"), order.unsettled),
            ("done", say("Done", "已履行"), order.done),
        )
        sections = tuple(filter(None, (self._norms(*part) for part in parts)))
        nothing = () if sections else (Paragraph(say("Nothing must be done for certain.", "没有确定应办的事项。")),)
        if not sections and order.is_chosen:
            return None
        return Section("must", say("What must be done", "应办事项"), nothing, sections)

    def _norms(self, id: str, title: str, indexes: Sequence[int]) -> Section | None:
        if not indexes:
            return None
        return Section(id, title, (NormRows(self.telling).table(title, indexes),))

    def _why(self, explained: Explained) -> Section | None:
        telling, say = self.telling, self.telling.say
        told = explained.norms(tuple(telling.numbers))
        with_norms = {norm.rule_key for norm in telling.answer.norms}
        bare = [key for key in self.rules if key not in with_norms]
        further = [block for place, key in enumerate(bare, 1) for block in explained.without_norms(key, place)]
        if not told and not further:
            return None
        shared = tuple(explained.shared())
        lead = say(
            "For each number: how it stands, the clause with the first words that the register quotes of it, and the "
            "steps that decide it. What several rest on is told once, below.",
            "逐项说明：状态、条款及登记所引的起始文字，以及起决定作用的各步。多项共同的依据只说明一次，列于其后。",
        )
        grounds = say("What several rest on, and definitions", "共同的依据与定义")
        sections = (Section("grounds", grounds, shared),) if shared else ()
        blocks: tuple[Block, ...] = (Paragraph(lead), *told, *further)
        return Section("why", say("Why", "理由"), blocks, sections)

    def _facts(self, reasons: dict[int, Reason]) -> Section | None:
        telling, say = self.telling, self.telling.say
        rows = FactRows(telling, self.facts, self.given, self._used(reasons))
        tables = [table for table in (rows.needed(), rows.idle()) if table]
        if not tables:
            nothing = Paragraph(say("No facts were given.", "未提供任何事实。"))
            return Section("facts", say("Facts", "事实"), (nothing,))
        further: list[Block] = []
        if rows.left_out:
            more = say(f"{rows.left_out} more facts are not listed.", f"另有{rows.left_out}项事实未列出。")
            further.append(Paragraph(more, "note"))
        ids = ("facts-used", "facts-idle")
        named = dict(zip((say("Facts used", "所用事实"), ""), ids, strict=True))
        sections = tuple(Section(named.get(t.label, ids[1]), t.label, (t,)) for t in tables)
        return Section("facts", say("Facts", "事实"), tuple(further), sections)

    def _used(self, reasons: dict[int, Reason]) -> dict[str, Collection[int]]:
        """The norms that need a fact, by its path; what is needed only for what does not apply has none."""
        telling = self.telling
        found: dict[str, list[int]] = {}
        for index, reason in reasons.items():
            for path in reason.paths:
                found.setdefault(path, []).append(index)
        if not telling.arranged.is_chosen:
            for index in range(len(telling.answer.norms)):
                if index not in telling.numbers:
                    for path in telling.answer.reason(index, telling.language).paths:
                        found.setdefault(path, [])
        return dict(found)


def _keys(policy: Policy, name: str) -> list[str]:
    rules = policy.model.rules
    found = [name] if name in rules else [key for key, rule in rules.items() if name in (rule.name, rule.label)]
    if not found:
        raise LookupError(f"no rule `{plain(name)}`")
    return found
