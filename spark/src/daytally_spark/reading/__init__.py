"""Frames by role from files, and checks of the files."""
