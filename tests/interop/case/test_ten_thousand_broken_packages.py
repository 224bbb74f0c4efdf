"""Ten thousand broken packages and tables: no crash, no partial import, every refusal names its place."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interop.case.mutations import broken_package, broken_table
from tests.interop.case.small import as_bytes, small_package

from trellis.core.models import Moment
from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.actions import import_framework
from trellis.interop.case.exporting import to_case, to_json
from trellis.interop.case.package import same_content
from trellis.interop.case.parsing import read_package
from trellis.interop.case.queries import package_of
from trellis.interop.case.sources import Choices, read_source
from trellis.interop.case.tables import Heading

N_PURE, N_TABLES, N_STORED, SLICES = 8_000, 1_700, 300, 8
MODELS = (Framework, Competency, CompetencyLink, Moment)


def check_answer(package, problems):
    """Either a package, or errors that all say where and what to do."""
    assert (package is None) == (problems.counts["error"] > 0)
    for problem in problems.found:
        assert problem.place
        assert problem.what_to_do
        assert problem.severity in {"error", "warning", "note"}


@pytest.mark.parametrize("slice_", range(SLICES))
def test_a_broken_package_is_read_or_refused_with_its_place(slice_):
    n_read = n_refused = 0
    for seed in range(slice_, N_PURE, SLICES):
        package, problems = read_package(broken_package(seed))
        check_answer(package, problems)
        if package is None:
            n_refused += 1
            continue
        n_read += 1
        if seed % 3 == 0:
            again, second = read_package(to_json(to_case(package)))
            assert second.counts["error"] == 0, (seed, second.found)
            assert same_content(package, again), seed
    # Both must really happen, or the mutations have grown too mild or too wild.
    assert n_read > 100
    assert n_refused > 100


@pytest.mark.parametrize("slice_", range(4))
def test_a_broken_table_is_read_or_refused_with_its_place(slice_):
    n_read = n_refused = 0
    for seed in range(slice_, N_TABLES, 4):
        package, problems = read_source(broken_table(seed), Choices(heading=Heading("Broken")))
        check_answer(package, problems)
        n_read += package is not None
        n_refused += package is None
    assert n_read > 50
    assert n_refused > 50


def counts():
    return [model.objects.count() for model in MODELS]


def test_an_import_is_whole_or_nothing(cast, now):
    """Each package meets a district that has the unbroken one, and one import more or none at all."""
    import_framework(district_id=cast.district.pk, source=as_bytes(small_package()), by=cast.omar, now=now)
    before = counts()
    n_applied = n_refused = 0
    for seed in range(100_000, 100_000 + N_STORED):
        content = broken_package(seed)
        with transaction.atomic():
            report = import_framework(district_id=cast.district.pk, source=content, by=cast.omar, now=now)
            if report.applied:
                n_applied += 1
                framework = Framework.objects.get(pk=report.framework_id)
                assert same_content(package_of(framework), read_package(content)[0]), seed
                assert counts()[-1] == before[-1] + 1
            else:
                n_refused += 1
                assert report.refused
                assert all(problem.place for problem in report.problems)
                assert counts() == before
            transaction.set_rollback(True)
    assert n_applied > 30
    assert n_refused > 30


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {"CFDocument": json_values, "CFItems": json_values},
        optional={"CFAssociations": json_values, "CFDefinitions": json_values, "CFRubrics": json_values},
    )
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_in_the_shape_of_a_package_is_answered(value):
    check_answer(*read_package(as_bytes(value)))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_answered(content):
    check_answer(*read_package(content))
    check_answer(*read_source(content, Choices(heading=Heading("Any"))))
