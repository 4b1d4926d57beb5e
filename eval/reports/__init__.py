"""Scores as tables, JSON, charts and pages."""
