"""Feeds for readers' programs, as RSS 2.0, Atom 1.0 and JSON Feed 1.1; its rooms are formats,
stories, enclosures and channels."""

from articles.feeds.channels import corrections, section, site, tag

__all__ = ["corrections", "section", "site", "tag"]
