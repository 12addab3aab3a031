"""The steps of deploy/install and deploy/upgrade. They run on a bare Debian 13 and need the standard library only."""
