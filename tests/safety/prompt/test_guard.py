"""The optional guard model: a real class at a tiny size, and what comes of each of its answers."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from safety.policy import Category
from safety.prompt import guard
from safety.prompt.gate import check_prompt
from safety.prompt.guard import MAX_TOKENS, Guard

TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %} Safety"
WORDS = ("a", "red", "lantern", "at", "night", "Safety", ":", "Safe", "Unsafe", "None")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A guard model of random weights, as the hub would store it."""
    folder = tmp_path_factory.mktemp("guard")
    vocabulary = {word: number for number, word in enumerate(["<unk>", "<end>", *WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", eos_token="<end>", chat_template=TEMPLATE
    )
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
        num_attention_heads=2, num_key_value_heads=1, head_dim=8, eos_token_id=1, pad_token_id=1,
        bos_token_id=None,
    )  # fmt: skip
    Qwen3ForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(guard, "_guards", {})


@pytest.fixture
def answers(monkeypatch, folder, safety_settings):
    """A guard that gives this answer to every prompt: answers("Safety: Safe")."""
    safety_settings(guard=str(folder))
    return lambda answer: monkeypatch.setattr(Guard, "answer", lambda *_: answer)


def test_without_the_setting_no_guard_is_loaded(monkeypatch):
    monkeypatch.setattr(Guard, "load", lambda *_: pytest.fail("it was loaded"))
    assert check_prompt("a red lantern at night").allowed


def test_a_model_without_a_verdict_refuses_everything(safety_settings, folder):
    """Random weights answer with random words."""
    safety_settings(guard=str(folder))
    verdict = check_prompt("a red lantern at night")
    assert (verdict.allowed, verdict.category) == (False, Category.UNAVAILABLE)
    assert "no verdict" in verdict.reason


def test_a_long_prompt_is_cut_in_its_middle(monkeypatch, folder):
    seen = []
    model = Guard.load(str(folder))
    generate = type(model.model).generate
    monkeypatch.setattr(
        type(model.model),
        "generate",
        lambda self, **inputs: seen.append(inputs) or generate(self, **inputs),
    )
    model.answer("lantern " * 5 * MAX_TOKENS)
    assert seen[0]["input_ids"].shape[1] == MAX_TOKENS + 1


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_model_that_is_not_there_is_named(monkeypatch, safety_settings, tmp_path, name):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    safety_settings(guard=str(tmp_path / name))
    verdict = check_prompt("a red lantern at night")
    assert (verdict.allowed, verdict.category) == (False, Category.UNAVAILABLE)
    assert "ENOGU_GUARD" in verdict.reason and name in verdict.reason


@pytest.mark.parametrize(
    ("answer", "photo", "category"),
    [
        ("Safety: Safe\nCategories: None", True, None),
        ("Safety: Unsafe\nCategories: Violent", False, Category.VIOLENCE),
        ("Safety: Unsafe\nCategories: Non-violent Illegal Acts", False, Category.ILLEGAL),
        ("Safety: Unsafe\nCategories: PII, Violent", False, Category.VIOLENCE),
        ("Safety: Unsafe\nCategories: something new", False, Category.UNETHICAL),
        ("Safety: Controversial\nCategories: Violent", False, None),
        ("Safety: Controversial\nCategories: Violent", True, Category.VIOLENCE),
        ("I think that this is Safe", False, Category.UNAVAILABLE),
        ("Safety: Safe or Unsafe", False, Category.UNAVAILABLE),
        ("", False, Category.UNAVAILABLE),
    ],
)
def test_the_guards_answer_decides(answers, answer, photo, category):
    answers(answer)
    verdict = check_prompt("a red lantern at night", photo)
    assert (verdict.allowed, verdict.category) == (category is None, category)
    assert bool(verdict.reason) != verdict.allowed


def test_the_guard_cannot_allow_what_the_rules_refuse(answers):
    answers("Safety: Safe\nCategories: None")
    assert check_prompt("a nude woman").category is Category.SEXUAL


def test_a_guard_that_throws_refuses(monkeypatch, answers):
    answers("")
    monkeypatch.setattr(Guard, "answer", lambda *_: 1 / 0)
    verdict = check_prompt("a red lantern at night")
    assert verdict.category is Category.UNAVAILABLE and "ZeroDivisionError" in verdict.reason
