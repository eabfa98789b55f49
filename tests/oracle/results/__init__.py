"""Answers the questions about rows in plain Python."""
