from printer_agents.paper.profiles import profiles


def test_every_make_has_a_name_and_capabilities_of_its_own() -> None:
    known = {profile.key: profile for profile in profiles()}
    assert {"jolimark_tp850ue", "epson_tm", "generic_80mm", "generic_58mm"} <= known.keys()
    assert known["jolimark_tp850ue"].capabilities.code_page == 29
    assert known["generic_58mm"].capabilities.columns == 32
    assert len({profile.name for profile in profiles()}) == len(known)
