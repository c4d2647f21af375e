"""Photos in an object storage: a real S3 server on this machine, reached as STORAGE_URL says."""

from __future__ import annotations

import json
import mimetypes
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer

from articles import jobs, photodesk, renditions
from articles.models import Photo
from newsroom import backends, security
from tests.articles.pictures.corpus import frames
from tests.conftest import picture_bytes

BUCKET, KEY, SECRET = "newsroom", "AKIDEXAMPLE", "a-secret-with/slash+plus"

#: As deploy/README.md asks: everybody may read what is for readers, and nothing else.
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/renditions/*",
        }
    ],
}


def fetched(address: str, method: str = "GET") -> bytes:
    """What anybody gets who asks for an address of the server on this machine."""
    request = urllib.request.Request(address, method=method)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return bytes(answer.read())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    served = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    yield f"{host}:{port}"
    served.stop()


@pytest.fixture
def bucket(server: str, settings: Any) -> Any:
    """An empty bucket, and the settings that a deployment would have."""
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{server}",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )
    fetched(f"http://{server}/moto-api/reset", "POST")
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    secret = SECRET.replace("/", "%2F").replace("+", "%2B")
    address = f"s3://{KEY}:{secret}@{server}/{BUCKET}?scheme=http&region=us-east-1"
    made = partial(backends.storage, media_url=project.MEDIA_URL)(address)
    settings.STORAGES = settings.STORAGES | made
    return client


def names(bucket: Any) -> set[str]:
    return {one["Key"] for one in bucket.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def grants(bucket: Any, name: str) -> str:
    """Who may do what with a file."""
    return str(bucket.get_object_acl(Bucket=BUCKET, Key=name)["Grants"])


def test_the_original_is_kept_apart_and_to_nobody_but_us(db: None, bucket: Any) -> None:
    raw = picture_bytes()
    photo = photodesk.take_in(raw, "a.jpg")
    name = f"originals/{photo.sha256[:2]}/{photo.sha256}"
    assert name in names(bucket)
    assert bucket.get_object(Bucket=BUCKET, Key=name)["Body"].read() == raw
    assert "AllUsers" not in grants(bucket, name)
    assert "Signature" in photo.file.url, "Only a signed address leads to an original."


def test_sizes_are_where_readers_fetch_them_and_are_kept_for_good(db: None, bucket: Any) -> None:
    photo = renditions.render(photodesk.take_in(frames("GIF"), "a.gif").pk)
    made = renditions.names(photo.token, photo.made)
    assert {f"renditions/{name}" for name in made} <= names(bucket)
    kinds = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
    for name in made:
        head = bucket.head_object(Bucket=BUCKET, Key=f"renditions/{name}")
        assert head["ContentType"] == kinds[name.rsplit(".", 1)[1]]
        assert head["CacheControl"] == "public, max-age=31536000, immutable"


def test_the_address_of_a_size_leads_to_it_and_holds_no_key(
    db: None, bucket: Any, server: str
) -> None:
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    address = renditions.smallest_url(photo)
    assert address.startswith(f"http://{server}/{BUCKET}/renditions/{photo.token[:2]}/")
    assert KEY not in address
    assert "?" not in address
    assert fetched(address).startswith(b"\xff\xd8")


def test_making_anew_writes_over_and_clearing_deletes(db: None, bucket: Any) -> None:
    photo = renditions.render(photodesk.take_in(picture_bytes(), "a.jpg").pk)
    before = names(bucket)
    renditions.render(photo.pk, anew=True)
    assert names(bucket) == before
    renditions.discard(photo)
    assert {name for name in names(bucket) if name.startswith("renditions/")} == set()


def test_a_file_that_is_refused_leaves_nothing_in_the_bucket(db: None, bucket: Any) -> None:
    with pytest.raises(ValueError, match=r"a\.jpg"):
        photodesk.take_in(picture_bytes()[:300], "a.jpg")
    assert names(bucket) == set()


def test_an_original_that_is_gone_is_told(db: None, bucket: Any) -> None:
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    storages["default"].delete(photo.file.name)
    assert renditions.render(photo.pk).render_trouble


def test_policies_let_pictures_of_the_storage_in_and_nothing_else(
    bucket: Any, server: str, settings: Any
) -> None:
    origin = security.storage_origin(settings.STORAGES["renditions"]["OPTIONS"])
    assert origin == f"http://{server}"
    policy = security.readers_policy(origin, https=False)
    assert origin in policy["img-src"]
    assert not any(origin in values for name, values in policy.items() if name != "img-src")


def test_our_own_server_serves_no_size_then(db: None, bucket: Any, site: Any) -> None:
    photo: Photo = photodesk.take_in(picture_bytes(), "a.jpg")
    path = renditions.smallest_url(photo).partition("/renditions/")[2]
    assert Client().get(f"/media/{path}").status_code == 404


def test_an_address_without_a_signature_gives_no_original(
    db: None, bucket: Any, server: str
) -> None:
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    plain = f"http://{server}/{BUCKET}/originals/{photo.sha256[:2]}/{photo.sha256}"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        fetched(plain)


def test_the_type_of_a_size_is_told_where_the_system_knows_none(
    db: None, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda name, strict=True: (None, None))
    photo = renditions.render(photodesk.take_in(picture_bytes(), "a.jpg").pk)
    heads = [
        bucket.head_object(Bucket=BUCKET, Key=f"renditions/{name}")["ContentType"]
        for name in renditions.names(photo.token, photo.made)
    ]
    assert set(heads) == {"image/avif", "image/webp", "image/jpeg"}


def test_of_an_expired_photo_the_original_alone_is_left(db: None, bucket: Any) -> None:
    photo = renditions.render(photodesk.take_in(picture_bytes(), "a.jpg").pk)
    left = renditions.path(photo.token, "0" * 12, "full", 480, "jpg")
    renditions.storage().save(left, ContentFile(b"never noted"))
    Photo.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert jobs.end_licences(timezone.now()) == 1
    assert names(bucket) == {f"originals/{photo.sha256[:2]}/{photo.sha256}"}


def test_a_readers_page_names_sizes_that_are_there_and_nothing_private(
    site: Any, bucket: Any, server: str, draft: Any, with_photo: Any, put_out: Any
) -> None:
    photo = renditions.render(photodesk.take_in(picture_bytes(), "a.jpg").pk)
    article = draft()
    with_photo(article, photo, is_cover=True)
    page = Client().get(put_out(article=article).get_absolute_url()).content.decode()
    for secret in (KEY, quote(SECRET), SECRET, "originals", "Signature", "X-Amz", photo.sha256):
        assert secret not in page
    named = set(re.findall(rf"http://{server}/{BUCKET}/renditions/([^\s\"?]+)", page))
    assert {f"renditions/{name}" for name in named} <= names(bucket)
    assert {name.rpartition(".")[2] for name in named} == {"avif", "webp", "jpg"}
