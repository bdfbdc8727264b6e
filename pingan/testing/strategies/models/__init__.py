"""Small well-typed policies, as what their text means: over a vocabulary that is given, or drawn."""
