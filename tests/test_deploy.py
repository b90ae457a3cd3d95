"""The examples for operators are read by the programs they are for, where those are installed."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fieldapp.config import load_config
from fieldapp.serving import Server
from fieldapp.views.api import LARGEST_CHUNK, LARGEST_PUSH

DEPLOY = Path(__file__).parents[1] / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
SYSTEMD = shutil.which("systemd-analyze")
UNITS = sorted(path.name for path in DEPLOY.glob("*.service")) + sorted(path.name for path in DEPLOY.glob("*.timer"))


def a_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "toezicht.example.nl")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    a_certificate(tmp_path)
    site = (DEPLOY / "nginx.conf").read_text()
    for ours in ("/etc/ssl/fieldapp", "/var/log/nginx"):
        assert ours in site
        site = site.replace(ours, str(tmp_path))
    site = site.replace("listen 80;", "listen 127.0.0.1:8131;").replace("listen 443 ", "listen 127.0.0.1:8132 ")
    (tmp_path / "site.conf").write_text(site)
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ {folders} include {tmp_path}/site.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run([str(NGINX), "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_front_server_lets_a_whole_push_and_a_whole_chunk_through_and_logs_no_path() -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    (largest,) = re.findall(r"client_max_body_size\s+(\d+)m;", site)
    assert int(largest) * 1024 * 1024 >= max(LARGEST_PUSH, LARGEST_CHUNK)
    assert site.count("server {") == site.count("access_log off;")


def test_the_front_server_closes_an_idle_connection_before_the_application_does(tmp_path: Path) -> None:
    (seconds,) = re.findall(r"keepalive_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text())
    server = Server(load_config({}, data=tmp_path), "127.0.0.1:0")
    assert int(seconds) < server.cfg.keepalive


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_units(tmp_path: Path, unit: str) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M)
        (tmp_path / name).write_text(re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.M))
    done = subprocess.run([str(SYSTEMD), "verify", str(tmp_path / unit)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_units_name_settings_that_exist() -> None:
    for name in UNITS:
        named = dict(re.findall(r"^Environment=(FIELDAPP_\w+)=(.*)$", (DEPLOY / name).read_text(), flags=re.M))
        named.pop("FIELDAPP_SECRET_FILE", None)
        load_config(named)
