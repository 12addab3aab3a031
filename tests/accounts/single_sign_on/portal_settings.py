"""The settings of a portal that uses the tests' provider, which has no certificate."""

from config.settings import *  # noqa: F403

OIDC_HTTP_ON_LOOPBACK = True
