"""Idmaj: what reintegration programmes did to employment, income and return to prison."""

from importlib.metadata import version

__version__ = version("idmaj")
