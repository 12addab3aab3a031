"""The web server's door: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from config import patience
from config.start import refuse_to_fall_open

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
patience.bound()
refuse_to_fall_open()
