"""The desk of the letters page."""

from comments.admin.comment import CommentAdmin

__all__ = ["CommentAdmin"]
