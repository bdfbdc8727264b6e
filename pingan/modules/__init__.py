"""Finding and reading modules: targets, what they use and extend, and their registers."""
