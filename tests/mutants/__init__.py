"""Mutants of our own code: how often a small mistake in it is noticed by the tests (`make mutants`)."""
