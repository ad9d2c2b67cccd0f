"""Where the private keys live: two files of the data folder, readable by the cloud alone.

`lease-keys/signing` signs. `lease-keys/spare` is pinned by every box from its first day, so that a lost or stolen
signing key can be replaced without touching a box; its file may be taken off the server once `spare.pub` is written.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from kernel.errors import CannotStart
from kernel.lease import KeySet, SigningKey, key_set_text, read_key_set
from kernel.secret_file import ensure_secret_file, read_secret, sync_folder

FOLDER = "lease-keys"


@dataclass(frozen=True)
class LeaseKeys:
    """What signs, and what boxes pin."""

    signing: SigningKey
    pinned: KeySet

    @property
    def text(self) -> str:
        """As LICENSE_KEYS of a site has it."""
        return key_set_text(self.pinned)


def open_keys(data_dir: Path) -> LeaseKeys:
    """The keys, made on the first start.

    Raises:
        CannotStart: a file can't be read, or is damaged.
    """
    folder = data_dir / FOLDER
    signing = _key(ensure_secret_file(folder, "signing", 32), folder / "signing")
    published = folder / "spare.pub"
    if (line := read_secret(folder, "spare.pub")) is None:
        spare = _key(ensure_secret_file(folder, "spare", 32), folder / "spare")
        line = key_set_text({spare.kid: spare.public})
        _write(published, line)
    try:
        spares = read_key_set(line)
    except ValueError as error:
        raise CannotStart(f"{published} is damaged ({error}). Restore it from a backup.") from error
    return LeaseKeys(signing, {signing.kid: signing.public, **spares})


def rotate(data_dir: Path) -> LeaseKeys:
    """Sign with the spare key from now on, and make a new spare; the workers must be started again.

    Raises:
        CannotStart: the spare key's file is not here.
    """
    folder = data_dir / FOLDER
    old = open_keys(data_dir).signing
    seed = read_secret(folder, "spare")
    if seed is None:
        raise CannotStart(f"{folder / 'spare'} is not here. Bring the spare key's file back to rotate to it.")
    _key(seed, folder / "spare")
    (folder / "signing").rename(folder / f"retired-{old.kid}")
    (folder / "spare").rename(folder / "signing")
    (folder / "spare.pub").unlink(missing_ok=True)
    sync_folder(folder)
    return open_keys(data_dir)


def public_text(key: SigningKey) -> str:
    """One public key, base64url."""
    return base64.urlsafe_b64encode(key.public.public_bytes_raw()).decode().rstrip("=")


def _key(seed: str, file: Path) -> SigningKey:
    try:
        key = SigningKey.from_seed(bytes.fromhex(seed))
    except ValueError:
        raise CannotStart(f"{file} is damaged. Restore it from a backup: boxes believe no other key.") from None
    return key


def _write(path: Path, line: str) -> None:
    draft = path.with_suffix(".new")
    try:
        draft.write_text(line, "ascii")
        draft.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise CannotStart(f"{path} can't be written ({error.strerror}).") from error
