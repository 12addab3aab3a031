"""A real IMAP server: Debian's Dovecot with a configuration of its own in a temporary folder."""

import getpass
import grp
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
USER = "complaints@portal.example"
CONFIGURATION = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
protocols = imap
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {folder}/mail
first_valid_uid = 1
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {owner}
    gid = {owner_group}
    home = {folder}/mail
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """A running server with one mailbox, which survives `stop` and `start`."""

    def __init__(self):
        # Not in pytest's folder: each run closes that to other users, and Dovecot changes to one.
        self.folder = folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        folder.chmod(0o755)
        self.password = secrets.token_urlsafe(12)
        with socket.socket() as asking:
            asking.bind(("127.0.0.1", 0))
            self.port = asking.getsockname()[1]
        for name in ("run", "mail"):
            (folder / name).mkdir()
        (folder / "dovecot.conf").write_text(CONFIGURATION.format(**self._settings()))
        self.start()

    def _settings(self) -> dict:
        me, my_group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        internal, internal_group, login, owner, owner_group = me, my_group, me, me, my_group
        if os.getuid() == 0:  # Dovecot gives no mail to root
            internal, internal_group, login, owner, owner_group = "dovecot", "dovecot", "dovenull", "nobody", "nogroup"
            os.chown(self.folder / "mail", pwd.getpwnam(owner).pw_uid, grp.getgrnam(owner_group).gr_gid)
        return {
            "folder": self.folder, "internal": internal, "internal_group": internal_group, "login": login,
            "owner": owner, "owner_group": owner_group, "password": self.password, "port": self.port,
        }  # fmt: skip

    @property
    def url(self) -> str:
        return f"imap://{USER.replace('@', '%40')}:{self.password}@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        self.process = subprocess.Popen([PROGRAM, "-F", "-c", self.folder / "dovecot.conf"])
        deadline = time.monotonic() + 240
        while True:
            try:
                with self.client():
                    return
            except (OSError, IMAPClientError):  # some of its services start only now
                if time.monotonic() > deadline:
                    self.process.kill()
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def client(self) -> IMAPClient:
        """Return a connection, signed in and with the mailbox selected."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30)
        client.login(USER, self.password)
        client.select_folder("INBOX")
        return client

    def deliver(self, *messages: bytes) -> None:
        """Put messages into the mailbox, as the mail server does."""
        with self.client() as client:
            for raw in messages:
                client.append("INBOX", raw)

    def messages_left(self) -> list[bytes]:
        with self.client() as client:
            uids = client.search()
            return [client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] for uid in uids]
