"""Small frameworks for tests."""

from __future__ import annotations

from trellis.framework.models import Competency, CompetencyLink, Framework


def make_framework(title: str, *, n: int, words: int = 3) -> Framework:
    """Make a framework of ``n`` competencies, all at the top."""
    framework = Framework.objects.create(title=title, case_identifier=title, licence="CC0", language="en")
    texts = [f"Do thing number {number}" + " and so on" * words for number in range(n)]
    made = Competency.objects.bulk_create(
        Competency(
            framework=framework,
            case_identifier=f"{title} {number}",
            code=f"T.{number}",
            statement=text,
            statement_html=text,
            statement_plain=text,
        )
        for number, text in enumerate(texts)
    )
    for number, each in enumerate(made):
        child_of(each, None, number)
    return framework


def nest(framework: Framework, *, fan: int) -> Framework:
    """Hang the competencies of a framework under one another, ``fan`` under each."""
    items = list(framework.competencies.order_by("pk"))
    CompetencyLink.objects.filter(framework=framework).delete()
    CompetencyLink.objects.bulk_create(
        CompetencyLink(
            framework=framework,
            kind=CompetencyLink.Kind.CHILD_OF,
            origin=item,
            destination=items[number // fan - 1] if number >= fan else None,
            sequence=number,
        )
        for number, item in enumerate(items)
    )
    return framework


def child_of(origin: Competency, destination: Competency | None, sequence: int | None = None) -> CompetencyLink:
    """Say that ``origin`` belongs to ``destination``, or to the top."""
    return link(origin, CompetencyLink.Kind.CHILD_OF, destination, sequence)


def link(origin: Competency, kind: str, destination: Competency | None, sequence: int | None = None) -> CompetencyLink:
    """Connect two competencies."""
    return CompetencyLink.objects.create(
        framework_id=origin.framework_id, kind=kind, origin=origin, destination=destination, sequence=sequence
    )
