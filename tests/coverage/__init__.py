"""Clauses encoded, omitted and missing; what scenarios show; registers held against documents of our own making."""
