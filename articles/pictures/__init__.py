"""Pictures as files: what may come in, the words in them, how they are set upright. No database."""
