"""Authorities and certificates made on the spot with openssl."""
import os
import ssl
import subprocess


def openssl(*words, folder):
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"openssl {' '.join(words)}: {done.stderr}")


class Authority:
    CONFIG = """[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        for name, text in (("ca.cnf", self.CONFIG), ("index.txt", ""), ("serial", "1000\n")):
            with open(os.path.join(folder, name), "w", encoding="ascii") as stream:
                stream.write(text)
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
                "-subj", "/CN=Test Authority", folder=folder)
        self.file = os.path.join(folder, "ca.pem")

    def issue(self, name, hosts="DNS:localhost,IP:127.0.0.1", start="20200101000000Z", end="21000101000000Z"):
        """(certificate file, key file)."""
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}",
                "-addext", f"subjectAltName={hosts}", folder=self.folder)
        openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate", start,
                "-enddate", end, folder=self.folder)
        return os.path.join(self.folder, f"{name}.pem"), os.path.join(self.folder, f"{name}.key")


def server_context(certificate, clients=None):
    """`clients`: the authority file of those who may come."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    return context
