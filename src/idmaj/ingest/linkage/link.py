"""Records linked to persons: exact rules first, then probabilities, then a clerk."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.errors import Problem
from idmaj.ingest.linkage.identifiers import count_wrong_codes, normalise_identifiers
from idmaj.ingest.linkage.model import (
    ACCEPTING,
    IDENTIFIERS,
    LINK_COLUMNS,
    REVIEWING,
    STATUSES,
    VERSION,
    LinkageSettings,
    Linked,
)
from idmaj.ingest.linkage.probabilistic import (
    MINIMUM,
    UntrainedModel,
    has_splink,
    score_pairs,
    splink_version,
)
from idmaj.ingest.linkage.rules import PAIR, match_alike, match_cins, match_codes

_EXACT = ("code", "cin_and_birth", "cin_and_name")
_ORDER = {rule: place for place, rule in enumerate((*ACCEPTING, *REVIEWING))}


def link_records(
    persons: pd.DataFrame,
    records: pd.DataFrame,
    settings: LinkageSettings,
    *,
    decisions: pd.DataFrame | None = None,
) -> Linked:
    """Link records to persons.

    Parameters
    ----------
    persons, records
        `person_id` or `record_id`, both unique, with any of the columns `code`, `cin`, `born_on`
        (ISO 8601), `first_name`, `last_name`, `sex`, `province`: text, blank as "".
    settings
        When a pair is a link, and when a clerk is asked.
    decisions
        What clerks decided: `person_id`, `record_id`, `decision` (`same` or `different`). It wins.

    Returns
    -------
    Linked
        In this order: decisions; programme code; identity card with date of birth or name; probability of
        at least `accept`, one record a person and one person a record. What contradicts itself goes to
        review, never to a link. Without the extra `linkage`, or where a model cannot be trained on these
        people, likeness asks a clerk in the place of the probability, and a problem says so.
    """
    people, register = _keyed(persons), _keyed(records)
    decided, problems = _place_decisions(persons, records, decisions)
    problems += _wrong_codes(persons, records)
    exact = _drop_decided(pd.concat([match_codes(people, register), match_cins(people, register)]), decided)
    exact = _settle_exact(exact)
    likely, untold, version = _score(people, register, settings)
    problems += untold
    likely = _drop_decided(likely, decided)
    pairs = _choose(decided, exact, likely, settings)
    pairs["version"] = np.where(pairs["rule"] == "probabilistic", version, VERSION)
    links = _with_ids(pairs, persons, records)
    review = _show(pairs[pairs["status"] == "review"], persons, records)
    return Linked(links, review, _summarise_rates(links, len(records)), problems)


def _keyed(people: pd.DataFrame) -> pd.DataFrame:
    return normalise_identifiers(people.reset_index(drop=True))


def _wrong_codes(persons: pd.DataFrame, records: pd.DataFrame) -> list[Problem]:
    counts = {
        "link-persons-codes-wrong": count_wrong_codes(persons),
        "link-records-codes-wrong": count_wrong_codes(records),
    }
    return [Problem(message, severity="flagged", arguments={"n": n}) for message, n in counts.items() if n]


def _place_decisions(
    persons: pd.DataFrame, records: pd.DataFrame, decisions: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Find the positions of the pairs that clerks decided."""
    if decisions is None or decisions.empty:
        return pd.DataFrame(columns=[*PAIR, "decision"]).astype({name: "int64" for name in PAIR}), []
    person = pd.Series(range(len(persons)), index=persons["person_id"]).reindex(decisions["person_id"])
    record = pd.Series(range(len(records)), index=records["record_id"]).reindex(decisions["record_id"])
    is_known = person.notna().to_numpy() & record.notna().to_numpy()
    found = pd.DataFrame(
        {
            "person": person.to_numpy()[is_known].astype(np.int64),
            "record": record.to_numpy()[is_known].astype(np.int64),
            "decision": decisions["decision"].to_numpy()[is_known],
        }
    ).drop_duplicates()
    n_lost = int((~is_known).sum())
    problems = (
        [Problem("link-decision-unknown", severity="flagged", arguments={"n": n_lost})] if n_lost else []
    )
    same = found[found["decision"] == "same"]
    twice = int(
        (found.duplicated(PAIR, keep=False) | found.index.isin(same.index[same.duplicated("record")])).sum()
    )
    if twice:
        problems.append(Problem("link-decision-contradicted", arguments={"n": twice}))
    return found, problems


def _drop_decided(pairs: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Leave out pairs that were decided, and records that were given to somebody."""
    given = decided.loc[decided["decision"] == "same", "record"]
    known = pd.MultiIndex.from_frame(decided[PAIR])
    is_open = ~pairs["record"].isin(given) & ~pd.MultiIndex.from_frame(pairs[PAIR]).isin(known)
    return pairs[is_open.to_numpy()].reset_index(drop=True)


def _settle_exact(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the surest rule of a pair; a record that several people could claim goes to review."""
    order = pairs.assign(order=pairs["rule"].map(_ORDER)).sort_values([*PAIR, "order"], kind="stable")
    pairs = order.drop_duplicates(PAIR).drop(columns="order").reset_index(drop=True)
    is_sure = pairs["rule"].isin(_EXACT)
    claims = (
        pairs[is_sure].groupby("record")["person"].transform("nunique").reindex(pairs.index, fill_value=0)
    )
    pairs.loc[claims > 1, "rule"] = "several_persons"
    pairs["status"] = np.where(pairs["rule"].isin(_EXACT), "accepted", "review")
    return pairs.assign(score=np.where(pairs["status"] == "accepted", 1.0, np.nan))


def _score(
    people: pd.DataFrame, register: pd.DataFrame, settings: LinkageSettings
) -> tuple[pd.DataFrame, list[Problem], str]:
    """Score pairs by the model; by likeness, without a score, where there is none."""
    problem = Problem("linkage-not-installed", severity="flagged", arguments={"extra": "linkage"})
    if has_splink():
        try:
            pairs = score_pairs(people, register, review=settings.review, seed=settings.seed)
            return pairs.assign(rule="probabilistic"), [], f"{VERSION}/splink-{splink_version()}"
        except UntrainedModel as error:
            if error.comparison:
                problem = Problem(
                    "linkage-untrained", severity="flagged", arguments={"column": error.comparison}
                )
            else:
                problem = Problem("linkage-too-few", severity="flagged", arguments={"least": MINIMUM})
    return match_alike(people, register).assign(score=np.nan), [problem], VERSION


def _choose(
    decided: pd.DataFrame, exact: pd.DataFrame, likely: pd.DataFrame, settings: LinkageSettings
) -> pd.DataFrame:
    """Choose among the candidates, and say of each what became of it."""
    told = decided.assign(
        rule="decision",
        score=np.nan,
        status=decided["decision"].map({"same": "accepted", "different": "declined"}),
    ).drop(columns="decision")
    told.loc[told["status"] == "accepted", "score"] = 1.0
    linked = exact[exact["status"] == "accepted"]
    likely = likely[~likely["record"].isin(linked["record"])]
    contradicted = exact[exact["status"] == "review"]
    scores = likely.set_index(PAIR)["score"]
    keys = pd.MultiIndex.from_frame(contradicted[PAIR])
    contradicted = contradicted.assign(score=scores.reindex(keys).to_numpy())
    contradicted = contradicted[~contradicted["record"].isin(linked["record"])]
    likely = likely[~pd.MultiIndex.from_frame(likely[PAIR]).isin(keys)]
    sure = pd.concat([told[told["status"] == "accepted"], linked])
    likely = _match_one_to_one(likely, sure["person"], contradicted["record"], settings)
    return pd.concat([told, linked, contradicted, likely], ignore_index=True)


def _match_one_to_one(
    likely: pd.DataFrame, taken_persons: pd.Series, disputed: pd.Series, settings: LinkageSettings
) -> pd.DataFrame:
    """Give each record to one person and each person one record, the most probable first.

    A pair of equal probability with another, a person whose record was found already and a record that a
    contradicted rule claims go to review.
    """
    likely = likely.sort_values(
        ["score", *PAIR], ascending=[False, True, True], kind="stable", ignore_index=True
    )
    rules, persons, records = likely["rule"].to_numpy(dtype=object), set(taken_persons), set()
    is_sure = (likely["score"] >= settings.accept).to_numpy()
    ties = is_sure & (likely.duplicated(["record", "score"], keep=False)).to_numpy()
    disputed_records, accepted = set(disputed), np.zeros(len(likely), dtype=bool)
    keys = likely[PAIR].to_numpy(dtype=np.int64)
    for place in np.flatnonzero(is_sure).tolist():
        person, record = keys[place].tolist()
        if ties[place] or record in disputed_records or record in records:
            rules[place] = "several_persons"
        elif person in persons:
            rules[place] = "person_taken"
        else:
            accepted[place] = True
        records.add(record)
        persons.add(person)
    is_outdone = likely["record"].isin(likely.loc[accepted, "record"]).to_numpy() & ~accepted
    status = np.select([accepted, is_outdone], ["accepted", "outdone"], default="review")
    return likely.assign(rule=np.where(is_outdone, "probabilistic", rules), status=status)


def _with_ids(pairs: pd.DataFrame, persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    links = pairs.assign(
        person_id=persons["person_id"].to_numpy(dtype=object)[pairs["person"]],
        record_id=records["record_id"].to_numpy(dtype=object)[pairs["record"]],
    )
    text = dict.fromkeys(set(LINK_COLUMNS) - {"score"}, "str")
    links = links[list(LINK_COLUMNS)].astype(text | {"score": "float64"})
    return links.sort_values(["record_id", "person_id"], ignore_index=True)


def _show(pairs: pd.DataFrame, persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Set both sides of the pairs side by side, for a clerk."""
    shown = pd.DataFrame({"decision": pd.Series("", index=pairs.index, dtype="str")})
    sides = (("person", persons), ("record", records))
    for side, people in sides:
        shown[f"{side}_id"] = people[f"{side}_id"].to_numpy(dtype=object)[pairs[side]]
    shown = shown.assign(rule=pairs["rule"], score=pairs["score"])
    for name in IDENTIFIERS:
        for side, people in sides:
            if name in people:
                shown[f"{side}_{name}"] = people[name].to_numpy(dtype=object)[pairs[side]]
    return shown.sort_values(["record_id", "person_id"], ignore_index=True)


def _summarise_rates(links: pd.DataFrame, n_records: int) -> pd.DataFrame:
    lines: list[dict[str, object]] = []
    for (rule, status), group in links.groupby(["rule", "status"], sort=False):
        lines.append(
            {
                "rule": rule, "status": status, "n_links": len(group),
                "n_persons": group["person_id"].nunique(), "n_records": group["record_id"].nunique(),
            }
        )  # fmt: skip
    lines.sort(key=lambda line: (_ORDER[str(line["rule"])], STATUSES.index(str(line["status"]))))
    linked = links.loc[links["status"] == "accepted"]
    open_ = links[(links["status"] == "review") & ~links["record_id"].isin(linked["record_id"])]
    n_linked, n_open = linked["record_id"].nunique(), open_["record_id"].nunique()
    totals = {
        "records": (0, 0, n_records),
        "linked": (len(linked), linked["person_id"].nunique(), n_linked),
        "in_review": (len(open_), open_["person_id"].nunique(), n_open),
        "not_linked": (0, 0, n_records - n_linked - n_open),
    }
    for status, (n_links, n_persons, n) in totals.items():
        lines.append(
            {"rule": "", "status": status, "n_links": n_links, "n_persons": n_persons, "n_records": n}
        )
    return pd.DataFrame(lines)
