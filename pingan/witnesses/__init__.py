"""Smallest facts that show what a policy says, and scenarios of them."""

from pingan.witnesses.candidates import candidates
from pingan.witnesses.finding import find_witness
from pingan.witnesses.nodes import Case, Witness

__all__ = ["Case", "Witness", "candidates", "find_witness"]
