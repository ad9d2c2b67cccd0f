"""The topic tree and the limits of what travels on it."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from kernel.ids import new_ulid
from kernel.messages import JobState, JobStates, Presence, TicketDocument
from kernel.topics import Topics

NOW = datetime(2026, 6, 5, 18, 47, tzinfo=UTC)


def test_a_topic_s_levels_are_counted_below_the_site() -> None:
    topics = Topics("taverna")
    assert [topics.level(topics.jobs("hot", "kitchen"), i) for i in range(6)] == [
        "zones",
        "hot",
        "printers",
        "kitchen",
        "jobs",
        "",
    ]
    assert topics.level(topics.states("bar"), 2) == "states"


def test_sites_share_no_topic() -> None:
    assert Topics("a").states("kitchen") != Topics("b").states("kitchen")


def test_an_unknown_field_is_ignored_so_that_versions_can_differ() -> None:
    known = Presence(service="api", state="online", boot_id="b1")
    newer = known.to_payload().replace(b"{", b'{"mood": "cheerful", ', 1)
    assert Presence.model_validate_json(newer) == known


def test_a_message_of_answers_holds_two_hundred_at_most() -> None:
    state = JobState(job_id=new_ulid(NOW), state="accepted", seq=0, at=NOW)
    assert JobStates(printer_id="kitchen", boot_id="b", states=(state,) * 200)
    with pytest.raises(ValidationError):
        JobStates(printer_id="kitchen", boot_id="b", states=(state,) * 201)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "eaten"},
        {"state": "diverted"},
        {"state": "new"},
        {"seq": -1},
        {"attempt": -1},
        {"reason": "because"},
        {"job_id": "1"},
    ],
)
def test_an_agent_can_only_answer_what_it_may_know(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        JobState.model_validate({"job_id": new_ulid(NOW), "state": "printed", "seq": 1, "at": NOW} | wrong)


def test_a_ticket_number_starts_at_one() -> None:
    with pytest.raises(ValidationError):
        TicketDocument(zone_name="Bar", number=0, table_label="7", fired_at_local="2026-06-05T21:47:10")


def test_a_message_is_never_changed_after_it_was_made() -> None:
    presence = Presence(service="api", state="online", boot_id="b1")
    with pytest.raises(ValidationError):
        presence.state = "offline"  # type: ignore[misc]
