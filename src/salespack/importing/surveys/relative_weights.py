"""Key-driver analysis: how much of what moves one figure each of several others accounts for, where they go together.

J. W. Johnson, "A heuristic method for estimating the relative weight of predictor variables in multiple regression",
Multivariate Behavioral Research 35 (2000), 1–19. The predictors are replaced by the closest uncorrelated ones; the
weights sum to R². Intervals are percentiles of a bootstrap over respondents (B. Efron, 1979).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from operator import mul

import msgspec

Matrix = list[list[float]]

FEWEST, FEWEST_EACH = 30, 10
"""Respondents below which nothing is told: in all, and for each predictor (F. E. Harrell's rule of thumb)."""
LEAST_EXPLAINED = 0.05
"""Of the variance, adjusted for the number of predictors: below it the figure has other causes."""
LEAST_EIGENVALUE = 1e-8
MOST_SWEEPS, CONVERGED = 100, 1e-24
SEED, WORK, FEWEST_SAMPLES, MOST_SAMPLES = 1, 10_000_000, 200, 500
"""A bootstrap that gives the same each time: as many samples as so many multiplications allow."""
LARGEST_SAMPLE = 2_000
"""Samples have no more respondents; the intervals are made narrower by the root of what is left out."""
OUTSIDE = 0.025
"""Share of the samples on each side of an interval: 95% are within."""


class Driver(msgspec.Struct, frozen=True):
    """What one predictor accounts for: its share of what all explain (0–1), with the interval of that share."""

    share: float
    low: float
    high: float


class Drivers(msgspec.Struct, frozen=True):
    """The predictors in their order, the share of the variance that they explain together (0–1), from n respondents.

    `why` says why nothing can be told; then there are no drivers.
    """

    drivers: tuple[Driver, ...]
    explained: float
    n: int
    needed: int
    why: str = ""


def drivers_of(predictors: Sequence[Sequence[float]], outcome: Sequence[float]) -> Drivers:
    """What each predictor accounts for in an outcome; all have a figure for each respondent."""
    n, needed = len(outcome), max(FEWEST, FEWEST_EACH * len(predictors))

    def cannot_tell(why: str, explained: float = 0.0) -> Drivers:
        return Drivers((), explained, n, needed, why)

    if n < needed:
        return cannot_tell(f"{n} respondents answered all of it, and {needed} are needed")
    weights = relative_weights(predictors, outcome)
    if weights is None:
        return cannot_tell("an answer is the same for everybody, or two answers say the same")
    explained = sum(weights)
    adjusted = 1 - (1 - explained) * (n - 1) / (n - len(predictors) - 1)
    if adjusted < LEAST_EXPLAINED:
        return cannot_tell("the answers explain next to nothing of the overall satisfaction", explained)
    drawn = min(n, LARGEST_SAMPLE)
    samples, narrower = _samples(predictors, outcome, drawn), math.sqrt(drawn / n)
    found = []
    for at, weight in enumerate(weights):
        shares = sorted(sample[at] for sample in samples)
        share = weight / explained
        low, high = (share + (_percentile(shares, one) - share) * narrower for one in (OUTSIDE, 1 - OUTSIDE))
        found.append(Driver(share, low, high))
    return Drivers(tuple(found), explained, n, needed)


def relative_weights(predictors: Sequence[Sequence[float]], outcome: Sequence[float]) -> list[float] | None:
    """Johnson's relative weights, which sum to R²; None where a column does not vary or two say the same."""
    standard = [_standardised(one) for one in (*predictors, outcome)]
    if any(one is None for one in standard):
        return None
    columns = [one for one in standard if one is not None]
    *given, last = columns
    size = len(given)
    correlations = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            correlations[row][column] = correlations[column][row] = sum(map(mul, given[row], given[column]))
    with_outcome = [sum(map(mul, one, last)) for one in given]
    values, vectors = eigen(correlations)
    if min(values) < LEAST_EIGENVALUE:
        return None
    roots = [math.sqrt(one) for one in values]
    # The correlations' square root: how the predictors go together with their closest uncorrelated ones.
    loadings = [
        [sum(vectors[row][k] * roots[k] * vectors[column][k] for k in range(size)) for column in range(size)]
        for row in range(size)
    ]
    inverse = [
        [sum(vectors[row][k] / roots[k] * vectors[column][k] for k in range(size)) for column in range(size)]
        for row in range(size)
    ]
    betas = [sum(map(mul, row, with_outcome)) for row in inverse]
    return [sum((loading * beta) ** 2 for loading, beta in zip(row, betas, strict=True)) for row in loadings]


def _standardised(column: Sequence[float]) -> list[float] | None:
    """Deviations from the mean, of length 1 together; None where there are none."""
    mean = math.fsum(column) / len(column)
    deviations = [one - mean for one in column]
    length = math.sqrt(math.fsum(map(mul, deviations, deviations)))
    return [one / length for one in deviations] if length > 1e-12 * max(1.0, abs(mean)) else None


def eigen(symmetric: Sequence[Sequence[float]]) -> tuple[list[float], Matrix]:
    """Eigenvalues of a symmetric matrix, and its eigenvectors as columns, by Jacobi's rotations."""
    size = len(symmetric)
    matrix = [list(row) for row in symmetric]
    vectors = [[float(row == column) for column in range(size)] for row in range(size)]
    for _ in range(MOST_SWEEPS):
        if sum(matrix[p][q] ** 2 for p in range(size) for q in range(p)) <= CONVERGED:
            break
        for p in range(size):
            for q in range(p + 1, size):
                if matrix[p][q]:
                    _rotate(matrix, vectors, p, q)
    return [matrix[at][at] for at in range(size)], vectors


def _rotate(matrix: Matrix, vectors: Matrix, p: int, q: int) -> None:
    """Makes one element zero: G. H. Golub and C. F. Van Loan, Matrix Computations, 8.5."""
    tau = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    tangent = math.copysign(1.0, tau) / (abs(tau) + math.hypot(1.0, tau))
    cosine = 1 / math.hypot(1.0, tangent)
    sine = tangent * cosine
    for row in matrix:
        row[p], row[q] = cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]
    upper, lower = matrix[p], matrix[q]
    for at in range(len(matrix)):
        upper[at], lower[at] = cosine * upper[at] - sine * lower[at], sine * upper[at] + cosine * lower[at]
    for row in vectors:
        row[p], row[q] = cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]


def _samples(predictors: Sequence[Sequence[float]], outcome: Sequence[float], drawn: int) -> list[list[float]]:
    """The shares of the predictors in samples of so many respondents, drawn with replacement."""
    n, size = len(outcome), len(predictors)
    count = min(MOST_SAMPLES, max(FEWEST_SAMPLES, WORK // (drawn * (size + 1) * (size + 2) // 2)))
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    found = []
    for _ in range(count):
        at = chance.choices(range(n), k=drawn)
        weights = relative_weights([[one[i] for i in at] for one in predictors], [outcome[i] for i in at])
        if weights is not None and (total := sum(weights)) > 0:
            found.append([one / total for one in weights])
    return found


def _percentile(ordered: Sequence[float], share: float) -> float:
    """A percentile by linear interpolation; nothing is between no figures."""
    if not ordered:
        return 0.0
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
