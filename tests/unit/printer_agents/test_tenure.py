from kernel.messages import Presence
from printer_agents.tenure import Tenure


def presence(boot_id: str, state: str = "online", *, is_acting: bool = True) -> Presence:
    said = {"service": "agent.kitchen", "state": state, "boot_id": boot_id, "host": "box-2", "is_acting": is_acting}
    return Presence.model_validate(said)


def newcomer(boot_id: str = "new") -> Tenure:
    """It has said that it is here, and heard itself say so."""
    tenure = Tenure(boot_id, settle_s=0.5, patience_s=12.0)
    assert not tenure.hear(presence(boot_id, is_acting=False), retained=False, now_s=100.0)
    return tenure


def holder(boot_id: str = "old") -> Tenure:
    tenure = newcomer(boot_id)
    tenure.decide(100.5)
    assert tenure.standing == "held"
    return tenure


def test_a_printer_nobody_claims_is_taken_after_half_a_second() -> None:
    tenure = newcomer()
    assert tenure.decide(100.4) == 100.5
    assert tenure.standing == "waiting"
    assert tenure.decide(100.5) is None
    assert tenure.standing == "held"


def test_time_runs_from_our_own_echo_however_long_the_broker_took() -> None:
    tenure = Tenure("new", settle_s=0.5, patience_s=12.0)
    assert tenure.decide(99.0) is None
    assert tenure.standing == "waiting", "nobody was asked yet"
    tenure.hear(presence("new", is_acting=False), retained=True, now_s=99.0)
    assert tenure.decide_at_s is None, "a word from before this connection asks nobody"
    tenure.hear(presence("new", is_acting=False), retained=False, now_s=100.0)
    tenure.hear(presence("new", is_acting=False), retained=False, now_s=100.4)
    assert tenure.decide_at_s == 100.5


def test_our_own_echo_does_not_shorten_the_time_of_an_old_online() -> None:
    tenure = Tenure("new", settle_s=0.5, patience_s=12.0)
    tenure.hear(presence("gone"), retained=True, now_s=100.1)
    tenure.hear(presence("new", is_acting=False), retained=False, now_s=100.2)
    assert tenure.decide(100.8) == 112.1


def test_a_living_agent_answers_and_the_newcomer_is_refused() -> None:
    old, new = holder(), newcomer()
    assert old.hear(presence("new"), retained=False, now_s=200.0), "it answers"
    new.hear(presence("old"), retained=False, now_s=200.0)
    assert (old.standing, new.standing, new.rival_host) == ("held", "refused", "box-2")


def test_an_old_online_is_given_time_to_prove_itself() -> None:
    tenure = newcomer()
    tenure.hear(presence("gone"), retained=True, now_s=100.1)
    assert tenure.decide(110.0) == 112.1
    tenure.decide(112.1)
    assert tenure.standing == "held"


def test_offline_and_stopped_are_no_obstacle() -> None:
    tenure = newcomer()
    tenure.hear(presence("gone"), retained=True, now_s=100.1)
    tenure.hear(presence("gone", "offline"), retained=False, now_s=101.0)
    assert tenure.decide(101.0) is None
    other = newcomer()
    other.hear(presence("gone", "stopped"), retained=True, now_s=100.1)
    assert other.decide(100.5) is None


def test_the_holder_repeats_itself_when_a_refused_one_says_goodbye() -> None:
    assert holder().hear(presence("new", "stopped"), retained=False, now_s=200.0)


def test_of_two_holders_that_meet_exactly_one_leaves() -> None:
    one, other = holder("aaa"), holder("bbb")
    for now_s in (200.0, 210.0):
        one.hear(presence("bbb"), retained=False, now_s=now_s)
        other.hear(presence("aaa"), retained=False, now_s=now_s)
    assert (one.standing, other.standing) == ("held", "refused")


def test_of_two_newcomers_exactly_one_stays() -> None:
    first, second = newcomer("aaa"), newcomer("bbb")
    assert first.hear(presence("bbb", is_acting=False), retained=False, now_s=100.1), "it lets the other hear it"
    assert not first.hear(presence("bbb", is_acting=False), retained=False, now_s=100.2), "once"
    second.hear(presence("aaa", is_acting=False), retained=False, now_s=100.2)
    assert second.standing == "refused"
    first.hear(presence("bbb", "stopped", is_acting=False), retained=False, now_s=100.3)
    first.decide(100.5)
    assert first.standing == "held"
