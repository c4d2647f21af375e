"""Work that is handed to the queue: in the process by default, to a worker where there is one."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django_tasks import task

from articles import renditions


@task
def render_photo(pk: int) -> None:
    """Make the sizes of a photo."""
    renditions.render(pk)


def order_sizes(pk: int) -> None:
    """Have the sizes of a photo made once its row stands."""
    transaction.on_commit(partial(render_photo.enqueue, pk))
