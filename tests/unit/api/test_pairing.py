"""What the QR code says."""

import pytest

from api.pairing import NoWayForPhones, is_on_a_lan, phone_urls

HERE = ("http", "localhost", 8000)


def test_the_address_that_brought_the_managers_tablet_here_brings_a_phone_too() -> None:
    asked = ("https", "192.168.1.20", 8443)
    assert phone_urls("", asked, "10.0.0.5", 8000) == [
        "https://192.168.1.20:8443/waiter/",
        "http://10.0.0.5:8000/waiter/",
    ]


def test_on_the_box_itself_its_address_on_the_network_is_found_out() -> None:
    assert phone_urls("", HERE, "10.0.0.5", 8000) == ["http://10.0.0.5:8000/waiter/"]


def test_what_the_owner_set_is_the_only_address() -> None:
    assert phone_urls("http://pos.lan:8000/", ("http", "10.0.0.9", 80), "10.0.0.5", 8000) == [
        "http://pos.lan:8000/waiter/"
    ]


@pytest.mark.parametrize("host", ["evil.example", "8.8.8.8", "127.0.0.1", "::1", "0.0.0.0", "169.254.1.1", "", "a b"])
def test_a_name_or_a_strange_address_never_reaches_the_code(host: str) -> None:
    assert not is_on_a_lan(host)
    assert phone_urls("", ("http", host, 80), "10.0.0.5", 8000) == ["http://10.0.0.5:8000/waiter/"]


def test_an_ipv6_address_is_written_in_brackets() -> None:
    assert phone_urls("", ("http", "fd00::5", 8000), "", 8000) == ["http://[fd00::5]:8000/waiter/"]


def test_a_box_without_a_network_says_so() -> None:
    with pytest.raises(NoWayForPhones):
        phone_urls("", HERE, "", 8000)
