"""What the files and columns of each dialect are called. Only these files are opened, only these columns are read."""

from __future__ import annotations

from trellis.interop.oneroster.tables import Field, Layout


def _field(name: str, *headers: str, required: bool = False) -> Field:
    return Field(name, tuple(header.lower() for header in headers), required)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


_HISTORY = "dateLastModified dataLastModified "
ID = _field("id", "sourcedId", required=True)
STATUS = _field("status", "status")

MANIFEST = Layout(
    "manifest.csv", (_field("name", "propertyName", required=True), _field("value", "value", required=True))
)
ORGS = Layout(
    "orgs.csv",
    (
        ID,
        STATUS,
        _field("name", "name", required=True),
        _field("type", "type", required=True),
        _field("identifier", "identifier"),
        _field("parent", "parentSourcedId"),
    ),
    _words(_HISTORY),
)
SESSIONS = Layout(
    "academicsessions.csv",
    (
        ID,
        STATUS,
        _field("title", "title", required=True),
        _field("type", "type", required=True),
        _field("starts", "startDate", required=True),
        _field("ends", "endDate", required=True),
        _field("parent", "parentSourcedId"),
        _field("year", "schoolYear"),
    ),
    _words(_HISTORY),
)
COURSES = Layout(
    "courses.csv",
    (
        ID,
        STATUS,
        _field("title", "title", required=True),
        _field("code", "courseCode", "code"),
        _field("org", "orgSourcedId"),
        _field("grades", "grades", "grade"),
        _field("subjects", "subjects", "subject"),
        _field("subject_codes", "subjectCodes"),
        _field("year", "schoolYearSourcedId", "schoolYearId"),
    ),
    _words(_HISTORY),
)
CLASSES = Layout(
    "classes.csv",
    (
        ID,
        STATUS,
        _field("title", "title", required=True),
        _field("school", "schoolSourcedId", "orgSourcedId", required=True),
        _field("course", "courseSourcedId"),
        _field("code", "classCode", "code"),
        _field("type", "classType"),
        _field("place", "location"),
        _field("grades", "grades", "grade"),
        _field("subjects", "subjects"),
        _field("subject_codes", "subjectCodes"),
        _field("periods", "periods"),
        _field("terms", "termSourcedIds", "termSourcedId", "sessionSourcedIds"),
    ),
    _words(_HISTORY),
)
_PERSON = (
    ID,
    STATUS,
    _field("enabled", "enabledUser"),
    _field("username", "username"),
    _field("given", "givenName"),
    _field("family", "familyName"),
    _field("middle", "middleName"),
    _field("called", "preferredGivenName"),
    _field("identifier", "identifier"),
    _field("email", "email"),
    _field("agents", "agentSourcedIds", "agents"),
    _field("relations", "metadata.trellis.relations"),
    _field("grades", "grades", "grade"),
)
_PERSON_LEFT_ALONE = _words(
    _HISTORY
    + "userIds userId sms phone userMasterIdentifier preferredMiddleName preferredFamilyName primaryOrgSourcedId"
    " pronouns resourceSourcedIds activeDirectoryMatchId"
)
USERS_WITH_ROLE = Layout(
    "users.csv",
    (*_PERSON, _field("role", "role", required=True), _field("orgs", "orgSourcedIds", "orgSourcedId", required=True)),
    _PERSON_LEFT_ALONE,
)
USERS = Layout("users.csv", _PERSON, _PERSON_LEFT_ALONE)
ROLES = Layout(
    "roles.csv",
    (
        _field("id", "sourcedId"),
        STATUS,
        _field("person", "userSourcedId", required=True),
        _field("org", "orgSourcedId", required=True),
        _field("role", "role", required=True),
        _field("type", "roleType"),
        _field("starts", "beginDate", "roleStartDate"),
        _field("ends", "endDate", "roleEndDate"),
        _field("grades", "grade", "grades"),
        _field("session", "sessionSourcedId"),
    ),
    _words(_HISTORY + "userProfileSourcedId isPrimary"),
)
ENROLLMENTS = Layout(
    "enrollments.csv",
    (
        _field("id", "sourcedId"),
        STATUS,
        _field("class", "classSourcedId", required=True),
        _field("person", "userSourcedId", required=True),
        _field("role", "role", required=True),
        _field("primary", "primary"),
        _field("starts", "beginDate"),
        _field("ends", "endDate"),
    ),
    _words(_HISTORY + "schoolSourcedId"),
)
RELATIONSHIPS = Layout(
    "relationships.csv",
    (
        _field("person", "userSourcedId", required=True),
        _field("other", "relationshipUserSourcedId", required=True),
        _field("role", "relationshipRole", required=True),
    ),
)

# Microsoft School Data Sync, classic; the British edition says "DfE Number" and "ID" for "SIS ID".
_SDS_PERSON = (
    _field("id", "SIS ID", "ID", required=True),
    _field("school", "School SIS ID", "School DfE Number", required=True),
    _field("username", "Username"),
    _field("given", "First Name"),
    _field("family", "Last Name"),
    _field("middle", "Middle Name"),
    _field("status", "Status"),
)
_SDS_PERSON_LEFT_ALONE = frozenset(
    ("state id", "secondary email", "birthdate", "graduation year", "title", "qualification")
)
SDS_SCHOOL = Layout(
    "school.csv",
    (
        _field("id", "SIS ID", "DfE Number", required=True),
        _field("name", "Name", required=True),
        _field("identifier", "School Number"),
    ),
    frozenset(
        "school nces_id|state id|grade low|grade high|principal sis id|principal name|principal secondary email|address"
        "|city|state|country|zip|postal code|phone|zone".split("|")
    ),
)
SDS_STUDENT = Layout(
    "student.csv",
    (*_SDS_PERSON, _field("identifier", "Student Number"), _field("grades", "Grade")),
    _SDS_PERSON_LEFT_ALONE,
)
SDS_TEACHER = Layout("teacher.csv", (*_SDS_PERSON, _field("identifier", "Teacher Number")), _SDS_PERSON_LEFT_ALONE)
SDS_SECTION = Layout(
    "section.csv",
    (
        _field("id", "SIS ID", "ID", required=True),
        _field("school", "School SIS ID", "School DfE Number", required=True),
        _field("title", "Section Name", required=True),
        _field("code", "Section Number"),
        _field("term", "Term SIS ID"),
        _field("term_title", "Term Name"),
        _field("starts", "Term StartDate"),
        _field("ends", "Term EndDate"),
        _field("course", "Course SIS ID"),
        _field("course_title", "Course Name"),
        _field("course_code", "Course Number"),
        _field("subjects", "Course Subject"),
        _field("periods", "Periods"),
        _field("status", "Status"),
    ),
    frozenset({"course description"}),
)
_SDS_MEMBER = (
    _field("class", "Section SIS ID", "Section ID", required=True),
    _field("person", "SIS ID", "ID", required=True),
)
SDS_STUDENT_ENROLMENT = Layout("studentenrollment.csv", _SDS_MEMBER)
SDS_TEACHER_ROSTER = Layout("teacherroster.csv", _SDS_MEMBER)
SDS_FILES = frozenset(
    layout.file
    for layout in (SDS_SCHOOL, SDS_STUDENT, SDS_TEACHER, SDS_SECTION, SDS_STUDENT_ENROLMENT, SDS_TEACHER_ROSTER)
)
ONEROSTER_FILES = frozenset(
    layout.file for layout in (MANIFEST, ORGS, SESSIONS, COURSES, CLASSES, USERS, ROLES, ENROLLMENTS, RELATIONSHIPS)
)
