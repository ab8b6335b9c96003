"""The web application, for any WSGI server."""

from django.core.wsgi import get_wsgi_application

from dangol import environment

environment.configure()
application = get_wsgi_application()
