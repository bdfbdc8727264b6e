"""The language as data: cases that any implementation can run, and the runner that holds this one to them."""
