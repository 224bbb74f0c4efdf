"""Exhibitions: arranged, agreed to, announced, visited; what guests say is read by an educator first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.studio.making import make_frame, make_project

from trellis.agenda.models import Attendance
from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope
from trellis.notice.models import Notice
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions import guests
from trellis.studio.models import Exhibition, ExhibitionLookBack, GuestNote, Invitation, ProgrammeItem


@pytest.fixture
def soon():
    """By the clock, as the pages have it."""
    return timezone.now()


@pytest.fixture
def exhibition(cast, soon) -> Exhibition:
    """Tom's exhibition of a frame with a project of Ada and Ben, not announced, in a week."""
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, soon)
    project = make_project(cast, soon, frame=frame)
    made = actions.arrange_exhibition(
        title="Our city",
        words="Come and **listen**.",
        place="Hall",
        starts_at=soon + timedelta(days=7),
        ends_at=soon + timedelta(days=7, hours=2),
        frames=[frame],
        school=cast.school,
        by=cast.tom,
        now=soon,
    )
    actions.add_projects(exhibition=made, projects=[project], by=cast.tom, now=soon)
    return made


def item(exhibition: Exhibition) -> ProgrammeItem:
    return ProgrammeItem.objects.get(exhibition=exhibition, project__isnull=False)


def agreed(cast, exhibition: Exhibition, now) -> ProgrammeItem:
    line = item(exhibition)
    actions.agree_to_show(item=line, agrees=True, by=cast.ada, now=now)
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=now)
    return line


def let_it_begin(exhibition: Exhibition, now) -> None:
    event = exhibition.event
    event.starts_at, event.ends_at = now - timedelta(hours=1), now + timedelta(hours=1)
    event.save(update_fields=["starts_at", "ends_at"])


def post(client, name: str, *args: object, **data: object):
    return client.post(reverse(f"studio:{name}", args=args), data, follow=True).content.decode()


def test_an_educator_arranges_one_page_by_page(cast, sign_in, soon):
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, soon)
    make_project(cast, soon, frame=frame)
    tom = sign_in(cast.tom)
    day = (soon + timedelta(days=9)).date().isoformat()
    data = {"title": "Our city", "frames": [frame.pk], "on": day, "begins": "17:00", "ends": "19:00", "place": "Hall"}
    html = post(tom, "new-exhibition", **data)
    assert "Put projects in" in html
    made = Exhibition.objects.get()
    html = post(tom, "programme", made.pk, projects=[frame.projects.get().pk])
    assert "1 team is asked." in html
    assert "the team has not answered yet" in html
    assert Notice.objects.filter(person__in=[cast.ada, cast.ben]).count() == 2
    assert set(Attendance.objects.values_list("person__given_name", flat=True)) == {"Tom", "Ada", "Ben"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends": "16:00"}, "The end comes before the start."),
        ({"title": ""}, "required"),
        ({"on": "2020-01-01"}, "past"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(cast, sign_in, soon, change, sentence):
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, soon)
    day = (soon + timedelta(days=9)).date().isoformat()
    data = {"title": "X", "frames": [frame.pk], "on": day, "begins": "17:00", "ends": "19:00", "place": "Hall"}
    html = post(sign_in(cast.tom), "new-exhibition", **(data | change))
    assert sentence in html
    assert not Exhibition.objects.exists()


def test_a_guest_sees_what_a_team_agreed_to_show_and_first_names_alone(cast, client, sign_in, exhibition, soon):
    actions.announce_exhibition(exhibition=exhibition, by=cast.tom, now=soon)
    token = guests.invite_by_link(exhibition=exhibition, name="The bakery", by=cast.tom, now=soon)
    address = reverse("studio:as-guest", args=[token])
    assert "Sounds of our street" not in client.get(address).content.decode()
    html = post(sign_in(cast.ada), "agree-to-show", item(exhibition).pk, agrees="yes")
    assert "Guests will see your project." in html
    response = client.get(address)
    html = response.content.decode()
    assert "Sounds of our street" in html
    assert "Ada" in html
    assert "Kovač" not in html
    assert "noindex" in response["X-Robots-Tag"]


def test_a_link_opens_nothing_before_the_announcement_nor_when_taken_back_nor_after_its_end(
    cast, client, sign_in, exhibition, soon
):
    token = guests.invite_by_link(exhibition=exhibition, name="The bakery", by=cast.tom, now=soon)
    address, line = reverse("studio:as-guest", args=[token]), item(exhibition)
    assert client.get(address).status_code == 404
    agreed(cast, exhibition, soon)
    assert client.get(address).status_code == 200
    assert client.get(reverse("studio:line-as-guest", args=[token, line.pk])).status_code == 200
    post(sign_in(cast.tom), "take-back-guest", Invitation.objects.get().pk)
    assert client.get(address).status_code == 404
    Invitation.objects.update(revoked_at=None, expires_at=soon - timedelta(minutes=1))
    assert client.get(address).status_code == 404


def test_the_words_of_a_guest_wait_for_an_educator(cast, client, sign_in, exhibition, soon):
    line = agreed(cast, exhibition, soon)
    token = guests.invite_by_link(exhibition=exhibition, name="The bakery", by=cast.tom, now=soon)
    address = reverse("studio:line-as-guest", args=[token, line.pk])
    said = {"by_name": "Hatice", "kind_words": "I heard my own street. <script>x</script>"}
    assert "Thank you" in client.post(address, said, follow=True).content.decode()
    shown = reverse("studio:exhibition", args=[exhibition.pk])
    assert "I heard my own street." not in sign_in(cast.ada).get(shown).content.decode()
    tom = sign_in(cast.tom)
    assert "I heard my own street." in tom.get(reverse("studio:guest-notes", args=[exhibition.pk])).content.decode()
    post(tom, "settle-note", GuestNote.objects.get().pk, do="show")
    html = sign_in(cast.ada).get(shown).content.decode()
    assert "I heard my own street." in html
    assert "<script>x" not in html
    assert "I heard my own street." not in sign_in(cast.ruth).get(shown).content.decode()
    post(tom, "settle-note", GuestNote.objects.get().pk, do="hide")
    assert "I heard my own street." not in sign_in(cast.ada).get(shown).content.decode()


def test_a_note_without_kind_words_or_with_far_too_many_is_refused(cast, client, exhibition, soon):
    line = agreed(cast, exhibition, soon)
    token = guests.invite_by_link(exhibition=exhibition, name="The bakery", by=cast.tom, now=soon)
    address = reverse("studio:line-as-guest", args=[token, line.pk])
    for kind_words in (" ", "x" * 2001):
        html = client.post(address, {"by_name": "H", "kind_words": kind_words}).content.decode()
        assert 'aria-invalid="true"' in html
    assert not GuestNote.objects.exists()


def test_families_are_asked_in_one_tap_and_say_something_signed_in(cast, sign_in, exhibition, soon):
    line = agreed(cast, exhibition, soon)
    html = post(sign_in(cast.tom), "ask-guests", exhibition.pk, whom="families")
    assert "1 person is asked." in html
    assert Attendance.objects.filter(person=cast.ruth, event=exhibition.event).exists()
    assert "0 people are asked." in post(sign_in(cast.tom), "ask-guests", exhibition.pk, whom="families")
    let_it_begin(exhibition, soon)
    ruth = sign_in(cast.ruth)
    assert "Say something about it" in ruth.get(reverse("studio:exhibition", args=[exhibition.pk])).content.decode()
    html = post(ruth, "leave-note", line.pk, by_name="Somebody else", kind_words="You listened well")
    assert "Thank you" in html
    assert GuestNote.objects.get().by_name == "Ruth Kovač"


def test_a_learner_looks_back_once_the_day_has_come(cast, sign_in, exhibition, soon):
    agreed(cast, exhibition, soon)
    ada = sign_in(cast.ada)
    assert "when the day has come" in post(ada, "look-back", exhibition.pk, words="I was proud")
    let_it_begin(exhibition, soon)
    assert "I was proud" in post(ada, "look-back", exhibition.pk, words="I was proud")
    html = ada.post(reverse("studio:look-back", args=[exhibition.pk]), {"words": "Twice", "version": 1})
    assert html.status_code == 302
    html = post(ada, "look-back", exhibition.pk, words="Stale", version=1)
    assert "This stands there now" in html
    assert ExhibitionLookBack.objects.get().words == "Twice"
    assert "Twice" in sign_in(cast.tom).get(reverse("studio:exhibition", args=[exhibition.pk])).content.decode()


def test_labels_carry_a_code_for_each_project_that_is_shown(cast, client, sign_in, exhibition, soon):
    tom = sign_in(cast.tom)
    assert "No label yet" in post(tom, "labels", exhibition.pk)
    agreed(cast, exhibition, soon)
    html = post(tom, "labels", exhibition.pk)
    assert html.count("<svg") >= 1
    assert 'class="work-label"' in html
    assert Invitation.objects.filter(name__startswith="QR codes").count() == 2


def test_lines_are_moved_changed_and_taken_out(cast, sign_in, exhibition, soon):
    tom = sign_in(cast.tom)
    post(tom, "add-line", exhibition.pk, title="Welcome", at="17:00", place="Stage")
    line = ProgrammeItem.objects.get(title="Welcome")
    post(tom, "move-line", line.pk, to="up")
    html = tom.get(reverse("studio:programme", args=[exhibition.pk])).content.decode()
    assert html.index("Welcome") < html.index("Sounds of our street")
    post(tom, "programme-line", line.pk, title="Hello", version=1)
    assert "This stands there now" in post(tom, "programme-line", line.pk, title="Stale", version=1)
    post(tom, "take-out-line", line.pk)
    assert not ProgrammeItem.objects.filter(pk=line.pk).exists()
    shown = agreed(cast, exhibition, soon)
    GuestNote.objects.create(item=shown, by_name="H", kind_words="Yes", at=soon)
    assert "so it stays" in post(tom, "take-out-line", shown.pk)


def test_a_team_writes_its_label_and_nobody_else_does(cast, sign_in, exhibition):
    line = item(exhibition)
    post(sign_in(cast.ada), "line-label", line.pk, label="What do you hear?", version=line.version)
    line.refresh_from_db()
    assert line.label == "What do you hear?"
    assert sign_in(cast.tom).get(reverse("studio:line-label", args=[line.pk])).status_code == 403


def test_it_is_called_off_and_takes_place_after_all(cast, sign_in, client, exhibition, soon):
    agreed(cast, exhibition, soon)
    token = guests.invite_by_link(exhibition=exhibition, name="The bakery", by=cast.tom, now=soon)
    tom = sign_in(cast.tom)
    assert "called off" in post(tom, "cancel-exhibition", exhibition.pk)
    assert client.get(reverse("studio:as-guest", args=[token])).status_code == 404
    post(tom, "cancel-exhibition", exhibition.pk)
    assert client.get(reverse("studio:as-guest", args=[token])).status_code == 200


def test_a_stale_change_keeps_both_texts(cast, sign_in, exhibition, soon):
    tom = sign_in(cast.tom)
    on = timezone.localtime(exhibition.event.starts_at).date().isoformat()
    data = {"title": "City", "words": "First", "on": on, "begins": "17:00", "ends": "18:00", "place": "Hall"}
    assert "Saved." in post(tom, "edit-exhibition", exhibition.pk, **data, version=1)
    html = post(tom, "edit-exhibition", exhibition.pk, **(data | {"words": "Second"}), version=1)
    assert "This stands there now" in html
    assert "First" in html
    assert "Second" in html


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_costs_as_many_queries_with_thirty_projects(cast, sign_in, exhibition, soon, n):
    frame = exhibition.frames.get()
    projects = [make_project(cast, soon, frame=frame, title=f"Project {place}") for place in range(n - 1)]
    actions.add_projects(exhibition=exhibition, projects=projects, by=cast.tom, now=soon)
    tom, address = sign_in(cast.tom), reverse("studio:exhibition", args=[exhibition.pk])
    tom.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert len(re.findall(r'id="l-', tom.get(address).content.decode())) == n
    assert len(seen) == 15


def test_an_exhibition_in_the_past_is_refused(cast, exhibition, soon):
    with pytest.raises(ActionRefused, match="past"):
        actions.arrange_exhibition(
            title="X",
            words="",
            place="",
            starts_at=soon - timedelta(days=1),
            ends_at=soon,
            frames=[exhibition.frames.get()],
            school=cast.school,
            by=cast.tom,
            now=soon,
        )
