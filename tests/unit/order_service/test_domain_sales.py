"""Sums of what was sold: every row is counted once in each dimension, and days add up."""

from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.sales import LINE_DIMENSIONS, Figures, Sales, SoldOn

SOLD = st.builds(
    SoldOn,
    st.integers(1, 5),
    st.sampled_from(["Μουσακάς", "Μπίρα"]),
    st.none() | st.integers(1, 3),
    st.just("Κατηγορία"),
    st.integers(0, 23),
    st.none() | st.integers(1, 3),
    st.just("Μαρία"),
    st.sampled_from(["", "Βεράντα"]),
    st.sampled_from([0, 600, 1300, 2400]),
)
LINES = st.tuples(SOLD, st.integers(1, 9_000), st.integers(0, 50_000), st.integers(0, 50_000))


def sales_of(lines: list[tuple[SoldOn, int, int, int]]) -> Sales:
    sales = Sales()
    for sold, milli, gross, off in lines:
        sales.count_lines(sold, Figures("", 1, milli, gross, discount_cents=min(gross, off)))
    sales.work_out_vat()
    return sales


@given(st.lists(LINES, max_size=12))
def test_every_dimension_adds_up_to_the_total(lines: list[tuple[SoldOn, int, int, int]]) -> None:
    sales = sales_of(lines)
    for dimension in LINE_DIMENSIONS:
        rows = sales.by.get(dimension, {}).values()
        assert sum(row.net_cents for row in rows) == sales.total().net_cents
        assert sum(row.count for row in rows) == len(lines)
    assert sum(row.vat_cents for row in sales.by.get("vat", {}).values()) == sales.total().vat_cents


@given(st.lists(st.lists(LINES, max_size=5), max_size=5))
def test_a_range_is_the_sum_of_its_days_to_the_cent(days: list[list[tuple[SoldOn, int, int, int]]]) -> None:
    of_days = [sales_of(day) for day in days]
    together = Sales()
    for day in of_days:
        together.include(day)
    for name in ("gross_cents", "net_cents", "discount_cents", "vat_cents", "quantity_milli"):
        assert getattr(together.total(), name) == sum(getattr(day.total(), name) for day in of_days)


def test_rows_stand_by_what_they_brought_and_hours_in_their_order() -> None:
    sales = Sales()
    for hour, cents in ((21, 500), (9, 900)):
        for dimension in ("item", "hour"):
            sales.count_in(dimension, f"{hour:02d}", Figures("", 1, 1000, cents))  # type: ignore[arg-type]
    sales.count_in("item", "99", Figures("nothing"))
    assert [row["key"] for row in sales.rows("item")] == ["09", "21"]
    assert [row["key"] for row in sales.rows("hour")] == ["09", "21"]
    assert [row["net"] for row in sales.rows("item")] == [900, 500]
