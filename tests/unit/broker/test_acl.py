import pytest

from broker.acl import Acl, covers, rights_of
from kernel.topics import Topics

TOPICS = Topics("taverna")
ACL = Acl("taverna")
JOB = TOPICS.jobs("hot", "kitchen")


@pytest.mark.parametrize(
    ("user", "action", "topic"),
    [
        ("order-service", "publish", JOB),
        ("order-service", "publish", TOPICS.commands("kitchen")),
        ("order-service", "publish", TOPICS.event("table")),
        ("order-service", "retain", TOPICS.settings("kitchen")),
        ("order-service", "subscribe", TOPICS.states("+")),
        ("order-service", "subscribe", TOPICS.hello("+")),
        ("order-service", "subscribe", TOPICS.wake),
        ("order-service", "subscribe", TOPICS.presence("+")),
        ("order-service", "subscribe", TOPICS.license_state),
        ("api", "publish", TOPICS.wake),
        ("api", "subscribe", TOPICS.event("+")),
        ("api", "subscribe", TOPICS.presence("agent.kitchen")),
        ("license-daemon", "retain", TOPICS.license_state),
        ("printer-agents", "subscribe", TOPICS.settings("+")),
        ("printer-agents", "subscribe", TOPICS.check_requests),
        ("printer-agents", "publish", TOPICS.check_reports),
        ("api", "publish", TOPICS.check_requests),
        ("api", "subscribe", TOPICS.check_reports),
        ("printer-check", "publish", TOPICS.check_requests),
        ("printer-check", "subscribe", TOPICS.check_reports),
        ("agent.kitchen", "subscribe", TOPICS.jobs("+", "kitchen")),
        ("agent.kitchen", "receive", JOB),
        ("agent.kitchen", "publish", TOPICS.states("kitchen")),
        ("agent.kitchen", "publish", TOPICS.hello("kitchen")),
        ("printer-agents", "publish", TOPICS.check_requests_of("kitchen")),
        ("agent.kitchen", "subscribe", TOPICS.check_requests_of("kitchen")),
        ("agent.kitchen", "publish", TOPICS.check_reports_of("kitchen")),
        ("api", "subscribe", TOPICS.check_reports_of("+")),
        ("printer-check", "subscribe", TOPICS.check_reports_of("+")),
        ("agent.kitchen", "retain", TOPICS.presence("agent.kitchen")),
        ("agent.kitchen", "subscribe", TOPICS.presence("agent.kitchen")),
        ("agent.kitchen", "subscribe", TOPICS.license_state),
    ],
)
def test_each_service_may_do_its_own_work(user, action, topic):
    assert ACL.allows(user, action, topic)


@pytest.mark.parametrize(
    ("user", "action", "topic"),
    [
        ("order-service", "retain", JOB),
        ("order-service", "retain", TOPICS.commands("kitchen")),
        ("order-service", "retain", TOPICS.event("table")),
        ("order-service", "publish", TOPICS.license_state),
        ("order-service", "publish", TOPICS.jobs("+", "kitchen")),
        ("order-service", "publish", Topics("elsewhere").jobs("hot", "kitchen")),
        ("order-service", "subscribe", "#"),
        ("order-service", "subscribe", f"{TOPICS.root}/#"),
        ("order-service", "subscribe", "$SYS/#"),
        ("order-service", "subscribe", f"$share/a/{TOPICS.states('+')}"),
        ("api", "publish", JOB),
        ("api", "publish", TOPICS.event("table")),
        ("api", "subscribe", TOPICS.states("+")),
        ("license-daemon", "subscribe", TOPICS.event("+")),
        ("printer-agents", "subscribe", TOPICS.jobs("+", "+")),
        ("printer-agents", "publish", TOPICS.settings("kitchen")),
        ("printer-agents", "retain", TOPICS.check_reports),
        ("printer-check", "publish", TOPICS.check_reports),
        ("printer-check", "publish", JOB),
        ("agent.kitchen", "publish", TOPICS.check_requests),
        ("agent.kitchen", "publish", TOPICS.check_reports_of("bar")),
        ("agent.kitchen", "subscribe", TOPICS.check_requests_of("bar")),
        ("agent.kitchen", "publish", TOPICS.check_requests_of("kitchen")),
        ("agent.kitchen", "publish", JOB),
        ("agent.kitchen", "publish", TOPICS.license_state),
        ("agent.kitchen", "publish", TOPICS.states("bar")),
        ("agent.kitchen", "publish", TOPICS.presence("order-service")),
        ("agent.kitchen", "retain", TOPICS.states("kitchen")),
        ("agent.kitchen", "subscribe", TOPICS.jobs("+", "bar")),
        ("agent.kitchen", "subscribe", TOPICS.jobs("+", "+")),
        ("agent.kitchen", "subscribe", TOPICS.settings("+")),
        ("agent.kitchen", "receive", TOPICS.presence("api")),
        ("agent.+", "subscribe", TOPICS.jobs("+", "+")),
        ("agent.", "subscribe", TOPICS.jobs("+", "")),
        ("agent.kitchen/x", "publish", TOPICS.states("kitchen/x")),
        ("nobody", "subscribe", TOPICS.license_state),
        ("", "publish", TOPICS.wake),
    ],
)
def test_nothing_else_is_allowed(user, action, topic):
    assert not ACL.allows(user, action, topic)


@pytest.mark.parametrize(
    ("allowed", "wanted", "expected"),
    [
        ("a/b", "a/b", True),
        ("a/+", "a/b", True),
        ("a/+", "a/+", True),
        ("a/b", "a/+", False),
        ("a/+", "a/#", False),
        ("a/+/c", "a/#", False),
        ("a/#", "a/b/c", True),
        ("a/#", "a/#", True),
        ("a/#/b", "a/x/b", False),
        ("a/+", "a/b/c", False),
        ("a/b/c", "a/b", False),
        ("a/+", "a/", True),
        ("a", "", False),
    ],
)
def test_a_filter_covers_another_level_by_level(allowed, wanted, expected):
    assert covers(allowed, wanted) is expected


def test_only_states_may_be_retained():
    for user in ("order-service", "api", "license-daemon", "printer-agents", "agent.kitchen"):
        for topic in rights_of(user, TOPICS).retain:
            assert topic.endswith(("/settings", "/presence", "/license/state"))
