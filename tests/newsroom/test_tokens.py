"""Every pair of colours that text may stand in, by the tokens (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text("utf-8")

TEXTS, GROUNDS = ("ink", "soft", "accent"), ("paper", "raised")
PAIRS = [*product(TEXTS, GROUNDS), ("on-accent", "accent"), ("on-photo", "photo-room")]
FORMS, MODES = ("light", "dark"), {"": 4.5, "[data-elder]": 7.0}

Colour = tuple[float, float, float]


def rules(selector: str) -> dict[str, str]:
    """The custom properties of all rules that hold on a screen under this selector alone."""
    screen = TOKENS[: TOKENS.index("@media print")]
    found: dict[str, str] = {}
    rule = rf"(?ms)^ *:root{re.escape(selector)} {{\n(.*?)^ *}}"
    for body in re.findall(rule, screen):
        named = dict(re.findall(r"(?s)--([\w-]+): (.*?);", body))
        found |= {name: value for name, value in named.items() if value != "var(--ink)"}
    return found


def colours(mode: str, form: str) -> dict[str, str]:
    """The tokens of a mode, each in its light or its dark form."""
    tokens = rules("") | (rules(mode) if mode else {})
    switched = {
        name: dict(re.findall(r"var\(--(light|dark), ((?:[^()]|\([^()]*\))+)\)", value))
        for name, value in tokens.items()
    }
    return {name: switched[name].get(form, value) for name, value in tokens.items()}


def rgb(colour: str) -> Colour:
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    red, green, blue = (int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast(rgb("#fff"), rgb("#000000")) == pytest.approx(21)
    assert contrast(rgb("#777"), rgb("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", MODES)
def test_every_pair_of_colours_can_be_read(mode: str, form: str) -> None:
    tokens = colours(mode, form)
    weak = {
        pair: contrast(rgb(tokens[pair[0]]), rgb(tokens[pair[1]]))
        for pair in PAIRS
        if contrast(rgb(tokens[pair[0]]), rgb(tokens[pair[1]])) < MODES[mode]
    }
    assert weak == {}


@pytest.mark.parametrize("mode", MODES)
def test_words_on_the_whitest_photo_can_be_read(mode: str) -> None:
    tokens = colours(mode, "light")
    share = re.fullmatch(r"rgb\(0 0 0 / (\d+)%\)", tokens["photo-shade"])
    assert share
    ground = 1 - int(share[1]) / 100
    assert contrast(rgb(tokens["on-photo"]), (ground, ground, ground)) >= MODES[mode]


def test_a_chosen_theme_beats_that_of_the_system_either_way() -> None:
    for form, other in (FORMS, FORMS[::-1]):
        chosen = re.search(rf':root\[data-theme="{form}"\] {{\n(.*?)}}', TOKENS, re.DOTALL)
        assert chosen
        assert f"color-scheme: {form};" in chosen[1]
        assert f"--{form}: initial;" in chosen[1]
        assert f"--{other}: ;" in chosen[1]


def test_no_colour_is_written_twice_for_one_token() -> None:
    assert len(re.findall(r"(?m)^  --paper:", TOKENS)) == 1
    assert len(re.findall(r"--paper:", TOKENS)) == 2, "The second is that of print."
