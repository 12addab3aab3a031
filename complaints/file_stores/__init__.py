"""Where sealed files are stored: a folder, a bucket, or both while they move (settings.STORAGES["evidence"])."""
