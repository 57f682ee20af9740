# SPDX-License-Identifier: MIT
"""Certificates made on the spot by OpenSSL, as Patriot makes its own, and bad ones."""
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

HOST = "desktop-client-api.patriotsystems.com"


@dataclass(frozen=True)
class Certificate:
    pem: Path
    key: Path

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem, self.key)
        return context


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make(folder, name, host=HOST, days=300, issuer=None, algorithm="rsa:2048"):
    """Self-signed, or signed by `issuer`; days=-1 makes one that has expired."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    request = folder / f"{name}.csr"
    curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if algorithm == "ec" else []
    _openssl("req", "-newkey", algorithm, *curve, "-nodes", "-keyout", made.key, "-out", request,
             "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}")
    signer = ["-signkey", made.key] if issuer is None else \
        ["-CA", issuer.pem, "-CAkey", issuer.key, "-CAcreateserial"]
    _openssl("x509", "-req", "-in", request, *signer, "-copy_extensions", "copy",
             "-days", days, "-out", made.pem)
    return made


class Wardrobe:
    """Every certificate is made once in a run."""

    def __init__(self, folder):
        self.good = make(folder, "good")
        self.renewed = make(folder, "renewed")
        self.other_name = make(folder, "other-name", host="another.example", algorithm="ec")
        self.expired = make(folder, "expired", days=-1, algorithm="ec")
        stranger = make(folder, "stranger", host="Stranger CA", algorithm="ec")
        self.untrusted = make(folder, "untrusted", issuer=stranger, algorithm="ec")
        self.good_der = folder / "good.der"
        self.good_der.write_bytes(ssl.PEM_cert_to_DER_cert(self.good.pem.read_text()))
