"""What packages would show at the desk by themselves, and the desk leaves out."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

# The worker's own record of its tasks, in English; `health/report` tells whether it works.
admin.site.unregister(DBTaskResult)
