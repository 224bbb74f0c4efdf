"""Where uploaded files lie, from environment variables: all the settings of a bucket, or none of them.

Read by the settings, so nothing of Django is imported here but its word for a bad setting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = (
    "TRELLIS_FILES_S3_ENDPOINT",
    "TRELLIS_FILES_S3_BUCKET",
    "TRELLIS_FILES_S3_ACCESS_KEY",
    "TRELLIS_FILES_S3_SECRET_KEY",
)


def file_bucket(environment: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    """Return address, bucket, region, access key and secret key; all empty where files lie on disk."""
    endpoint, bucket, access, secret = (environment.get(name, "").strip() for name in NEEDED)
    region = environment.get("TRELLIS_FILES_S3_REGION", "").strip() or "us-east-1"
    if not (endpoint or bucket or access or secret):
        return "", "", "", "", ""
    missing = [name for name in NEEDED if not environment.get(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(f"Files in a bucket need {' and '.join(missing)} as well; or unset all of them.")
    place = urlsplit(endpoint)
    if place.scheme not in {"http", "https"} or not place.netloc or place.path.strip("/") or place.query:
        raise ImproperlyConfigured(
            f"TRELLIS_FILES_S3_ENDPOINT is '{endpoint}'; set it to an address without a path,"
            " such as https://s3.eu-central-1.amazonaws.com."
        )
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket) is None:
        raise ImproperlyConfigured(f"TRELLIS_FILES_S3_BUCKET is '{bucket}', which is no name of a bucket.")
    return endpoint.rstrip("/"), bucket, region, access, secret
