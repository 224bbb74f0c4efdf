"""Small rosters to start from, as texts by file name, and ways to write them down."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

Files = dict[str, str]

GOOD: Files = {
    "manifest.csv": (
        "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.orgs,bulk\nfile.academicSessions,bulk\n"
        "file.courses,bulk\nfile.classes,bulk\nfile.users,bulk\nfile.roles,bulk\nfile.enrollments,bulk\n"
    ),
    "orgs.csv": (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        "d1,,,North District,district,,\ns1,,,River School,school,77,d1\n"
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "y1,,,2026/27,schoolYear,2026-08-24,2027-06-30,,2027\nt1,,,Autumn,term,2026-08-24,2026-12-18,y1,2027\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
        'c1,,,y1,Mathematics 7,MA7,07,s1,"Mathematics,Statistics",\n'
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods\n"
        'k1,,,Mathematics 7A,07,c1,7A,scheduled,Room 3,s1,"y1,t1",Mathematics,,\n'
        "k2,,,Advisory,07,,,homeroom,,s1,,,,\n"
    ),
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
        "sms,phone,agentSourcedIds,grades,password\n"
        "u1,,,true,ada,,Ada,Kovač,,,ada@school.example,,,u3,07,secret-ada\n"
        "u2,,,true,tom,,Tom,Lindqvist,,,tom@school.example,,,,,secret-tom\n"
        "u3,,,true,ruth,,Ruth,Kovač,,,ruth@home.example,,,,,\n"
        "u4,,,true,ben,,Ben,Okafor,,,,,,,KG,\n"
    ),
    "roles.csv": (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
        "r1,,,u1,primary,student,2026-08-24,,s1,\nr2,,,u2,primary,teacher,2026-08-24,,s1,\n"
        "r3,,,u3,primary,parent,,,s1,\nr4,,,u4,primary,student,,,s1,\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,k1,s1,u1,student,,2026-08-24,2027-06-30\ne2,,,k1,s1,u2,teacher,true,2026-08-24,\n"
        "e3,,,k2,s1,u1,student,,,\ne4,,,k1,s1,u4,student,,,\n"
    ),
}


def changed(files: Mapping[str, str], **texts: str | None) -> Files:
    """Return the files with some replaced (``orgs="..."``), or taken away (``orgs=None``)."""
    new = dict(files)
    for name, text in texts.items():
        if text is None:
            del new[f"{name}.csv"]
        else:
            new[f"{name}.csv"] = text
    return new


def with_row(files: Mapping[str, str], name: str, row: str) -> Files:
    """Return the files with one more row."""
    return changed(files, **{name: files[f"{name}.csv"] + row + "\n"})


def replaced(files: Mapping[str, str], name: str, old: str, new: str) -> Files:
    """Return the files with a text of one file replaced."""
    assert old in files[f"{name}.csv"]
    return changed(files, **{name: files[f"{name}.csv"].replace(old, new)})


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return the files as a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def sample(name: str) -> Path:
    """Return a real roster, or skip the test where the shared data is not here."""
    root = Path(os.environ.get("TRELLIS_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
    path = root / "rosters" / name
    if not path.exists():
        pytest.skip(f"needs {name} from the shared data (set TRELLIS_DATA)")
    return path


SAMPLES = (
    "oneroster-v1p1-basecsv",
    "oneroster-moodle-fixtures/Test_full_data_set.zip",
    "oneroster-moodle-fixtures/Test_minimal_data_set.zip",
    "oneroster-moodle-fixtures/oneroster_test_data.zip",
    "oneroster-moodle-fixtures/v1p2_full_dataset.zip",
    "microsoft-sds/SDS v2",
    "microsoft-sds/SDS v2.1",
    "microsoft-sds/SDS Format/100 Users",
    "microsoft-sds/SDS Format/25 Users",
    "microsoft-sds/SDS Format/Min Required Attributes",
    "microsoft-sds/UK Format/100 Users",
    "microsoft-sds/UK Format/25 Users",
    "microsoft-sds/UK Format/Min Required Attributes",
)
