"""Coverage: every clause of a document's register encoded, omitted with a reason, or missing; held against the text."""
