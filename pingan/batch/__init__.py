"""Many records at once: Arrow columns in, one bit a rule and record out. Needs the extra ``pingan[batch]``."""
