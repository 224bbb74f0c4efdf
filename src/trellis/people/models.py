"""Who is here and how they relate: districts, schools, persons, accounts and the dated relations between them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from trellis.core.dates import today_in
from trellis.core.ids import uuid7
from trellis.core.models import Dated, DistrictRow, Versioned
from trellis.core.scope import current_district_id


class Rostered(DistrictRow):
    """A row that a roster may have brought: ``sourced_id`` is its name there, ``roster`` what only the roster knows.

    ``roster`` keeps columns that Trellis has no use for but gives back on export; it never holds passwords,
    demographics or telephone numbers.
    """

    # Without an index of its own: that of ``..._sourced_id_once`` starts with the district.
    district = models.ForeignKey(
        "people.District", on_delete=models.PROTECT, default=current_district_id, editable=False, related_name="+",
        db_index=False,
    )  # fmt: skip
    # Null, not empty: rows that no roster brought have no name there, and as many as like may have none.
    sourced_id = models.CharField(max_length=255, null=True, blank=True, editable=False)  # noqa: DJ001
    roster = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["district", "sourced_id"],
                name="%(class)s_sourced_id_once",
            )
        ]


class District(models.Model):
    """One or several schools under one roof: the wall that no row crosses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    set_up_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def today(self, now: datetime) -> date:
        """Return the date in this district at ``now``."""
        return today_in(self.time_zone, now)


class School(Rostered, Versioned):
    """A school, or an organisation above or inside one that a roster names (``kind``)."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        DISTRICT = "district", _("district")
        DEPARTMENT = "department", _("department")
        OTHER = "other", _("other organisation")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SCHOOL)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    closed_on = models.DateField(null=True, blank=True)

    class Meta(Rostered.Meta):
        indexes = [models.Index(fields=["district", "kind", "name"], name="school_by_name")]

    def __str__(self) -> str:
        return self.name


class Person(Rostered, Versioned):
    """Anybody: what a person is to others follows from dated relations. A Person may have no Account."""

    given_name = models.CharField(_("given name"), max_length=120)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    called = models.CharField(_("called"), max_length=120, blank=True, help_text=_("The name you like to be called."))
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("home language"), max_length=10, blank=True)
    grades = models.JSONField(default=list, blank=True)
    roster_username = models.CharField(max_length=255, blank=True, editable=False)
    left_on = models.DateField(null=True, blank=True)

    class Meta(Rostered.Meta):
        indexes = [models.Index(fields=["district", "family_name", "given_name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """The name to speak to somebody with."""
        return self.called or self.given_name

    @property
    def full_name(self) -> str:
        """First and family name, as people say it."""
        return f"{self.first_name} {self.family_name}".strip()


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by what somebody types at the door."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with this username, upper and lower case alike."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """What somebody signs in with, and how they like their pages; visible at the door, then in its district only."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("like my device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    class Font(models.TextChoices):
        ATKINSON = "atkinson", _("Atkinson Hyperlegible")
        LEXEND = "lexend", _("Lexend")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, editable=False, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    username = models.CharField(_("username"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    picture_secret = models.CharField(max_length=200, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("light or dark"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    font = models.CharField(_("letters"), max_length=10, choices=Font.choices, default=Font.ATKINSON)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(username=Lower("username")), name="account_lower_case")]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The name of the person behind the account."""
        return self.person.full_name

    def get_short_name(self) -> str:
        """The first name of the person behind the account."""
        return self.person.first_name

    # The framework's admin and permission tables are not used: rights follow from relations (access.py).
    is_staff = False
    is_superuser = False

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """No right is ever stored on an account."""
        return False

    def has_module_perms(self, _label: str) -> bool:
        """No right is ever stored on an account."""
        return False


class Role(Rostered, Dated):
    """What somebody is in a school, or in the whole district when ``school`` is empty."""

    class Kind(models.TextChoices):
        LEARNER = "learner", _("learner")
        EDUCATOR = "educator", _("educator")
        FAMILY = "family", _("family")
        MENTOR = "mentor", _("mentor")
        COORDINATOR = "coordinator", _("coordinator")
        DISTRICT = "district", _("district")

    # That of the person, whose own district is checked.
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, default=current_district_id, editable=False, related_name="+",
        db_index=False, db_constraint=False,
    )  # fmt: skip
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="roles", db_index=False
    )  # ``role_by_school`` starts with it
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = [*Dated.Meta.constraints, *Rostered.Meta.constraints]
        indexes = [models.Index(fields=["school", "kind"], name="role_by_school")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Guardianship(DistrictRow, Dated):
    """Somebody answers for a learner at home."""

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardian_links")
    relation = models.CharField(_("relation"), max_length=60, default="guardian")
    from_roster = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["guardian", "learner"], condition=Q(ends_on__isnull=True), name="guardianship_once"
            ),
            models.CheckConstraint(condition=~Q(guardian=models.F("learner")), name="guardianship_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.learner_id}"


class Mentorship(DistrictRow, Dated):
    """An expert of the community works with one learner for one purpose, until a date."""

    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentee_links")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentor_links")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("what you do together"), max_length=300)

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="mentorship_has_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} with {self.learner_id}"


class MentorInvitation(DistrictRow):
    """A letter to a mentor: opens once, until a date. The link's secret is kept as a hash only."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("e-mail"))
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentor_invitations")
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(_("what you do together"), max_length=300)
    mentor_until = models.DateField(_("until"))
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation until {self.expires_at:%Y-%m-%d}"


class SignInCard(DistrictRow):
    """A printed QR card: whoever holds it signs in as its person, until it is replaced. Only a hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_cards")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at__isnull=True), name="one_live_card")
        ]

    def __str__(self) -> str:
        return f"card of {self.person_id}"
