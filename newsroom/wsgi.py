"""The WSGI entry point that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.security import one_encoding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = one_encoding(get_wsgi_application())
