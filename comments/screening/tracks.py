"""Finds the keys of many phrases in a text, in one pass each: as written, as drawn, as said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from comments.normal import Spelling
from comments.screening import sounds

#: A stretch of a text's spelling, and the numbers of the phrases that it says.
Hit = tuple[int, int, Sequence[int]]

#: So often a key is looked at in one text; who repeats it oftener has been found by then.
MOST_TRIES = 300

#: Letters that are alike once digits stand for them: `cas1no`, `fa1th`, `l0tto`.
_DRAWN = str.maketrans("i1034578", "lloeastb")

_HAN = "\u2e80"  # From here on, near enough: characters that sound as a syllable.


class Track:
    """Phrases by their keys. Two phrases with one key, of two lists, are found together."""

    def __init__(self, keys: Iterable[tuple[str, int]]) -> None:
        owners: dict[str, list[int]] = defaultdict(list)
        for key, owner in keys:
            owners[key].append(owner)
        self.owners = list(owners.values())
        self.found = AhoCorasick(
            owners, store_patterns=False, implementation=Implementation.ContiguousNFA
        )

    def __bool__(self) -> bool:
        return bool(self.owners)

    def hits(self, text: str) -> Iterator[Hit]:
        tries: dict[int, int] = defaultdict(int)
        for number, start, end in self.found.find_matches_as_indexes(text, overlapping=True):
            tries[number] += 1
            if tries[number] <= MOST_TRIES:
                yield start, end, self.owners[number]


class Written(Track):
    """Phrases as they are spelt."""

    def in_spelling(self, spelt: Spelling) -> Iterator[Hit]:
        return (hit for hit in self.hits(spelt.words) if is_whole(spelt, hit[0], hit[1]))


class Drawn(Track):
    """Phrases with Latin letters, where digits may stand for some of them."""

    def __init__(self, keys: Iterable[tuple[str, int]]) -> None:
        latin = ((key, owner) for key, owner in keys if has_letter(key))
        super().__init__((key.translate(_DRAWN), owner) for key, owner in latin)

    def in_spelling(self, spelt: Spelling) -> Iterator[Hit]:
        if not has_letter(spelt.words) or not any(char.isdigit() for char in spelt.words):
            return
        for start, end, owners in self.hits(spelt.words.translate(_DRAWN)):
            said = spelt.words[start:end]
            if has_letter(said) and not said.isalpha() and is_whole(spelt, start, end):
                yield start, end, owners


class Said(Track):
    """Phrases as they sound. Other characters with that sound are found, and typed pinyin."""

    def __init__(self, keys: Iterable[tuple[str, int]]) -> None:
        said = [(each, owner) for key, owner in keys for each in sounds.sounds_of_phrase(key)]
        super().__init__((each.letters, number) for number, (each, _owner) in enumerate(said))
        self.said = said

    def in_spelling(self, spelt: Spelling) -> Iterator[Hit]:
        heard = sounds.sound(spelt.words)
        for start, end, numbers in self.hits(heard.letters):
            first, last = heard.origins[start], heard.origins[end - 1] + 1
            owners = [
                owner
                for each, owner in (self.said[number] for number in numbers)
                if fits(spelt, heard, start, end, each.cuts())
            ]
            if owners and stands_alone(spelt, first, last):
                yield first, last, owners


def fits(spelt: Spelling, heard: sounds.Sound, start: int, end: int, cuts: frozenset[int]) -> bool:
    """Whether each character says just one syllable of the phrase, so that 先 is not 西安."""
    origins = heard.origins
    if start and origins[start - 1] == origins[start]:
        return False
    if end < len(origins) and origins[end] == origins[end - 1]:
        return False
    for at in range(start + 1, end):
        left, right = origins[at - 1], origins[at]
        if left == right:
            fit = at - start not in cuts or is_letter(spelt.words[left])
        else:
            both_typed = is_letter(spelt.words[left]) and is_letter(spelt.words[right])
            fit = both_typed or at - start in cuts
        if not fit:
            return False
    return True


def stands_alone(spelt: Spelling, start: int, end: int) -> bool:
    """Whether typed pinyin begins and ends a word, or stands between whole syllables."""
    before, after = start, end
    while start - before <= sounds.MOST_LETTERS and is_one_word(spelt, before):
        before -= 1
    while after - end <= sounds.MOST_LETTERS and is_one_word(spelt, after):
        after += 1
    return sounds.is_pinyin(spelt.words[before:start]) and sounds.is_pinyin(spelt.words[end:after])


def is_whole(spelt: Spelling, start: int, end: int) -> bool:
    """Whether a hit ends no word in its middle: `sm` is not in `small`, nor 91 in 1913."""
    return not is_one_word(spelt, start) and not is_one_word(spelt, end)


def is_one_word(spelt: Spelling, at: int) -> bool:
    """Whether the letters (or digits) before and at this place were written together."""
    if not 0 < at < len(spelt.words):
        return False
    left, right = spelt.words[at - 1], spelt.words[at]
    alike = (is_letter(left) and is_letter(right)) or (left.isdigit() and right.isdigit())
    return alike and spelt.places[at] - spelt.places[at - 1] <= 1


def is_letter(char: str) -> bool:
    """A letter of a script that puts spaces between words."""
    return char < _HAN and char.isalpha()


def has_letter(words: str) -> bool:
    return any(map(is_letter, words))
