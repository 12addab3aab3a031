"""The WSGI application: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from operations import database_timeouts
from operations.start_checks import refuse_to_fall_open

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
database_timeouts.bound()
refuse_to_fall_open()
