"""The results as DataFrames."""
