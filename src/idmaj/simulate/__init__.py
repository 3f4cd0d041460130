"""Invented studies with a known truth: to teach, to try the software, and to test it."""

from idmaj.simulate.files import write_simulated_study
from idmaj.simulate.register import Register, simulate_register
from idmaj.simulate.teaching import ImmortalTime, simulate_immortal_time

__all__ = [
    "ImmortalTime",
    "Register",
    "simulate_immortal_time",
    "simulate_register",
    "write_simulated_study",
]
