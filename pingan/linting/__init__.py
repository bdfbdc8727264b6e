"""What is allowed in policy text but probably not what was meant: rules, their configuration, allowances and fixes."""
