"""Pages that show the framework: the shelf, one framework as a tree, the search, one competency, scales, graduation."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from trellis.framework import queries, queries_profile, queries_scales, queries_search
from trellis.framework.access import (
    get_competency_for,
    get_framework_for,
    may_describe,
    may_shape_frame,
    may_write_competencies,
)
from trellis.framework.forms import SearchForm
from trellis.framework.picture import around_picture
from trellis.framework.queries_competency import competency_page
from trellis.framework.queries_tree import TOP, load_tree, rows_by_key, shown_keys, state_of, whole
from trellis.framework.queries_words import in_language, reader_language, title_of
from trellis.framework.tree_html import tree_branch, tree_page, whole_tree
from trellis.people.access import may_run_district
from trellis.people.requests import SignedIn


@require_safe
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Show every framework of the district."""
    language = reader_language()
    context = {
        "shelf": queries.shelf(request.standing, language),
        "may_exchange": may_run_district(request.standing),
    }
    return render(request, "framework/index.html", context)


@require_safe
@login_required
@vary_on_headers("HX-Request")
def framework(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Show one framework as a tree with one branch open; htmx gets that branch alone."""
    found = get_framework_for(request.standing, framework_id)
    language, state = reader_language(), state_of(found)
    tree, opened, after = load_tree(found, state), request.GET.get("open", TOP), _number(request.GET.get("after"))
    if "HX-Request" in request.headers and opened in tree.length:
        return HttpResponse(tree_branch(found, state, language, opened, after))
    context = {
        "framework": found,
        "title": title_of(found, language),
        "description": in_language(found.translations, language, "description", found.description),
        "source": queries.source_of(found, language),
        "tree": tree_page(found, state, language, opened if opened in tree.length else TOP, after),
        "opened": opened if opened in tree.length else TOP,
        "n_competencies": len(tree),
        "tree_shape": tree,
        "n_retired": tree.n_retired,
        "may_write": may_write_competencies(request.standing),
        "may_shape": may_shape_frame(request.standing),
    }
    return render(request, "framework/framework.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


@require_safe
@login_required
def print_framework(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Show a whole framework for paper, with its licence."""
    found = get_framework_for(request.standing, framework_id)
    language, tree = reader_language(), load_tree(found)
    rows = rows_by_key(shown_keys(tree, whole(tree)), language)
    context = {
        "framework": found,
        "title": title_of(found, language),
        "description": in_language(found.translations, language, "description", found.description),
        "source": queries.source_of(found, language),
        "tree": whole_tree(tree, rows, TOP),
        "tree_shape": tree,
    }
    return render(request, "framework/print_framework.html", context)


@require_safe
@login_required
def search(request: SignedIn) -> HttpResponse:
    """Find competencies in all frameworks."""
    language = reader_language()
    form = SearchForm(request.GET, frameworks=queries_search.choices_of_frameworks(request.standing, language))
    question = form.question()
    results = None if question.is_empty else queries_search.search(request.standing, question, language)
    context = {"form": form, "question": question, "results": results, "pages": _pages(request, results)}
    if results is not None and not results.hits:
        context["fields"] = queries.fields_to_open(request.standing, language)
        context["shorter"] = queries_search.shorter_words(request.standing, question, language)
    return render(request, "framework/search.html", context)


def _pages(request: SignedIn, results: queries_search.Results | None) -> dict[str, str]:
    """Return the addresses of the pages before and after this one."""
    pages: dict[str, str] = {}
    if results is None:
        return pages
    for name, page in (("before", results.page - 1), ("after", results.page + 1)):
        if 1 <= page <= results.n_pages:
            asked = request.GET.copy()
            asked["page"] = str(page)
            pages[name] = f"?{asked.urlencode()}"
    return pages


@require_safe
@login_required
def competency(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Show one competency: what it says, where it sits, what comes before and after, what each level looks like."""
    found = get_competency_for(request.standing, competency_id)
    page = competency_page(found, reader_language())
    context = {
        "page": page,
        "picture": around_picture(page),
        "may_edit": found.is_local and may_write_competencies(request.standing),
        "may_describe": bool(found.framework.scale_id) and may_describe(request.standing, found),
        "may_write": may_write_competencies(request.standing),
    }
    return render(request, "framework/competency.html", context)


@require_safe
@login_required
def print_competency(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Show one competency as a sheet of paper."""
    page = competency_page(get_competency_for(request.standing, competency_id), reader_language())
    return render(request, "framework/print_competency.html", {"page": page})


@require_safe
@login_required
def scales(request: SignedIn) -> HttpResponse:
    """Show the levels on which proficiency is told, and what they look like."""
    language, may_shape = reader_language(), may_shape_frame(request.standing)
    context = {
        "scales": queries_profile.scale_pages(request.standing, language),
        "may_shape": may_shape,
        "uses": queries_scales.who_uses_which(request.standing, language) if may_shape else (),
    }
    return render(request, "framework/scales.html", context)


@require_safe
@login_required
def requirements(request: SignedIn) -> HttpResponse:
    """Show what graduation asks for, and what counts."""
    page = queries_profile.requirements_page(request.standing, reader_language())
    context = {"page": page, "may_shape": may_shape_frame(request.standing)}
    return render(request, "framework/requirements.html", context)
