"""Batches: what a table of records comes to is what each record comes to by itself."""
