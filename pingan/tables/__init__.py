"""Decision tables as spreadsheets: written from a policy, edited elsewhere, read back."""
