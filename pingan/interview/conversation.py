"""A conversation in lines of text: what to show next, and what follows from a line that was typed. Nothing is read
or written here: whoever has the terminal does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from pingan.diagnostics.errors import FactError, PinganError
from pingan.diagnostics.plain import plain
from pingan.interview.commands import command_in
from pingan.interview.interview import Interview
from pingan.interview.reading import MAXIMUM_LINE, UNKNOWN, NotUnderstoodError, Reader
from pingan.interview.words import FEW_REASONS, MANY_REASONS, Asking
from pingan.outcome.questions import Question


@frozen
class Awaited:
    """A determination of which it is still to be said whose it is."""

    value: object
    question: Question


@frozen(eq=False)
class Conversation:
    """An *interview* in the words of *asking*; *told* is what answers the last line."""

    interview: Interview
    asking: Asking
    told: str = ""
    awaited: Awaited | None = None
    is_left: bool = False
    """Whether the person wants to end it."""

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.is_left or (self.awaited is None and self.interview.question is None)

    @property
    def question(self) -> Question | None:
        return None if self.is_over else self.interview.question

    # --- what is shown ----------------------------------------------------------------------------------------------

    def greeting(self) -> str:
        """What is said before the first question."""
        say = self.asking.say
        count = self.interview.open
        return "\n".join(
            (
                say(f"{self.interview.policy.title}: {count} {'duty is' if count == 1 else 'duties are'} open.",
                    f"{self.interview.policy.title}：有 {count} 项规范尚未确定。"),
                say("An empty line means: not known. Besides answers: why, back, facts, questions, help, quit.",
                    "直接回车表示“不知道”。另可输入：为何、返回、事实、问题、帮助、退出。"),
            )
        )  # fmt: skip

    def prompt(self) -> str:
        """What to ask now: the question, its options, and why; empty when it is over."""
        if self.awaited is not None:
            return "\n".join(self._authors(self.awaited.question))
        question = self.question
        return "" if question is None else "\n".join(self._asked(question))

    def _asked(self, question: Question) -> Iterator[str]:
        yield f"[{self.interview.steps + 1}] {self.asking.asked(question)}"
        yield from self.asking.options(question)
        yield f"    {self.asking.hint(question)}"
        yield f"    {self.asking.reasons(question)}"
        yield from (f"  {line}" for line in self.asking.waiting(question, self.interview, FEW_REASONS))

    def _authors(self, question: Question) -> Iterator[str]:
        say = self.asking.say
        yield "    " + say("Who determined it? (empty: not said)", "由谁认定？（直接回车：未说明）")
        for number, name in enumerate(question.authorities or (), 1):
            actor = self.interview.policy.model.vocabulary.actors.get(name)
            yield f"      {number}  {self.asking.option(name, actor.label if actor else None)}"

    # --- what is typed ----------------------------------------------------------------------------------------------

    def heard(self, line: str) -> Conversation:
        """The conversation after *line*; nothing that is typed makes it fail."""
        if len(line) > MAXIMUM_LINE:
            return self._saying(self.asking.say("the line is too long", "这一行太长"))
        line = "".join(c for c in line if c.isprintable()).strip()
        command = command_in(line)
        if command is not None:
            return self._commanded(command)
        if self.is_over:
            return self._saying("")
        try:
            return self._determined(line) if self.awaited is not None else self._answered(line)
        except NotUnderstoodError as error:
            return self._saying(f"    {self._shown(error)}")
        except FactError as error:
            return self._saying("\n".join(self._problems(error)))
        except PinganError as error:
            return self._saying(f"    {plain(str(error))}")

    def _shown(self, error: NotUnderstoodError) -> str:
        """What is said of an answer that is none; one that would be sensitive is not repeated."""
        if self.question is not None and self.question.sensitive:
            return self.asking.say("that is no answer to it", "这不是对该问题的回答")
        return str(error)

    def _saying(self, text: str) -> Conversation:
        return evolve(self, told=text)

    def _problems(self, error: FactError) -> Iterator[str]:
        for problem in error.problems[:3]:
            yield f"    {plain(problem.message)}" + (f"; {plain(problem.help)}" if problem.help else "")

    def _answered(self, line: str) -> Conversation:
        question = self.question
        assert question is not None
        if line.casefold() in UNKNOWN:
            return self._with(self.interview.not_known())
        reader = Reader(self.asking, self.interview.policy.zone)
        value = reader(line, question, self._given(question))
        if question.is_judgement and question.kind == "value":
            self.interview.answered(value)  # a value that cannot be is told before anything else is asked
            return evolve(self, awaited=Awaited(value, question), told="")
        return self._with(self.interview.answered(value))

    def _given(self, question: Question) -> object:
        try:
            return self.interview.value_at(question.path)
        except KeyError:
            return None

    def _determined(self, line: str) -> Conversation:
        """Who determined it was said."""
        awaited = self.awaited
        assert awaited is not None
        value: Any = awaited.value
        if line.casefold() not in UNKNOWN:
            value = {"value": value, "by": self._author(line, awaited.question)}
        return evolve(self._with(self.interview.answered(value)), awaited=None)

    def _author(self, line: str, question: Question) -> str:
        named = question.authorities or ()
        if line.isdecimal() and 0 < int(line[:4]) <= len(named):
            return named[int(line[:4]) - 1]
        actors = self.interview.policy.model.vocabulary.actors
        for name, actor in actors.items():
            if line.casefold() in (name.casefold(), (actor.label or "").casefold()):
                return name
        raise NotUnderstoodError(
            self.asking.say("nobody is called so; answer with a number or a name, or leave it empty",
                            "没有这个主体；请写序号或名称，或直接回车")
        )  # fmt: skip

    def _with(self, interview: Interview) -> Conversation:
        return evolve(self, interview=interview, told="", awaited=None)

    # --- commands ---------------------------------------------------------------------------------------------------

    def _commanded(self, command: str) -> Conversation:
        match command:
            case "quit":
                return evolve(self, is_left=True, told="")
            case "back":
                return self._back()
            case "why":
                return self._saying("\n".join(self._why()))
            case "facts":
                lines = list(self.asking.facts(self.interview))
                return self._saying("\n".join(lines) or self.asking.say("  nothing yet", "  尚无"))
            case "questions":
                return self._saying("\n".join(self._questions()))
            case _:
                return self._saying("\n".join(self._help()))

    def _back(self) -> Conversation:
        if self.awaited is not None:
            return evolve(self, awaited=None, told="")
        before = self.interview.back
        if before is None:
            return self._saying(self.asking.say("    this is the first question", "    这已是第一个问题"))
        return self._with(before)

    def _why(self) -> Iterator[str]:
        question = self.awaited.question if self.awaited is not None else self.question
        if question is None:
            yield self.asking.say("    nothing is asked any more", "    已没有问题")
            return
        yield f"    {self.asking.reasons(question)}"
        yield from (f"  {line}" for line in self.asking.waiting(question, self.interview, MANY_REASONS))
        effects = list(self.asking.effects(question))
        if effects:
            yield "    " + self.asking.say("what an answer settles by itself:", "各答案能当即确定：")
            yield from (f"  {line}" for line in effects)
        if not question.proven:
            yield "    " + self.asking.say("it may matter only together with other answers", "是否要紧，还要看其他答案")

    def _questions(self) -> Iterator[str]:
        found = self.interview.questions(10)
        if not found:
            yield self.asking.say("    nothing is asked any more", "    已没有问题")
        for question in found:
            waits = self.asking.say(f"{question.conclusions} wait", f"{question.conclusions} 项")
            yield f"  - {self.asking.title(question)} ({waits})"

    def _help(self) -> Iterator[str]:
        yield from self.asking.say(_HELP, _HELP_ZH).splitlines()


_HELP = """\
    an empty line, ?    it is not known; it is not asked again
    why                 which duties wait for the answer, and what each answer settles
    back                take the last answer back
    facts               what was said so far
    questions           what may be asked next
    quit                stop here; what was said is kept
  An answer that is one of these words goes in quotes: "back"."""
_HELP_ZH = """\
    直接回车、?    不知道；不再追问
    为何 (why)      哪些规范在等这个答案，各答案能确定什么
    返回 (back)     撤回上一个答案
    事实 (facts)    已经说过的
    问题 (questions) 接下来可能问的
    退出 (quit)     到此为止；说过的都保留
  答案恰是以上某个词时，请加引号："返回"。"""
