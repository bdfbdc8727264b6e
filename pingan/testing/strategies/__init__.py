"""Hypothesis strategies: facts of a policy, and policies."""
