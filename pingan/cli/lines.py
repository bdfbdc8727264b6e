"""Lines typed by a person: with editing, history and completion where prompt_toolkit is there, else as they come."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pingan.cli.output import say

if TYPE_CHECKING:
    from prompt_toolkit.history import History


class Interrupted(Exception):  # noqa: N818  # nothing went wrong
    """The line was given up (Ctrl-C)."""


class Suggestion(NamedTuple):
    """What may stand in the place of the last *replaces* characters before the cursor, with a remark."""

    text: str
    replaces: int
    remark: str = ""


Completes = Callable[[str], Sequence[Suggestion]]
"""What may follow the text before the cursor."""


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


class Lines:
    """Reads lines of standard input; *is_whole* says of what was typed so far whether no more lines belong to it."""

    def __init__(
        self,
        *,
        completes: Completes | None = None,
        history: History | None = None,
        is_whole: Callable[[str], bool] | None = None,
        plain: bool = False,
    ) -> None:
        self._is_whole = is_whole
        self._is_terminal = is_terminal()
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # bytes that are no text spoil their own line alone
        self._session = None if plain or not self._is_terminal else _session(completes, history, is_whole)

    def next(self, prompt: str) -> str | None:
        """The next line (several, where they belong together), or None at the end. Raises Interrupted for Ctrl-C."""
        try:
            if self._session is not None:
                found: str = self._session.prompt(prompt)
                return found
            return self._read(prompt)
        except EOFError:
            return None
        except KeyboardInterrupt:
            if self._session is None:
                say("")
            raise Interrupted from None

    def _read(self, prompt: str) -> str | None:
        text = ""
        while True:
            if self._is_terminal:
                sys.stdout.write(prompt if not text else "… ")
                sys.stdout.flush()
            line = sys.stdin.readline() if sys.stdin is not None else ""
            if not line:
                if self._is_terminal:
                    say("")
                return text or None
            text += line
            if self._is_whole is None or self._is_whole(text):
                return text.rstrip("\n")


def _session(completes: Completes | None, history: History | None, is_whole: Callable[[str], bool] | None) -> Any:
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import CompleteEvent, Completer, Completion
        from prompt_toolkit.document import Document
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.history import DummyHistory, InMemoryHistory
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    except ImportError:
        return None

    class _Completer(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            for found in () if completes is None else completes(document.text_before_cursor):
                yield Completion(found.text, start_position=-found.replaces, display_meta=found.remark)

    keys = KeyBindings()

    @keys.add("enter", filter=Condition(lambda: is_whole is not None))
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_whole is None or is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return PromptSession(
        # Answers are not offered again: some are sensitive.
        history=history or (DummyHistory() if completes is None else InMemoryHistory()),
        completer=None if completes is None else _Completer(),
        complete_while_typing=False,
        multiline=Condition(lambda: is_whole is not None),
        key_bindings=keys,
    )
