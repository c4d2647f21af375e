"""The readers' and the desk's pages of stories."""
