"""Findings, words and a record of reading, all invented: a report needs no survey to be tried."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.quality.model import CHECK_COLUMNS, COVERAGE_COLUMNS, ROW_COLUMNS, QualityFindings
from idmaj.report.field_quality import FieldRecord

HOSTILE = '"><script>document.title="taken"</script>'

WORDS = {
    "en": """
check-invented-twice = the same person was interviewed more than once in a wave
    .expected = one interview of each person in a wave
    .remedy = Keep one of them and set the other aside in the file of corrections.
check-invented-outlier = { $column } is far from the answers of others: { $times } times the median
    .expected = answers of the usual size
    .remedy = Look at the questionnaire; correct the unit if it was wrong.
check-invented-unknown = { $n } answers to { $column } are “don’t know”
    .expected = few answers of this kind
    .remedy = Ask how the question is put.
check-invented-reached = { $n } of { $of } people were reached
    .expected = everybody reached or accounted for
    .remedy = Send the list to the field.
check-invented-clear = an interview ends before it begins
    .expected = an end after the start
    .remedy = Correct the clock.
check-invented-idle = { $n } interviews lie before the hand-over
    .expected = interviews after the hand-over
    .remedy = Correct the date.
""",
    "fr": """
check-invented-twice = la même personne a été enquêtée plus d’une fois dans une vague
    .expected = un entretien par personne et par vague
    .remedy = Gardez l’un et écartez l’autre dans le fichier des corrections.
check-invented-outlier = { $column } s’écarte des réponses des autres : { $times } fois la médiane
    .expected = des réponses de l’ordre habituel
    .remedy = Regardez le questionnaire ; corrigez l’unité si elle est fausse.
check-invented-unknown = { $n } réponses à { $column } sont « ne sait pas »
    .expected = peu de réponses de ce type
    .remedy = Demandez comment la question est posée.
check-invented-reached = { $n } personnes sur { $of } ont été jointes
    .expected = chaque personne jointe ou retrouvée
    .remedy = Envoyez la liste au terrain.
check-invented-clear = un entretien se termine avant de commencer
    .expected = une fin après le début
    .remedy = Corrigez l’horloge.
check-invented-idle = { $n } entretiens précèdent la remise
    .expected = des entretiens après la remise
    .remedy = Corrigez la date.
""",
    "ar": """
check-invented-twice = أجريت أكثر من مقابلة مع الشخص نفسه في الدورة نفسها
    .expected = مقابلة واحدة لكل شخص في كل دورة
    .remedy = احتفظوا بواحدة واستبعدوا الأخرى في ملف التصحيحات.
check-invented-outlier = جواب { $column } بعيد عن أجوبة الآخرين: { $times } مرات القيمة الوسيطة
    .expected = أجوبة من الحجم المعتاد
    .remedy = راجعوا الاستمارة وصححوا الوحدة إذا كانت خاطئة.
check-invented-unknown = عدد الأجوبة «لا أعرف» عن { $column }: { $n }
    .expected = عدد قليل من هذه الأجوبة
    .remedy = اسألوا عن كيفية طرح السؤال.
check-invented-reached = تم الوصول إلى { $n } من أصل { $of }
    .expected = الوصول إلى الجميع أو معرفة مآلهم
    .remedy = أرسلوا اللائحة إلى الميدان.
check-invented-clear = تنتهي المقابلة قبل بدايتها
    .expected = نهاية بعد البداية
    .remedy = صححوا الساعة.
check-invented-idle = عدد المقابلات السابقة للتسليم: { $n }
    .expected = مقابلات بعد التسليم
    .remedy = صححوا التاريخ.
""",
}

_UUIDS = [f"0f2c1f60-1111-4c3a-9a7e-00000000000{n}" for n in range(9)]
_PEOPLE = [f"K4ZQ2M7XJ5T3RWB6YHNC8DPF{n}V" for n in range(9)]


def make_case(check_id: str, actor: str, n: int, **fields: str) -> dict[str, str]:
    blank = dict.fromkeys(ROW_COLUMNS, "")
    known = {
        "check_id": check_id, "actor": actor, "submission_uuid": _UUIDS[n], "person_id": _PEOPLE[n], "wave": "1",
        "enumerator_id": "E07", "arguments": "{}",
    }  # fmt: skip
    return blank | known | fields


def make_line(
    check_id: str, severity: str, actor: str, n: int, of: int, **fields: object
) -> dict[str, object]:
    line = dict(check_id=check_id, family="made", severity=severity, scope="all", actor=actor, n=n, of=of)
    return line | {"rate": n / of if of >= 30 else np.nan, "arguments": "{}"} | fields


def make_findings(*, of: int = 110, shown: str = "99999") -> QualityFindings:
    """Two duplicates, an outlier, don't-know answers of two enumerators, and people reached by arm."""
    unknown = dict(scope="wave=1|column=profit_30d_mad", arguments='{"column": "profit_30d_mad"}')
    lines = [
        make_line("invented-twice", "blocking", "data_manager", 2, of),
        make_line(
            "invented-outlier", "flagged", "supervisor", 1, of,
            scope="wave=1|column=household_income_30d_mad",
            arguments='{"column": "household_income_30d_mad", "times": 31.5}',
        ),
        make_line("invented-unknown", "flagged", "enumerator:E10", 4, of, **unknown),
        make_line("invented-unknown", "flagged", "enumerator:E9", 1, of, **unknown),
        make_line("invented-reached", "note", "evaluator", 3, of, scope="wave=1|arm=support"),
        make_line("invented-reached", "note", "evaluator", 0, of, scope="wave=1|arm=comparison"),
    ]  # fmt: skip
    wage = {"column": "profit_30d_mad"}
    cases = [
        make_case("invented-twice", "data_manager", 0),
        make_case("invented-twice", "data_manager", 1),
        make_case("invented-outlier", "supervisor", 2, column="household_income_30d_mad", shown=shown),
        *(
            make_case("invented-unknown", "enumerator:E10", n, enumerator_id="E10", **wage)
            for n in range(3, 7)
        ),
        make_case("invented-unknown", "enumerator:E9", 7, enumerator_id="E9", **wage),
    ]
    coverage = [
        (line["check_id"], "made", line["severity"], str(line["actor"]).partition(":")[0], "found", "")
        for line in lines
    ]
    coverage += [
        ("invented-clear", "made", "flagged", "supervisor", "clear", ""),
        ("invented-idle", "made", "flagged", "supervisor", "not_run", "lacks:roster.delivered_on"),
    ]
    return QualityFindings(
        pd.DataFrame(lines, columns=list(CHECK_COLUMNS)),
        pd.DataFrame(cases, columns=list(ROW_COLUMNS)),
        pd.DataFrame(list(dict.fromkeys(coverage)), columns=list(COVERAGE_COLUMNS)),
    )


def no_findings() -> QualityFindings:
    made = make_findings()
    return QualityFindings(made.checks.iloc[:0], made.rows.iloc[:0], made.coverage.iloc[-2:])


def make_record(*, n_kept: int = 107, is_simulated: bool = True) -> FieldRecord:
    runs = pd.DataFrame(
        {
            "source_file": ["kobo/export_names.xlsx", "kobo/export_names.xlsx"],
            "table": ["interviews", "justice_events"],
            "rows_in": [110, 12],
            "rows_kept": [n_kept, 12],
            "rows_set_aside": [2, 0],
            "rows_superseded": [1, 0],
        }
    )
    set_aside = pd.DataFrame(
        {
            "source_file": "kobo/export_names.xlsx",
            "row": [14, 57],
            "message": "file-unreadable",
            "arguments": "{}",
        }
    )
    detected = {
        "ar": ["المنصة: كوبو", "الترميز والفاصلة معروفان"],
        "fr": ["Plateforme : KoboToolbox", "Encodage UTF-8"],
        "en": ["Platform: KoboToolbox", "Encoding UTF-8"],
    }
    return FieldRecord(runs, set_aside, detected, is_simulated)
