"""What clusters take from the power of a study."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy import special

from idmaj.effects.contrast import check_level
from idmaj.effects.settling.search import check_power, check_share_treated
from idmaj.errors import EstimationError


def estimate_design_effect(size: float, intraclass: float) -> float:
    """Return by how much clusters multiply the variance of a difference: 1 + (size - 1) intraclass.

    Parameters
    ----------
    size : float
        People of a cluster.
    intraclass : float
        Correlation within clusters; one below 0 counts as 0.

    Raises
    ------
    EstimationError
        ``too-few-people`` where a cluster holds less than one person; ``impossible-share`` for a correlation of
        1 or more.

    References
    ----------
    Kish (1965), Survey Sampling, §5.4.
    """
    if size < 1:
        raise EstimationError("too-few-people", n=int(size), needed=1)
    if not intraclass < 1:
        raise EstimationError("impossible-share", value=intraclass)
    return 1 + (size - 1) * max(intraclass, 0.0)


def find_detectable_in_clusters(
    n_clusters: int,
    size: float,
    intraclass: float,
    *,
    share_treated: float = 0.5,
    power: float = 0.8,
    conf_level: float = 0.95,
    distribution: Literal["t", "z"] = "t",
) -> float:
    """Find the smallest difference of means that assigned clusters would show, in standard deviations.

    Parameters
    ----------
    n_clusters : int
        Clusters of both arms.
    size : float
        People of a cluster.
    intraclass : float
        Correlation within clusters.
    share_treated : float
        Share of clusters that are supported.
    power, conf_level : float
    distribution : {"t", "z"}
        Student's t with ``n_clusters - 2`` degrees of freedom, or the normal distribution.

    Returns
    -------
    float
        (q(1 - α/2) + q(power)) · √((ρ + (1 - ρ)/m) / (P (1 - P) J)).

    Raises
    ------
    EstimationError
        ``too-few-groups`` under three clusters; ``impossible-power``; ``impossible-share``.

    References
    ----------
    Bloom (2005), Learning More from Social Experiments, ch. 4.
    """
    check_power(power, conf_level)
    check_share_treated(share_treated)
    if n_clusters < 3:
        raise EstimationError("too-few-groups", what="clusters", n=n_clusters, needed=3)
    design_effect = estimate_design_effect(size, intraclass)
    levels = (0.5 + check_level(conf_level) / 2, power)
    quantiles = [
        special.ndtri(p) if distribution == "z" else special.stdtrit(n_clusters - 2, p) for p in levels
    ]
    variance = design_effect / (share_treated * (1 - share_treated) * n_clusters * size)
    return float(sum(quantiles) * np.sqrt(variance))
