"""A small file that is always whole: the old contents or the new, whatever is cut in between."""

import os
import secrets
from pathlib import Path

from kernel.secret_file import sync_folder


def write_whole(path: Path, text: str) -> None:
    """Replace `path` (0600) by a rename, durably; the text is kept in UTF-8.

    Raises:
        OSError: the folder is missing, read-only or full; the old contents are untouched.
    """
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, contents: bytes) -> None:
    """The same for bytes.

    Raises:
        OSError: the folder is missing, read-only or full; the old contents are untouched.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
