"""What is looked at before a site starts."""

import os
import socket

import pytest

from deploy.before_start import Port, need_free_ports, need_web_apps, take_the_site
from kernel.errors import CannotStart


def test_two_settings_with_one_port_are_both_named():
    with pytest.raises(CannotStart, match=r"API_PORT and MQTT_PORT are both 4000\."):
        need_free_ports([Port("API_PORT", "127.0.0.1", 4000), Port("MQTT_PORT", "127.0.0.1", 4000)])


def test_a_busy_port_names_the_setting_to_change():
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        with pytest.raises(CannotStart) as refused:
            need_free_ports([Port("API_PORT", "127.0.0.1", number)])
    assert refused.value.detail == f"Port {number} is in use by another program. Set API_PORT to another."


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(CannotStart, match=r"Port 4000 on 192\.0\.2\.1 can't be used"):
        need_free_ports([Port("MQTT_PORT", "192.0.2.1", 4000)])


def test_a_folder_belongs_to_one_running_site_at_a_time(tmp_path):
    held = take_the_site(tmp_path)
    with pytest.raises(CannotStart, match="A site is already running"):
        take_the_site(tmp_path)
    os.close(held)
    os.close(take_the_site(tmp_path))


def test_missing_web_apps_say_how_to_build_them(tmp_path):
    with pytest.raises(CannotStart, match="make run"):
        need_web_apps(tmp_path)
