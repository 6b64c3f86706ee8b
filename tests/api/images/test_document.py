"""The OpenAPI document is valid, and the server does what it says, whatever is sent."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as sure

OPERATIONS = {"/images/generations": "post", "/images/edits": "post",
              "/images/variations": "post", "/models": "get", "/models/{id}": "get",
              "/moderations": "post", "/content_provenance_checks": "post",
              "/audio/transcriptions": "post"}  # fmt: skip
CHECKS = [
    not_a_server_error,
    sure.status_code_conformance,
    sure.content_type_conformance,
    sure.response_schema_conformance,
]
SMALL = {"n": 1, "steps": 1, "size": "256x256", "quality": "low"}


@pytest.fixture(scope="module")
def document(url):
    return schemathesis.openapi.from_url(f"{url}/openapi.json")


def test_the_document_is_valid_and_complete(url):
    document = httpx.get(f"{url}/openapi.json").json()
    validate(document)
    assert set(document["paths"]) == set(OPERATIONS)
    for path, method in OPERATIONS.items():
        operation = document["paths"][path][method]
        assert {"200", "4XX", "5XX"} == set(operation["responses"]) and operation["description"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", OPERATIONS)
def test_whatever_is_sent_gets_an_answer_of_the_document(document, path, mode):
    operation = document[path][OPERATIONS[path]]
    if mode is GenerationMode.NEGATIVE and OPERATIONS[path] == "get":
        pytest.skip("any name of a model is as the document has it")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=6, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def sends(case):
        if isinstance(case.body, dict) and mode is GenerationMode.POSITIVE:
            # These are many requests, so what they paint is small.
            case.body |= {name: SMALL[name] for name in SMALL if name in case.body}
        case.call_and_validate(checks=CHECKS, timeout=300)

    sends()
