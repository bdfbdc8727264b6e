"""The command line. Nothing heavy is imported until a command needs it."""

from pingan.cli.main import cli, main

__all__ = ["cli", "main"]
