"""Each failure has its number, once."""

import json

import pytest

from api.problems import STATUS, bug, problem, problem_answers, status_of
from kernel.errors import CannotStart, PosError, StorageFull, TooMany, Unavailable
from order_service.commands.fire_round import OrderNotFound
from order_service.domain.menu import InvalidQuantity, ProductNotAvailable
from order_service.domain.permissions import NotYourOrder
from order_service.store.writer import WriterBusy


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OrderNotFound("x"), 404),
        (ProductNotAvailable("x"), 409),
        (InvalidQuantity("x"), 422),
        (NotYourOrder("x"), 403),
        (TooMany("x", retry_after_s=3), 429),
        (WriterBusy("x"), 503),
        (Unavailable("x"), 503),
        (StorageFull("x"), 507),
        (CannotStart("x"), 500),
        (PosError("x"), 500),
    ],
)
def test_a_failure_gets_the_number_of_its_nearest_family(error: PosError, status: int) -> None:
    assert status_of(error) == status


def test_facts_join_the_document_and_replace_nothing_of_it() -> None:
    answer = problem(409, "x", "detail", "hint", "c", facts={"owner": "Νίκος", "status": 200, "code": "fake"})
    body = json.loads(bytes(answer.body))
    assert (body["owner"], body["status"], body["code"]) == ("Νίκος", 409, "x")


def test_a_bug_tells_nothing_but_its_number() -> None:
    assert json.loads(bytes(bug("c-1").body))["correlation_id"] == "c-1"


def test_every_number_we_answer_is_documented_where_it_can_happen() -> None:
    documented = problem_answers(*STATUS.values())
    assert set(STATUS.values()) | {400, 413, 500} <= set(documented)
