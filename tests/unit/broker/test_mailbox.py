from hypothesis import given
from hypothesis import strategies as st

from broker.mailbox import Mailbox, Parcel


def parcel(number, qos=1):
    return Parcel("t", b"%d" % number, qos)


def box(window=3, max_messages=100, max_bytes=10_000):
    return Mailbox(window, max_messages, max_bytes)


def take_all(mailbox):
    taken = []
    while (one := mailbox.take()) is not None:
        taken.append(one)
    return taken


def test_the_window_opens_with_each_acknowledgement():
    mailbox = box(window=2)
    for number in range(4):
        mailbox.put(parcel(number))
    first = take_all(mailbox)
    assert [one.data for one in first] == [b"0", b"1"]
    assert mailbox.settle(first[1].packet_id)
    assert [one.data for one in take_all(mailbox)] == [b"2"]
    assert not mailbox.settle(first[1].packet_id)


def test_quality_0_needs_no_window_but_keeps_its_place():
    mailbox = box(window=1)
    for number, qos in enumerate((0, 1, 1, 0)):
        mailbox.put(parcel(number, qos))
    assert [one.data for one in take_all(mailbox)] == [b"0", b"1"]


def test_what_was_in_flight_waits_first_and_in_order_as_a_repeat_with_its_old_id():
    mailbox = box()
    for number in range(5):
        mailbox.put(parcel(number))
    before = take_all(mailbox)
    mailbox.settle(before[1].packet_id)
    mailbox.rewind()
    after = take_all(mailbox)
    assert [(one.data, one.is_repeat) for one in after] == [(b"0", True), (b"2", True), (b"3", False)]
    assert [one.packet_id for one in after[:2]] == [before[0].packet_id, before[2].packet_id]


def test_the_oldest_is_dropped_when_too_many_wait():
    mailbox = box(max_messages=2)
    assert [mailbox.put(parcel(number)) for number in range(4)] == [0, 0, 1, 1]
    assert [one.data for one in take_all(mailbox)] == [b"2", b"3"]


def test_the_oldest_are_dropped_when_too_many_bytes_wait():
    mailbox = box(max_bytes=10)
    mailbox.put(Parcel("t", b"x" * 6, 1))
    mailbox.put(Parcel("t", b"y" * 4, 1))
    assert mailbox.put(Parcel("t", b"z" * 7, 1)) == 2
    assert [one.data for one in take_all(mailbox)] == [b"z" * 7]


def test_packet_ids_start_over_and_skip_those_in_flight():
    mailbox = box(window=2)
    mailbox.put(parcel(0))
    held = mailbox.take()
    seen = set()
    for number in range(65_600):
        mailbox.put(parcel(number))
        one = mailbox.take()
        assert 1 <= one.packet_id <= 65_535
        seen.add(one.packet_id)
        mailbox.settle(one.packet_id)
    assert held.packet_id not in seen
    assert len(seen) == 65_534


@given(st.lists(st.sampled_from(["put", "take", "settle", "rewind"]), max_size=60))
def test_nothing_is_lost_or_told_twice_while_there_is_room(steps):
    mailbox = box(window=3, max_messages=1000)
    put, settled, on_the_wire = 0, [], {}
    for step in steps:
        if step == "put":
            mailbox.put(parcel(put))
            put += 1
        elif step == "take" and (one := mailbox.take()) is not None:
            assert one.packet_id not in on_the_wire
            on_the_wire[one.packet_id] = one.data
        elif step == "settle" and on_the_wire:
            packet_id, data = on_the_wire.popitem()
            mailbox.settle(packet_id)
            settled.append(data)
        elif step == "rewind":
            mailbox.rewind()
            on_the_wire.clear()
        assert mailbox.in_flight == len(on_the_wire) <= 3
    mailbox.rewind()
    while (one := mailbox.take()) is not None:
        mailbox.settle(one.packet_id)
        settled.append(one.data)
    assert sorted(settled, key=int) == [b"%d" % number for number in range(put)]
