"""Who sees an exhibition, its programme, its guests and their words: somebody is let in, somebody refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.studio.making import make_frame, make_project

from trellis.core.ids import uuid7
from trellis.core.scope import change_scope
from trellis.people.access import standing_of
from trellis.studio import access_exhibitions as access
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions import guests
from trellis.studio.models import GuestNote, Invitation, ProgrammeItem

EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def exhibition(cast):
    now = timezone.now()
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, now)
    made = actions.arrange_exhibition(
        title="Our city",
        words="",
        place="Hall",
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=2),
        frames=[frame],
        school=cast.school,
        by=cast.tom,
        now=now,
    )
    project = make_project(cast, now, frame=frame)
    actions.add_projects(exhibition=made, projects=[project], by=cast.tom, now=now)
    return made


def who_sees(cast, exhibition, today) -> set[str]:
    seen = set()
    for name in EVERYBODY:
        person = getattr(cast, name)
        opened = answer_of(access.get_exhibition_for, person, exhibition.pk, today) is not HIDDEN
        assert opened == access.visible_exhibitions(person, today).filter(pk=exhibition.pk).exists(), name
        if opened:
            seen.add(name)
    return seen


def test_before_it_is_announced_those_who_lead_and_show_see_it(cast, exhibition, today):
    assert who_sees(cast, exhibition, today) == {"ada", "ben", "tom"}


def test_announced_it_is_there_for_families_educators_and_guests(cast, exhibition, today):
    now = timezone.now()
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=now)
    assert who_sees(cast, exhibition, today) == {"ada", "ben", "tom", "ines", "ruth"}
    guests.invite_people(exhibition=exhibition, people=[cast.noor], kind="mentor", by=cast.tom, now=now)
    assert "noor" in who_sees(cast, exhibition, today)
    guests.take_back_invitation(invitation=Invitation.objects.get(), by=cast.tom, now=now)
    assert "noor" not in who_sees(cast, exhibition, today)


def test_what_nobody_made_is_not_there(cast, today):
    assert answer_of(access.get_exhibition_for, cast.tom, uuid7(), today) is HIDDEN
    assert answer_of(access.get_programme_item_for, cast.tom, uuid7(), today) is HIDDEN
    assert answer_of(access.get_invitation_for, cast.tom, uuid7(), today) is HIDDEN
    assert answer_of(access.get_guest_note_for, cast.tom, uuid7(), today) is HIDDEN


@pytest.mark.parametrize(("to", "allowed"), [("arrange", {"tom"}), ("look back", {"ada", "ben"})])
def test_what_is_done_with_it_is_for_those_who_lead_or_show(cast, exhibition, today, to, allowed):
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=timezone.now())
    for name in ("ada", "ben", "tom", "ines", "ruth"):
        answer = answer_of(access.get_exhibition_for, getattr(cast, name), exhibition.pk, today, to=to)
        assert (answer is not FIXED) == (name in allowed), name


def test_a_reader_says_what_they_are(cast, exhibition, today):
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=timezone.now())
    tom = access.get_exhibition_for(cast.tom, exhibition.pk, today)
    ruth = access.get_exhibition_for(cast.ruth, exhibition.pk, today)
    assert (tom.leads, tom.shows, ruth.leads, ruth.is_guest) == (True, False, False, True)


def test_a_line_is_there_for_guests_once_its_team_agreed(cast, exhibition, today):
    now, line = timezone.now(), ProgrammeItem.objects.get()
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=now)
    get = access.get_programme_item_for
    assert answer_of(get, cast.ruth, line.pk, today) is HIDDEN
    assert get(cast.ada, line.pk, today, to="show")[0] == line
    actions.agree_to_show(item=line, agrees=True, by=cast.ada, now=now)
    assert get(cast.ruth, line.pk, today, to="note")[0] == line
    assert answer_of(get, cast.ruth, line.pk, today, to="show") is FIXED
    assert answer_of(get, cast.ada, line.pk, today, to="note") is FIXED
    assert answer_of(get, cast.ada, line.pk, today, to="arrange") is FIXED
    assert get(cast.tom, line.pk, today, to="arrange")[1].leads
    welcome = actions.add_line(exhibition=exhibition, title="Welcome", place="", at=None, by=cast.tom, now=now)
    assert get(cast.ruth, welcome.pk, today)[0] == welcome


def test_guests_and_their_words_are_for_those_who_lead(cast, exhibition, today):
    now, line = timezone.now(), ProgrammeItem.objects.get()
    note = GuestNote.objects.create(item=line, by_name="H", kind_words="Yes", at=now)
    guests.invite_by_link(exhibition=exhibition, name="X", by=cast.tom, now=now)
    invitation = Invitation.objects.get()
    assert access.get_invitation_for(cast.tom, invitation.pk, today)[0] == invitation
    assert answer_of(access.get_invitation_for, cast.ada, invitation.pk, today) is HIDDEN
    assert access.get_guest_note_for(cast.tom, note.pk, today)[0] == note
    assert answer_of(access.get_guest_note_for, cast.ada, note.pk, today) is HIDDEN
    ada = access.get_exhibition_for(cast.ada, exhibition.pk, today)
    tom = access.get_exhibition_for(cast.tom, exhibition.pk, today)
    assert (access.notes_shown(ada).count(), access.notes_shown(tom).count()) == (0, 1)
    guests.settle_note(note=note, shown=True, by=cast.tom, now=now)
    assert access.notes_shown(ada).count() == 1


def test_only_educators_arrange(cast, today):
    access.require_arranging(standing_of(cast.tom, today))
    with pytest.raises(Http404):
        access.require_arranging(standing_of(cast.ada, today))
