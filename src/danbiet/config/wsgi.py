"""The application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from danbiet.upkeep import safety

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danbiet.config.settings")
application = get_wsgi_application()
safety.refuse_unsafe()
