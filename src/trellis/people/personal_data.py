"""What becomes of persons, accounts and relations on erasure and export."""

from __future__ import annotations

from trellis.core.registries import Export, delete_by, register_personal_data, rows_by
from trellis.people.models import Account, Guardianship, MentorInvitation, Mentorship, Person, Role, SignInCard

_SECRETS = {"password", "picture_secret", "token_hash"}


def _without_secrets(export: Export) -> Export:
    return lambda person_id: [{k: v for k, v in row.items() if k not in _SECRETS} for row in export(person_id)]


# Declared from the ground up: erasing runs the other way round, so the person goes last.
register_personal_data(
    Person, erase=delete_by(Person, "pk"), export=rows_by(Person, "pk"), reason="the person's own row"
)
register_personal_data(
    Account,
    erase=delete_by(Account, "person"),
    export=_without_secrets(rows_by(Account, "person")),
    reason="how the person signed in; secrets are hashes and are not exported",
)
register_personal_data(
    Role, erase=delete_by(Role, "person"), export=rows_by(Role, "person"), reason="what the person was, and when"
)
register_personal_data(
    Guardianship,
    erase=delete_by(Guardianship, "guardian", "learner"),
    export=rows_by(Guardianship, "guardian", "learner"),
    reason="a relation of two people ends with either of them",
)
register_personal_data(
    Mentorship,
    erase=delete_by(Mentorship, "mentor", "learner", "invited_by"),
    export=rows_by(Mentorship, "mentor", "learner"),
    reason="a relation of two people ends with either of them, and with whoever answered for it",
)
register_personal_data(
    MentorInvitation,
    erase=delete_by(MentorInvitation, "learner", "invited_by"),
    export=_without_secrets(rows_by(MentorInvitation, "learner", "invited_by")),
    reason="a letter about a learner; its link is a hash and is not exported",
)
register_personal_data(
    SignInCard,
    erase=delete_by(SignInCard, "person"),
    export=_without_secrets(rows_by(SignInCard, "person")),
    reason="a key; only its hash is stored",
)
