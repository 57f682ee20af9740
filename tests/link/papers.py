# SPDX-License-Identifier: MIT
"""Certificates made on the spot by GnuTLS's certtool: good, strange, weak and wrong ones."""
import shutil
import ssl
import subprocess

from certificates import HOST, Certificate

TOOL = shutil.which("certtool")
LEAF = ["tls_www_server", "signing_key"]
NAMED = [f'cn = "{HOST}"', f'dns_name = "{HOST}"', *LEAF]
ISSUER = ["ca", "cert_signing_key"]
PAST = ['activation_date = "2020-01-01 00:00:00"', 'expiration_date = "2021-01-01 00:00:00"']
FUTURE = ['activation_date = "2090-01-01 00:00:00"', 'expiration_date = "2091-01-01 00:00:00"']
SOON = "expiration_days = 5"
LONG = 'expiration_date = "2089-01-01 00:00:00"'
TRUSTED = ("ca", "self-signed", "self-expired", "self-rsa1024")
NASTY = "\x1b[31mevil\x1b[0m " + "x" * 40


class Papers:
    """Every certificate is made once in a run."""

    def __init__(self, folder):
        self.folder = folder
        self.made = {}
        self.make("ca", ['cn = "The CA"', *ISSUER])
        self.make("stranger", ['cn = "Stranger CA"', *ISSUER])
        self.make("impostor", ['cn = "The CA"', *ISSUER])
        self.make("nasty-ca", [f'cn = "{NASTY}"', *ISSUER])
        for name, lines, more in (
                ("good", NAMED, {}),
                ("rsa", NAMED, {"key": ["rsa", "--bits=2048"]}),
                ("wildcard", [f'dns_name = "*.{HOST.partition(".")[2]}"', *LEAF], {}),
                ("sha1", NAMED, {"hash": "SHA1"}),
                ("rsa1024", NAMED, {"key": ["rsa", "--bits=1024"]}),
                ("other-name", ['dns_name = "another.example"', *LEAF], {}),
                ("wide-wildcard", ['dns_name = "*.com"', *LEAF], {}),
                ("only-address", ['ip_address = "127.0.0.1"', *LEAF], {}),
                ("common-name", [f'cn = "{HOST}"', *LEAF], {}),
                ("other-common-name", ['cn = "another.example"', *LEAF], {}),
                ("hidden-name", [f'cn = "{HOST}"', 'dns_name = "another.example"', *LEAF], {}),
                ("expired", [*NAMED, *PAST], {}),
                ("soon-expired", [*NAMED, SOON], {}),
                ("not-yet", [*NAMED, *FUTURE], {}),
                ("client", [*NAMED[:2], "tls_www_client", "signing_key"], {}),
                ("unknown", NAMED, {"issuer": "stranger"}),
                ("forged", NAMED, {"issuer": "impostor"}),
                ("nasty", NAMED, {"issuer": "nasty-ca"}),
                ("intermediate", ['cn = "Intermediate"', *ISSUER], {}),
                ("old-intermediate", ['cn = "Old intermediate"', *ISSUER, *PAST], {})):
            self.make(name, lines, **{"issuer": "ca", **more})
        self.chain("chained", "intermediate")
        self.chain("old-chained", "old-intermediate")
        self.chain("leaf-signed", "good")
        for name, lines in (("self-signed", NAMED), ("self-signed-anew", NAMED),
                            ("self-expired", [*NAMED, *PAST])):
            self.make(name, lines)
        self.make("self-rsa1024", NAMED, key=["rsa", "--bits=1024"])

    def make(self, name, lines, issuer=None, key=("ecdsa", "--curve=secp256r1"), hash="SHA256"):
        made = Certificate(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        template = self.folder / f"{name}.template"
        if not any("expiration" in line for line in lines):
            lines = [*lines, LONG]
        template.write_text("\n".join(lines) + "\n")
        how = ["--generate-self-signed"]
        if issuer is not None:
            signer = self.made[issuer]
            how = ["--generate-certificate", f"--load-ca-certificate={signer.pem}",
                   f"--load-ca-privkey={signer.key}"]
        self._run("--generate-privkey", f"--key-type={key[0]}", *key[1:],
                  f"--outfile={made.key}")
        self._run(*how, f"--load-privkey={made.key}", f"--template={template}",
                  f"--hash={hash}", f"--outfile={made.pem}")
        self.made[name] = made
        return made

    def chain(self, name, through):
        """A leaf signed by `through`, which is sent along."""
        made = self.make(name, NAMED, issuer=through)
        made.pem.write_text(made.pem.read_text() + self.made[through].pem.read_text())

    def bundle(self, names):
        return "".join(self.made[name].pem.read_text() for name in names)

    def _run(self, *arguments):
        subprocess.run([TOOL, *arguments], check=True, capture_output=True)

    def context(self, name="good", lowest=None, highest=None, ciphers="DEFAULT:@SECLEVEL=0"):
        """A server's; it stoops to anything that OpenSSL still can."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers(ciphers)
        context.minimum_version = lowest or ssl.TLSVersion.TLSv1_2
        context.maximum_version = highest or ssl.TLSVersion.TLSv1_3
        made = self.made[name]
        context.load_cert_chain(made.pem, made.key)
        return context
