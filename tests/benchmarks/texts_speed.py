"""How long comparing and merging take, beside Python's own difflib; judges nothing.

Run with `python -m tests.benchmarks.texts_speed`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from articles.comparing import State, marked, runs
from articles.merging import merge_paragraphs

SIGNS = "".join(chr(0x4E00 + place * place % 19_997) for place in range(100_000))
EDITED = "".join(f"{SIGNS[at : at + 97]}改" for at in range(0, len(SIGNS), 97))


def seconds(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compared_by_difflib() -> None:
    # A tenth of the text: its time grows with the square.
    SequenceMatcher(None, SIGNS[:10_000], EDITED[:10_000], autojunk=False).get_opcodes()


def merged() -> None:
    base = [f"<p>{SIGNS[at : at + 40]}</p>" for at in range(0, 80_000, 40)]
    mine = [block if at % 3 else block.replace("<p>", "<p>甲") for at, block in enumerate(base)]
    theirs = [block for at, block in enumerate(base) if at % 5]
    merge_paragraphs(base, mine, theirs)


def all_marks() -> None:
    states = [SIGNS.replace(SIGNS[place], "", 50) for place in range(9)]
    marked([State(text, author="", stage="") for text in states])


def main() -> None:
    for name, work in (
        ("100,000 characters, an edit every 97", lambda: runs(SIGNS, EDITED)),
        ("100,000 characters, nothing in common", lambda: runs("甲" * 100_000, "乙" * 100_000)),
        ("difflib, 10,000 characters, an edit every 97", compared_by_difflib),
        ("2,000 blocks merged, a third and a fifth of them changed", merged),
        ("all marks of nine states of 100,000 characters", all_marks),
    ):
        sys.stdout.write(f"{seconds(work):8.2f} s  {name}\n")


if __name__ == "__main__":
    main()
