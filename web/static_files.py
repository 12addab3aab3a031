"""The storage of static files."""

from functools import cache

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CachedManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which puts a digest into file names, with cached URLs.

    The name of a file does not change during the lifetime of a process.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)

    def create_compressor(self, **options):
        """Return WhiteNoise's compressor. The demo does not use Brotli, which takes ten times as long as gzip."""
        return super().create_compressor(**options | {"use_brotli": not settings.DEMO})
