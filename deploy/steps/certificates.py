"""The certificate of the web server: the operator's own, one by ACME, or self-signed for a trial.

nginx reads /etc/ssl/portal/fullchain.pem and key.pem. With ACME these are links to certbot's files, and certbot's own
timer renews them.
"""

from pathlib import Path

from deploy.steps.proxy_server import find_proxy_problems, write_proxy_configuration
from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import DATA, InstallationStopped, TargetMachine

FOLDER = "/etc/ssl/portal"
CERTIFICATE, KEY = f"{FOLDER}/fullchain.pem", f"{FOLDER}/key.pem"
LIVE = "/etc/letsencrypt/live"
SELF_SIGNED_DAYS, WEEK = 30, 7 * 24 * 3600


def find_certificate_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return whether a certificate is missing, expires within a week, is for another host, or has another key."""
    if "web" not in options.roles:
        return []
    certificate, key = machine.path(CERTIFICATE), machine.path(KEY)
    if not certificate.exists() or not key.exists():
        return [f"{CERTIFICATE} or {KEY} is missing."]
    problems = []
    if not machine.succeeds("openssl", "x509", "-in", certificate, "-noout", "-checkend", str(WEEK)):
        problems.append(f"{CERTIFICATE} ends within a week.")
    named = machine.run("openssl", "x509", "-in", certificate, "-noout", "-checkhost", options.host, accepted=(0, 1))
    if "does match" not in named.stdout:
        problems.append(f"{CERTIFICATE} is not for {options.host}.")
    keys = [
        machine.run("openssl", "x509", "-in", certificate, "-noout", "-pubkey").stdout,
        machine.run("openssl", "pkey", "-in", key, "-pubout").stdout,
    ]
    if keys[0] != keys[1]:
        problems.append(f"{KEY} is not the key of {CERTIFICATE}.")
    if options.certificate == "acme" and not certificate.is_symlink():
        problems.append("The certificate is not from ACME yet.")
    return problems


def make_certificate(machine: TargetMachine, options: InstallOptions) -> None:
    """Make or request the certificate. Raises InstallationStopped where only the operator can provide it."""
    if options.certificate == "own":
        problems = " ".join(find_certificate_problems(machine, options))
        raise InstallationStopped(
            f"{problems} Put your certificate with its chain into {CERTIFICATE} and its key into {KEY}, "
            f"for {options.host}, and run deploy/install again."
        )
    if options.certificate == "self-signed" or not machine.path(CERTIFICATE).exists():
        _sign_own_certificate(machine, options.host)
    if options.certificate == "acme":
        _request_certificate(machine, options)


def _sign_own_certificate(machine: TargetMachine, host: str) -> None:
    machine.path(FOLDER).mkdir(parents=True, exist_ok=True)
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", str(SELF_SIGNED_DAYS))
    names = ("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}")
    files = ("-keyout", machine.path(KEY), "-out", machine.path(CERTIFICATE))
    machine.run("openssl", "req", "-x509", *kind, *names, *files)


def _request_certificate(machine: TargetMachine, options: InstallOptions) -> None:
    """Let certbot prove the host name through nginx, which therefore runs first, with a certificate of its own."""
    if find_proxy_problems(machine, options):
        write_proxy_configuration(machine, options)
    account = ("--email", options.acme_email) if options.acme_email else ("--register-unsafely-without-email",)
    proof = ("--webroot", "--webroot-path", f"{DATA}/challenges", "--domain", options.host)
    reload = ("--deploy-hook", "systemctl reload nginx")
    machine.run("certbot", "certonly", "--non-interactive", "--agree-tos", *account, *proof, *reload)
    for name, file in ((CERTIFICATE, "fullchain.pem"), (KEY, "privkey.pem")):
        machine.path(name).unlink(missing_ok=True)
        machine.path(name).symlink_to(Path(LIVE) / options.host / file)
    machine.run("systemctl", "reload", "nginx")


CERTIFICATE_STEP = InstallStep("Certificate", find_certificate_problems, make_certificate)
