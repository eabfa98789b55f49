"""Diagnostics: coverage, outages and warnings."""
