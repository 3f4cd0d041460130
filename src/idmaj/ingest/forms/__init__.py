"""Survey forms: what was asked, of whom, with which answers, and where an answer goes."""

from idmaj.ingest.forms.codebook import build_codebook, column_of, columns_of, words_of
from idmaj.ingest.forms.expressions import Expression, compile_expression
from idmaj.ingest.forms.form_checks import check_form
from idmaj.ingest.forms.xlsform import read_form

__all__ = [
    "Expression",
    "build_codebook",
    "check_form",
    "column_of",
    "columns_of",
    "compile_expression",
    "read_form",
    "words_of",
]
