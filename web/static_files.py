"""Where the addresses of static files come from."""

from functools import cache

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, which puts a file's digest into its name. What a file is called does not change while a process
    lives, so each address is made once and not for every page that names it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)

    def create_compressor(self, **options):
        """Return WhiteNoise's compressor. The demo has no Brotli: it takes ten times as long as the rest."""
        return super().create_compressor(**options | {"use_brotli": not settings.DEMO})
