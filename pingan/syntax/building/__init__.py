"""How each production of the grammar becomes a syntax node."""
