"""What the desk announces, after commit unless a signal says otherwise; receivers are few."""

from django.dispatch import Signal

#: An edition was put out (now or for a later moment). Arguments: `article`, `edition`.
published = Signal()

#: The live edition was taken from readers. Arguments: `article`, `edition`.
withdrawn = Signal()

#: An act was recorded. Sent inside its transaction, so that whoever has to be told is told if and
#: only if it stands. Arguments: `article`, `act` (a DeskAct).
acted = Signal()

#: Something readers see changed that is not an edition: a section, a tag, a setting, a comment.
#: Arguments: none but the sender.
public_changed = Signal()

#: An imported story brought comments. Sent inside the import's transaction, so that story and
#: comments are stored together or not at all. Arguments: `comments_by_article`, a dict of
#: article id to a list of articles.importers.base.ImportedComment.
comments_arrived = Signal()
