"""Files that the stories bring along: a small roster and a small framework, written by us."""

# ruff: noqa: E501 (lines of CSV are as long as they are)

from __future__ import annotations

import io
import json
import zipfile

_CSV = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\n"
    "file.orgs,bulk\nfile.classes,bulk\nfile.users,bulk\nfile.enrollments,bulk\nfile.courses,bulk\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n{m}-o,,,Lakeside {m},school,,\n",
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "{m}-t,,,Long year {m},schoolYear,2020-08-01,2040-07-31,,2040\n",
    "courses.csv": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes\n{m}-k,,,{m}-t,Boats,B1,01,{m}-o,,\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n{m}-c,,,Boats {m},01,{m}-k,,scheduled,Pier,{m}-o,{m}-t,,,\n",
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "{m}-1,,,true,{m}-o,student,juna-{m},,Juna,Sailor{m},,,,,,,01,secret\n"
    "{m}-2,,,true,{m}-o,student,odd-{m},,Odd,Rower{m},,,,,,,01,secret\n"
    "{m}-3,,,true,{m}-o,teacher,pia-{m},,Pia,Harbour{m},,,,,,,,secret\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate\n{m}-e1,,,{m}-c,{m}-o,{m}-1,student,,2020-08-01,\n{m}-e2,,,{m}-c,{m}-o,{m}-2,student,,2020-08-01,\n"
    "{m}-e3,,,{m}-c,{m}-o,{m}-3,teacher,true,2020-08-01,\n",
}


def roster(mark: str) -> bytes:
    """Return a zipped OneRoster 1.1 with one class of two learners and a teacher; ``mark`` makes its names unique."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in _CSV.items():
            archive.writestr(name, text.replace("{m}", mark))
    return packed.getvalue()


def case_package(mark: str) -> bytes:
    """Return a CASE 1.0 package of a framework with one branch of two entries."""

    def item(number: int, statement: str) -> dict[str, object]:
        identifier = f"00000000-0000-4000-8000-{number:04d}{mark:0>8}"
        return {"identifier": identifier, "uri": f"urn:{identifier}", "fullStatement": statement,
                "humanCodingScheme": f"B.{number}", "lastChangeDateTime": "2026-01-01T00:00:00+00:00"}  # fmt: skip

    document = {"identifier": f"00000000-0000-4000-9000-0000{mark:0>8}", "uri": "urn:boats", "creator": "Lakeside",
                "title": f"Boats and water {mark}", "lastChangeDateTime": "2026-01-01T00:00:00+00:00"}  # fmt: skip
    items = [item(1, "Boats"), item(2, "Row a boat with somebody"), item(3, "Say where $x^2$ comes from")]

    def under(number: int, child: dict[str, object], parent: dict[str, object]) -> dict[str, object]:
        return {"identifier": f"00000000-0000-4000-a000-{number:04d}{mark:0>8}", "uri": f"urn:a{number}",
                "associationType": "isChildOf", "sequenceNumber": number,
                "originNodeURI": {"title": "", "identifier": child["identifier"], "uri": child["uri"]},
                "destinationNodeURI": {"title": "", "identifier": parent["identifier"], "uri": parent["uri"]},
                "lastChangeDateTime": "2026-01-01T00:00:00+00:00"}  # fmt: skip

    links = [under(1, items[0], document), under(2, items[1], items[0]), under(3, items[2], items[0])]
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": links}).encode()
