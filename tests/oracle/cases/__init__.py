"""The cases of the fixtures, one module for each part of the specification."""
