"""Every setting of the newsroom; what may differ between machines comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from whitenoise.compress import Compressor

from articles import editor
from newsroom import backends, security
from newsroom.desk_theme import UNFOLD as UNFOLD
from newsroom.env import (
    Environment,
    app_id,
    app_secret,
    bare_host,
    contacts,
    existing_file,
    flag,
    folder,
    font,
    hosts,
    number,
    one_of,
    origin,
    origins,
    page_address,
    secret_key,
    secret_keys,
    sender,
    shared_secret,
)
from newsroom.keyfile import kept_secret, made_folder

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(os.environ)

# Where the newsroom keeps what it writes, unless an address below says otherwise.
VAR_DIR = env.read("NEWSROOM_VAR", folder, str(BASE_DIR / "var"))

DEBUG = env.read("DEBUG", flag, "off")
SECRET_KEY = (
    env.secret("SECRET_KEY", secret_key)
    if "SECRET_KEY" in env
    else kept_secret(VAR_DIR / "secret_key")
)

# The public address; its scheme decides whether everything is held to HTTPS.
SITE_URL = env.address("SITE_URL", origin, "http://127.0.0.1:8000")
HTTPS = SITE_URL.startswith("https://")
SITE_HOST = bare_host(urlsplit(SITE_URL))
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", hosts, f"127.0.0.1,localhost,[::1],{SITE_HOST}")
CSRF_TRUSTED_ORIGINS = [SITE_URL, *env.read("CSRF_TRUSTED_ORIGINS", origins, "")]

# Proxies of ours that stand before the server, each adding the address it saw.
TRUSTED_PROXIES = env.read("TRUSTED_PROXIES", number(0, 10), "0")

# Processes that answer requests; the checks ask for a shared cache when there are several.
WORKERS = env.read("WORKERS", number(1, 256), "1")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "newsroom.apps.StaticFiles",
    "axes",
    "ckeditor",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "taggit",
    "articles",
    "comments",
    "newsroom",
]

MIDDLEWARE = [
    "newsroom.security.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.security.DeskHeaders",
    # Outside of what caches: an ETag is made of the words themselves.
    "newsroom.compression.CompressedWords",
    # Outside of what caches, so that a 304 and a page of an error pass it too.
    "newsroom.api_gate.ApiGate",
    # Outside of sessions, so that it sees every cookie and every Vary that they set.
    "newsroom.caching.ReadersPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # No LocaleMiddleware: the language is the site's, so a page is the same for every reader.
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Last, as its makers ask: it turns a refused sign-in into the answer of signin.locked_out.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
            ]
        },
    }
]

# Database

DATABASES: dict[str, Any] = {
    "default": env.address(
        "DATABASE_URL",
        partial(backends.database, base=BASE_DIR),
        f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    made_folder(
        DATABASES["default"]["NAME"].parent,
        "DATABASE_URL" if "DATABASE_URL" in env else "NEWSROOM_VAR",
    )

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.address("CACHE_URL", backends.cache, "locmem://")}

# Language and time: the site speaks one language to everybody.

LANGUAGE_CODE = env.read("LANGUAGE_CODE", one_of("zh-hans", "en"), "zh-hans")
LANGUAGES = [("zh-hans", "\u7b80\u4f53\u4e2d\u6587"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES: dict[str, dict[str, Any]] = {
    **env.address(
        "STORAGE_URL",
        partial(backends.storage, media_url=MEDIA_URL),
        f"file://{VAR_DIR}/media",
    ),
    "staticfiles": {
        # Unhashed copies stay (no KEEP_ONLY_HASHED_FILES): the editor loads its parts by name.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Maps of scripts are fetched by developers alone, and would take a third of a deploy's compressing.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

# Work that nobody waits for: done by whoever ordered it, or by `manage.py db_worker`.
TASK_QUEUE = env.read("TASK_QUEUE", one_of("process", "database"), "process")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASK_QUEUE == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# A form of the desk is a story of up to a megabyte of text; files are checked by photodesk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# People

AUTH_USER_MODEL = "articles.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        (
            "UserAttributeSimilarityValidator",
            {"user_attributes": ("username", "real_name")},
        ),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# Ten wrong passwords for one name from one address close the door to that pair for 15 minutes;
# a stranger who guesses cannot lock an editor out of the editor's own desk.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "newsroom.signin.locked_out"
# `manage.py axes_reset_username NAME` opens a closed door; a page of its own is not needed.
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "desk_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS

# Headers and HTTPS (policies are data in security.py)

RENDITIONS_ORIGIN = security.storage_origin(STORAGES["renditions"]["OPTIONS"])
CONTENT_SECURITY_POLICY = {"DIRECTIVES": security.readers_policy(RENDITIONS_ORIGIN, https=HTTPS)}
DESK_POLICY = security.desk_policy(RENDITIONS_ORIGIN, https=HTTPS)
PERMISSIONS_POLICY: dict[str, list[str]] = security.PERMISSIONS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = HTTPS
# Probes ask from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.read("HSTS_SECONDS", number(0, 63_072_000), "2592000") if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.read("HSTS_SUBDOMAINS", flag, "off")
SECURE_HSTS_PRELOAD = env.read("HSTS_PRELOAD", flag, "off")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 has no free updates any more: SECURITY.md says what answers that.
    "ckeditor.W001",
    # The door is closed to a name at an address, see AXES_LOCKOUT_PARAMETERS.
    "axes.W006",
    # The paper may own one host of a domain: HSTS_SUBDOMAINS and HSTS_PRELOAD are a decision.
    "security.W005",
    "security.W021",
]

# An address typed without a scheme is https; goes away with Django 6, where it is the rule.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Whether a readers' page that cannot be shared is an error at once (see caching.py).
STRICT_PAGES = DEBUG

# Requests to the API that one network may send within a minute; 0 counts none.
API_RATE = env.read("API_RATE", number(0, 1_000_000), "120")

# Where to tell of a weakness: what /.well-known/security.txt says.
SECURITY_CONTACT = env.read("SECURITY_CONTACT", contacts, "")

# The official account whose share cards are signed (see articles/wechat.py); off without both.
WECHAT_APP_ID = env.read("WECHAT_APP_ID", app_id, "")
WECHAT_APP_SECRET = env.secret("WECHAT_APP_SECRET", app_secret)

# The font of share pictures; without one, an open Chinese font of the system is looked for.
SHARE_FONT = env.read("SHARE_FONT", font, "")

# The letters page

# Seals the addresses that comments were sent from: the first key seals, every one opens.
LETTERS_KEY_IS_GIVEN = "LETTERS_KEY" in env
LETTERS_KEYS = (
    env.secret("LETTERS_KEY", secret_keys)
    if LETTERS_KEY_IS_GIVEN
    else [kept_secret(VAR_DIR / "letters_key", "LETTERS_KEY")]
)

# A database in MaxMind's format that knows the region of an address; none is shown without.
REGIONS_FILE = env.read("REGIONS_FILE", existing_file, "")

# Where the paper's app signs its readers in for us (comments/handover.py); off without both.
READERS_SIGN_IN = env.address("READERS_SIGN_IN", page_address, "")
READERS_SECRET = env.secret("READERS_SECRET", shared_secret)

# Letters out

vars().update(env.address("EMAIL_URL", backends.email, "console://"))
# Letters are not sent from a bracketed address: parsers of them differ by version of Python.
MAIL_HOST = "localhost" if SITE_HOST.startswith("[") else SITE_HOST
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.read("EMAIL_FROM", sender, f"newsroom@{MAIL_HOST}")

# Events

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"fields": {"()": "newsroom.events.FieldsFormatter"}},
    "filters": {"no_refusals": {"()": "newsroom.events.NoRefusals"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "fields"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.read("LOG_LEVEL", one_of("debug", "info", "warning", "error"), "info").upper(),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["no_refusals"]},
        "django.server": {"handlers": [], "propagate": True},
        # Strangers send any Host all day; each is answered with 400, which is all there is to say.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Says of every task that it begins and that it ends; what goes wrong is enough.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Counts every wrong password twice; what it warns of is enough.
        "axes": {"level": "WARNING"},
    },
}

# Packages (UNFOLD, the desk's dress, comes from desk_theme.py)

CKEDITOR_CONFIGS = {"default": editor.settings()}
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.text.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.text.join_tags"
