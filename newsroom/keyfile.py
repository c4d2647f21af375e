"""Makes what the embedded default needs on its first start: its folder and its secret key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LENGTH = 64


def made_folder(path: Path, variable: str = "NEWSROOM_VAR") -> Path:
    """The folder that `variable` asks for, made if it is missing. Raises ImproperlyConfigured."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {path} cannot be made ({error.strerror}). "
            f"Set {variable} so that it names a folder that this user may write to."
        ) from None
    return path


def kept_secret(path: Path, variable: str = "SECRET_KEY") -> str:
    """The key in the file, made there once, readable by its owner alone; `variable` would give it.

    Raises ImproperlyConfigured.
    """
    try:
        return checked(path, path.read_text(), variable)
    except (FileNotFoundError, NotADirectoryError):
        made_folder(path.parent)
    except (OSError, UnicodeDecodeError):
        raise refusal(path, "cannot be read", variable) from None
    try:
        write_once(path, secrets.token_urlsafe(LENGTH))
        return checked(path, path.read_text(), variable)
    except OSError:
        raise refusal(path, "cannot be written", variable) from None


def write_once(path: Path, key: str) -> None:
    """Put the key there whole or not at all; of two processes that start at once, one wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def checked(path: Path, found: str, variable: str) -> str:
    key = found.strip()
    if len(key) < 50:
        raise refusal(path, "holds fewer than 50 characters", variable)
    return key


def refusal(path: Path, reason: str, variable: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{variable} is not set, and the file {path} {reason}. Set {variable} to at least 50 "
        "random characters, or remove the file and let the next start make a new one."
    )
