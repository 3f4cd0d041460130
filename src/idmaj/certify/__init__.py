"""Certificates: what the library says of a study in simulated worlds of which the truth is known."""

from idmaj.certify.run import SEED, WORLDS, Certificate, certify_study

__all__ = ["SEED", "WORLDS", "Certificate", "certify_study"]
