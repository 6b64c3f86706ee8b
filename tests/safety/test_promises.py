"""SECURITY.md promises nothing that no test holds: each row, point and rule has its tests."""

import ast
import re
import sys
import time
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from pipeline.engines.replicas import cluster
from pipeline.settings import SETTINGS
from safety.policy import THRESHOLDS, Category, Thresholds, Verdict
from safety.prompt import gate
from safety.settings import SafetySettings
from safety.signs.gate import check_signs

ROOT = Path(__file__).parents[2]
PROMPT, IMAGE = "safety/prompt/test_", "safety/image/test_"
PROMISES = {
    # What is protected, and from whom
    "hidden words are made readable": [
        PROMPT + "normalise.py::test_any_disguise_of_a_word_is_undone",
        PROMPT + "gate.py::test_a_hidden_word_is_read",
    ],
    "slips of the keyboard corrected": [
        PROMPT + "spelling.py::test_slips_are_read_as_what_was_meant"
    ],
    "rules in twenty-eight languages": [
        PROMPT + "languages.py::test_the_same_ideas_are_refused_in_every_language"
    ],
    "on request, a guard model": [PROMPT + "guard.py::test_the_guards_answer_decides"],
    "output gate on every preview and picture": [
        "test_single_journey.py::test_every_picture_is_checked_and_leaves_signed"
    ],
    "stricter rules on every photo": [
        PROMPT + "rules.py::test_people_in_photos_have_stricter_rules",
        PROMPT + "rules.py::test_what_is_refused_in_words_is_refused_on_photos",
    ],
    "the photo and the result are judged too": [
        "test_single_journey.py::test_the_photo_gate_stands_before_every_task_with_a_photo",
        "test_single_journey.py::test_the_output_gate_stands_behind_every_task",
    ],
    "at most 25 MB": [IMAGE + "upload.py::test_size_in_bytes_is_limited"],
    "JPEG/PNG/WebP by content": [
        IMAGE + "upload.py::test_other_formats_are_refused_whatever_their_name"
    ],
    "at most 40 megapixels (a JPEG 70) by the header": [
        IMAGE + "upload.py::test_a_bomb_is_refused_by_its_header",
        IMAGE + "upload.py::test_a_jpeg_bomb_is_refused_by_its_header",
    ],
    "only the decoded pixels go on": [IMAGE + "upload.py::test_nothing_but_pixels_survives"],
    "limits on pictures, uploads, checks and logins for each visitor": [
        "studio/test_api.py::test_after_too_many_pictures_every_task_that_paints_asks_to_wait",
        "studio/test_door.py::test_uploads_are_limited",
        "studio/test_door.py::test_passwords_cannot_be_tried_for_ever",
        "safety/test_limits.py::test_no_window_has_more_than_the_limit",
    ],
    "an end to every body": [
        "studio/test_door.py::test_every_body_has_an_end",
        "studio/test_door.py::test_what_does_not_say_how_long_it_is_gets_past_no_quota",
    ],
    "an IPv6 household is one": ["safety/test_limits.py::test_a_household_of_ipv6_is_one_visitor"],
    "one picture at a time on the engine": [
        "test_generate.py::test_who_waits_for_the_engine_is_told_and_may_leave"
    ],
    "a bounded queue that gives each visitor a picture in turn": [
        "test_queueing.py::test_ten_jobs_of_one_visitor_starve_nobody",
        "test_queueing.py::test_a_full_queue_says_so_and_takes_none_of_several",
    ],
    "the host's name is checked": ["studio/test_door.py::test_another_hosts_name_is_refused"],
    "browsers are told what may be loaded and framed": [
        "studio/test_door.py::test_browsers_are_told_what_to_allow"
    ],
    "a key wherever others than this machine's users can come": [
        "api/test_keys.py::test_a_key_is_needed_wherever_others_can_come"
    ],
    "kept as a hash": ["api/test_keys.py::test_a_key_is_shown_once_and_kept_as_a_hash"],
    "each with its rate": ["api/test_keys.py::test_each_key_has_its_rate"],
    "pages of other sites need one too": [
        "api/test_keys.py::test_pages_of_other_sites_come_in_with_a_key_alone"
    ],
    "a client that goes away ends its work": [
        "api/images/test_errors.py::test_a_client_that_goes_away_ends_its_work"
    ],
    "is bounded, opened as a picture alone, checked, marked and signed here": [
        "engines/remote/test_remote.py::test_a_servers_picture_leaves_marked_and_signed_here",
        "engines/remote/test_remote.py::test_a_servers_picture_passes_the_output_check",
        "engines/remote/test_remote.py::test_what_is_no_picture_is_told",
    ],
    "photos go there as bare pixels": [
        "engines/remote/test_remote.py::test_photos_travel_without_their_metadata"
    ],
    "no address that it names is followed": [
        "engines/remote/test_remote.py::test_an_address_in_place_of_a_picture_is_not_followed"
    ],
    "`/metrics` is for this machine, or for a token": [
        "operations/test_operations.py::test_figures_are_not_public"
    ],
    "no label holds a visitor's words": [
        "operations/test_operations.py::test_nothing_of_a_prompt_is_in_the_figures"
    ],
    "Ray's HTTP server and dashboard are off": [
        "safety/test_promises.py::test_ray_opens_no_page_of_its_own"
    ],
    "everything but the login is behind it": [
        "studio/test_door.py::test_only_the_login_is_in_front_of_the_login"
    ],
    "Content Credentials and a watermark on every file": [
        "test_generate.py::test_a_prompt_becomes_a_signed_picture",
        "test_generate.py::test_the_pixels_are_marked_with_the_engine",
    ],
    "The average of many marked pictures is no mark": [
        "safety/watermark/test_watermark.py::test_the_average_of_marked_pictures_is_no_mark"
    ],
    "logs hold keyed hashes and verdicts": [
        "safety/test_record.py::test_a_line_has_the_verdict_and_a_hash_that_only_equal_bytes_share",
        IMAGE + "gate.py::test_the_log_has_a_hash_and_no_picture",
    ],
    "of errors only the kind": ["safety/test_record.py::test_a_failure_is_named_by_its_type_only"],
    "uploads and pictures are deleted after `ENOGU_CACHE_HOURS` (24)": [
        "safety/test_leftovers.py::test_old_files_go_and_young_ones_stay"
    ],
    "and when the process ends, or at the next start after it was killed": [
        "safety/test_leftovers.py::test_a_process_that_is_told_to_end_leaves_nothing",
        "safety/test_leftovers.py::test_what_a_killed_process_left_goes_at_the_next_start_and_no_more",
        "test_app.py::test_after_sigterm_no_upload_is_left",
    ],
    "go into no picture": [
        "safety/provenance/test_signing.py::"
        "test_of_a_photos_private_credentials_only_the_fact_is_kept",
        "safety/provenance/test_signing.py::"
        "test_a_picture_made_here_of_a_private_photo_passes_nothing_on",
    ],
    "nothing is sent anywhere": [
        "safety/provenance/test_verify.py::test_an_address_in_a_file_is_never_called",
        "studio/test_access.py::test_every_tab_is_accessible_and_fits",
    ],
    "mode 0600": ["safety/provenance/test_keys.py::test_key_files_are_private"],
    # The policy
    "Refused, always with the category and a sentence that says what would be allowed": [
        PROMPT + "gate.py::test_harmful_prompts_are_refused_with_a_reason"
    ],
    "the names of living artists as a style": [
        PROMPT + "rules.py::test_living_artists_get_the_studio_alternative"
    ],
    "Scary, sad, historical and bodily subjects that harm nobody pass": [
        PROMPT + "harmless.py::test_words_that_only_sound_like_harm_pass"
    ],
    "no revealing, violent or degrading change": [
        PROMPT + "mending.py::test_undressing_in_the_words_of_mending_is_refused"
    ],
    "others that cover as much passes": [
        PROMPT + "mending.py::test_mending_passes_with_a_photo",
        PROMPT + "mending.py::test_every_way_to_mend_is_the_whole_prompt",
    ],
    "are read together with the next one": [
        "test_generate.py::test_the_prompts_of_a_pictures_past_are_read_with_the_next"
    ],
    "replaced by something of our own before anything is read or painted": [
        "test_characters.py::test_a_character_of_others_becomes_one_of_our_own",
        "test_characters.py::test_the_picture_tells_of_it_and_holds_no_such_name",
    ],
    "is judged together and over several signs, behind every disguise": [
        "safety/signs/test_signs.py::test_a_listed_word_is_found_behind_every_disguise",
        "safety/signs/test_signs.py::"
        "test_threats_and_groups_shut_out_are_refused_over_languages_and_signs",
        "test_generate.py::test_writing_is_checked_before_and_after_it_is_planned",
    ],
    "Setting it in history makes no difference": [
        "safety/test_promises.py::test_history_is_no_excuse_for_a_sign"
    ],
    "A number such as 88 alone is refused": [
        "safety/signs/test_signs.py::test_a_number_of_a_movement_may_be_a_house_s"
    ],
    "The writing of every picture and photo is read back": [
        "safety/signs/test_reader.py::test_a_listed_word_that_came_out_is_refused",
        "safety/signs/test_reader.py::test_harmless_writing_passes_and_so_does_the_number_of_a_bus",
    ],
    "says `harmless` (the default": [PROMPT + "rules.py::test_the_policy_on_real_people"],
    "previews are blurred, the picture is not handed out": [
        IMAGE + "gate.py::test_the_grey_band_refuses_and_asks_for_another_try",
        "test_generate.py::test_in_the_grey_band_previews_are_blurred_and_another_try_is_asked_for",
        "test_cli.py::test_where_the_check_is_not_sure_another_try_is_asked_for",
    ],
    "its mirror image and each of its parts safe": [
        IMAGE + "gate.py::test_doubt_about_violence_ends_where_every_part_is_called_safe",
        IMAGE + "gate.py::test_but_not_where_one_part_is_called_anything_else",
    ],
    "It can refuse and never allow": [
        PROMPT + "guard.py::test_the_guard_cannot_allow_what_the_rules_refuse"
    ],
    "everything is refused and the reason names the setting": [
        PROMPT + "guard.py::test_a_model_that_is_not_there_is_named",
        PROMPT + "guard.py::test_a_model_without_a_verdict_refuses_everything",
    ],
    "What it calls controversial is refused where a photo is given": [
        PROMPT + "guard.py::test_the_guards_answer_decides"
    ],
    "one file a language": [PROMPT + "rules.py::test_every_language_fills_the_same_lists"],
    # Rules for the code
    "Every entry point goes through `pipeline/generate.py`": [
        "test_single_journey.py::test_nothing_but_the_journey_runs_a_stage_of_an_engine",
        "test_single_journey.py::test_nothing_but_the_journey_has_gates_or_signs",
    ],
    "Every check fails closed": [
        "test_single_journey.py::test_a_gate_that_breaks_lets_nothing_through",
        PROMPT + "gate.py::test_without_sound_weights_everything_is_refused",
        IMAGE + "gate.py::test_a_classifier_that_throws_refuses",
        "safety/signs/test_reader.py::test_a_missing_or_damaged_network_refuses",
    ],
    "a changed checksum": [
        IMAGE + "nsfw_detector.py::test_a_flipped_byte_in_a_real_model_is_noticed"
    ],
    "a score that is not a number": [
        PROMPT + "gate.py::test_states_that_are_no_numbers_refuse",
        IMAGE + "gate.py::test_a_session_that_answers_nan_refuses",
    ],
    "Only the guard model has no time limit": [
        "safety/test_promises.py::test_the_guard_alone_may_take_longer"
    ],
    "finds the entry points itself": [
        "test_single_journey.py::test_the_entry_points_are_among_what_is_judged"
    ],
    "takes longer than thirty seconds": [
        PROMPT + "gate.py::test_a_check_that_hangs_refuses",
        IMAGE + "gate.py::test_a_classifier_that_hangs_refuses",
        "safety/test_promises.py::test_a_check_has_thirty_seconds",
    ],
    "Nothing that an engine made reaches a screen or a disk unchecked, previews included": [
        "test_single_journey.py::test_every_picture_is_checked_and_leaves_signed",
        "test_generate.py::test_a_refused_picture_is_neither_shown_nor_written",
    ],
    "The hash is keyed with a secret that ends with the process": [
        "safety/test_record.py::test_a_line_has_the_verdict_and_a_hash_that_only_equal_bytes_share"
    ],
}
# Points that say how to read the document, not what the code does.
NO_PROMISES = ("| Who | Wants |", "|---|", "| Environment |", "- **Thresholds** are in")
SECTIONS = ("What is protected, and from whom", "The policy", "Rules for the code")


@cache
def document() -> str:
    return (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def flat(text: str) -> str:
    """On one line and without the marks of bold print."""
    return " ".join(text.replace("**", "").split())


def points() -> list[str]:
    """Rows of tables and points of lists of the sections that promise something."""
    found = []
    for section in re.split(r"^## ", document(), flags=re.MULTILINE):
        title, _, text = section.partition("\n")
        if title in SECTIONS:
            found += re.split(r"\n(?=[|-] ?)", text.strip())[0 if title == "The policy" else 1 :]
    return [point for point in found if not point.startswith(NO_PROMISES)]


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_stands_in_the_document_and_has_its_tests(promise):
    assert promise in flat(document())
    for test in PROMISES[promise]:
        path, _, name = test.partition("::")
        assert name in functions_of(path), test


@pytest.mark.parametrize("point", points(), ids=lambda point: flat(point)[:40])
def test_every_point_of_the_document_has_a_promise_with_a_test(point):
    assert any(promise in flat(point) for promise in PROMISES), flat(point)


def test_history_is_no_excuse_for_a_sign():
    for prompt in ("a museum about 1936", "a history lesson with a sign", "a film set of 1944"):
        assert check_signs(["WHITES ONLY"], prompt).category is Category.HATE, prompt


def test_a_check_has_thirty_seconds():
    assert THRESHOLDS.seconds == 30 and "thirty seconds" in document()


def test_the_guard_alone_may_take_longer(monkeypatch):
    def slow_guard(*_) -> None:
        time.sleep(0.3)

    sound = SimpleNamespace(check=lambda *_: Verdict(True), rules=SimpleNamespace(reasons={}))
    monkeypatch.setattr(gate, "_default_gate", lambda: sound)
    monkeypatch.setattr(gate, "THRESHOLDS", Thresholds(seconds=0.2))
    monkeypatch.setattr(gate, "second_opinion", slow_guard)
    assert gate.check_prompt("a red lantern").allowed


class Started(Exception):
    """Ray was told how to start."""


def test_ray_opens_no_page_of_its_own(monkeypatch):
    """What a cluster of our own is started with; a real one is in engines/replicas."""
    asked: dict[str, object] = {}

    def begin(**options) -> None:
        asked.update(options)
        raise Started

    ray, serve = ModuleType("ray"), ModuleType("ray.serve")
    ray.init, ray.serve, serve.start = lambda **options: asked.update(options), serve, begin
    for module in (ray, serve):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(Started):
        cluster.start(lambda: None, 2)
    assert asked["include_dashboard"] is False and asked["proxy_location"] == "Disabled"
    assert asked["_node_ip_address"] == "127.0.0.1"


def test_the_settings_have_the_defaults_that_the_document_says():
    text = document().partition("## Settings")[2]
    rows = dict(re.findall(r"^\| `(ENOGU_\w+)`[^|]*\|[^|]*\| ([^|]*) \|$", text, re.MULTILINE))
    known = {setting.variable: setting.default for setting in SETTINGS}
    for name in ("ENOGU_QUEUE", "ENOGU_CACHE_HOURS"):
        assert rows[name] == str(known[name])
    assert rows["ENOGU_AUTH"] == "none" and known["ENOGU_AUTH"] is None
    safe = SafetySettings.from_environment({"HOME": "/home/somebody"})
    assert rows["ENOGU_RATE_LIMIT"].strip("`") == "{}/{}".format(*safe.rate_limit)
    assert (rows["ENOGU_BEHIND_PROXY"], safe.behind_proxy) == ("off", False)
    assert (rows["ENOGU_GUARD"], safe.guard) == ("none", None)
    assert rows["ENOGU_HOME"].strip("`") == "~/.config/enogu"
