"""The instruction that turns a photo into a painting, for engines that take any instruction."""

from pathlib import Path

from pipeline.request import Request

TEMPLATE = Path(__file__).with_name("ghibli.txt")


def instruction(request: Request) -> str:
    """The model's prompt: for a painting of a photo the template of ghibli.txt with the user's
    words in it, for every other task the user's words alone."""
    if request.task != "photo_to_painting":
        return request.prompt
    return TEMPLATE.read_text().replace("{instruction}", request.prompt).strip()
