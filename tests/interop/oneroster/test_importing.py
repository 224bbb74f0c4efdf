"""A roster becomes a district: all of it or nothing, again and again, and nobody's work is ever deleted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.interop.oneroster.rosters import GOOD, SAMPLES, changed, replaced, sample, with_row, write_folder
from tests.people import Now

from trellis.core.models import Moment
from trellis.core.scope import district_scope
from trellis.interop.oneroster.actions import import_roster
from trellis.interop.oneroster.exporting import export_roster
from trellis.people.actions import create_district, create_person, create_school, give_role
from trellis.people.models import Guardianship, Person, Role, School
from trellis.school.models import Course, Enrolment, SchoolClass, Term

TODAY = Now.date()
TABLES = ("people_school", "school_term", "school_course", "school_schoolclass", "school_classterm", "people_person",
          "people_role", "people_guardianship", "school_enrolment")  # fmt: skip


@pytest.fixture
def district(db):
    made = create_district(name="Empty", time_zone="UTC", now=Now)
    with district_scope(made.pk):
        yield made


@pytest.fixture
def bring(district, tmp_path):
    def brought(files_or_path, now=Now, **choices):
        path = files_or_path if isinstance(files_or_path, Path) else write_folder(tmp_path / "roster", files_or_path)
        if not isinstance(files_or_path, Path):
            for stale in path.iterdir():
                if stale.name not in files_or_path:
                    stale.unlink()
        return import_roster(district_id=district.pk, source=path, by=None, now=now, **choices)

    return brought


def everything() -> dict[str, list[tuple]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t.*, t.xmin::text FROM {table} t ORDER BY t.id")
            rows[table] = cursor.fetchall()
    return rows


def fates(report, noun: str) -> tuple[int, int, int, int]:
    return tuple(report.counts[noun][fate] for fate in ("created", "updated", "unchanged", "ended"))


def test_a_roster_becomes_schools_terms_classes_and_people(bring):
    report = bring(GOOD)
    assert report.applied
    assert report.problem_counts == {"password_never_read": 1}
    assert fates(report, "people") == (4, 0, 0, 0)
    river = School.objects.get(sourced_id="s1")
    assert (river.parent.name, river.roster) == ("North District", {"identifier": "77"})
    assert Term.objects.get(sourced_id="t1").ends_on == date(2026, 12, 19)  # files count the last day in
    assert Course.objects.get().subjects == ["Mathematics", "Statistics"]
    maths = SchoolClass.objects.get(sourced_id="k1")
    assert sorted(maths.terms.values_list("sourced_id", flat=True)) == ["t1", "y1"]
    assert SchoolClass.objects.get(sourced_id="k2").kind == SchoolClass.Kind.ADVISORY
    ben = Person.objects.get(sourced_id="u4")
    assert (ben.grades, ben.roster_username) == (["KG"], "ben")
    assert Enrolment.objects.get(sourced_id="e1").ends_on == date(2027, 7, 1)
    assert Enrolment.objects.get(sourced_id="e3").starts_on == TODAY
    link = Guardianship.objects.get()
    assert (link.guardian.given_name, link.learner.given_name, link.relation) == ("Ruth", "Ada", "parent")
    assert sorted(Role.objects.values_list("kind", flat=True)) == ["educator", "family", "learner", "learner"]


def test_the_same_roster_again_changes_nothing_not_even_a_version_of_a_row(bring):
    bring(GOOD)
    before = everything()
    report = bring(GOOD, now=Now + timedelta(days=3))
    assert report.applied
    assert report.changes_nothing
    assert everything() == before


def test_an_import_writes_one_moment_with_counts_and_no_names(bring):
    bring(GOOD)
    moment = Moment.objects.get(verb="roster.imported")
    assert moment.context["counts"]["people"] == {"created": 4, "updated": 0, "unchanged": 0, "ended": 0}
    assert "Ada" not in str(moment.context)


def test_a_look_changes_nothing(bring):
    before = everything()
    report = bring(GOOD, dry_run=True)
    assert fates(report, "enrolments") == (4, 0, 0, 0)
    assert not report.applied
    assert everything() == before


def test_what_changed_is_updated_in_place(bring):
    bring(GOOD)
    ada = Person.objects.get(sourced_id="u1")
    report = bring(replaced(GOOD, "users", "Ada,Kovač", "Adèle,Kovač"))
    assert fates(report, "people") == (0, 1, 3, 0)
    again = Person.objects.get(pk=ada.pk)
    assert (again.given_name, again.version) == ("Adèle", ada.version + 1)


def test_to_be_deleted_ends_relations_with_a_date_and_keeps_every_row(bring):
    bring(GOOD)
    report = bring(replaced(GOOD, "users", "u4,,,true", "u4,ToBeDeleted,,true"))
    assert fates(report, "people") == (0, 0, 3, 1)
    assert Person.objects.get(sourced_id="u4").left_on == TODAY
    assert Enrolment.objects.get(sourced_id="e4").ends_on == TODAY
    assert Role.objects.get(sourced_id="r4").ends_on == TODAY


def test_absence_from_a_whole_file_ends_relations_and_return_begins_them_again(bring):
    bring(GOOD)
    without_ben = changed(
        GOOD,
        users=GOOD["users.csv"].replace("u4,,,true,ben,,Ben,Okafor,,,,,,,KG,\n", ""),
        roles=GOOD["roles.csv"].replace("r4,,,u4,primary,student,,,s1,\n", ""),
        enrollments=GOOD["enrollments.csv"].replace("e4,,,k1,s1,u4,student,,,\n", ""),
    )
    bring(without_ben)
    assert Person.objects.get(sourced_id="u4").left_on == TODAY
    assert Enrolment.objects.get(sourced_id="e4").ends_on == TODAY
    before = everything()
    assert bring(without_ben).changes_nothing
    assert everything() == before
    bring(GOOD)
    assert Person.objects.get(sourced_id="u4").left_on is None
    assert Enrolment.objects.get(sourced_id="e4").ends_on is None


def test_a_class_that_is_gone_closes_and_ends_its_places(bring):
    bring(GOOD)
    bring(changed(GOOD, classes=GOOD["classes.csv"].replace("k2,,,Advisory,07,,,homeroom,,s1,,,,\n", "")))
    assert SchoolClass.objects.get(sourced_id="k2").closed_on == TODAY
    assert Enrolment.objects.get(sourced_id="e3").ends_on == TODAY


def test_a_guardian_no_longer_named_is_ended(bring):
    bring(GOOD)
    bring(replaced(GOOD, "users", ",u3,07", ",,07"))
    assert Guardianship.objects.get().ends_on == TODAY


def test_a_delta_ends_nothing_by_absence_and_may_refer_to_what_is_here(bring):
    bring(GOOD)
    header = GOOD["enrollments.csv"].splitlines()[0]
    delta = {
        "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.enrollments,delta\n",
        "enrollments.csv": f"{header}\ne5,active,,k2,s1,u4,student,,,\n",
    }
    report = bring(delta)
    assert fates(report, "enrolments") == (1, 0, 0, 0)
    assert Enrolment.objects.filter(ends_on__isnull=True).count() == 4
    assert Person.objects.filter(left_on__isnull=False).count() == 0


def test_a_header_without_rows_ends_nothing(bring):
    bring(GOOD)
    report = bring(changed(GOOD, enrollments=GOOD["enrollments.csv"].splitlines()[0]))
    assert report.problem_counts["header_only"] == 1
    assert Enrolment.objects.filter(ends_on=TODAY).count() == 0


def test_a_row_that_is_left_out_changes_nothing_of_what_it_was(bring):
    bring(GOOD)
    broken = replaced(GOOD, "users", "u4,,,true", "u4,perhaps,,true")
    report = bring(broken)
    assert report.problem_counts["unknown_status"] == 1
    assert Person.objects.get(sourced_id="u4").left_on is None
    assert Enrolment.objects.get(sourced_id="e4").ends_on is None
    assert Role.objects.get(sourced_id="r4").ends_on is None


def test_people_made_by_hand_are_untouched(bring):
    school = create_school(name="Own", by=None, now=Now)
    omar = create_person(given_name="Omar", family_name="Benali", by=None, now=Now)
    give_role(person=omar, kind=Role.Kind.COORDINATOR, school=school, starts_on=TODAY, by=None, now=Now)
    bring(GOOD)
    bring(changed(GOOD, users=GOOD["users.csv"].replace("u4,,,true,ben,,Ben,Okafor,,,,,,,KG,\n", "")))
    omar.refresh_from_db()
    assert omar.left_on is None
    assert Role.objects.get(person=omar).ends_on is None


def test_somebody_whom_the_school_gave_a_role_does_not_leave_because_a_roster_is_silent(bring):
    bring(GOOD)
    tom = Person.objects.get(sourced_id="u2")
    give_role(person=tom, kind=Role.Kind.COORDINATOR, school=None, starts_on=TODAY, by=None, now=Now)
    bring(changed(GOOD, users=GOOD["users.csv"].replace("u2,,,true,tom", "u9,,,true,new")))
    tom.refresh_from_db()
    assert tom.left_on is None
    assert Role.objects.get(sourced_id="r2").ends_on is None  # its row was left out: nobody u2 in the file


def test_an_own_name_survives_the_roster(bring):
    bring(GOOD)
    Person.objects.filter(sourced_id="u1").update(called="Ady")
    files = replaced(GOOD, "users", "password\n", "password,preferredGivenName\n")
    files = replaced(files, "users", "secret-ada", "secret-ada,Adelina")
    bring(files)
    assert Person.objects.get(sourced_id="u1").called == "Ady"


def test_many_leaving_asks_first(bring):
    rows = "".join(f"x{n},,,true,x{n},,X{n},Y,,,,,,,,\n" for n in range(30))
    many = changed(GOOD, users=GOOD["users.csv"] + rows)
    bring(many)
    report = bring(GOOD)
    assert report.asks_confirmation
    assert not report.applied
    assert Person.objects.filter(left_on__isnull=False).count() == 0
    assert bring(GOOD, many_may_leave=True).applied
    assert Person.objects.filter(left_on=TODAY).count() == 30


def test_a_refused_roster_changes_nothing(bring):
    before = everything()
    report = bring(with_row(GOOD, "users", "u1,,,true,other,,Other,Person,,,,,,,,"))
    assert report.is_refused
    assert not report.applied
    assert everything() == before


def test_an_administrator_of_a_roster_is_no_coordinator(bring):
    bring(replaced(GOOD, "roles", "u2,primary,teacher", "u2,primary,siteAdministrator"))
    role = Role.objects.get(sourced_id="r2")
    assert (role.kind, role.roster) == (Role.Kind.EDUCATOR, {"role": "siteAdministrator"})


def test_nothing_of_a_password_is_stored(bring):
    bring(GOOD)
    assert "secret-" not in repr(everything())


def contents(district_id) -> dict[str, list[dict]]:
    """What a district holds, told by sourced identifiers, so that two districts can be compared."""
    relations = {"parent": "parent__sourced_id", "school": "school__sourced_id", "course": "course__sourced_id",
                 "person": "person__sourced_id", "class": "school_class__sourced_id"}  # fmt: skip
    plans = {
        School: ("name", "kind", "roster", relations["parent"]),
        Term: ("title", "kind", "starts_on", "ends_on", "roster", relations["parent"]),
        Course: ("title", "code", "grades", "subjects", "roster", relations["school"]),
        SchoolClass: (
            "title",
            "code",
            "kind",
            "place",
            "grades",
            "subjects",
            "roster",
            relations["school"],
            relations["course"],
        ),
        Person: ("given_name", "family_name", "called", "email", "grades", "roster_username", "roster"),
        Role: ("kind", "starts_on", "ends_on", "roster", relations["person"], relations["school"]),
        Enrolment: ("role", "is_primary", "starts_on", "ends_on", "roster", relations["person"], relations["class"]),
    }
    with district_scope(district_id):
        found = {
            model.__name__: list(model.objects.order_by("sourced_id").values("sourced_id", *fields))
            for model, fields in plans.items()
        }
        links = Guardianship.objects.values("guardian__sourced_id", "learner__sourced_id", "relation", "starts_on")
        found["Guardianship"] = sorted(links, key=repr)
        terms = SchoolClass.objects.values_list("sourced_id", "terms__sourced_id")
        found["terms"] = sorted(terms, key=repr)
    return found


def there_and_back(district, path: Path, tmp_path: Path) -> None:
    assert import_roster(district_id=district.pk, source=path, by=None, now=Now).applied
    with district_scope(district.pk), export_roster(today=TODAY) as archive:
        exported = tmp_path / "export.zip"
        exported.write_bytes(archive.read())
    again = import_roster(district_id=district.pk, source=exported, by=None, now=Now)
    assert {noun: counts for noun, counts in again.counts.items() if counts["unchanged"] != sum(counts.values())} == {}
    second = create_district(name="Second", time_zone="UTC", now=Now)
    assert import_roster(district_id=second.pk, source=exported, by=None, now=Now).applied
    assert contents(second.pk) == contents(district.pk)


def test_import_export_import_is_equal(db, tmp_path):
    tricky = replaced(GOOD, "users", "Ben,Okafor", "'=Ben,'''-Okafor")
    tricky = replaced(tricky, "orgs", "River School,school", "+River School,college")
    tricky = replaced(tricky, "roles", "u2,primary,teacher", "u2,secondary,principal")
    district = create_district(name="First", time_zone="UTC", now=Now)
    there_and_back(district, write_folder(tmp_path / "roster", tricky), tmp_path)


@pytest.mark.parametrize("name", SAMPLES)
def test_import_export_import_is_equal_for_every_sample(db, tmp_path, name):
    path = sample(name)
    district = create_district(name="First", time_zone="UTC", now=Now)
    there_and_back(district, path, tmp_path)


def test_the_own_export_of_a_district_made_by_hand_changes_nothing_in_it(cast, tmp_path):
    with export_roster(today=TODAY) as archive:
        exported = tmp_path / "export.zip"
        exported.write_bytes(archive.read())
    before = everything()
    report = import_roster(district_id=cast.district.pk, source=exported, by=None, now=Now)
    assert report.applied
    assert report.changes_nothing
    assert everything() == before
