"""Rows of people are visible in their own district only; what signing in needs, also at the door."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Rows of people are visible in their own district only; what signing in needs, also at the door."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("people", "0001_initial"),
        ("core", "0002_row_security"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("people_district", column="id"),
        rls.keep_to_district("people_school"),
        rls.keep_to_district("people_person"),
        rls.keep_to_district("people_role"),
        rls.keep_to_district("people_guardianship"),
        rls.keep_to_district("people_mentorship"),
        rls.keep_to_district("people_account", at_the_door=True),
        rls.keep_to_district("people_mentorinvitation", at_the_door=True),
        rls.keep_to_district("people_signincard", at_the_door=True),
        rls.follow("account_emailaddress", column="user_id", parent="people_account"),
        rls.follow("mfa_authenticator", column="user_id", parent="people_account"),
        rls.follow("socialaccount_socialaccount", column="user_id", parent="people_account"),
        rls.follow("usersessions_usersession", column="user_id", parent="people_account"),
    ]
