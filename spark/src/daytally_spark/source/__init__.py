"""The files of the inputs: listing, footers and pyarrow's reader."""
