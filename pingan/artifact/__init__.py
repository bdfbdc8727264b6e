"""Policies as files to run from: built once, checked when they are loaded, and read without a parser."""
