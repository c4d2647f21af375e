"""What hides in a picture file is found wherever it stands, and what phones append is not meant."""

from __future__ import annotations

import pytest

from articles.pictures.stowaways import has_stowaway
from tests.articles.pictures.corpus import archive, large_archive_end, motion_photo, saved, zip_bomb

PIXELS = bytes(range(256)) * 400


@pytest.mark.parametrize(
    "hidden",
    [
        b"<script>",
        b"<ScRiPt\nsrc=x",
        b"<html>",
        b"<iframe/onload=x>",
        b"<body onload=x>",
        b"<?php echo",
        b"<!doctype html>",
        b"<!DOCTYPE\n\tHTML PUBLIC",
        b"%PDF-1.4",
        archive("x"),
        zip_bomb(),
        large_archive_end(),
    ],
)
@pytest.mark.parametrize(
    ("before", "behind"), [(b"", PIXELS), (PIXELS, PIXELS), (PIXELS, b"")], ids=["1", "2", "3"]
)
def test_it_is_found_in_front_in_the_middle_and_at_the_end(
    hidden: bytes, before: bytes, behind: bytes
) -> None:
    assert has_stowaway(before + hidden + behind)


def test_a_drawing_is_found_where_a_browser_looks_for_it() -> None:
    assert has_stowaway(b"GIF89a<svg onload=x>" + PIXELS)
    assert not has_stowaway(PIXELS + b"<svg onload=x>")


@pytest.mark.parametrize(
    "harmless",
    [
        b"",
        b"PK\5\6",
        b"PK\5\6" + bytes(17),
        b"PK\5\6" + bytes(18),
        b"PK\5\6" + b"\xff" * 40,
        b"PK\1\2" + bytes(40) + b"PK\5\6" + bytes(18),
        b"PK\3\4" + bytes(60),
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:li>&lt;script&gt;</rdf:li></x:xmpmeta>",
        b"<?xml version='1.0'?><!DOCTYPE plist PUBLIC '-//Apple//DTD PLIST 1.0//EN'>",
        b"<scripture> <bodyguard> <htmlx",
        "图说：<正文>".encode(),
        b"% PDF-1.4",
    ],
)
def test_what_only_resembles_it_is_let_through(harmless: bytes) -> None:
    assert not has_stowaway(saved("JPEG") + harmless)


def test_a_film_behind_a_photo_is_let_through() -> None:
    assert not has_stowaway(motion_photo())
