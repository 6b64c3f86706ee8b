"""The last hand on a painted picture: its final size, and what an edit or a mask leaves alone."""

from PIL import Image
from torch import Tensor

from pipeline.engines.embedded.conditioning import Conditioning
from pipeline.mask import frame_of
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting import redraw
from pipeline.model.painting.passes import to_image, to_pixels


def finished(x_0: Tensor, conditioning: Conditioning, upscaler: Upscaler) -> Image.Image:
    """The picture x_0 (1, 3, H, W) in [-1, 1] at its final size: a scene upscaled, a painting
    redrawn and mixed with its photo."""
    request = conditioning.request
    painted = (x_0 / 2 + 0.5).clamp(0, 1)
    if conditioning.source is None:
        painted = upscaler(painted)
    else:
        drawn = redraw.finished(painted, upscaler, request.size[::-1])
        photo = conditioning.photo.resize(request.size, Image.Resampling.LANCZOS)
        painted = to_pixels(photo, painted.device).lerp(drawn, request.strength)
    return to_image(painted).resize(request.size, Image.Resampling.LANCZOS)


def set_in(painted: Image.Image, conditioning: Conditioning, mask: Tensor | None) -> Image.Image:
    """The picture in which what an edit or an inpainting leaves alone, where the mask (1, 1, H, W)
    is 0, is the photo's own pixels, not their small copy. None: all of it was painted."""
    if mask is None:
        return painted
    photo = conditioning.photo.convert("RGB").resize(painted.size, Image.Resampling.LANCZOS)
    marked = to_image(mask.expand(1, 3, -1, -1)).convert("L")
    if conditioning.request.task == "edit":  # its mask is soft already
        return Image.composite(painted, photo, marked.resize(painted.size))
    return frame_of(marked, photo, painted.size).fill(painted)
