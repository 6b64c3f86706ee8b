"""Plans: tokens and back, the grammar, what the decoder sees of them, what is done with them."""

import json
import random
from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.embedded.description import description_of
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.plan_map import NO_LETTER, PlanMap, collate, letter_spans
from pipeline.model.networks.sampling import Sampling, sample_plan
from pipeline.model.networks.sequence import Special, planned, words
from pipeline.model.networks.transformer import Transformer
from pipeline.model.plan.grammar import Found, Grammar, decode
from pipeline.model.plan.layout import from_layout, from_tokens, to_layout, to_tokens
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.tokens import LONGEST_PLAN, OPEN, PLAN_SIZE, TABLES, encode, name_id
from pipeline.model.plan.world import KINDS, MAX_LETTERS, MAX_THINGS, PEOPLE, POSES, poses_of
from pipeline.model.planning.under_mask import under_mask
from pipeline.model.reading.sign_text import sign_letters
from pipeline.training.data.plans import plan_of
from pipeline.training.world.scene import sample_scene
from pipeline.wording import ENGLISH

CAT = PlannedThing("cat", "black", 0.25, 0.9, 0.2)
HOUSE = PlannedThing("house", "blue", 0.7, 0.7, 0.35)
SIGN = PlannedThing("signpost", None, 0.5, 0.9, 0.33, word="TEA")
PLAN = Plan("hills", "night", "clear", "summer", (CAT, HOUSE, SIGN))


SHARES = st.floats(0, 1)  # of a picture's width or height
SIZES = st.floats(0.01, 0.59)  # what the tokens can say
LETTERS = st.text(st.sampled_from(TABLES["letter"][0]), min_size=1, max_size=MAX_LETTERS)
RANDOM = st.integers(0, 2**32).map(random.Random)


@st.composite
def planned_things(draw: st.DrawFn) -> PlannedThing:
    """Any thing that the tokens can say, on a place of its own or not."""
    kind = draw(st.sampled_from(list(KINDS)))
    colors, sign = KINDS[kind].colors, kind == "signpost"
    return PlannedThing(
        kind,
        draw(st.sampled_from(colors)) if colors else None,
        draw(SHARES),
        draw(SHARES),
        draw(SIZES),
        facing=1 if sign else draw(st.sampled_from((-1, 1))),
        hair=draw(st.sampled_from(TABLES["hair"][0])) if kind in PEOPLE else "",
        word=draw(LETTERS) if sign else "",
        pose=draw(st.sampled_from(poses_of(kind))),
    )


PLANS = st.builds(
    Plan,
    *(st.sampled_from(TABLES[part][0]) for part in ("terrain", "time", "weather", "season")),
    things=st.lists(planned_things(), max_size=MAX_THINGS).map(tuple),
    view=st.sampled_from(TABLES["view"][0]),
)


def walk(rng, grammar: Grammar) -> list[int]:
    """The ids of a plan written by chance alone."""
    ids: list[int] = []
    while not grammar.ended:
        ids.append(rng.choice(grammar.allowed()))
        grammar.write(ids[-1])
    return ids


def looks(plan: Plan) -> list[tuple]:
    return [(t.kind, t.color, t.facing, t.hair, t.word, t.pose) for t in plan.things]


def test_what_is_squeezed_to_nothing_is_still_a_thing():
    plan = replace(PLAN, things=(replace(CAT, size=0.001),))
    assert decode(encode(plan)).things[0].size > 0


@given(PLANS | RANDOM.map(lambda rng: plan_of(sample_scene(rng))))
def test_tokens_keep_everything_but_the_last_bit_of_a_place(plan):
    ids = encode(plan)
    read = decode(ids)
    assert all(0 <= i < PLAN_SIZE for i in ids)
    assert len(ids) <= LONGEST_PLAN
    assert looks(read) == looks(plan)
    assert replace(read, things=()) == replace(plan, things=())
    assert encode(read) == ids
    for a, b in zip(plan.things, read.things, strict=True):
        assert max(abs(a.x - b.x), abs(a.y - b.y), abs(a.size - b.size)) < 0.006


@pytest.mark.parametrize("ids", [[], [OPEN], [OPEN, OPEN], encode(PLAN)[:-1], encode(PLAN)[::-1]])
def test_what_is_no_plan_is_refused(ids):
    with pytest.raises(ValueError, match="plan"):
        decode(ids)


@given(st.lists(st.integers(0, PLAN_SIZE - 1), max_size=30), PLANS)
def test_any_ids_are_a_plan_or_refused(ids, plan):
    """Ids at random, after the beginning of a plan."""
    ids = encode(plan)[: len(ids)] + ids
    try:
        read = decode(ids)
    except ValueError:
        return
    assert encode(read) == ids


@given(RANDOM)
def test_any_walk_through_the_grammar_ends_in_a_plan(rng):
    ids = walk(rng, Grammar())
    assert len(ids) <= LONGEST_PLAN
    assert encode(decode(ids)) == ids


@given(RANDOM, st.lists(planned_things(), max_size=MAX_THINGS))
def test_a_plan_has_what_was_found_and_nothing_else(rng, seen):
    found = [Found(thing.kind, thing.x, thing.pose) for thing in seen]
    things = decode(walk(rng, Grammar(found=found))).things
    assert [thing.kind for thing in things] == [one.kind for one in found]
    assert [thing.x for thing in things] == pytest.approx([one.x for one in found], abs=0.006)
    assert [thing.pose for thing in things] == [one.pose for one in found]
    assert all(bool(thing.word) == (thing.kind == "signpost") for thing in things)


@given(RANDOM, st.lists(LETTERS, max_size=3))
def test_signs_have_the_given_words(rng, words_given):
    things = decode(walk(rng, Grammar(words=words_given))).things
    signs = [thing.word for thing in things if thing.kind == "signpost"]
    common = min(len(signs), len(words_given))
    assert signs[:common] == words_given[:common]


def test_only_what_can_take_a_pose_is_given_one():
    for thing, poses in ((CAT, 2), (HOUSE, 0)):
        grammar = Grammar()
        for plan_id in encode(replace(PLAN, things=(thing,))):
            open_poses = {name_id("pose", pose) for pose in POSES} & set(grammar.allowed())
            assert len(open_poses) in (0, poses)
            poses = 0 if open_poses else poses
            grammar.write(plan_id)
        assert poses == 0


def test_a_layout_from_before_there_were_poses_is_read():
    layout = json.loads(to_layout(PLAN))
    for thing in layout["things"]:
        del thing["pose"]
    assert from_layout(json.dumps(layout)) == PLAN
    layout["things"][0]["pose"] = "running"
    with pytest.raises(ValueError, match="no plan"):
        from_layout(json.dumps(layout))


def test_a_pose_is_said():
    things = (replace(CAT, pose="sleeping"), replace(HOUSE, x=0.5))
    text = ENGLISH.describe(description_of(replace(PLAN, things=things)))
    assert text.startswith("A sleeping black cat on the left and a blue house")


def test_a_sign_can_have_no_word_but_the_given_one():
    grammar = Grammar(words=["SEA"])
    ids = encode(PLAN)
    begin = len(ids) - 4  # T E A <end>
    for plan_id in ids[:begin]:
        grammar.write(plan_id)
    while grammar.things[-1]["word"] != "SEA":
        (only,) = grammar.allowed()
        grammar.write(only)
    assert len(grammar.allowed()) > 1


def test_a_thing_stands_where_its_middle_will_be():
    torch.manual_seed(0)
    vocabulary = Transformer(PRESETS["tiny"].transformer, 48).vocabulary
    row = planned(vocabulary, Plan("hills", "night", "clear", "summer", (CAT,)), (10, 10))
    assert row.places[:11, 1:].eq(0).all()  # opening, setting, kind, colour, pose, x, y
    middle = torch.tensor([8.5, 3.0])  # rows and columns count from 1 at a cell's middle
    assert (row.places[11:-1, 1:] - middle).abs().max() < 0.1
    assert row.places[-1, 1:].eq(0).all()
    assert row.places[:, 0].tolist() == list(range(len(row)))


def test_sampling_writes_what_the_uncached_model_finds_likeliest():
    torch.manual_seed(0)
    config = PRESETS["tiny"]
    model = Transformer(config.transformer, config.tokenizer.codebook_size).eval()
    torch.nn.init.normal_(model.head.weight)
    prefix = words(model.vocabulary, Special.TEXT, [3, 4])
    greedy = Sampling(guidance=1, temperature=0)
    *_, plan = sample_plan(model, prefix, (4, 4), greedy, torch.Generator())
    row = prefix + planned(model.vocabulary, plan, (4, 4))
    with torch.inference_mode():
        logits = model(row.ids[None], row.places[None], row.ahead[None])[0]
    grammar, base = Grammar(), model.vocabulary.plans
    for index, plan_id in enumerate(encode(plan)):
        allowed = grammar.allowed()
        likeliest = allowed[int(logits[len(prefix) - 1 + index, base:][allowed].argmax())]
        assert likeliest == plan_id
        grammar.write(plan_id)


def test_letters_stand_side_by_side_and_long_words_are_smaller():
    spans, height = letter_spans("TEA")
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(spans))
    assert spans[0][0] == pytest.approx(-spans[-1][1])
    longer, lower = letter_spans("MMMMWWWW")
    assert longer[-1][1] - longer[0][0] > spans[-1][1] - spans[0][0]
    assert lower < height
    assert letter_spans("") == ([], 1.0)


def test_the_map_tells_a_thing_where_it_is_and_nothing_elsewhere():
    torch.manual_seed(0)
    plan_map = PlanMap(8, 16)
    torch.nn.init.normal_(plan_map.mix[-1].weight)
    batch = collate([Plan("hills", "night", "clear", "summer", (CAT,)), None], 1.0)
    whole = torch.tensor([[0.0, 0.0, 1.0, 1.0]]).expand(2, 4)
    features = plan_map(batch, whole, (40, 40))
    assert features[1].eq(0).all()
    rows, columns = features[0].abs().sum(0).nonzero().unbind(1)
    left, _, _, bottom = CAT.box(1.0)
    assert left - 0.05 < columns.min() / 40 < left
    assert bottom < (rows.max() + 1) / 40 < bottom + 0.05
    # A window sees what the whole picture shows there.
    corner = torch.tensor([[0.0, 0.5, 0.5, 1.0]]).expand(2, 4)
    torch.testing.assert_close(plan_map(batch, corner, (20, 20))[0], features[0, :, 20:, :20])
    assert plan_map.whole(batch).shape == (2, 16)


def test_every_letter_of_a_sign_reaches_its_patches():
    batch = collate([PLAN], 1.0)
    u, v = torch.linspace(-1, 1, 400), torch.full((400,), -0.43)
    rows = torch.zeros(400, dtype=torch.long)
    letters, inside, *_ = PlanMap._letters(batch, rows, rows + 2, u, v)
    assert [int(i) for i in letters[inside].unique_consecutive()] == [19, 4, 0]
    assert letters[~inside].eq(NO_LETTER).all()


def test_tokens_hold_a_plan_and_a_picture():
    codes = torch.arange(12).view(3, 4)
    for plan in (decode(encode(PLAN)), None):
        read, same = from_tokens(to_tokens(plan, codes), (3, 4))
        assert read == plan
        assert same.equal(codes)


def test_new_things_come_under_the_mask():
    box = (0.0, 0.6, 0.4, 1.0)  # over the cat
    new = replace(PLAN, things=(replace(HOUSE, x=0.5, color="red"),))
    plan = under_mask(PLAN, new, box, 1.0)
    assert [thing.kind for thing in plan.things] == ["house", "signpost", "house"]
    left, top, right, bottom = plan.things[-1].box(1.0)
    assert left >= -1e-6 and right <= 0.4 + 1e-6 and top >= 0.6 - 1e-6
    assert bottom == pytest.approx(1.0)
    assert under_mask(PLAN, replace(PLAN, things=()), box, 1.0).things == (HOUSE, SIGN)


@pytest.mark.parametrize(
    ("words_given", "kept"), [(["Tea room"], ["TEAROOM"]), (["日本", "café"], ["CAFE"])]
)
def test_a_sign_bears_capitals(words_given, kept):
    assert sign_letters(words_given) == kept


def test_a_plan_is_said_in_words():
    two = replace(PLAN, things=(CAT, replace(CAT, x=0.35), HOUSE, SIGN), weather="rain")
    assert ENGLISH.describe(description_of(two)) == (
        'Two black cats on the left, a blue house on the right and a sign that says "TEA", '
        "in the hills at night in the rain."
    )
    empty = Plan("meadow", "noon", "clear", "winter")
    assert ENGLISH.describe(description_of(empty)) == "A landscape in a meadow by day, winter."


@given(PLANS)
def test_a_layout_is_read_back(plan):
    assert from_layout(to_layout(plan)) == plan


@pytest.mark.parametrize(
    "layout",
    ["", "[]", "{}", '{"things": 3}', to_layout(PLAN).replace("hills", "moon")],
)
def test_what_is_no_layout_is_refused(layout):
    with pytest.raises(ValueError, match="no plan"):
        from_layout(layout)
