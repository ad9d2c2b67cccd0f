"""Who may publish, retain and read which topic: a pure table, deny by default."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kernel.service_credentials import is_service_user
from kernel.topics import Topics

Action = Literal["publish", "retain", "subscribe", "receive"]
"""`retain` is publishing with the retain flag; `receive` is the delivery of one message."""


@dataclass(frozen=True)
class Rights:
    """Topic filters (`+` for one level) of one user; what is not here is denied."""

    publish: tuple[str, ...] = ()
    """May be published, never retained: a retained job would print again every morning."""
    retain: tuple[str, ...] = ()
    """May be published, retained or not: states, which the newest one replaces."""
    read: tuple[str, ...] = ()
    """May be subscribed to, and so received."""


def rights_of(user: str, topics: Topics) -> Rights:
    """The rows of one user; none for a name that is no service's."""
    if not is_service_user(user):
        return Rights()
    own_presence, all_presence = topics.presence(user), topics.presence("+")
    check_reports = (topics.check_reports, topics.check_reports_of("+"))
    if user == "order-service":
        return Rights(
            publish=(topics.jobs("+", "+"), topics.commands("+"), topics.event("+")),
            retain=(topics.settings("+"), own_presence),
            read=(topics.states("+"), topics.hello("+"), all_presence, topics.wake, topics.license_state),
        )
    if user == "api":
        return Rights(
            publish=(topics.wake, topics.check_requests),
            retain=(own_presence,),
            read=(topics.event("+"), all_presence, topics.license_state, *check_reports),
        )
    if user == "license-daemon":
        return Rights(retain=(topics.license_state, own_presence), read=(all_presence,))
    if user == "printer-agents":
        return Rights(
            publish=(topics.check_reports, topics.check_requests_of("+")),
            retain=(own_presence,),
            read=(topics.settings("+"), topics.check_requests, own_presence),
        )
    if user == "printer-check":
        return Rights(publish=(topics.check_requests,), read=check_reports)
    if user.startswith("agent."):
        printer = user.removeprefix("agent.")
        return Rights(
            publish=(topics.states(printer), topics.hello(printer), topics.check_reports_of(printer)),
            retain=(own_presence,),
            read=(
                topics.jobs("+", printer),
                topics.commands(printer),
                topics.settings(printer),
                topics.check_requests_of(printer),
                own_presence,  # to notice a second agent of the same printer
                topics.license_state,
            ),
        )
    return Rights()


def covers(allowed: str, wanted: str) -> bool:
    """Say whether every topic that `wanted` (a topic or a filter) can match is matched by `allowed`.

    Both are compared level by level; `#` is only understood as the last level of `allowed`. A `wanted` that holds `#`
    is covered by nothing else, so that nobody subscribes to a whole tree because he may read two of its leaves.
    """
    allowed_levels, wanted_levels = allowed.split("/"), wanted.split("/")
    for index, level in enumerate(allowed_levels):
        if level == "#":
            return index == len(allowed_levels) - 1
        if index >= len(wanted_levels) or wanted_levels[index] == "#":
            return False
        if level not in ("+", wanted_levels[index]):
            return False
    return len(allowed_levels) == len(wanted_levels)


class Acl:
    """The rights of one site's users; answers come from memory and never wait."""

    def __init__(self, site: str) -> None:
        self._topics = Topics(site)
        self._rights = lru_cache(maxsize=512)(lambda user: rights_of(user, self._topics))
        self._answers = lru_cache(maxsize=4096)(self._decide)

    def allows(self, user: str, action: Action, topic: str) -> bool:
        """Say whether `user` may do `action` on `topic` (a filter when subscribing)."""
        return self._answers(user, action, topic)

    def _decide(self, user: str, action: Action, topic: str) -> bool:
        rights: Rights = self._rights(user)
        if action in ("publish", "retain") and ("+" in topic or "#" in topic):
            return False
        filters = {
            "publish": rights.publish + rights.retain,
            "retain": rights.retain,
            "subscribe": rights.read,
            "receive": rights.read,
        }[action]
        return any(covers(allowed, topic) for allowed in filters)
