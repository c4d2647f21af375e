"""What comes in: pure parsers, one a format, and the one runner that stores what they found."""
