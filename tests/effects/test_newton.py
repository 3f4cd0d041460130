"""The search says when it has not arrived."""

import numpy as np
import pytest

from idmaj.effects.newton import Evaluation, maximise


def test_a_quadratic_takes_one_step_and_one_to_know():
    optimum = maximise(
        lambda b: Evaluation(-float((b - 3) @ (b - 3)), -2 * (b - 3), 2 * np.eye(2)), np.zeros(2)
    )
    assert optimum.converged and optimum.iterations == 2
    assert optimum.point == pytest.approx([3, 3])
    assert optimum.at_start.value == -18


def test_an_overshooting_step_is_halved():
    # -log cosh: the full Newton step from 2 runs away
    optimum = maximise(
        lambda b: Evaluation(-float(np.logaddexp(b, -b)[0]), -np.tanh(b), np.diag(1 / np.cosh(b) ** 2)),
        np.array([2.0]),
    )
    assert optimum.converged
    assert optimum.point == pytest.approx([0], abs=1e-9)


def test_a_maximum_at_infinity_is_not_reported_as_one():
    optimum = maximise(
        lambda b: Evaluation(-float(np.exp(-b[0])), np.exp(-b), np.diag(np.exp(-b))), np.zeros(1)
    )
    assert not optimum.converged


def test_a_singular_information_is_not_converged():
    optimum = maximise(lambda b: Evaluation(0.0, np.ones(2), np.zeros((2, 2))), np.zeros(2))
    assert not optimum.converged and optimum.iterations == 0
