"""The words that turn a photo into a painting, for engines that take any instruction."""

from pathlib import Path

from pipeline.request import Request

TEMPLATE = Path(__file__).with_name("ghibli.txt")


def instruction(request: Request) -> str:
    """What the model is told: for a painting of a photo the template of ghibli.txt round the
    user's words, for everything else the user's words alone."""
    if request.task != "photo_to_painting":
        return request.prompt
    return TEMPLATE.read_text().replace("{instruction}", request.prompt).strip()
