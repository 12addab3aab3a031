"""Two TLS fronts of nginx: the example (deploy/nginx.conf) in front of the portal, and a weak one as a canary."""

import re

from tests.deploy.front import Front

WEAK = {
    r"ssl_protocols [^;]+;": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;",
    r"ssl_ciphers [^;]+;": 'ssl_ciphers "aNULL:ALL:@SECLEVEL=0";',
}


class WeakFront(Front):
    """The example with ciphers without authentication, and with protocols that are twenty years old."""

    def _adapted(self, portal: int) -> str:
        text = super()._adapted(portal)
        for old, new in WEAK.items():
            text = re.sub(old, new, text)
        return text
