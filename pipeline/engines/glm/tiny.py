"""A GLM-Image pipeline of the real classes, small and with random weights: tests and benchmarks.

`random_pipeline("true")` has the sizes of the published weights: speed needs no training.
"""

from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    FlowMatchEulerDiscreteScheduler,
    GlmImagePipeline,
    GlmImageTransformer2DModel,
)
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    ByT5Tokenizer,
    GlmImageConfig,
    GlmImageForConditionalGeneration,
    GlmImageProcessor,
    PreTrainedTokenizerFast,
    T5Config,
    T5EncoderModel,
)
from transformers.models.glm_image.image_processing_pil_glm_image import GlmImageImageProcessorPil

from pipeline.engines.glm.parts import GlmPipeline

# The processor appends "<sop>32 32<eop><sop>16 16<eop>" and the image's start itself.
CHAT_TEMPLATE = (
    "{% for message in messages %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|image_start|><|image|><|image_end|>"
    "{% else %}{{ part.text }}{% endif %}{% endfor %}{% endfor %}"
)

TINY: dict[str, Any] = {
    "codes": 128,
    "text": {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
    },
    "rope": [1, 1, 2],
    "vision": {"depth": 1, "hidden_size": 32, "num_heads": 2, "intermediate_size": 32},
    "image_size": 512,
    "vq_dim": 16,
    "glyphs": {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_heads": 2},
    "dit": {"num_layers": 2, "attention_head_dim": 16, "num_attention_heads": 2},
    "dit_width": {"time_embed_dim": 32, "condition_dim": 8},
    "vae": {"block_out_channels": (8, 8, 8, 8), "latent_channels": 4, "norm_num_groups": 2},
}
# zai-org/GLM-Image: the defaults of transformers' configuration, ByT5-small's encoder, and the
# DiT as SGLang's configuration of the published weights has it (30 layers of 32 heads of 128).
TRUE: dict[str, Any] = {
    "codes": 16384,
    "text": {},
    "rope": [8, 12, 12],
    "vision": {},
    "image_size": 2048,
    "vq_dim": 2048,
    "glyphs": {"d_model": 1472, "d_kv": 64, "d_ff": 3584, "num_layers": 12, "num_heads": 6},
    "dit": {"num_layers": 30, "attention_head_dim": 128, "num_attention_heads": 32},
    "dit_width": {"time_embed_dim": 512, "condition_dim": 256},
    "vae": {"block_out_channels": (128, 256, 512, 512), "latent_channels": 16},
}
SIZES = {"tiny": TINY, "true": TRUE}


def random_pipeline(
    size: str = "tiny",
    seed: int = 0,
    device: str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> GlmPipeline:
    """The real pipeline class with random weights; "true" takes 36 GB in bfloat16."""
    sizes = SIZES[size]
    before = torch.get_default_dtype()
    with torch.random.fork_rng(devices=[]), torch.device(device):
        torch.manual_seed(seed)
        torch.set_default_dtype(dtype)
        try:
            networks = _networks(sizes)
        finally:
            torch.set_default_dtype(before)
    pipe: Any = GlmImagePipeline(
        tokenizer=ByT5Tokenizer(),
        processor=_processor(sizes["codes"]),
        scheduler=FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True, base_shift=0.25, max_shift=0.75, time_shift_type="linear"
        ),
        **{name: network.eval().to(device, dtype) for name, network in networks.items()},
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _networks(sizes: dict[str, Any]) -> dict[str, Any]:
    channels = sizes["vae"]["latent_channels"]
    blocks = len(sizes["vae"]["block_out_channels"])
    return {
        "vision_language_encoder": _writer(sizes),
        "text_encoder": T5EncoderModel(
            T5Config(vocab_size=384, feed_forward_proj="gated-gelu", **sizes["glyphs"])
        ),
        "vae": AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * blocks,
            up_block_types=("UpDecoderBlock2D",) * blocks,
            layers_per_block=1 if sizes is TINY else 2,
            use_quant_conv=False,
            use_post_quant_conv=False,
            latents_mean=[0.0] * channels,
            latents_std=[1.0] * channels,
            **sizes["vae"],
        ),
        "transformer": GlmImageTransformer2DModel(
            in_channels=channels,
            out_channels=channels,
            text_embed_dim=sizes["glyphs"]["d_model"],
            prior_vq_quantizer_codebook_size=sizes["codes"],
            **sizes["dit"],
            **sizes["dit_width"],
        ),
    }


def _writer(sizes: dict[str, Any]) -> GlmImageForConditionalGeneration:
    codes = sizes["codes"]
    words = len(_vocabulary(codes))
    text = {"vocab_size": words, "pad_token_id": words - 1} if sizes is TINY else {}
    config = GlmImageConfig(
        text_config=sizes["text"]
        | text
        | {
            "vision_vocab_size": codes + 128 if sizes is TRUE else codes + 2,
            "eos_token_id": codes + 1,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
                "partial_rotary_factor": 1.0 if sizes is TINY else 0.5,
                "mrope_section": sizes["rope"],
            },
        },
        vision_config=sizes["vision"] | {"image_size": sizes["image_size"], "patch_size": 16},
        vq_config={
            "embed_dim": sizes["vq_dim"],
            "num_embeddings": codes,
            "latent_channels": sizes["vision"].get("hidden_size", 1536),
        },
        image_token_id=_vocabulary(codes)["<|image|>"],
        image_start_token_id=codes,
        image_end_token_id=codes + 1,
    )
    model = GlmImageForConditionalGeneration(config)
    # What the authors ship in generation_config.json.
    model.generation_config.update(
        do_sample=True, temperature=0.9, top_p=0.75, eos_token_id=codes + 1, pad_token_id=codes + 1
    )
    return model


def _vocabulary(codes: int) -> dict[str, int]:
    """Image codes first, as in the published weights, then bytes and the marks."""
    names = [f"<|code_{code}|>" for code in range(codes)] + ["<|image_start|>", "<|image_end|>"]
    names += sorted(pre_tokenizers.ByteLevel.alphabet())
    names += ["<|image|>", "<sop>", "<eop>", "<|pad|>"]
    return {name: number for number, name in enumerate(names)}


def _processor(codes: int) -> GlmImageProcessor:
    tokenizer = Tokenizer(models.BPE(vocab=_vocabulary(codes), merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = {
        "image_token": "<|image|>",
        "grid_bos_token": "<sop>",
        "grid_eos_token": "<eop>",
        "image_end_token": "<|image_end|>",
    }
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<|image_start|>",
        pad_token="<|pad|>",
        extra_special_tokens=marks,
    )
    images = GlmImageImageProcessorPil(
        patch_size=16,
        merge_size=1,
        temporal_patch_size=1,
        size={"shortest_edge": 64 * 64, "longest_edge": 2048 * 2048},
    )
    return GlmImageProcessor(images, fast, chat_template=CHAT_TEMPLATE)
