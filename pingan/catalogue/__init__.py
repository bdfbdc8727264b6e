"""The catalogue: what a policy says, clause by clause, for people who read the document and not the rules."""
