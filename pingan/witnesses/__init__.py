"""Smallest facts that show what a policy says, and scenarios of them."""

from pingan.witnesses.candidates import candidates
from pingan.witnesses.finding import find_witness
from pingan.witnesses.literals import NotWritableError
from pingan.witnesses.nodes import Case, Witness
from pingan.witnesses.observing import observed
from pingan.witnesses.scenario_text import scenario_text

__all__ = ["Case", "NotWritableError", "Witness", "candidates", "find_witness", "observed", "scenario_text"]
