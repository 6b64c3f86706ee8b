"""The autoregressive stage: reads a prompt and photos, writes image tokens one by one.

The loop is ours, over transformers' own model: every token is a step that can be watched and
stopped, the seed is a generator's and not the process's, the KV cache is static and on CUDA the
step is one captured graph. Two faults of the plain pipeline cannot arise here:

* transformers 5.18 to 5.23 (at least) hand back a photo's features as (C, H, W), which diffusers
  0.42 concatenates as if they were rows, and image-to-image fails. `source_codes` takes both forms.
* The transformer may write "end of image" early (transformers 5.17 and 5.23), and diffusers then
  reshapes too few tokens. Here only image codes can be drawn, as many as the grid has cells.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from transformers import (
    GlmImageForConditionalGeneration,
    LogitsProcessorList,
    StaticCache,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from pipeline.engines.glm.parts import GlmPipeline

CACHE_STEP = 512  # the cache's length is a multiple, so that a captured graph serves many requests
TOP_K = 50  # transformers' default where generation_config.json names none


@dataclass(frozen=True)
class Prefix:
    """What the transformer reads before it writes; tensors on the CPU.

    input_ids: (1, L), photos as their codes. positions: (3, 1, L + total), time, row and column of
    every token to be read or written. grid: rows and columns of the picture's tokens, the last
    rows * columns of `total`; before them a text picture has a coarse draft of about 256.
    """

    input_ids: Tensor
    positions: Tensor
    total: int
    grid: tuple[int, int]


@torch.inference_mode()
def read(
    pipe: GlmPipeline, prompt: str, photos: list[Image.Image], size: tuple[int, int]
) -> tuple[Prefix, list[Tensor]]:
    """Prompt and photos -> (the prefix, each photo's (rows, columns) codes).

    size: (width, height) in pixels, multiples of 32. A cell of a photo's codes is 32 pixels.
    """
    model = pipe.vision_language_encoder
    content: list[dict[str, object]] = [{"type": "image", "image": photo} for photo in photos]
    content.append({"type": "text", "text": _plain(pipe, prompt)})
    inputs = pipe.processor.apply_chat_template(
        [[{"role": "user", "content": content}]],
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        processor_kwargs={"target_w": size[0], "target_h": size[1], "padding": False},
    )
    input_ids, grids = inputs["input_ids"], inputs["image_grid_thw"]
    codes: list[Tensor] = []
    if photos:
        codes = source_codes(model, inputs["pixel_values"], grids[: len(photos)])
        places = input_ids == model.config.image_token_id
        written = torch.cat([code.flatten() for code in codes])
        input_ids = input_ids.masked_scatter(places, written)
    to_write = grids[len(photos) :]
    total = int(to_write.prod(-1).sum())
    positions, _ = model.model.get_rope_index(
        input_ids,
        image_grid_thw=grids,
        images_per_sample=inputs["images_per_sample"],
        attention_mask=inputs["attention_mask"],
    )
    ahead = model.model._cached_decode_position_ids.permute(1, 0, 2)[..., :total]
    grid = (int(to_write[0, 1]), int(to_write[0, 2]))
    return Prefix(input_ids, torch.cat([positions, ahead], -1), total, grid), codes


def _plain(pipe: GlmPipeline, prompt: str) -> str:
    """The prompt without the special tokens that begin and end pictures: a user cannot write
    them."""
    for mark in pipe.processor.tokenizer.all_special_tokens:
        prompt = prompt.replace(mark, " ")
    return prompt


def source_codes(
    model: GlmImageForConditionalGeneration, pixel_values: Tensor, grids: Tensor
) -> list[Tensor]:
    """The codes of photos: (rows, columns) each, on the CPU.

    pixel_values: patches as the processor gives them. grids: (photos, 3), time, rows, columns.
    """
    device = model.device
    features = model.get_image_features(pixel_values.to(device), grids.to(device)).pooler_output
    codes = []
    for feature, (_, rows, columns) in zip(features, grids.tolist(), strict=True):
        if feature.ndim == 2:  # up to transformers 5.17: (rows * columns, C)
            feature = feature.T.reshape(-1, rows, columns)
        quantized = model.model.vqmodel.encode(feature[None].contiguous())
        codes.append(quantized.image_tokens.view(rows, columns).cpu())
    return codes


def sampler(
    model: GlmImageForConditionalGeneration, generator: torch.Generator
) -> Callable[[Tensor], Tensor]:
    """Draws codes (B, 1) from logits (B, codes) with the model's own temperature, top-k, top-p."""
    config = model.generation_config
    warp = LogitsProcessorList([TemperatureLogitsWarper(float(config.temperature or 1.0))])
    warp.append(TopKLogitsWarper(config.top_k or TOP_K))
    unread = torch.LongTensor(1, 0)  # the ids before, which none of these processors reads
    if (config.top_p or 1.0) < 1:
        warp.append(TopPLogitsWarper(config.top_p))

    def draw(logits: Tensor) -> Tensor:
        return torch.multinomial(warp(unread, logits).softmax(-1), 1, generator=generator)

    return draw


class Writer:
    """Writes tokens with one model; keeps the cache and the captured graph of the last length."""

    def __init__(self, model: GlmImageForConditionalGeneration, graph: bool = False) -> None:
        """graph: capture the step on CUDA. The graph refers to the weights' addresses, so it must
        be off for a model that is moved between card and memory."""
        self.model, self.graph = model, graph
        self._step: Step | None = None

    @torch.inference_mode()
    def write(
        self, prefix: Prefix, choose: Callable[[Tensor], Tensor]
    ) -> Generator[Tensor, None, None]:
        """Yields `prefix.total` codes (1, 1) on the model's device, one by one."""
        # A cache is used again at the same length only: another length would round differently, and
        # a request must give the same tokens whatever came before it.
        length = -(-prefix.positions.shape[-1] // CACHE_STEP) * CACHE_STEP
        if self._step is None or self._step.length != length:
            self._step = None  # frees its memory before the new one takes some
            self._step = Step(self.model, length, self.graph)
        step = self._step
        logits = step.prefill(prefix.input_ids, prefix.positions)
        for number in range(1, prefix.total + 1):
            code = choose(logits)
            yield code
            if number < prefix.total:
                logits = step(code)

    def forget(self) -> None:
        """Frees the cache's memory."""
        self._step = None


class Step:
    """One token through the model: a static KV cache, on CUDA replayed as a captured graph.

    The graph saves the launch of some 2,600 small kernels a token; see "Accelerating PyTorch with
    CUDA Graphs" (pytorch.org/blog) for why every tensor it touches keeps its address.
    """

    def __init__(
        self, model: GlmImageForConditionalGeneration, length: int, graph: bool = False
    ) -> None:
        self.model, self.length = model, length
        config: Any = model.config  # transformers types its parts as perhaps None
        self.codes = config.vq_config.num_embeddings
        self.cache = StaticCache(config=config.text_config, max_cache_len=length)
        device = model.device
        self.code = torch.zeros(1, 1, dtype=torch.long, device=device)
        self.at = torch.zeros(1, dtype=torch.long, device=device)
        self.positions = torch.zeros(3, 1, length, dtype=torch.long, device=device)
        self.visible = torch.zeros(1, 1, 1, length, dtype=torch.bool, device=device)
        self._replay = self._capture() if graph else None

    def prefill(self, input_ids: Tensor, positions: Tensor) -> Tensor:
        """Reads (1, L) ids at positions (3, 1, L + total); returns logits (1, codes)."""
        n = input_ids.shape[1]
        self.cache.reset()
        self.at.fill_(n)
        self.visible.zero_()[..., :n] = True
        self.positions[..., : positions.shape[-1]] = positions
        return self._logits(input_ids.to(self.code.device), self.positions[..., :n], None)

    def __call__(self, code: Tensor) -> Tensor:
        """Reads one code (1, 1); returns logits (1, codes), overwritten by the next call."""
        self.code.copy_(code)
        return self._forward() if self._replay is None else self._replay()

    def _forward(self) -> Tensor:
        self.visible.index_fill_(3, self.at, True)
        logits = self._logits(self.code, self.positions.index_select(2, self.at), self.visible)
        self.at.add_(1)
        return logits

    def _logits(self, ids: Tensor, positions: Tensor, mask: Tensor | None) -> Tensor:
        language = self.model.model.language_model
        hidden = language(
            inputs_embeds=language.embed_tokens(ids),
            position_ids=positions,
            attention_mask=mask,
            past_key_values=self.cache,
        ).last_hidden_state
        return self.model.lm_head(hidden[:, -1])[:, : self.codes].float()

    def _capture(self) -> Callable[[], Tensor]:
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):  # lazy allocations happen here, not in the graph
            for _ in range(3):
                self._forward()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits = self._forward()

        def replay() -> Tensor:
            graph.replay()
            return logits

        return replay
