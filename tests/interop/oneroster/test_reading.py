"""Every kind of dirt that rosters come with is read, left out or refused, and named with its place."""

from __future__ import annotations

from datetime import date

import pytest
from tests.interop.oneroster.rosters import GOOD, SAMPLES, changed, replaced, sample, with_row, write_folder

from trellis.interop.oneroster.kinds import Dialect, Mode
from trellis.interop.oneroster.problems import Problem, RosterRefused
from trellis.interop.oneroster.reading import read_roster
from trellis.interop.oneroster.roster import NOUNS, Roster
from trellis.interop.oneroster.values import grade_of


@pytest.fixture
def read(tmp_path):
    return lambda files: read_roster(write_folder(tmp_path / "roster", files))


@pytest.fixture
def refused(tmp_path):
    def why(files) -> list[Problem]:
        with pytest.raises(RosterRefused) as refusal:
            read_roster(write_folder(tmp_path / "roster", files))
        return refusal.value.problems.refusals

    return why


def found(roster: Roster, code: str) -> list[tuple[str, int, str, str]]:
    return [(p.file, p.line, p.column, p.value) for p in roster.log.kept if p.code == code]


def latin(files, encoding: str):
    return changed(files, users=files["users.csv"].encode(encoding))


KINDS = {
    "oneroster-v1p1-basecsv": (Dialect.ONEROSTER_1_1, 2, 3),
    "oneroster-moodle-fixtures/Test_full_data_set.zip": (Dialect.ONEROSTER_1_1, 6, 6),
    "oneroster-moodle-fixtures/Test_minimal_data_set.zip": (Dialect.ONEROSTER_1_1, 6, 6),
    "oneroster-moodle-fixtures/oneroster_test_data.zip": (Dialect.ONEROSTER_1_2, 1, 1),
    "oneroster-moodle-fixtures/v1p2_full_dataset.zip": (Dialect.ONEROSTER_1_2, 6, 6),
    "microsoft-sds/SDS v2": (Dialect.SDS_2, 29, 29),
    "microsoft-sds/SDS v2.1": (Dialect.SDS_2_1, 8, 6),
    "microsoft-sds/SDS Format/100 Users": (Dialect.SDS_CLASSIC, 98, 630),
    "microsoft-sds/SDS Format/25 Users": (Dialect.SDS_CLASSIC, 24, 46),
    "microsoft-sds/SDS Format/Min Required Attributes": (Dialect.SDS_CLASSIC, 24, 46),
    "microsoft-sds/UK Format/100 Users": (Dialect.SDS_UK, 98, 630),
    "microsoft-sds/UK Format/25 Users": (Dialect.SDS_UK, 24, 158),
    "microsoft-sds/UK Format/Min Required Attributes": (Dialect.SDS_UK, 24, 158),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_recognised_and_read_whole(name):
    roster = read_roster(sample(name))
    assert (roster.dialect, len(roster.people), len(roster.enrolments)) == KINDS[name]
    assert "assword" not in repr([getattr(roster, noun) for noun in NOUNS])


def test_dates_of_the_united_states_are_told_by_the_whole_column():
    roster = read_roster(sample("microsoft-sds/SDS Format/100 Users"))
    session = roster.sessions[0]
    assert (session.starts_on, session.ends_on) == (date(2017, 7, 1), date(2018, 7, 1))
    assert found(roster, "dates_month_first")[0] == ("Section.csv", 1, "Term StartDate", "7/1/2017")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_marks_and_wide_encodings_are_read(read, mark):
    roster = read(latin(GOOD, mark))
    assert [person.family for person in roster.people][:3] == ["Kovač", "Lindqvist", "Kovač"]


def test_an_older_encoding_is_read_with_a_note(read):
    roster = read(latin(replaced(GOOD, "users", "Kovač", "Müller"), "cp1252"))
    assert roster.people[0].family == "Müller"
    assert found(roster, "encoding_guessed") == [("users.csv", 2, "", "Windows-1252")]


def test_columns_stand_in_any_order_and_case(read):
    orgs = "TYPE,Name,sourcedid\nschool,River School,s1\n"
    assert read(changed(GOOD, orgs=orgs)).orgs[0].name == "River School"


def test_vendor_columns_are_kept_out_and_listed(read):
    orgs = "sourcedId,name,type,ext_colour\ns1,River School,school,blue\n"
    roster = read(changed(GOOD, orgs=orgs))
    assert found(roster, "columns_kept_out") == [("orgs.csv", 1, "ext_colour", "")]
    assert "blue" not in repr(roster.orgs)


def test_password_columns_are_never_read_whatever_they_are_called(read):
    files = replaced(GOOD, "users", "grades,password", "grades,ext_studentPassword")
    roster = read(files)
    assert found(roster, "password_never_read") == [("users.csv", 1, "ext_studentPassword", "")]
    assert "secret" not in repr(roster.people)


def test_a_header_without_rows_means_nothing_has_ended(read):
    roster = read(changed(GOOD, courses=GOOD["courses.csv"].splitlines()[0]))
    assert found(roster, "header_only") == [("courses.csv", 1, "", "")]
    assert roster.mode("courses") is Mode.DELTA


def test_status_is_read_in_any_case(read):
    roster = read(replaced(GOOD, "users", "u4,,,true", "u4,ToBeDeleted,,TRUE"))
    assert [person.active for person in roster.people] == [True, True, True, False]
    assert [row.id for row in roster.enrolments if not row.active] == ["e4"]


def test_grades_have_one_vocabulary():
    assert [grade_of(text) for text in ("KG", "K", "01", "1", "1st Grade", "Grade 5", "12", "PK", "Year 7", "PS1")] == [
        "KG", "KG", "01", "01", "01", "05", "12", "PK", "Y7", "PS1",
    ]  # fmt: skip
    assert grade_of("blue") is None
    assert grade_of("44") is None


def test_an_identifier_of_two_different_rows_refuses_the_roster(refused):
    (problem,) = refused(with_row(GOOD, "orgs", "s1,,,Another School,school,,"))
    assert (problem.code, problem.file, problem.line, problem.value, problem.details["first"]) == (
        "duplicate_identifier", "orgs.csv", 4, "s1", 3,
    )  # fmt: skip


def test_the_same_row_twice_is_counted_once(read):
    roster = read(with_row(GOOD, "orgs", "s1,,,River School,school,77,d1"))
    assert found(roster, "duplicate_row") == [("orgs.csv", 4, "", "s1")]


def test_dangling_references_are_named_on_both_sides(read):
    roster = read(with_row(GOOD, "enrollments", "e9,,,k1,s1,nobody,student,,,"))
    (problem,) = [p for p in roster.log.kept if p.code == "dangling"]
    assert (problem.file, problem.line, problem.column, problem.value) == (
        "enrollments.csv",
        6,
        "userSourcedId",
        "nobody",
    )
    assert problem.details == {"of": "e9", "other": "users.csv", "other_line": 0}
    assert [row.id for row in roster.enrolments] == ["e1", "e2", "e3", "e4"]


def test_a_reference_to_a_row_that_was_left_out_names_its_line(read):
    roster = read(replaced(GOOD, "classes", "k2,,,Advisory", "k2,,,"))
    (problem,) = [p for p in roster.log.kept if p.code == "dangling"]
    assert (problem.value, problem.details["other"], problem.details["other_line"]) == ("k2", "classes.csv", 3)


def test_a_class_lives_without_its_course_and_terms(read):
    roster = read(replaced(replaced(GOOD, "classes", "07,c1,7A", "07,lost,7A"), "classes", '"y1,t1"', '"y1,lost"'))
    assert (roster.classes[0].course, roster.classes[0].terms) == ("", ("y1",))
    assert {entry[2:] for entry in found(roster, "dangling_kept")} == {
        ("courseSourcedId", "lost"),
        ("termSourcedIds", "lost"),
    }


def test_two_columns_of_one_name_are_refused_and_explained(refused):
    (problem,) = refused(replaced(GOOD, "orgs", "identifier", "Name"))
    assert (problem.code, problem.file, problem.line, problem.column) == ("duplicate_header", "orgs.csv", 1, "Name")
    assert problem.details == {"first": 4, "second": 6}


def test_a_needed_column_that_is_missing_is_refused(refused):
    (problem,) = refused(replaced(GOOD, "orgs", "sourcedId,", "id,"))
    assert (problem.code, problem.file, problem.column) == ("missing_column", "orgs.csv", "sourcedid")


def test_a_file_that_the_manifest_promises_is_missed(refused):
    (problem,) = refused(changed(GOOD, enrollments=None))
    assert (problem.code, problem.file) == ("missing_file", "enrollments.csv")


def test_formulas_stay_plain_text_with_a_note(read):
    roster = read(replaced(GOOD, "users", "Ben,Okafor", "=HYPERLINK(0),Okafor"))
    assert roster.people[3].given == "=HYPERLINK(0)"
    assert found(roster, "formula_text") == [("users.csv", 5, "givenName", "=HYPERLINK(0)")]


def test_an_end_before_its_start_leaves_the_row_out(read):
    roster = read(replaced(GOOD, "enrollments", "2026-08-24,2027-06-30", "2026-08-24,2026-06-30"))
    assert found(roster, "ends_before_start") == [("enrollments.csv", 2, "endDate", "2026-06-30")]
    assert "e1" in roster.spared["enrolments"]


def test_a_date_that_is_none_leaves_the_row_out(read):
    roster = read(replaced(GOOD, "enrollments", "2026-08-24,2027-06-30", "soon,2027-06-30"))
    assert found(roster, "bad_date") == [("enrollments.csv", 2, "beginDate", "soon")]


def test_dates_that_could_be_read_either_way_say_how_they_were_read(read):
    files = replaced(
        replaced(GOOD, "academicSessions", "2026-12-18", "12/11/2026"), "academicSessions", "2027-06-30", "2/3/2027"
    )
    roster = read(files)
    assert [entry[:3] for entry in found(roster, "dates_unclear")] == [("academicSessions.csv", 1, "endDate")]
    day_first = replaced(files, "academicSessions", "12/11/2026", "18/12/2026")
    roster = read(day_first)
    assert {session.id: session.ends_on for session in roster.sessions} == {
        "y1": date(2027, 3, 3),
        "t1": date(2026, 12, 19),
    }


def test_a_circle_of_parents_is_opened(read):
    roster = read(replaced(GOOD, "orgs", "North District,district,,", "North District,district,,s1"))
    assert [org.parent for org in roster.orgs] == ["", ""]
    assert len(found(roster, "cyclic_parent")) == 2


def test_an_open_quotation_mark_is_refused_with_its_line(refused):
    (problem,) = refused(replaced(GOOD, "users", "Ben,Okafor", '"Ben,Okafor'))
    assert (problem.code, problem.file, problem.line) == ("unclosed_quote", "users.csv", 5)


def test_rows_of_the_wrong_length_are_left_out_or_filled_up(read):
    roster = read(
        with_row(with_row(GOOD, "orgs", "s2,,,Hill School,school,,,too,many"), "orgs", "s3,,,Lake School,school")
    )
    assert found(roster, "ragged_row") == [("orgs.csv", 4, "", "9")]
    assert [org.id for org in roster.orgs] == ["d1", "s1", "s3"]


def test_characters_that_no_text_may_hold_leave_the_row_out(read):
    roster = read(with_row(GOOD, "orgs", "s2,,,Hill\0School,school,,"))
    assert found(roster, "bad_characters") == [("orgs.csv", 4, "", "")]


def test_semicolons_are_read_with_a_note(read):
    roster = read(changed(GOOD, orgs=GOOD["orgs.csv"].replace(",", ";")))
    assert found(roster, "separator") == [("orgs.csv", 1, "", ";")]
    assert len(roster.orgs) == 2


def test_guardians_come_from_agents_on_either_side(read):
    other_side = replaced(
        replaced(GOOD, "users", ",u3,07", ",,07"), "users", "ruth@home.example,,,,", "ruth@home.example,,,u1,"
    )
    for files in (GOOD, other_side):
        (link,) = read(files).guardianships
        assert (link.guardian, link.learner, link.relation) == ("u3", "u1", "parent")


def test_a_teacher_is_no_guardian_because_an_agent_column_says_so(read):
    roster = read(replaced(GOOD, "users", ",u3,07", ",u2,07"))
    assert roster.guardianships == []
    assert found(roster, "agent_not_family") == [("users.csv", 2, "agentSourcedIds", "u2")]


def test_relationships_of_school_data_sync_make_families():
    roster = read_roster(sample("microsoft-sds/SDS v2.1"))
    assert {(link.guardian, link.learner, link.relation) for link in roster.guardianships} == {
        ("114002", "114001", "guardian"), ("114002", "114003", "relative"), ("114005", "114004", "guardian"),
    }  # fmt: skip


def test_somebody_switched_off_is_read_as_gone(read):
    roster = read(replaced(GOOD, "users", "u4,,,true", "u4,,,false"))
    assert found(roster, "not_enabled") == [("users.csv", 5, "enabledUser", "false")]
    assert [row.active for row in roster.enrolments] == [True, True, True, False]
