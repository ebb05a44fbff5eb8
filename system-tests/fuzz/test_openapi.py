"""Requests that schemathesis makes from the API's description, good and bad: none may end in a fault of the server's."""

import schemathesis
from conftest import EXAMPLES, TIMEOUT, URL, description, require_sane
from hypothesis import HealthCheck, settings

schema = schemathesis.openapi.from_dict(
    description(),
    config=schemathesis.Config.from_dict(
        {
            "seed": 42,
            "base-url": URL or "http://127.0.0.1:5000",
            "generation": {"deterministic": True, "database": "none", "max-examples": EXAMPLES, "no-shrink": True},
        }
    ),
)


@schema.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_a_fault(case, things):
    require_sane(case.call(timeout=TIMEOUT), case.path)

    # The same about things that are there.
    known = things.of(case.path)
    changed = False
    for place in ("body", "query", "path_parameters"):
        fields = getattr(case, place)
        if isinstance(fields, dict) and known.keys() & fields.keys():
            setattr(case, place, {**fields, **{name: known[name] for name in known.keys() & fields.keys()}})
            changed = True
    if changed:
        require_sane(case.call(timeout=TIMEOUT), case.path)
