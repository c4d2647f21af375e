"""Knows the marks of pictures that a machine made: IPTC's, GB 45438-2025's, the generators'."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

#: IPTC's term, as a URI, for a picture that a trained model made; the mixed one ends alike.
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

#: Surely (1), possibly (2) or suspectedly (3) made by a machine; as JSON, or nearly.
_LABEL = re.compile(r"""Label["']?\s{0,9}[:=]\s{0,9}["']?[123]\b""")
#: What generators write of how they made a picture, as text.
_RECIPE = re.compile(r"Steps: \d{1,5}, Sampler: ")

_MAX_LENGTH, _MAX_TEXTS = 64 * 1024, 200


def label(publisher: str, ident: str) -> str:
    """The label of GB 45438-2025, as JSON, for a picture that somebody else made.

    Who made it is not known here, so that only its spreading has a name and a number.
    """
    fields = {
        "Label": "1",
        "ContentProducer": "",
        "ProduceID": "",
        "ReservedCode1": "",
        "ContentPropagator": publisher,
        "PropagateID": ident,
        "ReservedCode2": "",
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def is_source_type(text: str) -> bool:
    return text.strip().rstrip("/").casefold().endswith("trainedalgorithmicmedia")


def is_label(text: str) -> bool:
    """Whether a text is the label of the standard, without its name around it."""
    return _LABEL.search(text[:_MAX_LENGTH]) is not None


def is_comment(text: str) -> bool:
    """Whether a text holds the label under its name, or how a generator made the picture."""
    text = text[:_MAX_LENGTH]
    at = text.find('"AIGC"')
    return (at >= 0 and is_label(text[at:])) or _RECIPE.search(text) is not None


def is_told_by(info: Mapping[Any, Any]) -> bool:
    """Whether the texts in a PNG's chunks say so."""
    named = ((name, text) for name, text in info.items() if isinstance(text, str))
    texts = dict(islice(named, _MAX_TEXTS))
    return (
        "parameters" in texts
        or {"prompt", "workflow"} <= texts.keys()
        or is_label(texts.get("AIGC", ""))
        or any(is_comment(text) for text in texts.values())
    )
