"""The two families of failure: `Refused` (a rule says no) and `Unavailable` (try again)."""

from typing import ClassVar


class PosError(Exception):
    """A failure that a person can act on.

    Attributes:
        code: stable slug, translated by the web apps (`order-already-closed`).
        hint: what to do now, one English sentence.
        facts: values the sentence needs; they travel as members of the problem document.
    """

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = "Try again; if it stays, tell whoever looks after this system."

    def __init__(self, detail: str, **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class Refused(PosError):
    """A rule says no; asking again will not help."""

    code = "refused"


class NotFound(Refused):
    """The thing named does not exist (404)."""

    code = "not-found"
    hint = "Refresh the screen; it may have been removed."


class NotSignedIn(Refused):
    """No valid session (401)."""

    code = "not-signed-in"
    hint = "Sign in again; what you typed stays."


class NotAllowed(Refused):
    """Signed in, but this needs someone else (403)."""

    code = "not-allowed"
    hint = "Ask a manager."


class Conflict(Refused):
    """The state changed meanwhile (409)."""

    code = "conflict"
    hint = "Refresh and look at what changed."


class Invalid(Refused):
    """The request itself makes no sense (422)."""

    code = "invalid"
    hint = "Correct the named field and send again."


class TooMany(Refused):
    """Throttled (429); `retry_after_s` is in the facts."""

    code = "too-many-tries"
    hint = "Wait for the time shown, then try again."

    def __init__(self, detail: str, *, retry_after_s: int, **facts: object) -> None:
        super().__init__(detail, retry_after_s=retry_after_s, **facts)
        self.retry_after_s = retry_after_s


class Unavailable(PosError):
    """Something is not answering; trying again will help (503 + Retry-After)."""

    code = "unavailable"
    hint = "Wait a moment and try again; nothing was lost."


class StorageFull(Unavailable):
    """The disk is full (507)."""

    code = "storage-full"
    hint = "Free some space on the box; orders are taken again by themselves."


class CannotStart(PosError):
    """A process can't start as it is configured; printed as one sentence, exit status 2."""

    code = "cannot-start"
