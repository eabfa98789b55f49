"""Reads the input of a case: its files, its columns, and the values of each role."""
