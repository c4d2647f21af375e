"""The readers' pages of the letters page, one page a file."""
