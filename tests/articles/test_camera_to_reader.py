"""A caption that a photographer wrote, from the file to the form and into what readers get."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles import renditions
from articles.models import Photo
from tests.articles.pictures.exiftool import needs_exiftool, told, written
from tests.conftest import picture_bytes

CAPTION = "桂溪街道的孩子们在新开的口袋公园里放风筝"


def taken(folder: Path) -> bytes:
    """A file as a camera and a photographer leave it."""
    words = (
        *("-charset", "iptc=UTF8", "-codedcharacterset=utf8"),
        *(f"-IPTC:Caption-Abstract={CAPTION}", "-IPTC:By-line=何苗"),
        *(f"-XMP-dc:Description={CAPTION}", "-XMP-dc:Creator=何苗", "-EXIF:Model=Camera 7"),
        *("-GPSLatitude=30.57", "-GPSLatitudeRef=N", "-GPSLongitude=104.06", "-GPSLongitudeRef=E"),
    )
    return written(picture_bytes(1200, 900), folder, *words)


@needs_exiftool
def test_a_chinese_caption_arrives_in_the_form_and_in_every_jpeg_and_the_place_does_not(
    desk: Client, tmp_path: Path
) -> None:
    given = taken(tmp_path)
    assert [key for key in told(given, tmp_path) if "GPS" in key]
    file = SimpleUploadedFile("taken.jpg", given, "image/jpeg")
    assert desk.post(reverse("admin:articles_photo_upload"), {"photos": file}).status_code == 200
    photo = Photo.objects.get()
    page = desk.get(reverse("admin:articles_photo_change", args=[photo.pk])).content.decode()
    assert CAPTION in page
    assert "何苗" in page

    photo = renditions.render(photo.pk)
    names = [name for name in renditions.names(photo.token, photo.made) if name.endswith(".jpg")]
    assert len(names) > 10
    for name in names:
        with renditions.storage().open(name) as stored:
            read = told(stored.read(), tmp_path)
        assert read["IPTC:Caption-Abstract"] == read["XMP-dc:Description"] == CAPTION
        assert [read["IPTC:By-line"]] == read["XMP-dc:Creator"] == ["何苗"]
        assert not [key for key in read if "GPS" in key or "Model" in key]
