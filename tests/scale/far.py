"""A real cluster on this machine: a scheduler and its workers, each a process of its own."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from docgen.cluster import Cluster
from tests.desk import ROOT

_LIMIT = 60.0


class LocalCluster:
    """``address`` is the scheduler's."""

    def __init__(
        self, folder: Path, *workers: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.settings = {
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            **(settings or {}),
        }
        self._file = folder / "scheduler.json"
        protocol = "tls" if settings else "tcp"
        self._processes = [
            self._start(
                "scheduler",
                "--protocol",
                protocol,
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
            )
        ]
        self._wait(self._file.exists)
        for name in workers:
            self.add_worker(name)
        self.registered(len(workers))
        self.address: str = json.loads(self._file.read_text())["address"]

    def add_worker(
        self, name: str, *options: str, environment: dict[str, str] | None = None
    ) -> int:
        """Start a worker process; its id."""
        worker = self._start(
            "worker", "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1",
            "--memory-limit", "0", "--name", name, "--local-directory", str(self.folder), *options,
            environment=environment,
        )  # fmt: skip
        self._processes.append(worker)
        return worker.pid

    def registered(self, count: int) -> None:
        """Until so many workers have ever come."""
        self._wait(lambda: self._said("Registered to:") >= count)

    def wait_for_workers(self, far: Cluster, count: int) -> None:
        """Until so many are seen by the one who works with the cluster."""

        def there() -> bool:
            far.look()
            return far.threads >= count

        self._wait(there)

    @property
    def scheduler(self) -> int:
        """The process that all others talk to."""
        return self._processes[0].pid

    def kill(self, pid: int) -> None:
        """End a process at once, as a pulled plug does."""
        os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def _start(
        self, what: str, *options: str, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / "cluster.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file), *options],
                cwd=self.folder,
                env=os.environ | self.settings | (environment or {}),
                stdout=log,
                stderr=log,
            )

    def _said(self, words: str) -> int:
        return (self.folder / "cluster.log").read_text("utf-8", "replace").count(words)

    def _wait(self, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + _LIMIT
        while not ready():
            assert time.monotonic() < end, (self.folder / "cluster.log").read_text()
            time.sleep(0.05)


@contextmanager
def local_cluster(
    folder: Path, *workers: str, settings: Mapping[str, str] | None = None
) -> Iterator[LocalCluster]:
    """A cluster with workers of these names; nothing of it is left afterwards."""
    cluster = LocalCluster(folder, *workers, settings=settings)
    try:
        yield cluster
    finally:
        cluster.end()


def tls_settings(folder: Path) -> dict[str, str]:
    """A certificate made in a folder, and Dask's settings by which all have to show it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "docgen")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    settings = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    settings[f"{tls}CA_FILE"] = str(folder / "cert.pem")
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"{tls}{role}__CERT"] = str(folder / "cert.pem")
        settings[f"{tls}{role}__KEY"] = str(folder / "key.pem")
    return settings
