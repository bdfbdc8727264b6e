"""What was said at the prompt so far, and what the next line says: a line in, a new session and text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from attrs import evolve, field, frozen

from pingan.diagnostics.errors import FactError, PinganError, PolicyError
from pingan.diagnostics.plain import plain
from pingan.interview.given import value_at
from pingan.interview.interview import Interview
from pingan.interview.reading import NotUnderstoodError, Reader
from pingan.interview.words import Asking
from pingan.language.instants import parse_instant
from pingan.language.stack import with_room
from pingan.model.given_settings import written_setting
from pingan.model.value_text import instant_text
from pingan.policy import Policy
from pingan.program.fact_files import parse_facts
from pingan.program.question_forms import question_of
from pingan.repl import telling
from pingan.repl.commands import Command, command_in
from pingan.repl.places import ASSIGNED, block, fact_path, known_path, rule_called, spot_of
from pingan.testing.strategies.asking import asking_any

MAXIMUM_LINE: Final = 65_536
"""Longest input, in characters."""

_BRACKETS: Final = {"{": "}", "[": "]", "(": ")"}
_FORMED: Final = re.compile(r"\s*[\[{]")


@frozen
class Wish:
    """Something that whoever has the files must do: ``load`` or ``reload`` policies, ``save`` a file, or ``quit``."""

    kind: str
    names: tuple[str, ...] = ()


@frozen(eq=False)
class Session:
    """The *interview* so far, in the words of *asking*; *told* answers the last line, *wish* is what it asks for.

    *policy* is as it was loaded; *settings* are what was set since.
    """

    policy: Policy
    interview: Interview
    asking: Asking
    settings: Mapping[str, object] = field(factory=dict)
    told: str = ""
    wish: Wish | None = None

    @classmethod
    def of(cls, policy: Policy, *, as_of: Any, facts: object = None, language: str | None = None) -> Session:
        """The beginning. Raises FactError for what is wrong with *facts*."""
        return cls(policy, Interview.of(policy, as_of=as_of, facts=facts), Asking.of(policy, language))

    def heard(self, line: str) -> Session:
        """The session after *line*; nothing that is typed makes it fail."""
        session = evolve(self, told="", wish=None)
        if len(line) > MAXIMUM_LINE:
            return session._saying(self.asking.say("that is too long", "太长了"))
        text = "".join(c if c.isprintable() or c == "\n" else " " for c in line).strip()
        if not text or text.startswith("#"):
            return session
        try:
            return with_room(lambda: session._heard(text))
        except NotUnderstoodError as error:
            return session._saying(f"  {error}")
        except FactError as error:
            return session._saying(telling.problems(error))
        except PolicyError as error:
            return session._saying(telling.wrong(error, text.removeprefix("?").strip()))
        except (PinganError, KeyError, ValueError) as error:
            return session._saying(f"  {plain(str(error.args[0] if error.args else error))}")

    def _heard(self, text: str) -> Session:
        found = command_in(text)
        if found is not None:
            return self._commanded(*found)
        assigned = ASSIGNED.fullmatch(text)
        if assigned is not None:
            interview = self._given(assigned[1], assigned[2], assigned[3])
            return evolve(self, interview=interview)
        return self._saying(self._asked(text.removeprefix("?").removeprefix("？").strip()))

    def _saying(self, lines: str | Iterable[str]) -> Session:
        return evolve(self, told=lines if isinstance(lines, str) else "\n".join(lines))

    @property
    def words(self) -> Any:
        return self.asking.words

    # --- facts ------------------------------------------------------------------------------------------------------

    def _given(self, name: str, sign: str, text: str) -> Interview:
        path = known_path(self.asking, name)
        if not text:
            raise NotUnderstoodError(self.asking.say("write a value behind =", "请在 = 后写值"))
        return self.interview.answered(self._value(path, text, adds=sign == "+="), path)

    def _value(self, path: str, text: str, *, adds: bool) -> object:
        """What *text* says of the fact at *path*: in the form of a fact file, or as an answer to a question is."""
        if _FORMED.match(text) and not adds:
            found: Any = parse_facts(f"value: {text}\n", format="yaml", name=path)
            return found["value"]
        try:
            spot = spot_of(self.interview.policy, path, self.interview.facts)
        except KeyError:
            raise NotUnderstoodError(
                self.asking.say(
                    "its list has no such element yet; give the list first", "清单还没有这一项；请先提供清单"
                )
            ) from None
        if text == "null":
            return None
        # Whatever was given is replaced: every value may be given again.
        question = question_of(self.interview.policy.program, evolve(spot, given=None), (), ())
        reader = Reader(self.asking, self.interview.policy.zone, by_number=False)
        return reader(text, question, self._known(path) if adds else None)

    def _known(self, path: str) -> object:
        try:
            return value_at(self.interview.facts, path)
        except KeyError:
            return None

    # --- questions --------------------------------------------------------------------------------------------------

    def _asked(self, text: str) -> Iterator[str]:
        """The value of an expression, and why; of a record or a list, what is known of it."""
        path = fact_path(self.interview.policy, text) if re.fullmatch(r"[\w.\[\]]+", text) else None
        if path is not None and self._is_compound(path):
            return self._facts_below(path)
        if not text:
            raise NotUnderstoodError(self.asking.say("ask something", "请写要问的"))
        policy, key = asking_any(self.interview.policy, text)
        outcome = policy.evaluate(self.interview.facts, as_of=self.interview.as_of)
        return telling.value(outcome, key, Asking.of(policy, self._language).words, self.asking)

    def _is_compound(self, path: str) -> bool:
        from pingan.language.types import ListType, RecordType
        from pingan.program.fact_names import canonical_path

        found = canonical_path(path, self.policy.model.vocabulary, self.policy.program.fact_names)
        return found is not None and isinstance(found[1], RecordType | ListType)

    def _facts_below(self, path: str) -> Iterator[str]:
        told = list(self.asking.told(self.interview, path))
        return iter(told or [self.asking.say("not given", "未提供")])

    @property
    def _language(self) -> Any:
        return self.asking.language

    # --- commands ---------------------------------------------------------------------------------------------------

    def _commanded(self, command: Command, rest: str) -> Session:
        return _COMMANDS[command](self, rest)

    def _whatif(self, rest: str) -> Session:
        assigned = ASSIGNED.fullmatch(rest)
        if assigned is None:
            raise NotUnderstoodError(self.asking.say("write: whatif fact = value", "请写：假如 事实 = 值"))
        after = self._given(assigned[1], assigned[2], assigned[3]).outcome
        return self._saying(telling.differences(self.interview.outcome, after, self.words, self.asking))

    def _why(self, rest: str) -> Session:
        if not rest:
            raise NotUnderstoodError(self.asking.say("write: why RULE", "请写：为何 规则"))
        try:
            key = rule_called(self.asking, rest)
        except NotUnderstoodError:
            if re.fullmatch(r"\w+(\.\w+)?", rest) and fact_path(self.policy, rest) is None:
                raise
            return self._saying(self._asked(rest))
        return self._saying(self.interview.outcome.explain(key, language=self._language).to_text().rstrip("\n"))

    def _duties(self, rest: str) -> Session:
        if rest in ("all", "全部"):
            return self._saying(self.interview.outcome.to_text(language=self._language).rstrip("\n"))
        return self._saying(telling.duties(self.interview.outcome, self.words, self.asking))

    def _questions(self, rest: str) -> Session:
        found = self.interview.questions(10)
        lines = [
            f"  {self.words.path(question.path)} — {self.asking.asked(question)} "
            + self.asking.say(f"({question.conclusions} wait)", f"（{question.conclusions} 项待此）")
            for question in found
        ]
        return self._saying(lines or self.asking.say("nothing more to ask", "没有要问的了"))

    def _facts(self, rest: str) -> Session:
        moment = self.asking.say("as of", "截至")
        lines = [*self.asking.facts(self.interview), *telling.settings_text(self.settings)]
        as_of: Any = self.policy._instant(self.interview.as_of)
        return self._saying([f"  {moment} {instant_text(as_of, self._language, self.policy.zone)}", *lines])

    def _forget(self, rest: str) -> Session:
        if rest in ("", "all", "全部"):
            raise NotUnderstoodError(self.asking.say("write: forget FACT", "请写：忘记 事实"))
        path = known_path(self.asking, rest)
        try:
            return evolve(self, interview=self.interview.forgotten(path))
        except KeyError:
            return self._saying(self.asking.say("  it was not given", "  本来就没有提供"))

    def _unknown(self, rest: str) -> Session:
        path = known_path(self.asking, rest)
        interview = self.interview
        with suppress(KeyError):
            interview = interview.forgotten(path)
        return evolve(self, interview=interview.not_known(path))

    def _as_of(self, rest: str) -> Session:
        moment = parse_instant(rest.replace(" ", "T", 1) if len(rest) > 10 else rest, self.policy.zone)
        interview = evolve(self.interview, as_of=moment, before=None)
        interview.policy.evaluate(interview.facts, as_of=moment)
        return evolve(self, interview=interview)

    def _set(self, rest: str) -> Session:
        name, equals, text = rest.partition("=")
        name = name.strip()
        if not equals or not name:
            raise NotUnderstoodError(self.asking.say("write: set NAME = VALUE", "请写：设定 名称 = 值"))
        settings = {**self.settings, name: written_setting(text.strip())}
        return self.with_policy(self.policy, settings)

    def with_policy(self, policy: Policy, settings: Mapping[str, object]) -> Session:
        """The same facts put to *policy*. Raises PolicyError for a setting, FactError for facts that do not fit."""
        under = policy.with_settings(settings) if settings else policy
        before = self.interview
        interview = Interview.of(under, as_of=before.as_of, facts=before.facts)
        interview = evolve(interview, unknown=before.unknown)
        return evolve(
            self, policy=policy, interview=interview, asking=evolve(self.asking, policy=under), settings=settings
        )

    def _rule(self, rest: str) -> Session:
        key = rule_called(self.asking, rest)
        model = self.policy.model
        declared = model.rules.get(key) or model.definitions[key]
        lines = block(declared.span.source.text, declared.span.start)
        return self._saying(map(plain, lines) if lines else self.asking.say("its text is not kept", "未保留原文"))

    def _graph(self, rest: str) -> Session:
        rules = (rule_called(self.asking, rest),) if rest else ()
        text = self.interview.policy.export("mermaid", self.interview.outcome, rules=rules, language=self._language)
        return self._saying(text.rstrip("\n"))

    def _scenario(self, rest: str) -> Session:
        from pingan.repl.as_scenario import as_scenario

        text = as_scenario(self.interview, self.policy, self.settings, rest)
        return self._saying(map(plain, text.rstrip("\n").splitlines()))

    def _in_language(self, rest: str) -> Session:
        return evolve(self, asking=Asking.of(self.interview.policy, rest))

    def _help(self, rest: str) -> Session:
        return self._saying(telling.help_text(self.asking))

    def _wishing(self, kind: str, rest: str, *, named: bool) -> Session:
        names = tuple(rest.split()) if kind == "load" else ((rest,) if rest else ())
        if named and not names:
            raise NotUnderstoodError(self.asking.say(f"write: {kind} NAME", "请写出名称"))
        return evolve(self, wish=Wish(kind, names))


def is_whole(text: str) -> bool:
    """Whether no more lines belong to *text*: every bracket is closed, and no backslash ends it."""
    if not text.strip() or len(text) > MAXIMUM_LINE:
        return True
    if text.rstrip("\n").endswith("\\"):
        return False
    waiting: list[str] = []
    quoted = ""
    for character in text:
        if quoted:
            quoted = "" if character in (quoted, "\n") else quoted
        elif character == '"':
            quoted = character
        elif character in _BRACKETS:
            waiting.append(_BRACKETS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    # An empty line ends what would never end by itself.
    return not waiting or text.endswith("\n\n")


_COMMANDS: Final[Mapping[Command, Callable[[Session, str], Session]]] = {
    "as_of": Session._as_of,
    "duties": Session._duties,
    "facts": Session._facts,
    "forget": Session._forget,
    "graph": Session._graph,
    "help": Session._help,
    "language": Session._in_language,
    "load": lambda session, rest: session._wishing("load", rest, named=True),
    "questions": Session._questions,
    "quit": lambda session, rest: session._wishing("quit", rest, named=False),
    "reload": lambda session, rest: session._wishing("reload", "", named=False),
    "rule": Session._rule,
    "save": lambda session, rest: session._wishing("save", rest, named=True),
    "scenario": Session._scenario,
    "set": Session._set,
    "unknown": Session._unknown,
    "whatif": Session._whatif,
    "why": Session._why,
}
