"""Pictures that a machine made are known by their marks, and no others."""

from __future__ import annotations

import json

import pytest

from articles.pictures import generated
from tests.articles.pictures.records import UNDEFINED, png, with_exif, with_xmp, words_in

NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype"
LABEL = json.dumps(
    {"Label": "1", "ContentProducer": "某公司", "ProduceID": "7"}, ensure_ascii=False
)
NAMED_LABEL = json.dumps({"AIGC": json.loads(LABEL)}, ensure_ascii=False)
RECIPE = "a street at night\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7"


def comment(text: str, code: bytes = b"UNICODE\0", encoding: str = "utf-16-be") -> bytes:
    return with_exif({}, {0x9286: (UNDEFINED, code + text.encode(encoding))})


def chunk(name: str, text: str) -> bytes:
    return png((b"tEXt", f"{name}\0{text}".encode()))


@pytest.mark.parametrize(
    "raw",
    [
        with_xmp(),
        with_xmp(attributes=f'Iptc4xmpExt:DigitalSourceType="{NEWSCODES}/digitalCapture"'),
        with_xmp(attributes='photoshop:Headline="trainedAlgorithmicMedia"'),
        with_xmp("<TC260:AIGC>{'Label': '0'}</TC260:AIGC>"),
        with_xmp("<TC260:AIGC/>"),
        with_xmp(f"<photoshop:Headline>{LABEL}</photoshop:Headline>"),
        comment(LABEL),
        comment("A caption about AIGC, with Label: 1"),
        comment('{"AIGC": {"Label": "12"}}'),
        chunk("prompt", "{}"),
        chunk("Comment", "made with 20 Steps"),
    ],
)
def test_a_picture_without_a_mark_is_of_a_camera(raw: bytes) -> None:
    assert not words_in(raw).is_ai


@pytest.mark.parametrize(
    "raw",
    [
        with_xmp(attributes=f'Iptc4xmpExt:DigitalSourceType="{NEWSCODES}/trainedAlgorithmicMedia"'),
        with_xmp(
            f"<Iptc4xmpExt:DigitalSourceType>{NEWSCODES}/compositeWithTrainedAlgorithmicMedia"
            "</Iptc4xmpExt:DigitalSourceType>"
        ),
        with_xmp(
            f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{NEWSCODES}/trainedAlgorithmicMedia"/>'
        ),
        *(with_xmp(f"<TC260:AIGC>{LABEL.replace('1', n)}</TC260:AIGC>") for n in "123"),
        with_xmp("<TC260:AIGC>{'Label':1}</TC260:AIGC>"),
        comment(NAMED_LABEL),
        comment(NAMED_LABEL, bytes(8), "utf-8"),
        comment(NAMED_LABEL, b"ASCII\0\0\0", "gb18030"),
        comment(RECIPE),
        chunk("AIGC", LABEL),
        chunk("Comment", NAMED_LABEL),
        chunk("parameters", RECIPE),
        png((b"tEXt", b"prompt\0{}"), (b"tEXt", b"workflow\0{}")),
        png(late=((b"tEXt", b"AIGC\0" + LABEL.encode()),)),
    ],
)
def test_a_mark_makes_a_picture_a_machines(raw: bytes) -> None:
    assert words_in(raw).is_ai


@pytest.mark.parametrize("text", [NAMED_LABEL, RECIPE, '{"data": {"pictureId": "7"}}'])
def test_what_is_for_machines_is_no_caption(text: str) -> None:
    assert words_in(comment(text)).caption == ""


def test_the_label_has_the_seven_fields_of_the_standard() -> None:
    label = json.loads(generated.label('成都"晚报"', "0a1b"))
    assert label == {
        "Label": "1",
        "ContentProducer": "",
        "ProduceID": "",
        "ReservedCode1": "",
        "ContentPropagator": '成都"晚报"',
        "PropagateID": "0a1b",
        "ReservedCode2": "",
    }
    assert generated.is_label(generated.label("成都晚报", "0a1b"))
