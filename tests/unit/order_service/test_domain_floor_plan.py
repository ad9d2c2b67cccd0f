"""Many tables at once."""

from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.floor_plan import PlannedTable, label_key, plan_batch

FLOORS = st.dictionaries(st.integers(1, 60), st.integers(1, 60).flatmap(lambda n: st.sampled_from([f"T{n}", f"{n}"])))


def test_labels_that_are_there_are_skipped_and_the_rest_keep_their_numbers() -> None:
    batch = plan_batch("T", 1, 3, {2: "t2"})
    assert batch.new == (PlannedTable(1, "T1"), PlannedTable(3, "T3"))
    assert batch.skipped == ("T2",)


def test_tables_whose_numbers_are_taken_stand_behind_all_others_in_their_order() -> None:
    batch = plan_batch("B", 1, 2, {1: "1", 24: "24"})
    assert batch.new == (PlannedTable(25, "B1"), PlannedTable(26, "B2"))


@given(FLOORS, st.sampled_from(["", "T", "t"]), st.integers(1, 60), st.integers(1, 40))
def test_a_batch_takes_no_number_or_label_twice_and_loses_none(
    known: dict[int, str], prefix: str, first: int, count: int
) -> None:
    batch = plan_batch(prefix, first, count, known)
    assert len(batch.new) + len(batch.skipped) == count
    assert {table.number for table in batch.new}.isdisjoint(known)
    assert len({table.number for table in batch.new}) == len(batch.new)
    labels = [label_key(label) for label in known.values()]
    assert {label_key(table.label) for table in batch.new}.isdisjoint(labels)
    assert [table.number for table in batch.new] == sorted(table.number for table in batch.new)


@given(FLOORS, st.integers(1, 60), st.integers(1, 40))
def test_the_same_batch_again_makes_nothing(known: dict[int, str], first: int, count: int) -> None:
    once = plan_batch("T", first, count, known)
    again = plan_batch("T", first, count, known | {table.number: table.label for table in once.new})
    assert again.new == ()
    assert len(again.skipped) == count
