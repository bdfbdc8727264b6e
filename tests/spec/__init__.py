"""The language as stories: Markdown pages whose headings are tests."""
