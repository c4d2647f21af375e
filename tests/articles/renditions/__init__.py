"""The sizes of photos: what is cut, what is written, and what is found."""
