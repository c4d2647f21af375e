"""Runs the server as deploy/ does, asks it for pages, and tells what its processes take."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def server(workers: str = "", nice: int = 0) -> Iterator[tuple[int, list[int]]]:
    """Its port, and the processes that answer; `nice` is how far others go first."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "newsroom.wsgi:application"]
    workers = workers or os.environ.get("WORKERS", "1")
    command = ["nice", "-n", str(nice), *command]
    command += ["--host", HOST, "--port", str(port), "--workers", workers]
    command += ["--blocking-threads", "4", "--backpressure", "64"]
    connection.close()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, children(process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            if fetch(port, "/health/live") == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server does not answer.")


def children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = path.read_text().rpartition(")")[2].split()
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found or [parent]


def memory(pids: Sequence[int]) -> float:
    """Resident, in MB."""
    lines = [Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2] for pid in pids]
    return sum(int(line.split()[0]) for line in lines) / 1024


def processor(pids: Sequence[int]) -> float:
    """Seconds of the processor that these took so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS


def fetch(port: int, path: str) -> int:
    """A connection for each page, as nginx does."""
    line = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {"X-Forwarded-For": "198.51.100.9", "Accept-Encoding": "gzip"}
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer.status
    finally:
        line.close()
