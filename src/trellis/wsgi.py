"""The door for the web server: `granian --interface wsgi trellis.wsgi:application`."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.settings")
application = get_wsgi_application()

# All rooms are loaded now and stay: the collector need not walk through them again at every tenth request or so.
get_resolver().url_patterns  # noqa: B018 (loads the pages of every room)
gc.collect()
gc.freeze()
