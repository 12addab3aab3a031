"""The Django project: settings, URLs, the WSGI application and the schedule of jobs."""
