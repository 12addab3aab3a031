"""Where the addresses of static files come from."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, which puts a file's digest into its name. What a file is called does not change while a process
    lives, so each address is made once and not for every page that names it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)


class GzippedStatic(Static):
    """The demo's, without Brotli, which takes ten times as long as the rest and saves nothing on loopback."""

    def create_compressor(self, **options):
        """Return WhiteNoise's compressor, with gzip only."""
        return super().create_compressor(**options | {"use_brotli": False})
