"""The documentation: Markdown by MyST, the library reference by autodoc, plain HTML by Furo."""

from jisr import __version__

project = "jisr"
author = "The jisr engineers"
project_copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_default_options = {"members": True}

html_theme = "furo"
html_title = f"jisr {release}"
html_static_path = ["_static"]
html_css_files = ["arabic.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "friendly"
