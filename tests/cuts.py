"""Network cuts at any moment of a Send, on two phones that share a table; afterwards every round is there, once."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Error, Route, expect

from tests.e2e.conftest import phone_context
from tests.e2e.waiter_phone import SLOW_MS, Hand
from tests.site import Site, wait_until

Cut = Literal["lost request", "lost reply", "box killed", "reload"]
CUTS: tuple[Cut, ...] = ("lost request", "lost reply", "box killed", "reload")
OFTEN = (3, 3, 1, 3)
"""How often each comes: a killed box takes seconds to come back, so it is the rarest."""
SHARED = 7
DISHES = ("Μουσακάς", "Τζατζίκι", "Παστίτσιο")


@dataclass
class Evening:
    """Two phones and what their waiters meant to send: a note for each round, and the table it was for."""

    house: Site
    hands: list[Hand]
    tables: list[tuple[int, int]]
    """For each phone: the table that both serve, and its own."""
    meant: dict[str, int] = field(default_factory=dict)
    cuts: dict[str, int] = field(default_factory=dict)


def cut_evening(house: Site, chromium: Browser, cuts: int, seed: int) -> Evening:
    """Send a round into each of so many cuts, then bring everything home and compare; returns what happened.

    Raises:
        AssertionError: a round is missing, or there twice, in the book or on paper.
    """
    chance = random.Random(seed)
    contexts = [phone_context(chromium) for _ in range(2)]
    try:
        evening = Evening(house, [_phone(context, house) for context in contexts], [(SHARED, 8), (SHARED, 9)])
        for number in range(cuts):
            _round_into_a_cut(evening, number, chance)
        for hand in evening.hands:
            _send_what_stayed_a_draft(evening, hand)
            hand.has_sent_all()
        _compare(evening)
        return evening
    finally:
        for context in contexts:
            context.close()


def _phone(context: BrowserContext, house: Site) -> Hand:
    return Hand(context.new_page(), house, "maria").signs_in()


def _round_into_a_cut(evening: Evening, number: int, chance: random.Random) -> None:
    who = chance.randrange(2)
    hand, table = evening.hands[who], chance.choice(evening.tables[who])
    note = f"n{number:04d}"
    [cut] = chance.choices(CUTS, OFTEN)
    evening.meant[note] = table
    evening.cuts[cut] = evening.cuts.get(cut, 0) + 1
    _tap_lines(hand, table, note, chance)
    if cut == "box killed":
        evening.house.kill("api")
    elif cut != "reload":
        hand.page.route("**/rounds", _cutter(cut), times=1)
    try:
        hand.tap(hand.button(re.compile("^Στείλε")))
        if cut == "reload":
            hand.page.reload()
        else:
            expect(hand.tile(1)).to_be_visible(timeout=SLOW_MS)
    finally:
        if cut == "box killed":
            evening.house.start("api")
    if cut == "box killed":
        evening.house.wait_healthy()
    if cut == "reload":
        hand.page.goto(f"{hand.address}/waiter/")
        expect(hand.tile(1)).to_be_visible(timeout=SLOW_MS)
        _send_what_stayed_a_draft(evening, hand)


def _cutter(cut: Cut) -> Callable[[Route], None]:
    def lose_the_request(route: Route) -> None:
        route.abort("connectionreset")

    def lose_the_reply(route: Route) -> None:
        try:
            route.fetch(url=route.request.url.replace("pos.test", "127.0.0.1"))
            route.abort("connectionreset")
        except Error:
            pass  # the page was torn away meanwhile, and its request with it

    return lose_the_request if cut == "lost request" else lose_the_reply


def _tap_lines(hand: Hand, table: int, note: str, chance: random.Random) -> None:
    """One or two dishes; the first one's note tells this round from all others."""
    hand.opens(table)
    for dish in chance.sample(DISHES, chance.randint(1, 2)):
        hand.taps_dish(dish)
        if note:
            hand.tap(hand.button("Όλες οι επιλογές της γραμμής"))
            sheet = hand.page.get_by_role("dialog")
            sheet.get_by_label("Σημείωση για την κουζίνα").fill(note)
            hand.tap(sheet.get_by_role("button", name=re.compile("^Εντάξει")))
            note = ""


def _send_what_stayed_a_draft(evening: Evening, hand: Hand) -> None:
    """A page torn away before the phone had stored the tap still holds the lines: the waiter taps Send again."""
    for table in {table for pair in evening.tables for table in pair}:
        if hand.tile(table).get_by_label("έχει πιάτα που δεν στάλθηκαν").count():
            hand.opens(table)
            hand.sends()


def _compare(evening: Evening) -> None:
    house = evening.house
    in_book: dict[str, list[int]] = {note: [] for note in evening.meant}
    for table in {table for pair in evening.tables for table in pair}:
        order = evening.hands[0].order(table)
        for one in order["rounds"] if order else []:
            for note in {item["note"] for item in one["items"] if item["note"]}:
                in_book[note].append(table)
    lost = [note for note, tables in in_book.items() if not tables]
    doubled = [note for note, tables in in_book.items() if len(tables) > 1]
    assert not lost, f"{len(lost)} rounds are lost: {lost[:5]}"
    assert not doubled, f"{len(doubled)} rounds are there twice: {doubled[:5]}"
    assert {note: tables[0] for note, tables in in_book.items()} == evening.meant
    wait_until(lambda: all(house.kitchen.times_printed(note) for note in evening.meant), "every round on paper", 120)
    twice = [note for note in evening.meant if house.kitchen.times_printed(note) > 1]
    assert not twice, f"{len(twice)} rounds were printed twice: {twice[:5]}"
