"""Commands run in a folder of their own, as in `tests.cli`."""

from tests.cli.conftest import folder, run

__all__ = ["folder", "run"]
