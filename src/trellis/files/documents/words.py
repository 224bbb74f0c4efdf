"""What the readers of documents say when they cannot go on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOT_A_DOCUMENT = _(
    "This kind of file cannot be added. Documents that can: PDF, text, CSV, Markdown, and files of Word, Excel,"
    " PowerPoint and LibreOffice (DOCX, XLSX, PPTX, ODT, ODS, ODP)."
)
EMPTY = _("There is nothing in this file. Choose it again.")
TOO_LARGE = _("This document is larger than 25 MB. Save it smaller, or as a PDF.")
NOT_WHOLE = _("This document is not whole: something is missing inside. Save it again and choose it anew.")
A_PAGE = _("Web pages and drawings in code (HTML, SVG, XML) cannot be added. Save it as a PDF or as a picture.")
OLD_OFFICE = _("This is a file of an older program. Save it as DOCX, ODT or PDF and choose it again.")
MACROS = _("This document holds a program (macros), which could do harm. Save it without macros and choose it again.")
FROM_ELSEWHERE = _("This document loads something from elsewhere. Save it as a PDF and choose that.")
LOCKED = _("This document is locked with a password. Save it without and choose it again.")
PACKED = _("This is a packed file (ZIP or similar). Add the files in it one by one.")
FILES_INSIDE = _("Other files are hidden in this document. Save it as a PDF and choose that.")
TOO_MUCH_INSIDE = _("There is far more packed in this document than we can look through. Save it as a PDF.")
PDF_DOES_THINGS = _(
    "This PDF can do things by itself (it holds programs or other files). Print it to a new PDF and choose that."
)
FORMULAS = _("A formula in this table reaches outside of it. Save the table as plain values and choose it again.")
