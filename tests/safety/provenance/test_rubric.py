"""What we sign shows all 31 traits; what a file lacks is reported."""

import copy
import json

import c2pa
import pytest

from safety.image.upload import open_photo
from safety.provenance.metadata import encode
from safety.provenance.rubric import TRAITS, assess, assess_manifest
from safety.provenance.signing import sign

CREATED = {"action": "c2pa.created", "digitalSourceType": "x"}
INGREDIENT = {"relationship": "parentOf", "dc:title": "Photo"}


@pytest.fixture
def signed(picture, tmp_path):
    def make(format="png", ingredient=None, relationship="parentOf"):
        path = tmp_path / f"picture.{format}"
        sign(
            encode(picture, format, {"seed": 7}),
            path,
            model="Enogu embedded 0.1",
            settings={"seed": 7},
            ingredient=ingredient,
            relationship=relationship,
            watermark="01c0ffee",
            badge=True,
        )
        return path

    return make


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("relationship", [None, "parentOf", "inputTo"])
@pytest.mark.parametrize("known", [False, True])
def test_what_we_sign_shows_every_trait(signed, encoded, format, relationship, known):
    photo = open_photo(signed("jpeg") if known else encoded("JPEG"))
    path = signed(format, relationship and photo, relationship or "parentOf")
    assert assess(path.read_bytes()) == {}


def test_there_are_31_traits():
    assert len(TRAITS) == 31


def test_a_changed_file_is_reported(signed):
    data = bytearray(signed().read_bytes())
    data[-60] ^= 1
    assert assess(bytes(data)) == {"valid_success": ["assertion.dataHash.mismatch"]}


def test_the_soft_binding_names_the_mark(signed):
    with c2pa.Reader(str(signed())) as reader:
        manifest = json.loads(reader.crjson())["manifests"][0]
    binding = manifest["assertions"]["c2pa.soft-binding"]
    assert binding["alg"] == "org.enogu.watermark.1"
    assert binding["blocks"] == [{"scope": {}, "value": "01c0ffee"}]
    created = [each["url"].split("/")[-1] for each in manifest["claim.v2"]["created_assertions"]]
    assert "c2pa.soft-binding" in created


def actions(*found):
    return {"assertions": {"c2pa.actions.v2": {"actions": [*found], "allActionsIncluded": True}}}


def added(label, /, **assertion):
    return {"assertions": {label: assertion}}


BROKEN = [  # trait, what a manifest that lacks it has otherwise than ours
    ("mandatory_dst_for_perceptible_transformations", actions(CREATED, {"action": "c2pa.cropped"})),
    ("mandatory_spec_version", {"claim.v2": {"claim_generator_info": {"specVersion": "2.2"}}}),
    ("mandatory_spec_version", {"claim.v2": {"claim_generator_info": [{"name": "Enogu"}]}}),
    ("mandatory_all_actions_included", added("c2pa.actions.v2", actions=[CREATED])),
    (
        "no_dst_for_opened_action",
        actions(
            {
                "action": "c2pa.opened",
                "digitalSourceType": "x",
                "parameters": {"ingredients": [{"url": "u"}]},
            }
        ),
    ),
    ("well_formed_data_present", {"validationResults": None}),
    ("well_formed_success", {"validationResults": {"failure": [{"code": "claim.malformed"}]}}),
    ("valid_data_present", {"validationResults": None}),
    (
        "valid_success",
        {"validationResults": {"failure": [{"code": "assertion.hashedURI.mismatch"}]}},
    ),
    ("inception_action_position", {"claim.v2": {"created_assertions": []}}),
    ("inception_action_position", actions({"action": "c2pa.published"}, CREATED)),
    ("no_deprecated_assertions", added("stds.schema-org.CreativeWork")),
    ("no_unsupported_assertions", added("c2pa.mystery")),
    ("no_deprecated_actions", actions(CREATED, {"action": "c2pa.watermarked"})),
    (
        "no_unsupported_actions",
        actions(CREATED, {"action": "c2pa.dreamt", "digitalSourceType": "x"}),
    ),
    ("no_unrecognized_custom_assertions", added("settings")),
    ("no_unrecognized_custom_actions", actions(CREATED, {"action": "dreamt"})),
    (
        "no_unrecognized_custom_action_parameters",
        actions(CREATED | {"parameters": {"mood": "blue"}}),
    ),
    (
        "discouraged_legacy_action_parameters",
        actions(CREATED | {"parameters": {"description": ""}}),
    ),
    ("active_manifest_urn", {"label": "urn:uuid:1"}),
    (
        "review_ratings_datasource",
        added("org.x", reviewRatings=[], dataSource={"type": "humanEntry.anonymous"}),
    ),
    (
        "ingredient_v3_no_active_manifest",
        added("c2pa.ingredient.v3", **INGREDIENT, validationResults={}),
    ),
    (
        "ingredient_v3_mandatory_validation_results",
        added("c2pa.ingredient.v3", **INGREDIENT, activeManifest={}),
    ),
    ("ingredient_relationship_values", added("c2pa.ingredient.v3", relationship="cousinOf")),
    ("mandatory_dst_for_created_action", actions({"action": "c2pa.created"})),
    ("no_deprecated_claim_fields", {"claim.v2": {"specVersion": "2.4"}}),
    (
        "ingredient_v3_choice",
        added(
            "c2pa.ingredient.v3",
            **INGREDIENT,
            activeManifest={},
            validationResults={},
            digitalSourceType="x",
        ),
    ),
    (
        "alternative_content_representation_choice",
        added("c2pa.alternative-content-representation", type="exif.originalPreservationImage"),
    ),
    (
        "forbidden_labels_in_external_references",
        added("c2pa.external-reference", label="c2pa.hash.data", url="u"),
    ),
    ("no_url_in_hashes", added("c2pa.hash.data", url="u")),
    (
        "all_actions_included_opened",
        added(
            "c2pa.actions.v2",
            actions=[{"action": "c2pa.opened", "parameters": {"ingredients": [{"url": "u"}]}}],
            allActionsIncluded=False,
        ),
    ),
    ("opened_action_ingredient_reference", actions({"action": "c2pa.opened"})),
    (
        "no_box_hash_for_tiff",
        {
            "assertions": {
                "c2pa.asset-type.v2": {"dc:format": "image/tiff"},
                "c2pa.hash.boxes": {},
            }
        },
    ),
]


@pytest.mark.parametrize(("name", "otherwise"), BROKEN)
def test_a_manifest_that_lacks_a_trait_is_reported(signed, name, otherwise):
    with c2pa.Reader(str(signed())) as reader:
        manifest = json.loads(reader.crjson())["manifests"][0]
    assert assess_manifest(manifest) == {}
    broken = copy.deepcopy(manifest)
    for part, change in otherwise.items():
        if change is None:
            del broken[part]
        elif isinstance(change, dict):
            broken[part] |= change
        else:
            broken[part] = change
    assert name in assess_manifest(broken)


def test_every_trait_can_be_lacked():
    assert {name for name, _ in BROKEN} == set(TRAITS)
