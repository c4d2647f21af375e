"""Measurements that judge nothing; importing this package sets Django up for them."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()
