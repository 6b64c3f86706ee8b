"""A grown network says of the old names what it said, and of a new one what it said of its kin."""

import torch

from pipeline.model.config import PRESETS
from pipeline.model.decoder import Decoder
from pipeline.model.plan import TABLES, name_id
from pipeline.model.transformer import Transformer
from pipeline.training.digits import share_digits
from pipeline.training.grow import KIN, grow_decoder, grow_judge, grow_transformer
from pipeline.training.judge import Judge

TINY = PRESETS["tiny"]


def test_every_heir_and_its_kin_are_names():
    for table, kin in KIN.items():
        names = TABLES[table][0]
        assert set(kin) | set(kin.values()) <= set(names)
        assert not set(kin) & set(kin.values())


def test_a_new_token_begins_as_its_kin():
    model = Transformer(TINY.transformer, TINY.tokenizer.codebook_size)
    model = share_digits(model, TINY.tokenizer.levels)
    torch.nn.init.normal_(model.head.parametrizations.weight.original)
    before, state = {k: v.clone() for k, v in model.state_dict().items()}, model.state_dict()
    grow_transformer(state, model.vocabulary)
    table = "head.parametrizations.weight.original"
    fox, dog = (model.vocabulary.plans + name_id("kind", kind) for kind in ("fox", "dog"))
    alike = torch.cosine_similarity(state[table][fox], before[table][dog], dim=0)
    assert alike > 0.97 and not torch.equal(state[table][fox], before[table][dog])
    assert torch.equal(state[table][dog], before[table][dog])


def test_the_decoder_reads_a_new_name_as_its_kin():
    state = Decoder(TINY.decoder, len(TINY.tokenizer.levels)).state_dict()
    torch.nn.init.normal_(state["plan.setting.0.weight"])
    grow_decoder(state)
    terrains = state["plan.setting.0.weight"]
    lake, sea = (TABLES["terrain"][0].index(name) + 1 for name in ("lake", "seaside"))
    assert torch.cosine_similarity(terrains[lake], terrains[sea], dim=0) > 0.97


def test_a_grown_judge_sees_what_it_saw():
    today = Judge().eval()
    kinds, terrains = today.heat.out_channels - 2, len(TABLES["terrain"][0]) - 1
    old = {name: value.clone() for name, value in today.state_dict().items()}
    for part in ("weight", "bias"):
        old[f"heat.{part}"] = old[f"heat.{part}"][:kinds]
        whole = old[f"whole.{part}"]
        old[f"whole.{part}"] = torch.cat([whole[:terrains], whole[terrains + 1 :]])
    grown = Judge().eval()
    grown.load_state_dict(grow_judge(old))
    picture = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        (heat, color, whole), (heat_2, color_2, whole_2) = today(picture), grown(picture)
    assert torch.equal(color, color_2) and torch.equal(heat[:, :kinds], heat_2[:, :kinds])
    assert torch.equal(whole[:, :terrains], whole_2[:, :terrains])
    assert torch.equal(whole[:, terrains + 1 :], whole_2[:, terrains + 1 :])
