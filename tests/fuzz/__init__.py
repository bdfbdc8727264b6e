"""Bytes that nobody thought of: targets for coverage-guided fuzzing, their corpus, and what drives them."""
