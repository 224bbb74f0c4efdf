"""The engine of proficiency: how well and how fast chances of answers are told, and how fast a class is estimated.

Chances are told on ASSISTments 2009 with the published split by learner: fitted to some learners, tested on others,
each prediction from what that learner did before. The peers were run on the same split. Fitting is timed in seconds of
the processor, all threads added up, so a busy machine or a second core changes nothing.
"""

from __future__ import annotations

import gzip
import os
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.harness import Claim
from trellis.embedded import Embedded
from trellis.engine.arrays import Floats, Ints
from trellis.engine.proficiency import RULES, Seen, apply_rule, estimate
from trellis.engine.proficiency.attempts import Attempts, Online, fit, predict

DATA = Path(os.environ.get("TRELLIS_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
ANSWERS = DATA / "benchmarks" / "knowledge-tracing" / "assistments09"
LEARNERS, COMPETENCIES, LEVELS, EACH = 30, 40, 4, 20


def claims(_database: Embedded) -> list[Claim]:
    """Measure the class, then, where the answers are here, the chances."""
    made = _of_a_class()
    if not ANSWERS.is_dir():
        print(f"    {ANSWERS.name} is not here (set TRELLIS_DATA); only the class was measured.")
        return made
    train, test = _attempts("train"), _attempts("test")
    return made + _of_a_fit(train, test) + _of_the_online_form(train, test)


def _of_a_fit(train: Attempts, test: Attempts) -> list[Claim]:
    seconds = _best(lambda: fit(train), 5, clock=time.process_time)
    tracemalloc.start()
    model = fit(train)
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    asked = _best(lambda: predict(model, test), 3, clock=time.process_time)
    found = area(test.correct, predict(model, test))
    what = f"test AUC on {len(test):,} answers of learners never seen"
    return [
        Claim(what, found, "", limit=0.770, better="more", peer="published logistic model", peer_value=0.766),
        Claim("the same, beside a rating", found, "", better="more", peer="Elo", peer_value=0.754),
        Claim("the same, beside knowledge tracing", found, "", better="more", peer="pyBKT", peer_value=0.714),
        Claim("the same, beside a simple rule", found, "", better="more", peer="decaying average", peer_value=0.673),
        Claim("the same, or answers would leak", found, "", limit=0.80),
        Claim(
            f"a fit to {len(train):,} answers, of one processor",
            seconds,
            "s",
            limit=1.0,
            peer="published logistic model",
            peer_value=10.0,
        ),
        Claim("memory of a fit, at most", megabytes, "MB"),
        Claim("predictions in one go", len(test) / asked * 60, "answers a minute", better="more"),
    ]


def _of_the_online_form(train: Attempts, test: Attempts) -> list[Claim]:
    model = fit(train)
    began = time.process_time()
    said = np.fromiter(Online(model).answer_all(test), np.float64)
    seconds = time.process_time() - began
    moving = np.fromiter(Online(model, item_step=0.1).answer_all(test), np.float64)
    apart = float(np.abs(said - predict(model, test)).max())
    return [
        Claim("online, answer by answer", len(test) / seconds * 60, "answers a minute", limit=1e6, better="more"),
        Claim("online beside the fitted form, largest difference of a chance", apart, "", limit=1e-4),
        Claim("online test AUC, items moving with the answers", area(test.correct, moving), "", limit=0.80),
    ]


def _of_a_class() -> list[Claim]:
    rng, n = np.random.default_rng(1), LEARNERS * COMPETENCIES * EACH
    cell = rng.permutation(np.repeat(np.arange(LEARNERS * COMPETENCIES), EACH))
    purpose, judge = np.array(["FOR", "OF"])[rng.integers(0, 2, n)], rng.integers(-1, 8, n)
    level, age, noise = rng.integers(0, LEVELS, n), rng.uniform(0, 900, n), rng.uniform(0.4, 0.9, 8)
    asked = partial(estimate, n_learners=LEARNERS, n_competencies=COMPETENCIES, n_levels=LEVELS)
    ruled = partial(apply_rule, n_learners=LEARNERS, n_competencies=COMPETENCIES, n_levels=LEVELS)

    def seen() -> Seen:
        return Seen(
            learner=cell // COMPETENCIES,
            competency=cell % COMPETENCIES,
            level=level,
            age=age,
            weight=np.ones(n),
            judge=judge,
            purpose=purpose,
        )

    once = seen()
    what = f"{LEARNERS} learners x {COMPETENCIES} competencies x {EACH} judgements"
    made = [
        Claim(what, _best(lambda: asked(seen()), 30) * 1000, "ms", limit=10),
        Claim(
            "the same, each judge with a noise of their own",
            _best(lambda: asked(seen(), judge_noise=noise), 30) * 1000,
            "ms",
            limit=10,
        ),
    ]
    for name in RULES:
        milliseconds = _best(partial(ruled, name, once), 30) * 1000
        made.append(Claim(f"the same by the rule {name}", milliseconds, "ms", limit=10))
    return made


def area(right: Ints, said: Floats) -> float:
    """Return how often a right answer was held more likely than a wrong one; even chances count half."""
    _, place, count = np.unique(said, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    n_right = int(right.sum())
    above = middle[place][right == 1].sum() - n_right * (n_right + 1) / 2
    return float(above / (n_right * (len(right) - n_right)))


def _attempts(part: str) -> Attempts:
    with gzip.open(ANSWERS / f"preprocessed_data_{part}.csv.gz", "rt") as file:
        rows = np.loadtxt(file, np.int64, delimiter="\t", skiprows=1)
    return Attempts(learner=rows[:, 0], item=rows[:, 1], skill=rows[:, 4], correct=rows[:, 3])


def _best(work: Callable[[], object], times: int, *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the seconds of the quickest of several goes: what the work takes, not what else the machine does."""
    taken = []
    for _ in range(times):
        began = clock()
        work()
        taken.append(clock() - began)
    return min(taken)
