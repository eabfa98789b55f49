"""Answers the same questions with DuckDB, Polars and Spark."""
