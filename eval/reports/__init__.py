"""Reports of scores as tables, JSON, charts and pages."""
