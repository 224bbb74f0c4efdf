"""Settings of the tests: those of the product, on an embedded PostgreSQL that disappears afterwards."""

from __future__ import annotations

import atexit
import os
import tempfile
from contextlib import ExitStack

from trellis import embedded

if "TRELLIS_TEST_DATABASE_OWNER_URL" in os.environ:
    owner_url = os.environ["TRELLIS_TEST_DATABASE_OWNER_URL"]
else:
    stack = ExitStack()
    owner_url = stack.enter_context(embedded.temporary()).owner_url
    atexit.register(stack.close)

os.environ.update(
    TRELLIS_TESTING="1",
    TRELLIS_SECRET_KEY="only-for-tests-0123456789-0123456789",
    DATABASE_URL=owner_url,  # makes the test database; conftest.py then goes on as the application role
)

from trellis.settings import *  # noqa: F403

_media = tempfile.TemporaryDirectory(prefix="trellis-test-files-", ignore_cleanup_errors=True)
atexit.register(_media.cleanup)
MEDIA_ROOT = _media.name
