"""A broker behind TLS is believed only with a certificate for its own name from somebody who is trusted."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from celery import Celery
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from kombu.exceptions import OperationalError

from marketplace.jobs.celery_app import broker
from marketplace.settings import load

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"


class Impostor:
    """Listens with a certificate, notes who has believed it, and hangs up."""

    def __init__(self, certificate: Path) -> None:
        self.believed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.maximum_version = ssl.TLSVersion.TLSv1_2  # here the handshake ends when the client agrees
        self._context.load_cert_chain(certificate)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                with suppress(ssl.SSLError, ConnectionError), self._context.wrap_socket(caller, server_side=True):
                    self.believed += 1

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


def certificate_for(address: str, file: Path) -> Path:
    """A certificate that vouches for itself, with its key."""
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(names, critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def impostor(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Impostor]:
    impostor = Impostor(certificate_for(request.param, tmp_path / "broker.pem"))
    yield impostor
    impostor.close()


def believed(url: str, impostor: Impostor) -> bool:
    """Whether a task would be sent there."""
    settings = load(_env_file=None, secret_key=KEY, database_url="postgresql://x/y", broker_url=url)
    sender = Celery(set_as_current=False)
    sender.conf.update(**broker(settings))
    with pytest.raises((OperationalError, OSError)), sender.connection_for_write(connect_timeout=5) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0)
    return impostor.believed > 0


@pytest.mark.parametrize("scheme", ["rediss", "amqps"])
@pytest.mark.parametrize(
    ("impostor", "trusted", "expected"),
    [("127.0.0.1", False, False), ("127.0.0.2", True, False), ("127.0.0.1", True, True)],
    ids=["trusted by nobody", "for another host", "right"],
    indirect=["impostor"],
)
def test_only_a_trusted_certificate_for_the_brokers_own_name_is_believed(
    impostor: Impostor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, trusted: bool, expected: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "broker.pem"))
    assert believed(f"{scheme}://127.0.0.1:{impostor.port}/0", impostor) is expected


@pytest.mark.parametrize("impostor", ["127.0.0.1"], indirect=True)
def test_an_address_that_names_its_own_authority_is_taken_at_its_word(impostor: Impostor, tmp_path: Path) -> None:
    url = f"rediss://127.0.0.1:{impostor.port}/0?ssl_ca_certs={tmp_path / 'broker.pem'}"
    assert believed(url, impostor)
