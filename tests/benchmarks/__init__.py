"""Times of loading and evaluating, beside plain Python in the same run: ``make bench``."""
