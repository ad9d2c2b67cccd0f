"""Where a search for printers knocks, from the kernel's tables."""

from ipaddress import IPv4Address, IPv4Network

from printer_agents.check.network import neighbours, own_networks, plan_search

HEAD = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"


def a_route(destination: str, mask: str, gateway: str = "00000000", flags: str = "0001") -> str:
    return f"eth0 {destination} {gateway} {flags} 0 0 0 {mask} 0 0 0\n"


def test_only_private_networks_that_the_box_is_part_of_are_its_own() -> None:
    table = (
        HEAD
        + a_route("00000000", "00000000", "0101A8C0", "0003")  # the way out
        + a_route("0001A8C0", "00FFFFFF")  # 192.168.1.0/24
        + a_route("000200C0", "00FFFFFF")  # 192.0.2.0/24: not private
        + a_route("0000000A", "000000FF", "0101A8C0", "0003")  # 10.0.0.0/8, behind a router
        + a_route("000010AC", "0000FFFF")  # 172.16.0.0/16
        + a_route("0002A8C0", "00FFFFFF", flags="0000")  # a link that is down
    )
    assert own_networks(table) == [IPv4Network("192.168.1.0/24"), IPv4Network("172.16.0.0/16")]


def test_a_search_knocks_once_at_each_address_and_never_at_its_own() -> None:
    network = IPv4Network("192.168.1.0/29")
    plan = plan_search([network, network], [IPv4Address("192.168.1.3")])
    assert [address.packed[-1] for address in plan.addresses] == [1, 2, 4, 5, 6]


def test_a_large_network_is_searched_around_the_box_only_and_that_is_said() -> None:
    plan = plan_search([IPv4Network("10.0.0.0/8")], [IPv4Address("10.7.7.9")])
    assert (plan.searched, plan.left_out, len(plan.addresses)) == (("10.7.7.0/24",), ("10.0.0.0/8",), 253)


def test_a_box_in_very_many_networks_searches_four() -> None:
    networks = [IPv4Network(f"192.168.{n}.0/24") for n in range(6)]
    plan = plan_search(networks, [])
    assert (len(plan.searched), plan.left_out) == (4, ("192.168.4.0/24", "192.168.5.0/24"))
    assert len(plan.addresses) <= 4 * 1022


def test_a_neighbour_that_never_answered_has_no_mac() -> None:
    table = (
        "IP address HW type Flags HW address Mask Device\n"
        "192.168.1.50 0x1 0x2 00:11:22:AA:bb:cc * eth0\n"
        "192.168.1.51 0x1 0x0 00:00:00:00:00:00 * eth0\n"
    )
    assert neighbours(table) == {"192.168.1.50": "00:11:22:aa:bb:cc"}
