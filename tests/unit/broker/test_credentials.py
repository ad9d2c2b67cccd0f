import pytest

from broker.credentials import Credentials, is_bound
from kernel.service_credentials import SERVICE_USERS, ensure_secret, secret_of


def test_the_first_start_makes_a_secret_for_each_service_and_the_second_keeps_it(tmp_path):
    credentials = Credentials(tmp_path)
    credentials.make_missing()
    made = [secret_of(tmp_path, user) for user in SERVICE_USERS]
    assert all(len(secret) == 32 for secret in made)
    assert len(set(made)) == len(made)
    credentials.make_missing()
    assert made == [secret_of(tmp_path, user) for user in SERVICE_USERS]
    assert (tmp_path / "credentials" / "api").stat().st_mode & 0o077 == 0


def test_only_the_own_secret_opens(tmp_path):
    credentials = Credentials(tmp_path)
    credentials.make_missing()
    assert credentials.verify("api", secret_of(tmp_path, "api"))
    assert not credentials.verify("api", secret_of(tmp_path, "order-service"))


@pytest.mark.parametrize("user", [None, "", "nobody", "../credentials/api", "api/", "agent.kitchen"])
@pytest.mark.parametrize("secret", [None, "", "0" * 32, "κωδικός"])
def test_an_unknown_user_is_refused_whatever_he_says(tmp_path, user, secret):
    credentials = Credentials(tmp_path)
    credentials.make_missing()
    assert not credentials.verify(user, secret)


def test_an_empty_secret_file_opens_to_nobody(tmp_path):
    ensure_secret(tmp_path, "api")
    (tmp_path / "credentials" / "api").write_text("")
    assert not Credentials(tmp_path).verify("api", "")


def test_a_secret_that_was_changed_counts_at_once(tmp_path):
    credentials = Credentials(tmp_path)
    old = ensure_secret(tmp_path, "agent.kitchen")
    assert credentials.verify("agent.kitchen", old)
    (tmp_path / "credentials" / "agent.kitchen").unlink()
    assert credentials.verify("agent.kitchen", ensure_secret(tmp_path, "agent.kitchen"))
    assert not credentials.verify("agent.kitchen", old)


@pytest.mark.parametrize("client_id", ["api:link", "api:a", "api:x-1_2.3"])
def test_a_client_id_is_a_user_and_a_role(client_id):
    assert is_bound(client_id, "api")


@pytest.mark.parametrize(
    "client_id", [None, "", "api", "api:", ":link", "link:api", "order-service:link", "api:a:b", "api:a b", "api:a\n"]
)
def test_any_other_client_id_is_refused(client_id):
    assert not is_bound(client_id, "api")
