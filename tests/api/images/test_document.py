"""The OpenAPI document is valid, and the server does what it says, whatever is sent."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis import checks as sure

PATHS = {"/images/generations", "/images/edits", "/images/variations", "/models", "/models/{id}",
         "/moderations", "/content_provenance_checks"}  # fmt: skip


@pytest.fixture(scope="session")
def document(url):
    return schemathesis.openapi.from_url(f"{url}/openapi.json")


def test_the_document_is_valid_and_complete(url):
    document = httpx.get(f"{url}/openapi.json").json()
    validate(document)
    assert set(document["paths"]) == PATHS
    for path in document["paths"].values():
        for operation in path.values():
            assert {"4XX", "5XX"} < set(operation["responses"]) and operation["description"]


served = schemathesis.pytest.from_fixture("document")


@served.parametrize()
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_gets_an_answer_of_the_document(case):
    """Pictures are few and small, since these are many requests."""
    if isinstance(case.body, dict):
        for name, least in (("n", 1), ("steps", 1), ("size", "256x256"), ("quality", "low")):
            if name in case.body and case.path.startswith("/images"):
                case.body[name] = least
    case.call_and_validate(
        checks=[
            sure.not_a_server_error,
            *(
                getattr(schemathesis.specs.openapi.checks, name)
                for name in (
                    "status_code_conformance",
                    "content_type_conformance",
                    "response_schema_conformance",
                    "unsupported_method",
                )
            ),
        ]
    )
