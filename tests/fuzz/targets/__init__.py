"""One target a file: `check(data)` asks something of *data* and raises only for what is a bug of ours.

`SEEDS` are what fuzzing begins with. Where a file says `TEXT = True`, bytes are words of the dialects, and the driver
is given a dictionary of these.
"""
