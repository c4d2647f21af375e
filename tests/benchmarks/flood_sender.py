"""Sends comments at set moments over plain sockets: the flood of letters_flood, in its own process.

Reads one JSON object from standard input and writes one. It imports nothing of the project and does
as little as it can, so that it takes no time from the server that it floods.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import Any
from urllib.parse import urlencode

PATIENCE = 30
COOKIE = re.compile(r"^set-cookie: (letters=[^;]*)", re.IGNORECASE | re.MULTILINE)
#: What an answer was, by its status; one that is not here is an error.
ACCEPTED, REFUSED = {302, 303}, {403, 409, 422, 429}


async def flood(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """`plan` has host, port, token and writers; a writer an address and posts, in their order."""
    start = time.monotonic() + 0.5
    answers = await asyncio.gather(*(write(plan, one, start) for one in plan["writers"]))
    return [answer for those in answers for answer in those]


async def write(plan: dict[str, Any], writer: dict[str, Any], start: float) -> list[dict[str, Any]]:
    """One writer's posts, one after the other; the cookie of the first goes with the others."""
    cookies, answers = {"csrftoken": plan["token"]}, []
    for post in writer["posts"]:
        await asyncio.sleep(max(0.0, start + post["at"] - time.monotonic()))
        began = time.monotonic()
        try:
            head, body = await asyncio.wait_for(send(plan, writer, post, cookies), PATIENCE)
            status, kind = judged(head, body)
            if found := COOKIE.search(head):
                name, _, value = found[1].partition("=")
                cookies[name] = value
        except (OSError, ValueError, IndexError, TimeoutError) as error:
            status, kind = 0, f"error: {type(error).__name__}"
        ended = time.monotonic()
        told = {"took": ended - began, "ended": ended - start}
        answers.append({"status": status, "kind": kind} | told)
    return answers


async def send(
    plan: dict[str, Any], writer: dict[str, Any], post: dict[str, Any], cookies: dict[str, str]
) -> tuple[str, str]:
    form = urlencode(post["fields"] | {"csrfmiddlewaretoken": plan["token"]}).encode()
    lines = [
        f"POST {post['path']} HTTP/1.1",
        f"Host: {plan['host']}:{plan['port']}",
        f"X-Forwarded-For: {writer['address']}",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
        "Connection: close",
    ]
    reader, out = await asyncio.open_connection(plan["host"], plan["port"])
    try:
        out.write("\r\n".join(lines).encode() + b"\r\n\r\n" + form)
        answer = (await reader.read()).decode("utf-8", "replace")
    finally:
        out.close()
    head, _, body = answer.partition("\r\n\r\n")
    return head, body


def judged(head: str, body: str) -> tuple[int, str]:
    """The status, and what became of the comment: a refusal counts only with its sentence."""
    status = int(head.split(" ", 2)[1])
    if status in ACCEPTED:
        return status, "accepted"
    return status, "refused" if status in REFUSED and 'role="alert"' in body else "error"


if __name__ == "__main__":
    json.dump(asyncio.run(flood(json.load(sys.stdin))), sys.stdout)
