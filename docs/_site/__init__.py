"""The documentation site: pages made before Sphinx reads them, and what it needs to know beside its configuration.

Readers on GitHub see the folder ``docs`` as it is: plain Markdown, links between files. For the site ``staging``
copies it, adds what is generated (grammar, commands, API), and writes down the navigation that ``index.md`` and the
lists of the folders show anyway; nothing generated is ever written into the checkout.
"""
