"""What the desk leaves out of what packages would show there."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_tasks_db.models import DBTaskResult


def test_the_workers_own_list_is_not_at_the_desk(admin_client: Client) -> None:
    assert not admin.site.is_registered(DBTaskResult)
    with pytest.raises(NoReverseMatch):
        reverse("admin:django_tasks_database_dbtaskresult_changelist")
    assert admin_client.get("/desk/django_tasks_database/").status_code == 404
