"""The site's configuration, for `make docs`: see docs/_site for what is put together before Sphinx reads it."""

import pingan
from docs._site.staging import Site

project = "pingan"
author = "the pingan authors"
release = pingan.__version__

# `docs._site.pages` is our own: Chinese pages in Chinese, the switch between twins, the search in two languages.
extensions = ["myst_parser", "sphinx.ext.autodoc", "docs._site.pages"]
exclude_patterns = ["_site", "_static", "_templates"]
root_doc = "index"
nitpicky = True

# --- Markdown: what GitHub shows is what the site shows. Links are checked in the pages built, not by MyST.
myst_heading_anchors = 4
myst_ref_domains = ["std"]  # a link names a page: to ask every language's own domain takes long
# Texts of policies that are wrong on purpose cannot be highlighted to their end.
suppress_warnings = ["myst.xref_missing", "myst.header", "misc.highlighting_failure"]

# --- the reference of the API, from docstrings
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
default_role = "literal"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
# Types of other packages, and the parts of ours that are named in signatures but have no page of their own.
nitpick_ignore_regex = [("py:.*", ".*")]

# --- how it looks; nothing is fetched from elsewhere
html_theme = "furo"
html_title = "pingan"
html_static_path = [str(Site.FOLDER / "_static")]
html_css_files = ["site.css"]
templates_path = [str(Site.FOLDER / "_templates")]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"top_of_page_buttons": ["edit"]}
html_search_language = "en+zh"
html_show_search_summary = False  # would be fetched, which browsers refuse to pages that are opened from a disk
pygments_style = "friendly"
pygments_dark_style = "github-dark"
