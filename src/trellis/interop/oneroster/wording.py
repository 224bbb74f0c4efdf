"""What each problem means and what to do about it, in plain words and in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.interop.oneroster.problems import Problem, Severity

TEXTS: dict[str, str | Promise] = {
    # The roster is refused.
    "not_found": _("There is no such file or folder. Check the path."),
    "not_a_roster": _("No roster was found here. Give a folder or zip with users.csv and orgs.csv, or with School.csv and Section.csv."),
    "not_a_zip": _("This is not a zip file that can be opened. Make the zip again and upload it once more."),
    "too_many_files": _("There are more than %(limit)s files in it. Put only the CSV files of the roster in."),
    "too_big": _("This is larger than %(limit)s bytes when unpacked. Split the roster, or give it as a folder on the server."),
    "bomb": _("This file would grow suspiciously when unpacked, so nothing was unpacked. Make the zip again from the CSV files."),
    "unsafe_path": _("The name of this file leads out of the zip, so nothing was unpacked. Make the zip again from the CSV files alone."),
    "link": _("This is a link and not a file. Put the file itself in its place."),
    "nested_archive": _("This is an archive inside the roster, so nothing was unpacked. Take the CSV files out of it and zip those."),
    "encrypted": _("This file is locked with a password. Make the zip again without one."),
    "duplicate_file": _("This file is there twice: the other one is %(value)s. Keep one of them."),
    "unknown_compression": _("This file is packed in a way that is not known here. Make the zip again with an ordinary zip program."),
    "damaged_file": _("This file cannot be read to its end. Export it and send it again."),
    "missing_file": _("The roster needs the file %(value)s, and it is not there. Add it, even if it only holds its header."),
    "empty_file": _("This file is empty. It needs at least a line with the names of the columns."),
    "line_too_long": _("From here on there is no end of line, so this is not a CSV file. Export it again."),
    "unclosed_quote": _("A quotation mark opens here and does not close, so it swallows the rows below. Close it, or take it away."),
    "unreadable_text": _("From here on the text cannot be read. Save the file as UTF-8."),
    "duplicate_header": _("Two columns have this name (numbers %(first)s and %(second)s), so it is unclear which one counts. Rename or remove one."),
    "missing_column": _("This column is needed and is not there. Found: %(found)s."),
    "duplicate_identifier": _("Two different rows have this identifier; the first is on line %(first)s. Give each row its own, or remove one."),
    # The row is left out.
    "missing_value": _("This cell is needed and is empty. Fill it in."),
    "bad_date": _("This is not a date that can be read for certain. Write it like 2026-08-24."),
    "ends_before_start": _("This day is before the start, %(starts)s. Correct one of the two."),
    "unknown_role": _("This role is not known. Use student, teacher, aide, parent, guardian, relative or administrator."),
    "unknown_relation": _("This is not somebody who answers for a child at home. Use parent, guardian or relative."),
    "unknown_status": _("This status is not known. Use active or tobedeleted."),
    "dangling": _("The row %(of)s names this, but there is no such row in %(other)s. Add it there, or take it away here."),
    "dangling_left_out": _("The row %(of)s names this, but line %(other_line)s of %(other)s, where it stands, was left out. Correct that line."),
    "ragged_row": _("This row has %(value)s cells, the header has %(expected)s. Put texts with commas in quotation marks."),
    "bad_characters": _("This row holds characters that cannot be read. Write them again and save the file as UTF-8."),
    "too_long": _("This text is longer than %(longest)s characters. Shorten it."),
    "agent_not_family": _("The row %(of)s names this person, but one of the two must be a learner and the other a parent, guardian or relative."),
    # Imported, and worth knowing.
    "dangling_kept": _("The row %(of)s names this, but there is no such row in %(other)s. The row is imported without it."),
    "duplicate_row": _("This row stands on line %(first)s already, word for word. It is counted once."),
    "inactive": _("“Inactive” is read as ended."),
    "encoding_guessed": _("From here on this file is not clean UTF-8. It was read as %(value)s: check names with accents, and save it as UTF-8."),
    "separator": _("The columns are separated by “%(value)s” instead of a comma. They were read like that."),
    "formula_text": _("A spreadsheet would run this as a formula. It is kept as plain text."),
    "folded_lines": _("A cell of this row goes over several lines. They were put on one line."),
    "columns_kept_out": _("These columns are not part of the format and are not imported."),
    "password_never_read": _("Passwords are never read from a roster."),
    "file_not_needed": _("This file is not needed and was not read."),
    "manifest_disagrees": _("manifest.csv says “%(value)s” about this, which does not fit. Nothing is ended because of this file."),
    "header_only": _("This file has a header and no rows, so it changes and ends nothing."),
    "unknown_grade": _("This grade is not known, so it is left away. Use PK, KG or 01 to 13."),
    "bad_email": _("This is not an e-mail address, so it is left away."),
    "dates_day_first": _("Dates in this column are read with the day first, because some can only be read so."),
    "dates_month_first": _("Dates in this column are read with the month first, because some can only be read so."),
    "dates_unclear": _("Nothing in this file shows whether the day or the month stands first; read with the %(read)s. Write dates like 2026-08-24."),
    "name_from_username": _("There is no name here, so the username stands in until a name comes."),
    "cyclic_parent": _("This row is above itself, through its parents. It is imported without a parent."),
    "no_rights": _("This role brings no rights by itself. Make somebody a coordinator on the page about them."),
    "not_enabled": _("This person is switched off in the roster, so their roles and classes end."),
    "username_shared": _("The person on line %(first)s has the same username. Both are imported; only one of them can sign in with it."),
    "two_versions": _("This stands on line %(first)s with other words. The first one counts."),
}  # fmt: skip
SEVERITIES: dict[Severity, str | Promise] = {
    Severity.REFUSED: _("stops the import"),
    Severity.LEFT_OUT: _("row left out"),
    Severity.NOTE: _("good to know"),
}
NOUN_WORDS: dict[str, str | Promise] = {
    "orgs": _("Schools and organisations"),
    "sessions": _("Terms"),
    "courses": _("Courses"),
    "classes": _("Classes"),
    "people": _("People"),
    "roles": _("Roles"),
    "guardianships": _("Families"),
    "enrolments": _("Places in classes"),
}


def sentence_for(problem: Problem) -> str:
    """Say what a problem is and what to do, in the language in use."""
    code = problem.code
    if code == "dangling" and problem.details.get("other_line"):
        code = "dangling_left_out"
    details = {"value": problem.value, "of": "", "other": "", **problem.details}
    if "read" in details:  # kept as a word of ours (`values.Order`), so that every reader gets their own language
        details["read"] = gettext(details["read"])
    return str(TEXTS[code]) % details
