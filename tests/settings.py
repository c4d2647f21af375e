"""The settings of the tests: the newsroom's own, in a folder that is gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

VAR = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
(VAR / "static").mkdir()
os.environ["NEWSROOM_VAR"] = str(VAR)
os.environ["SECRET_KEY"] = "a key for tests alone, which opens nothing that anybody keeps"

from newsroom.settings import *  # the variables have to be set first

STRICT_PAGES = True
# The manifest is made when static files are collected; tests name files that lie in static/.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Closed doors are tested where they are meant; elsewhere a wrong password is only wrong.
AXES_ENABLED = False
# A file, as on a real site, so that tests with two connections see two.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("TEST", {})["NAME"] = VAR / "test.sqlite3"
# Files of static/ and of packages are served as they lie, to the browser of the journeys.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Clearing a Redis cache empties its whole database, so each process of the tests has its own.
if "redis" in CACHES["default"]["BACKEND"]:
    server = urlsplit(CACHES["default"]["LOCATION"])
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    database = int(server.path.removeprefix("/") or 0) + process
    CACHES["default"]["LOCATION"] = server._replace(path=f"/{database}").geturl()
