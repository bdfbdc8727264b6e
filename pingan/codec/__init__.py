"""Frozen nodes as plain data and back: shared parts once, every class and type of what is read checked."""
