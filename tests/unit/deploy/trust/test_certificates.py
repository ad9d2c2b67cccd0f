"""Two certificates, held against what a phone's TLS library accepts."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from deploy.trust.certificates import NotLocal, Signed, fingerprint_of, make_authority, make_box_certificate

NOW = datetime.now(UTC)
PEM = serialization.Encoding.PEM


def shakes_hands(folder: Path, authority: Signed, box: Signed, host: str) -> bool:
    """Whether a client that trusts the authority accepts the box as `host`; both ends in memory, by OpenSSL."""
    chain = folder / "box.pem"
    private = box.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain.write_bytes(box.certificate.public_bytes(PEM) + private)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(chain)
    trusting = ssl.create_default_context(cadata=authority.certificate.public_bytes(PEM).decode())
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(to_client, to_server, server_hostname=host)
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
    return client.version() is not None


def forged(authority: Signed, name: x509.GeneralName) -> Signed:
    """What a thief of the authority's key would sign."""
    box = make_box_certificate(authority, ["pos.lan"], NOW)
    builder = (
        x509.CertificateBuilder()
        .subject_name(box.certificate.subject)
        .issuer_name(authority.certificate.subject)
        .public_key(box.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
    )
    return Signed(builder.sign(authority.key, hashes.SHA256()), box.key)


@pytest.fixture(scope="module")
def authority() -> Signed:
    return make_authority("taverna", NOW)


def test_a_phone_accepts_the_box_by_each_of_its_names(authority: Signed, tmp_path: Path):
    box = make_box_certificate(authority, ["pos.lan", "192.168.1.10", "fd00::10"], NOW)
    for host in ("pos.lan", "192.168.1.10", "fd00::10"):
        assert shakes_hands(tmp_path, authority, box, host)
    assert not shakes_hands(tmp_path, authority, box, "192.168.1.11")


@pytest.mark.parametrize("name", ["bank.example.com", "lan.example.com", "notlan"])
def test_a_stolen_authority_vouches_for_no_public_name(authority: Signed, tmp_path: Path, name: str):
    assert not shakes_hands(tmp_path, authority, forged(authority, x509.DNSName(name)), name)


def test_the_same_forgery_with_a_local_name_would_pass_so_the_constraint_is_what_refuses(
    authority: Signed, tmp_path: Path
):
    assert shakes_hands(tmp_path, authority, forged(authority, x509.DNSName("other.lan")), "other.lan")


@pytest.mark.parametrize("host", ["example.com", "203.0.113.5", "2001:db8::1", "lan", "pos", ""])
def test_a_public_host_is_refused_before_it_is_signed(authority: Signed, host: str):
    with pytest.raises(NotLocal):
        make_box_certificate(authority, [host], NOW)


def test_the_box_lives_no_longer_than_iphones_allow_and_is_valid_on_a_phone_whose_clock_is_behind(authority: Signed):
    box = make_box_certificate(authority, ["pos.lan"], NOW).certificate
    assert box.not_valid_after_utc - box.not_valid_before_utc <= timedelta(days=825)
    assert box.not_valid_before_utc <= NOW - timedelta(days=1)
    assert box.not_valid_after_utc < authority.certificate.not_valid_after_utc


def test_the_fingerprint_is_written_as_phones_show_it(authority: Signed):
    pairs = fingerprint_of(authority.certificate).split(":")
    assert len(pairs) == 32
    assert all(len(pair) == 2 and pair == pair.upper() for pair in pairs)
