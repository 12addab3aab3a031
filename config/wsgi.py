"""The WSGI application: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from operations import garbage_collection
from operations.database import database_timeouts
from operations.pooling import database_pooling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from operations.start_checks import run_start_checks  # noqa: E402 (it reads models, so after Django's set-up)

database_timeouts.apply_timeouts()
database_pooling.avoid_session_cursors()
run_start_checks()
garbage_collection.freeze_loaded_objects()
