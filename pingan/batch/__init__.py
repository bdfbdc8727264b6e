"""Many records at once: Arrow columns in, one bit a rule and record out. Needs the extra ``pingan[batch]``."""

import pingan.batch.packages  # noqa: F401  # says what to install, before anything else asks for it
