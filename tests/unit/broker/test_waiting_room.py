from broker.waiting_room import WaitingRoom


def test_who_waited_longest_is_shown_out_when_the_room_is_full():
    shown_out = []
    room = WaitingRoom(2)
    for name in "abc":
        room.enter(lambda name=name: shown_out.append(name))
    assert shown_out == ["a"]
    assert len(room) == 2


def test_a_place_is_given_back_once():
    room = WaitingRoom(2)
    first = room.enter(lambda: None)
    room.enter(lambda: None)
    room.leave(first)
    room.leave(first)
    assert len(room) == 1


def test_who_was_shown_out_leaves_without_harm():
    room = WaitingRoom(1)
    first = room.enter(lambda: None)
    room.enter(lambda: None)
    room.leave(first)
    assert len(room) == 1
