"""What a package says as a whole: ends that lead nowhere, circles, codes used twice."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.interop.case.package import IS_CHILD_OF, Association, Package
from trellis.interop.case.problems import Problems, step
from trellis.interop.case.shapes import is_uuid


def check_package(package: Package, problems: Problems) -> None:
    """Add to ``problems`` what can only be seen by looking at all parts together."""
    known = {item.identifier for item in package.items} | {package.identifier}
    _check_shared_identity(package, problems)
    _check_identifiers(package, problems)
    _check_ends(package, known, problems)
    _check_circles(package, problems)
    _check_codes(package, problems)
    if not package.items:
        problems.warning("/CFItems", "[]", _("The framework has no items yet."))


def circular_associations(package: Package) -> frozenset[str]:
    """Return the ``isChildOf`` associations that must be left out of the tree so that it has no circle.

    Depth-first from every item in the order of the file; an edge back to an ancestor closes a circle.
    """
    parents: dict[str, list[Association]] = defaultdict(list)
    for association in package.associations:
        if association.type == IS_CHILD_OF:
            parents[association.origin].append(association)
    cut: set[str] = set()
    done: set[str] = set()
    for start in list(parents):
        if start not in done:
            _cut_circles_from(start, parents, done, cut)
    return frozenset(cut)


def _cut_circles_from(start: str, parents: dict[str, list[Association]], done: set[str], cut: set[str]) -> None:
    on_path = {start}
    stack = [(start, iter(parents[start]))]
    while stack:
        node, upward = stack[-1]
        association = next(upward, None)
        if association is None:
            stack.pop()
            on_path.discard(node)
            done.add(node)
            continue
        parent = association.destination
        if parent in on_path:
            cut.add(association.identifier)
        elif parent not in done and parent in parents:
            on_path.add(parent)
            stack.append((parent, iter(parents[parent])))


def _check_shared_identity(package: Package, problems: Problems) -> None:
    for item in package.items:
        if item.identifier == package.identifier:
            problems.error(
                step(item.place, "identifier"),
                item.identifier,
                _("An item has the identifier of the framework itself. Correct one of them at the source."),
            )


def _check_identifiers(package: Package, problems: Problems) -> None:
    odd = [item for item in package.items if not is_uuid(item.identifier)]
    if not is_uuid(package.identifier):
        problems.note("/CFDocument/identifier", package.identifier, _("Not a UUID, as CASE asks. It is used as it is."))
    if odd:
        sentence = ngettext(
            "{count} item has an identifier that is not a UUID. It is used as it is.",
            "{count} items have identifiers that are not UUIDs. They are used as they are.",
            len(odd),
        )
        problems.note(step(odd[0].place, "identifier"), odd[0].identifier, sentence.format(count=len(odd)))


def _check_ends(package: Package, known: set[str], problems: Problems) -> None:
    for association in package.associations:
        for name, identifier in (
            ("originNodeURI", association.origin),
            ("destinationNodeURI", association.destination),
        ):
            if identifier not in known:
                problems.warning(
                    step(association.place, name),
                    identifier,
                    _(
                        "Not in this package. The connection ({kind}) is kept and joined when that item is imported."
                    ).format(kind=association.type),
                )


def _check_circles(package: Package, problems: Problems) -> None:
    cut = circular_associations(package)
    for association in package.associations:
        if association.identifier in cut:
            problems.warning(
                step(association.place, "destinationNodeURI"),
                association.destination,
                _("This makes an item its own ancestor. The connection is kept, but left out of the tree."),
            )


def _check_codes(package: Package, problems: Problems) -> None:
    times = Counter(item.code for item in package.items if item.code)
    for item in package.items:
        if times.get(item.code, 0) > 1:
            sentence = _("{count} items share this code. Each keeps it; search shows all of them.")
            problems.note(step(item.place, "humanCodingScheme"), item.code, sentence.format(count=times.pop(item.code)))
