"""The cases of the fixtures, a module for each part of the contract."""
