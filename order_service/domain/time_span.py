"""Stretches of time that people ask about."""

from kernel.errors import Invalid


class InvalidTimes(Invalid):
    """Not two times, the first one first, in a range that a restaurant has books for."""

    code = "invalid-times"
    hint = "Give the earlier time first, and ask for at most 31 days."
