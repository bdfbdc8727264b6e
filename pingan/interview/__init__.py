"""Questions back: what is known, what nobody knows, and the question that comes next; in lines of text or in data."""

from pingan.interview.interview import Interview
from pingan.interview.reading import NotUnderstoodError

__all__ = ["Interview", "NotUnderstoodError"]
