"""Bevoegd gezag: which authority decides on a breach of a rule, looked up in the policy; it may be two together."""

from dataclasses import dataclass

from fieldapp.domain.policy import Policy


@dataclass(frozen=True)
class BevoegdGezag:
    """`bodies`: burgemeester, college or both; `together`: all of them must sign, otherwise one of them decides."""

    bodies: tuple[str, ...]
    ground: str
    together: bool


def authority_for(policy: Policy, rule_key: str, premises_type: str) -> BevoegdGezag | None:
    """Return who decides, or None when the policy says nothing: then nobody here can sign.

    The longest rule that fits goes first; one that names the type of premises before one for all types.
    Source: Gemeentewet art. 125 lid 2 and 3, art. 174 lid 3.
    """
    fitting = [
        (premises_type in rule["premises_types"], len(rule["rule_key"]), number)
        for number, rule in enumerate(policy.authority["rules"])
        if rule_key.startswith(rule["rule_key"])
        and (not rule["premises_types"] or premises_type in rule["premises_types"])
    ]
    if not fitting:
        return None
    rule = policy.authority["rules"][max(fitting)[2]]
    return BevoegdGezag(tuple(rule["authorities"]), rule["ground"], bool(rule.get("together")))
