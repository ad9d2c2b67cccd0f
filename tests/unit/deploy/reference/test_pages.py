"""The generated pages of docs/."""

import pytest

from deploy.reference import PAGES, PROJECT
from deploy.reference.errors import CLOUD, SITE, all_errors
from order_service.domain.order import NEXT


@pytest.mark.parametrize("path", PAGES)
def test_a_generated_page_is_as_the_code_says(path):
    committed = (PROJECT / path).read_text("utf-8")
    assert committed == PAGES[path](), f'{path} is older than the code: run "make docs" and commit what changes'


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_a_folder_of_this_machine(path):
    assert str(PROJECT) not in PAGES[path]()


def test_every_setting_is_explained():
    rows = [line for line in PAGES["docs/settings.md"]().splitlines() if line.startswith("| `")]
    assert len(rows) > 25
    assert not [row for row in rows if row.rstrip().endswith("|  |")]


def test_the_names_that_scripts_rely_on_are_there():
    page = PAGES["docs/settings.md"]()
    for name in (
        "POS_DATA_DIR",
        "API_PORT",
        "MQTT_PORT",
        "DATABASE_URL",
        "MQTT_URL",
        "SITE_ID",
        "SECRET_KEY",
        "DEMO_KITCHEN_PORT",
        "DEMO_BAR_PORT",
        "DEMO_PAPER_PORT",
        "POS_ORDER_SERVICE",
    ):
        assert f"| `{name}` |" in page


def test_the_state_diagram_has_every_arrow_of_the_state_table():
    diagram = PAGES["docs/domain.md"]().split("```")[1]
    arrows = [line.strip() for line in diagram.splitlines() if "-->" in line and "[*]" not in line]
    drawn = {
        (arrow.split()[0], arrow.split()[2].rstrip(":"), step.strip().replace(" ", "_"))
        for arrow in arrows
        for step in arrow.split(":")[1].split(",")
    }
    assert drawn == {(before, after, step) for (before, step), after in NEXT.items()}


@pytest.mark.parametrize("packages", [SITE, CLOUD], ids=["site", "cloud"])
def test_no_two_errors_of_a_server_share_a_code(packages):
    codes = [error.code for error in all_errors(packages)]
    assert len(set(codes)) == len(codes)


def test_every_error_says_what_happened_and_what_to_do():
    for error in (*all_errors(SITE), *all_errors(CLOUD)):
        assert error.__doc__, error
        assert error.hint.endswith("."), error
