"""What stands first in a report and what stands last: what was asked of what, the summary, digests and limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Truth
from pingan.model.value_text import name_text, word
from pingan.outcome import layers
from pingan.outcome.nodes import Finding, Norm, PolicyStatus
from pingan.outcome.norm_text import deadline_text_of, norm_text
from pingan.outcome.phrases import citations_text
from pingan.outcome.reached import graded, reached_text
from pingan.outcome.to_dict import decision_digest
from pingan.report.findings import finding_lines, value_cells
from pingan.report.nodes import Block, Cell, Items, Line, Paragraph, Row, Section, Table
from pingan.report.telling import Telling
from pingan.report.times import first_moment, last_moment


@frozen
class FrontPart:
    """The block under the title and the summary."""

    telling: Telling
    hidden: int
    """How many sensitive facts are not told."""

    def block(self) -> Iterator[Block]:
        """What was asked of which policies, of which facts, and who may read the answer."""
        telling, say = self.telling, self.telling.say
        asked = telling.moment(telling.answer.as_of)
        rows = [
            *((say("Policy", "政策") if not n else "", self._policy(s)) for n, s in enumerate(self._statuses())),
            (say("Asked about", "提问时点"), Cell.of(telling.bracketed(asked, self._zone()))),
            (say("Facts", "事实"), Cell.of(Line(telling.answer.facts_digest[:16], "code"))),
            (say("Decision", "结论"), Cell.of(Line(decision_digest(telling.answer)[:16], "code"))),
            (say("Made with", "生成工具"), Cell.of(self.made_with())),
            (say("Who may read it", "阅读范围"), self._readers()),
        ]
        kind = say("Report: what follows from the facts, and why", "报告：依事实得出的结论及理由")
        yield Paragraph(kind, "note")
        told = tuple(Row((Cell.of(Line(head, "strong")), cell)) for head, cell in rows)
        yield Table(say("What was asked", "提问内容"), (), ("short", "wide"), told)

    def _statuses(self) -> list[PolicyStatus]:
        return sorted(self.telling.answer.policies, key=lambda status: status.place)

    def _policy(self, status: PolicyStatus) -> Cell:
        telling, say = self.telling, self.telling.say
        header = telling.answer.model.headers.get(status.name)
        zone = header.zone if header else telling.zone
        marks = [plain(status.document)] if status.document else []
        if status.version:
            marks.append(say(f"version {plain(status.version)}", f"版本{plain(status.version)}"))
        if header and header.jurisdiction:
            marks.append(plain(header.jurisdiction))
        if header and header.issued:
            day = telling.moment(header.issued)
            marks.append(say(f"issued {day}", f"{day}印发"))
        marks += layers.policy_marks(status, telling.language, zone)
        doubts = list(standing_of(status, telling))
        waits = telling.causes(status.causes, zone) if status.causes else ""
        return Cell.of(
            Line(plain(status.label or status.name), "strong"),
            Line(telling.joined(marks), "note"),
            *(Line(doubt, "plain", "open") for doubt in doubts),
            Line(say(f"open: {waits}", f"未定：{waits}"), "note", "open") if waits else None,
            Line(f"{plain(status.name)} {status.digest[:16]}", "code"),
        )

    def _zone(self) -> str:
        telling = self.telling
        zone = plain(telling.zone)
        if isinstance(telling.answer.as_of, datetime):
            return zone
        return telling.say(f"some instant of that day, {zone}", f"当日某一时点，{zone}")

    def made_with(self) -> str:
        library = self.telling.answer.record.get("library")
        name, version = (library["name"], library["version"]) if isinstance(library, dict) else ("pingan", "")
        return plain(f"{name} {version}")

    def _readers(self) -> Cell:
        say = self.telling.say
        if self.telling.shows_sensitive:
            told = say(
                "This copy tells what sensitive facts are. It is for people entitled to see them, and for nobody else.",
                "本件载有敏感事实的内容，仅供有权知悉者阅读，不得外传。",
            )
            return Cell.of(Line(told, "strong", "missed"))
        if not self.hidden:
            return Cell.of(say("No sensitive facts were given.", "未涉及敏感事实。"))
        masked = word("masked", self.telling.language)
        count = self.telling.counted(self.hidden, "sensitive fact was", "sensitive facts were", "项敏感事实")
        return Cell.of(
            say(
                f"{count} given and not told: where something follows from them, it says {masked}.",
                f"有{count}，内容未予载明；由其推出的内容以“{masked}”代替。",
            )
        )

    # --- the summary -----------------------------------------------------------------------------------------------

    def summary(self) -> Section:
        telling = self.telling
        blocks: list[Block] = [Paragraph("".join(self._sentences()), "lead")]
        stages = [
            Cell.of(telling.titled(self._stage(f.subject), reached_text(f.value, order, telling.general)))
            for f, order in graded(telling.answer)
            if f.value is not None and f.value.present
        ]
        if stages and not telling.arranged.is_chosen:
            blocks += [Paragraph(telling.say("Where it stands:", "所处阶段：")), Items(tuple(stages))]
        return Section("summary", telling.say("In short", "概要"), tuple(blocks))

    def _stage(self, key: str) -> str:
        """What a definition over an ordered enum is called, with its policy where there are several."""
        several = len(self.telling.answer.policies) > 1
        return self.telling.bracketed(self.telling.general.key(key), plain(key.partition(".")[0]) if several else "")

    def _sentences(self) -> Iterator[str]:
        telling, say = self.telling, self.telling.say
        norms = telling.answer.norms
        sure = [norms[i] for i in telling.numbers if "none" not in norms[i].states]
        perhaps = [norms[i] for i in telling.numbers if "none" in norms[i].states and norms[i].states != {"none"}]
        space = say(" ", "")
        if telling.arranged.is_chosen:
            yield say("Only the rules that were asked for are told here.", "此处只说明所指定的规则。") + space
        for status in self._statuses():
            for doubt in standing_of(status, telling):
                yield (
                    say(
                        f"{plain(status.label or status.name)} {doubt}.",
                        f"《{plain(status.label or status.name)}》{doubt}。",
                    )
                    + space
                )
        yield self._applying(sure) + space
        if sure:
            yield from (text + space for text in self._states(sure))
            yield from (text + space for text in self._next(sure))
        if perhaps:
            count = telling.counted(len(perhaps), "more may apply", "more may apply", "项")
            yield (
                say(
                    f"{count}, depending on facts that are not known yet.",
                    f"另有{count}是否适用，取决于尚不清楚的事实。",
                )
                + space
            )
        yield self._conflicts()

    def _applying(self, sure: list[Norm]) -> str:
        say = self.telling.say
        if not sure:
            return say("On these facts no provision applies for certain.", "依现有事实，没有确定适用的规定。")
        who = len({norm.bearer.name for norm in sure})
        count = self.telling.counted(len(sure), "provision applies", "provisions apply", "项规定")
        bearers = self.telling.counted(who, "bearer", "bearers", "个主体")
        return say(
            f"On these facts {count} for certain, to {bearers}.", f"依现有事实，确定适用的有{count}，涉及{bearers}。"
        )

    def _states(self, sure: list[Norm]) -> Iterator[str]:
        """How what surely applies stands, in one sentence."""
        say = self.telling.say
        kinds = (
            ("breached", say("breached", "已违反")),
            ("late", say("done too late", "逾期完成")),
            ("due", say("to be done now", "应当办理")),
            ("pending", say("not due yet", "未到期")),
            ("applies", say("in force", "适用")),
            ("fulfilled", say("met", "已履行")),
            ("undetermined", say("of which it is open how they stand", "履行情况未定")),
        )
        counts = [(sum(norm.state == state for norm in sure), text) for state, text in kinds]
        told = [say(f"{n} {text}", f"{text}{n}项") for n, text in counts if n]
        yield say(f"Of these: {self.telling.listed(told)}.", f"其中{self.telling.listed(told)}。")

    def _next(self, sure: list[Norm]) -> Iterator[str]:
        """The deadline that comes next."""
        telling = self.telling
        ahead = [n for n in sure if n.states & {"due", "pending", "applies"} and self._is_ahead(n)]
        if not ahead:
            return
        norm = min(ahead, key=lambda n: str(n.deadline.earliest) if n.deadline else "")
        assert norm.deadline is not None
        by = deadline_text_of(norm.deadline, telling.language)
        what = telling.flowing(norm_text(norm, telling.words(norm.zone)))
        yield telling.say(f"Next, {by}: {what}.", f"最近的期限（{by}）：{what}。")

    def _is_ahead(self, norm: Norm) -> bool:
        """Whether it has a deadline that surely is not over yet."""
        if norm.deadline is None or norm.deadline.earliest is None:
            return False
        try:
            over = last_moment(norm.deadline.earliest, norm.zone)
            return over > first_moment(self.telling.answer.as_of, norm.zone)
        except OverflowError:
            return False

    def _conflicts(self) -> str:
        say = self.telling.say
        surely = sum(c.holds is Truth.TRUE for c in self.telling.answer.conflicts)
        perhaps = sum(c.holds is Truth.UNDETERMINED for c in self.telling.answer.conflicts)
        if not surely and not perhaps:
            return say("No provisions conflict.", "各项规定之间没有冲突。")
        told = [say(f"{surely} for certain", f"确定{surely}处")] if surely else []
        told += [say(f"{perhaps} perhaps", f"可能{perhaps}处")] if perhaps else []
        return say(
            f"Provisions conflict: {self.telling.listed(told)}.", f"规定之间存在冲突：{self.telling.listed(told)}。"
        )


def standing_of(status: PolicyStatus, telling: Telling) -> Iterator[str]:
    """What is to be said of a policy that does not surely apply."""
    say = telling.say
    if status.in_scope is not Truth.TRUE:
        out = status.in_scope is Truth.FALSE
        yield (
            say("does not cover this case", "不适用于此情形")
            if out
            else say("may not cover this case", "是否适用尚未确定")
        )
    if status.in_force is not Truth.TRUE:
        out = status.in_force is Truth.FALSE
        yield (
            say("is not in force then", "当时未施行")
            if out
            else say("may not be in force then", "当时是否施行尚未确定")
        )


@frozen
class BackPart:
    """Remarks, what does not apply, and the appendix."""

    telling: Telling

    def notes(self) -> Section | None:
        """What the reader should know that is no norm, and values that the policies define."""
        telling, say = self.telling, self.telling.say
        items = [cell for cell in map(self._finding, telling.answer.findings) if cell.lines]
        blocks: list[Block] = [Items(tuple(items))] if items else []
        rows = [row for row in map(self._value, telling.answer.findings) if row]
        if rows:
            heads = (say("Value", "名称"), say("It is", "结果"), say("Clause", "条款"))
            blocks.append(Table(say("Values worked out", "计算结果"), heads, ("medium", "medium", "wide"), tuple(rows)))
        return Section("notes", say("Remarks and values", "说明与计算结果"), tuple(blocks)) if blocks else None

    def _finding(self, finding: Finding) -> Cell:
        return Cell.of(*finding_lines(finding, self.telling))

    def _value(self, finding: Finding) -> Row | None:
        cells = value_cells(finding, self.telling)
        return Row(cells) if cells else None

    def denied(self) -> Section | None:
        """The rules of which nothing applies, by their clauses."""
        telling, say = self.telling, self.telling.say
        norms = telling.answer.norms
        applying = {norm.rule_key for norm in norms if norm.states != {"none"}}
        rules = [r for key, r in telling.answer.model.rules.items() if key not in applying]
        if not rules or telling.arranged.is_chosen:
            return None
        items = tuple(
            Cell.of(
                name_text(rule.name, rule.label, telling.language),
                Line(citations_text(rule.citations, telling.language), "clause"),
            )
            for rule in rules
        )
        count = telling.counted(len(rules), "rule does", "rules do", "条规则")
        lead = say(
            f"{count} not apply on these facts; `pingan evaluate --why RULE` tells of each why.",
            f"依现有事实，{count}不适用；`pingan evaluate --why 规则` 可说明各自的理由。",
        )
        return Section("denied", say("What does not apply", "不适用的规则"), (Paragraph(lead), Items(items)))

    def appendix(self) -> Section:
        telling, say = self.telling, self.telling.say
        answer = telling.answer
        rows = [
            (say("facts", "事实"), answer.facts_digest),
            (say("decision", "结论"), decision_digest(answer)),
            *((plain(status.name), status.digest) for status in answer.policies),
            *(
                (say(f"clauses of {plain(n)}", f"{plain(n)}的条款登记"), d)
                for n, d in sorted(answer.asked.registers.items())
            ),
        ]
        table = Table(
            say("Digests (SHA-256)", "摘要（SHA-256）"),
            (say("Of", "对象"), "SHA-256"),
            ("medium", "wide"),
            tuple(Row((Cell.of(name), Cell.of(Line(digest, "code")))) for name, digest in rows),
        )
        return Section(
            "appendix",
            say("Appendix: how to check this", "附录：如何核对"),
            (
                table,
                Paragraph(
                    say(
                        "The same policies, facts and instant give the same report, to the byte. `pingan evaluate … "
                        "--record FILE` keeps the decision, and `pingan replay FILE` makes it again and names every "
                        "difference; the digests above tell whether it was about the same.",
                        "同样的政策、事实和时点得出逐字节相同的报告。`pingan evaluate … --record 文件` 可留存结论，"
                        "`pingan replay 文件` 可重新得出并逐项指出差异；以上摘要可供核对所问是否相同。",
                    )
                ),
                Paragraph(
                    say(
                        "This report does not replace reading the document by somebody who answers for it: it shows "
                        "how each clause was read, and what follows on the facts given. Whether these are true it does "
                        "not know. Of persons only recorded acts and determinations of competent people are evaluated.",
                        "本报告不能代替负责人阅读文件原文：它说明各条款是如何理解的，以及依所提供的事实得出什么结论；"
                        "事实是否属实，不在其判断之内。对于个人，只依据记录在案的行为和有权者的认定。",
                    ),
                    "warning",
                ),
            ),
        )
