"""A prompt to ask a policy at: lines of text in, text out. What reads and writes lines and files is elsewhere."""

from pingan.repl.completing import completions
from pingan.repl.session import Session, is_whole

__all__ = ["Session", "completions", "is_whole"]
