"""Roles of columns, and how their values are read."""
