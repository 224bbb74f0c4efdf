"""Decisions: written with their moment, corrected by a newer one, counted by lens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.decisions import correct_decision, decisions_about, mix_of, record_decision
from trellis.core.models import Decision, Lens
from trellis.core.registries import erase_everything_of


def _decide(cast, now, lens=Lens.DESIGN, decided_by="learner", reason="I like maps"):
    moment = record_moment(at=now, actor=cast.ada, verb="chose", thing=cast.ada_class, learner=cast.ada)
    return record_decision(moment=moment, lens=lens, decided_by=decided_by, reason=reason, basis=["interest"])


def test_a_decision_knows_when_who_and_what_from_its_moment(cast, now):
    decision = _decide(cast, now)
    assert (decision.at, decision.actor_id, decision.learner_id) == (now, cast.ada.pk, cast.ada.pk)
    assert (decision.subject_kind, decision.subject_id) == ("school.schoolclass", cast.ada_class.pk)
    assert [found.pk for found in decisions_about(cast.ada.pk, now)] == [decision.pk]
    assert decisions_about(cast.ada.pk, now + timedelta(seconds=1)) == []
    assert decisions_about(cast.ben.pk, now) == []


def test_a_correction_stands_for_the_old_entry_which_stays(cast, now):
    old = _decide(cast, now)
    new = correct_decision(decision=old, decided_by="together", reason="Tom helped", by=cast.ada, now=now)
    assert [found.pk for found in decisions_about(cast.ada.pk, now)] == [new.pk]
    assert Decision.objects.filter(pk=old.pk).exists()
    assert (new.lens, new.basis, new.decided_by) == (old.lens, ["interest"], "together")
    with pytest.raises(ActionRefused):
        correct_decision(decision=old, decided_by="educator", reason="no", by=cast.tom, now=now)


def test_the_mix_counts_every_lens_by_who_decided(cast, now):
    _decide(cast, now)
    _decide(cast, now, decided_by="together")
    _decide(cast, now, lens=Lens.TOOLS, decided_by="educator")
    mix = mix_of(decisions_about(cast.ada.pk, now))
    assert list(mix) == Lens.values
    assert (mix["design"]["learner"], mix["design"]["together"], mix["tools"]["educator"]) == (1, 1, 1)
    assert sum(sum(counts.values()) for counts in mix.values()) == 3


def test_erasing_somebody_takes_the_words_and_leaves_the_count(cast, now):
    decision = _decide(cast, now)
    erase_everything_of(cast.ada.pk)
    decision.refresh_from_db()
    assert decision.reason == ""
