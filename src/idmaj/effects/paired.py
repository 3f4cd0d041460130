"""The same people before and after: differences by Student's t, by their signs and by their ranks."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.exact import PermutationTest, estimate_sign_flip
from idmaj.errors import EstimationError


def estimate_paired_difference(differences: ArrayLike, *, conf_level: float = 0.95) -> Contrast:
    """Estimate the mean of paired differences by Student's t with n - 1 degrees of freedom.

    Parameters
    ----------
    differences : array_like, shape (n,)
        After minus before.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-finite``, ``too-few-people`` (under two); ``no-variation`` when all differences are equal.
    """
    d = check_values(differences, "differences")
    if len(d) < 2:
        raise EstimationError("too-few-people", n=len(d), needed=2)
    if np.ptp(d) == 0:
        raise EstimationError("no-variation")
    return build_contrast(d.mean(), d.std(ddof=1) / np.sqrt(len(d)), df=len(d) - 1, conf_level=conf_level)


def estimate_sign_test(differences: ArrayLike) -> float:
    """Return the p-value of the exact sign test; differences of 0 are left out.

    Raises
    ------
    EstimationError
        ``not-finite``, ``too-few-people``; ``no-variation`` when every difference is 0.
    """
    d = _drop_zeros(differences)
    return float(stats.binomtest(int((d > 0).sum()), len(d), 0.5).pvalue)


def estimate_signed_rank(
    differences: ArrayLike, *, exact: bool = True, draws: int = 100_000, seed: int = 0
) -> PermutationTest:
    """Test paired differences by Wilcoxon's signed ranks; differences of 0 are left out, ties share their rank.

    Parameters
    ----------
    differences : array_like, shape (n,)
        After minus before.
    exact : bool
        Turn the signs of the ranks: all patterns when there are at most 100,000, drawn ones otherwise. False
        gives the normal approximation with continuity and tie correction, R's answer where ranks tie.
    draws, seed : int
        Used only where patterns are drawn.

    Returns
    -------
    PermutationTest
        Its estimate is V, the sum of the ranks of positive differences; no rearrangement stands behind the
        normal approximation.

    Raises
    ------
    EstimationError
        As `estimate_sign_test`.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1.
    """
    d = _drop_zeros(differences)
    ranks = stats.rankdata(np.abs(d))
    positive = float(ranks[d > 0].sum())
    if not exact:
        p = stats.wilcoxon(d, zero_method="wilcox", correction=True, method="asymptotic").pvalue
        return PermutationTest(positive, float(p), 0, is_exact=False, mc_error=0.0)
    test = estimate_sign_flip(np.sign(d) * ranks, draws=draws, seed=seed)
    return PermutationTest(positive, test.p_value, test.n_rearrangements, test.is_exact, test.mc_error)


def _drop_zeros(differences: ArrayLike) -> FloatArray:
    d = check_values(differences, "differences")
    d = d[d != 0]
    if len(d) == 0:
        raise EstimationError("no-variation")
    return d
