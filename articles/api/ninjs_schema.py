"""The part of the ninjs 3.1 schema that our answers use, for the OpenAPI document.

Names and types are the standard's (https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json); where it
allows no other property, neither is one allowed here.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def exactly(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object with these properties alone."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def several(items: Schema) -> Schema:
    return {"type": "array", "items": items}


WORDS = exactly(("value",), role=TEXT, contentType=TEXT, value=TEXT)

SCHEMA: Schema = {
    "title": "ninjs",
    "description": "A news object as ninjs 3.1 of the IPTC; a list is one of the type composite.",
    **exactly(
        ("uri",),
        standard=exactly(name=TEXT, version=TEXT, schema=ADDRESS),
        name=TEXT,
        rel=TEXT,
        uri=ADDRESS,
        type={"type": "string", "enum": ["text", "picture", "composite"]},
        representationType={"type": "string", "enum": ["full", "partial"]},
        profile=TEXT,
        version=TEXT,
        firstCreated=MOMENT,
        versionCreated=MOMENT,
        pubStatus={"type": "string", "enum": ["usable", "withheld", "canceled"]},
        language=TEXT,
        title=TEXT,
        headlines=several(WORDS),
        descriptions=several(WORDS),
        bodies=several(
            exactly(("value",), role=TEXT, contentType=TEXT, charCount=COUNT, value=TEXT)
        ),
        by=TEXT,
        located=TEXT,
        people=several(exactly(name=TEXT, rel=TEXT, uri=ADDRESS)),
        subjects=several(exactly(name=TEXT, rel=TEXT, uri=ADDRESS, literal=TEXT)),
        infoSources=several(exactly(name=TEXT, role=TEXT, uri=ADDRESS)),
        altIds=several(exactly(role=TEXT, value=TEXT)),
        copyrightHolder=TEXT,
        copyrightNotice=TEXT,
        rightsInfo=exactly(linkedRights=ADDRESS),
        digitalSourceType=exactly(name=TEXT, uri=ADDRESS),
        renditions=several(
            exactly(("name",), name=TEXT, href=ADDRESS, contentType=TEXT, width=COUNT, height=COUNT)
        ),
        associations=several({"$ref": "#/components/schemas/Ninjs"}),
    ),
    "examples": [
        {
            "standard": {
                "name": "ninjs",
                "version": "3.1",
                "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
            },
            "uri": "https://news.example.org/2021/12/20/12/",
            "type": "text",
            "representationType": "partial",
            "version": "1",
            "firstCreated": "2021-12-20T10:48:00+08:00",
            "versionCreated": "2021-12-20T10:48:00+08:00",
            "pubStatus": "usable",
            "language": "zh-Hans-CN",
            "headlines": [
                {
                    "role": "main",
                    "contentType": "text/plain",
                    "value": "\u300c\u745c\u4f3d\u661f\u7403\u300d\u5f00\u4e1a",
                }
            ],
        }
    ],
}
