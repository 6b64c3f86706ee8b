"""A FLUX.2-klein pipeline of the real classes, small and with random weights: for tests."""

from typing import Any

import torch
from diffusers import (
    AutoencoderKLFlux2,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
)
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from pipeline.engines.flux.parts import FluxPipeline

CHAT_TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %}<|end|>"
WIDTH, CHANNELS = 16, 4


def random_pipeline(seed: int = 0) -> FluxPipeline:
    """The real pipeline class, distilled as the published one, with random weights."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        networks = _networks()
    scheduler = FlowMatchEulerDiscreteScheduler(
        shift=3.0, use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15
    )
    pipe: Any = Flux2KleinPipeline(
        scheduler=scheduler,
        tokenizer=_tokenizer(),
        is_distilled=True,
        **{name: network.eval() for name, network in networks.items()},
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _networks() -> dict[str, Any]:
    return {
        "vae": AutoencoderKLFlux2(
            block_out_channels=(8, 8, 8, 8),
            layers_per_block=1,
            latent_channels=CHANNELS,
            norm_num_groups=2,
            mid_block_add_attention=False,
        ),
        "text_encoder": Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=258,
                hidden_size=WIDTH,
                intermediate_size=WIDTH,
                num_hidden_layers=28,  # the pipeline reads layers 9, 18 and 27
                num_attention_heads=2,
                num_key_value_heads=1,
                head_dim=8,
                tie_word_embeddings=True,
            )
        ),
        "transformer": Flux2Transformer2DModel(
            patch_size=1,
            in_channels=CHANNELS * 4,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=3 * WIDTH,
            timestep_guidance_channels=16,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        ),
    }


def _tokenizer() -> PreTrainedTokenizerFast:
    names = [*sorted(pre_tokenizers.ByteLevel.alphabet()), "<|end|>", "<|pad|>"]
    tokenizer = Tokenizer(models.BPE({name: i for i, name in enumerate(names)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|end|>",
        pad_token="<|pad|>",
        chat_template=CHAT_TEMPLATE,
    )
