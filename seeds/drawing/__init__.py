"""The illustrations of the sample stories: a canvas, things to draw on it, and the scenes."""
