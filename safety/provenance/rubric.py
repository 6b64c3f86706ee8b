"""Does a signed file show the 31 traits that the C2PA conformance programme looks for?

The traits are those of the programme's asset rubric 0.2 for specification 2.4 (c2pa-org's
conformance-public, asset-rubrics), under its names; the checks are our own reading of them. Each
looks at the active manifest in C2PA's JSON form (`Reader.crjson`) and returns what is wrong.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import c2pa

from safety.provenance.metadata import media_type
from safety.provenance.signing import OFFLINE

SPECIFICATION = "2.4"
_INCEPTION = {"c2pa.created", "c2pa.opened"}
_NOT_EDITORIAL = {
    *("c2pa.converted", "c2pa.published", "c2pa.repackaged", "c2pa.transcoded", "c2pa.enhanced"),
    *("c2pa.resized.proportional", "c2pa.edited.metadata", "c2pa.redacted", "c2pa.watermarked"),
    *("c2pa.watermarked.bound", "c2pa.watermarked.unbound"),
}
_EDITORIAL = {
    *("c2pa.addedText", "c2pa.adjustedColor", "c2pa.changedSpeed", "c2pa.color_adjustments"),
    *("c2pa.cropped", "c2pa.deleted", "c2pa.drawing", "c2pa.dubbed", "c2pa.edited"),
    *("c2pa.filtered", "c2pa.mastered", "c2pa.mixed", "c2pa.orientation", "c2pa.placed"),
    *("c2pa.remixed", "c2pa.removed", "c2pa.resized", "c2pa.translated", "c2pa.trimmed"),
    "c2pa.unknown",
}
_DEPRECATED_ACTIONS = {
    *("c2pa.copied", "c2pa.formatted", "c2pa.version_updated", "c2pa.printed", "c2pa.managed"),
    *("c2pa.produced", "c2pa.saved", "c2pa.color_adjustments", "c2pa.watermarked"),
}
_DEPRECATED_ASSERTIONS = {
    *("c2pa.claim", "c2pa.hash.bmff.v2", "c2pa.asset-type", "c2pa.ingredient"),
    *("c2pa.ingredient.v2", "c2pa.actions"),
}
_ASSERTIONS = {
    *("c2pa.actions.v2", "c2pa.ai-disclosure", "c2pa.alternative-content-representation"),
    *("c2pa.assertion.metadata", "c2pa.asset-ref", "c2pa.asset-type.v2", "c2pa.certificate-status"),
    *("c2pa.cloud-data", "c2pa.depthmap.GDepth", "c2pa.embedded-data", "c2pa.external-reference"),
    *("c2pa.environmental-sustainability", "c2pa.hash.bmff.v3", "c2pa.hash.boxes", "c2pa.icon"),
    *("c2pa.hash.collection.data", "c2pa.hash.data", "c2pa.hash.data.part", "c2pa.metadata"),
    *("c2pa.hash.multi-asset", "c2pa.ingredient.v3", "c2pa.repository-receipt"),
    *("c2pa.session-keys", "c2pa.soft-binding", "c2pa.thumbnail.claim", "c2pa.time-stamp"),
    "c2pa.thumbnail.ingredient",
}
_PARAMETERS = {
    *("redacted", "ingredients", "ingredient", "description", "relatedAssertions", "ranges"),
    *("sourceLanguage", "targetLanguage", "multipleInstances", "weight", "width", "italic"),
    *("slant", "optical-size"),
}
_RELATIONSHIPS = {"parentOf", "inputTo", "componentOf"}
_HUMAN = {"humanEntry.anonymous", "humanEntry.credentialed"}
_STRUCTURE = ("assertion.", "claim.", "claimSignature.", "hashedURI.", "ingredient.", "manifest.")
_MALFORMED = ("malformed", "missing", "invalid", "multiple", "inaccessible", "wrongParents")
_MISMATCHED = ("Mismatch", "mismatch", "claimSignature.missing", "hardBinding.redacted")


@dataclass(frozen=True)
class Manifest:
    """The active manifest's parts, in C2PA's JSON form."""

    whole: dict[str, Any]

    @property
    def assertions(self) -> dict[str, Any]:
        return self.whole.get("assertions", {})

    @property
    def claim(self) -> dict[str, Any]:
        return self.whole.get("claim.v2", {})

    @property
    def values(self) -> list[dict[str, Any]]:
        return [value for value in self.assertions.values() if isinstance(value, dict)]

    @property
    def actions(self) -> list[dict[str, Any]]:
        return [action for value in self.values for action in value.get("actions", [])]

    @property
    def ingredients(self) -> list[dict[str, Any]]:
        return [value for value in self.values if "relationship" in value]

    @property
    def failures(self) -> list[str] | None:
        results = self.whole.get("validationResults")
        return results and [failure["code"] for failure in results.get("failure", [])]

    def named(self, name: str) -> list[dict[str, Any]]:
        return [action for action in self.actions if action["action"] == name]


Trait = Callable[[Manifest], object]
TRAITS: dict[str, Trait] = {}  # name -> check, which returns what is wrong, or something false


def trait(check: Trait) -> Trait:
    TRAITS[check.__name__] = check
    return check


def assess(data: bytes) -> dict[str, object]:
    """Trait -> what is wrong, of all TRAITS that the file lacks; {} is a full score.

    Raises:
        WrongPictureFile: neither PNG, JPEG nor WebP.
        c2pa.C2paError: no manifest, or one that cannot be read.
    """
    offline = c2pa.Context.from_dict({"verify": OFFLINE})
    with c2pa.Reader(media_type(data), io.BytesIO(data), context=offline) as reader:
        return assess_manifest(json.loads(reader.crjson())["manifests"][0])


def assess_manifest(manifest: dict[str, Any]) -> dict[str, object]:
    """As `assess`, of the active manifest in C2PA's JSON form."""
    wrong = {name: check(Manifest(manifest)) for name, check in TRAITS.items()}
    return {name: what for name, what in wrong.items() if what}


def _base(label: str) -> str:
    return label.split("__")[0]  # a second assertion of a kind is called label__1


@trait
def mandatory_dst_for_perceptible_transformations(m: Manifest) -> object:
    exempt = _INCEPTION | _NOT_EDITORIAL | {"c2pa.placed"}
    predefined = [each for each in m.actions if each["action"].startswith("c2pa.")]
    return [
        each["action"]
        for each in predefined
        if each["action"] not in exempt and not each.get("digitalSourceType")
    ]


@trait
def mandatory_spec_version(m: Manifest) -> object:
    info = m.claim.get("claim_generator_info", {})
    info = info[0] if isinstance(info, list) and info else info
    version = info.get("specVersion") if isinstance(info, dict) else None
    right = isinstance(version, str) and version.split(".")[:2] == SPECIFICATION.split(".")
    return not right and f"specVersion {version!r}"


@trait
def mandatory_all_actions_included(m: Manifest) -> object:
    return [value for value in m.values if "actions" in value and "allActionsIncluded" not in value]


@trait
def no_dst_for_opened_action(m: Manifest) -> object:
    return [action for action in m.named("c2pa.opened") if action.get("digitalSourceType")]


@trait
def well_formed_data_present(m: Manifest) -> object:
    return m.failures is None and "no validation results"


@trait
def well_formed_success(m: Manifest) -> object:
    return _failures(m, _MALFORMED)


@trait
def valid_data_present(m: Manifest) -> object:
    return well_formed_data_present(m)


@trait
def valid_success(m: Manifest) -> object:
    return _failures(m, _MISMATCHED)


def _failures(m: Manifest, endings: tuple[str, ...]) -> object:
    if m.failures is None:
        return "no validation results"
    ours = [code for code in m.failures if code.startswith(_STRUCTURE)]
    return [code for code in ours if code.endswith(endings)]


@trait
def inception_action_position(m: Manifest) -> object:
    created = [reference["url"] for reference in m.claim.get("created_assertions", [])]
    lists = [url for url in created if "c2pa.actions" in url]
    if not lists or not lists[0].endswith("c2pa.actions.v2"):
        return "no actions among the created assertions"
    misplaced = m.named("c2pa.created") and m.actions[0]["action"] not in _INCEPTION
    return misplaced and f"{m.actions[0]['action']} comes first"


@trait
def no_deprecated_assertions(m: Manifest) -> object:
    return [
        label
        for label in m.assertions
        if label.startswith("stds.") or label in _DEPRECATED_ASSERTIONS
    ]


@trait
def no_unsupported_assertions(m: Manifest) -> object:
    known = _ASSERTIONS | _DEPRECATED_ASSERTIONS
    return [each for each in m.assertions if each.startswith("c2pa.") and _base(each) not in known]


@trait
def no_deprecated_actions(m: Manifest) -> object:
    return [each["action"] for each in m.actions if each["action"] in _DEPRECATED_ACTIONS]


@trait
def no_unsupported_actions(m: Manifest) -> object:
    known = _INCEPTION | _NOT_EDITORIAL | _EDITORIAL | _DEPRECATED_ACTIONS
    names = [each["action"] for each in m.actions]
    return [name for name in names if name.startswith("c2pa.") and name not in known]


@trait
def no_unrecognized_custom_assertions(m: Manifest) -> object:
    return [label for label in m.assertions if "." not in label]


@trait
def no_unrecognized_custom_actions(m: Manifest) -> object:
    return [each["action"] for each in m.actions if "." not in each["action"]]


@trait
def no_unrecognized_custom_action_parameters(m: Manifest) -> object:
    names = [name for each in m.actions for name in each.get("parameters") or {}]
    return [name for name in names if name not in _PARAMETERS and "." not in name]


@trait
def discouraged_legacy_action_parameters(m: Manifest) -> object:
    names = [name for each in m.actions for name in each.get("parameters") or {}]
    return [name for name in names if name in ("description", "ingredient")]


@trait
def active_manifest_urn(m: Manifest) -> object:
    label = m.whole.get("label", "")
    return not label.startswith("urn:c2pa:") and f"label {label!r}"


@trait
def review_ratings_datasource(m: Manifest) -> object:
    return [
        value
        for value in m.values
        if "reviewRatings" in value and (value.get("dataSource") or {}).get("type") in _HUMAN
    ]


@trait
def ingredient_v3_no_active_manifest(m: Manifest) -> object:
    return [
        each
        for each in m.ingredients
        if "validationResults" in each and "activeManifest" not in each
    ]


@trait
def ingredient_v3_mandatory_validation_results(m: Manifest) -> object:
    return [
        each
        for each in m.ingredients
        if "activeManifest" in each and "validationResults" not in each
    ]


@trait
def ingredient_relationship_values(m: Manifest) -> object:
    found = [each["relationship"] for each in m.ingredients]
    return [relationship for relationship in found if relationship not in _RELATIONSHIPS]


@trait
def mandatory_dst_for_created_action(m: Manifest) -> object:
    return [action for action in m.named("c2pa.created") if not action.get("digitalSourceType")]


@trait
def no_deprecated_claim_fields(m: Manifest) -> object:
    return "specVersion" in m.claim and "specVersion in the claim itself"


@trait
def ingredient_v3_choice(m: Manifest) -> object:
    both = {"activeManifest", "digitalSourceType"}
    return [each for each in m.ingredients if both <= each.keys()]


@trait
def alternative_content_representation_choice(m: Manifest) -> object:
    kind = "exif.originalPreservationImage"
    choice = ("multiAssetPartIndex", "embeddedOriginalPreservationImage")
    wrong = []
    for value in m.values:
        parameters = value.get("parameters") or {}
        if kind in (value.get("type"), parameters.get("type")):
            wrong += [value] * (sum(name in parameters for name in choice) != 1)
    return wrong


@trait
def forbidden_labels_in_external_references(m: Manifest) -> object:
    references = [each for each in m.values if {"label", "url"} <= each.keys()]
    forbidden = ("c2pa.actions", "c2pa.cloud-data", "c2pa.external-reference", "c2pa.hash")
    labels = [each["label"] for each in references if "relationship" not in each]
    return [label for label in labels if label.startswith((*forbidden, "c2pa.ingredient"))]


@trait
def no_url_in_hashes(m: Manifest) -> object:
    hashes = ("c2pa.hash.data", "c2pa.hash.bmff.v3")
    return [label for label in hashes if "url" in m.assertions.get(label, {})]


@trait
def all_actions_included_opened(m: Manifest) -> object:
    only_opened = len(m.actions) == 1 and bool(m.named("c2pa.opened"))
    complete = m.assertions.get("c2pa.actions.v2", {}).get("allActionsIncluded") is True
    return only_opened and not complete and "opened only, without allActionsIncluded"


@trait
def opened_action_ingredient_reference(m: Manifest) -> object:
    opened = m.named("c2pa.opened")
    return [
        each for each in opened if len((each.get("parameters") or {}).get("ingredients") or []) != 1
    ]


@trait
def no_box_hash_for_tiff(m: Manifest) -> object:
    format = m.assertions.get("c2pa.asset-type.v2", {}).get("dc:format")
    is_tiff = format in ("image/tiff", "image/x-adobe-dng")
    return is_tiff and "c2pa.hash.boxes" in m.assertions and "box hash of a TIFF"
