"""Documents of the web: pages in HTML, books of such pages, and Markdown."""
