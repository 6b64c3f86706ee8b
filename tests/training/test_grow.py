"""A grown network says of the old names what it said, and of a new one what it said of its kin."""

import torch

from pipeline.model.config import PRESETS
from pipeline.model.decoder import Decoder
from pipeline.model.plan import name_id
from pipeline.model.plan_map import KINDS_ROOM, look_index
from pipeline.model.templates import LOOK_SIDE
from pipeline.model.transformer import Transformer
from pipeline.model.world import LOOKS
from pipeline.training.digits import share_digits
from pipeline.training.grow import grow_decoder, grow_transformer

TINY = PRESETS["tiny"]


def test_a_new_token_begins_as_its_kin():
    model = Transformer(TINY.transformer, TINY.tokenizer.codebook_size)
    model = share_digits(model, TINY.tokenizer.levels)
    torch.nn.init.normal_(model.head.parametrizations.weight.original)
    before, state = {k: v.clone() for k, v in model.state_dict().items()}, model.state_dict()
    grow_transformer(state, model.vocabulary)
    table = "head.parametrizations.weight.original"
    asleep, right = (
        model.vocabulary.plans + name_id(*name) for name in (("pose", "sleeping"), ("facing", 1))
    )
    alike = torch.cosine_similarity(state[table][asleep], before[table][right], dim=0)
    assert alike > 0.97 and not torch.equal(state[table][asleep], before[table][right])
    assert torch.equal(state[table][right], before[table][right])


def test_a_kind_in_a_new_pose_begins_as_the_kind_as_it_mostly_is():
    state = Decoder(TINY.decoder, len(TINY.tokenizer.levels)).state_dict()
    grids = "plan.looks.grids.table"
    torch.nn.init.normal_(state[grids])
    before = {name: state[name].clone() for name in (grids, "plan.kind.weight")}
    grow_decoder(state)
    assert state[grids].shape == before[grids].shape
    looks = state[grids].view(KINDS_ROOM + len(LOOKS), LOOK_SIDE**2, -1)
    for kind, pose in LOOKS:
        posed, plain = look_index(kind, pose), look_index(kind, "")
        assert torch.equal(looks[posed], looks[plain])
        rows = state["plan.kind.weight"]
        assert torch.cosine_similarity(rows[posed], rows[plain], dim=0) > 0.97
    kinds = LOOK_SIDE**2 * KINDS_ROOM
    assert torch.equal(state[grids][:kinds], before[grids][:kinds])
