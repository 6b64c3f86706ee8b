"""The final step: a painted picture at its size, and what an edit or a mask leaves alone."""

from PIL import Image
from torch import Tensor

from pipeline.engines.embedded.conditioning import Conditioning
from pipeline.mask import frame_of
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting.images import to_image


def finished(
    x_0: Tensor,
    conditioning: Conditioning,
    upscaler: Upscaler,
    mask: Tensor | None,
    soft_mask: bool = False,
) -> Image.Image:
    """The picture x_0 (1, 3, H, W) in [-1, 1] as it is handed out. mask (1, 1, H, W): 0 where the
    photo's own pixels stay, None where all of it was painted; soft_mask: it fades at its edge."""
    painted = to_image(upscaler((x_0 / 2 + 0.5).clamp(0, 1)))
    painted = painted.resize(conditioning.request.size, Image.Resampling.LANCZOS)
    return painted if mask is None else _set_in(painted, conditioning, mask, soft_mask)


def _set_in(
    painted: Image.Image, conditioning: Conditioning, mask: Tensor, soft: bool
) -> Image.Image:
    """The picture in which what stays is the photo's own pixels, not their small copy."""
    assert conditioning.inputs.photo is not None
    photo = conditioning.inputs.photo.convert("RGB")
    photo = photo.resize(painted.size, Image.Resampling.LANCZOS)
    marked = to_image(mask.expand(1, 3, -1, -1)).convert("L")
    if soft:
        return Image.composite(painted, photo, marked.resize(painted.size))
    return frame_of(marked, photo, painted.size).fill(painted)
