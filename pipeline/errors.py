"""What can go wrong, as codes and values. Other languages' sentences are in pipeline/wording."""

from collections.abc import Mapping
from typing import ClassVar

from safety.errors import UserError


class RequestError(UserError):
    """A request that cannot be served; the message names what is allowed."""

    MESSAGES: ClassVar[Mapping[str, str]] = {
        "prompt_no_text": "prompt must be text",
        "prompt_empty": "the prompt is empty: say {wanted} in 1 to {most:,} characters",
        "prompt_long": "the prompt has {count:,} characters: allowed are 1 to {most:,}",
        "prompt_unicode": "the prompt has half of a surrogate pair: it must be valid Unicode",
        "task_unknown": "task must be one of {allowed}, not {value!r}",
        "task_not_done": "this engine cannot do {task}: it does {allowed}",
        "not_described": "this engine cannot describe: it does {allowed}",
        "not_outlined": "this engine plans nothing that could be told before it paints",
        "photo_not_taken": "text_to_image takes no photo: a photo is for {allowed}",
        "photo_missing": "{task} needs a photo (JPEG, PNG or WebP)",
        "mask_missing": "inpaint needs a mask: a picture that is white where to repaint",
        "mask_not_taken": "a mask is for inpaint alone, not for {task}",
        "references_alone": "references go with a photo: give the photo to change first",
        "things_many": "at most {most} things of your own go into a picture, not {count}",
        "thing_name": "{name!r} cannot name a thing: a name has 1 to {most} letters, digits and "
        "spaces",
        "thing_twice": "two things are named {name!r}: each needs a name of its own",
        "thing_file": "the thing {name!r} needs a picture: a path or a file's bytes",
        "things_not_taken": "things of your own are not for {task}",
        "thing_missing": "this picture shows {name!r}, a thing of your own: give it along",
        "things_not_painted": "this engine cannot paint things of your own: it has no picture "
        "dictionary to add them to",
        "thing_unseen": "nothing stands out in the picture of {name!r}: take one with a plain "
        "background, or one that is cut out already",
        "nothing_hears": "spoken prompts are not to be had here: install what "
        "pipeline/listening/requirements.txt lists, or type the prompt",
        "recording_missing": "a recording is missing: send a file of {allowed}",
        "not_heard": "that was not clear enough to be sure of: say it again, closer to the "
        "microphone, or type it",
        "voice_and_prompt": "the prompt is either typed or spoken, not both",
        "original_not_taken": "an original goes with an edit alone, not with {task}",
        "badge": "badge must be True or False, not {value!r}",
        "keep_credentials": "keep_credentials must be True or False, not {value!r}",
        "format": "format must be one of {allowed}, not {value!r}",
        "transparent": "transparent must be True or False, not {value!r}",
        "transparent_format": "a transparent picture is a file of {allowed}, not {value}",
        "transparent_empty": "this picture has no thing that could stand alone: name one, such as "
        "a fox",
        "frames": "{name} must be a whole number {low} to {high}, not {value!r}",
        "nothing_moves": "nothing in this picture would move: ask for rain, snow, clouds, water, a "
        "starry night, a person, an animal, or something that flies",
        "not_layered": "only a picture from words, or an edit or a variation of one that was made "
        "here, can be transparent or move, and with the embedded engine alone",
        "compression": "compression must be a whole number 0 to 100, not {value!r}",
        "compression_png": "a PNG or GIF is written in one way: its compression can be 100 alone, "
        "not {value!r}. Use jpeg or webp",
        "size_no_numbers": "size must be two whole numbers, width and height, not {value!r}",
        "size": "size {width}x{height} is not possible: each side must be {low} to {high} pixels, "
        "a multiple of {multiple}, and the longer at most {ratio:g} times the shorter",
        "seed": "seed must be a whole number 0 to {high}, not {value!r}",
        "no_number": "{name} must be {kind}, not {value!r}",
        "range": "{name} must be {low:g} to {high:g}, not {value:g}",
        "strength": "strength must be between 0 and 1, not {value!r}",
        "candidates": "candidates must be 1 to {high}, not {value!r}",
        "nothing_changes": "nothing in this picture would change: it shows that already, or the "
        "model does not understand the wish. Name what is in it, and what is to become of that",
        "layout": "the layout is no plan",
        "mask_ratio": "the mask is {width}x{height} and the photo {photo_width}x{photo_height}: "
        "they must have the same ratio",
        "mask_black": "the mask is all black: paint white where something should change",
        "mask_unclear": "the mask leaves open what to repaint: use a picture that is white "
        "there and black elsewhere",
        "not_ours": "only an unchanged picture made with Enogu can be saved anew",
        "engine_unknown": "unknown engine {value!r}: allowed are {allowed}",
        "quality_not_taken": "quality is a setting of glm-image, not of {engine}",
        "quality": "quality must be one of {allowed}, not {value!r}",
        "replicas_not_taken": "replicas are of engines on machines of your own, not of {engine}",
        "remote_url_missing": "the engine remote needs the address of a server: --remote-url, or "
        "ENOGU_REMOTE_URL",
        "remote_kind_unknown": "unknown kind of server {value!r}: allowed are {allowed}",
        "tuned_not_taken": "a tuning is for the embedded engine, not for {engine}",
        "tuned_nothing": "these weights have no composer that could be tuned: leave the tuning off",
        "tuned_unknown": "there is no tuning {value!r} in {folder}: allowed are {allowed}",
        "vote_sides": "a vote is about one picture or two, not {count}",
        "vote_choice": "choice must be one of {allowed}, not {value!r}",
        "vote_reason": "reason must be empty or one of {allowed}, not {value!r}",
        "vote_visitor": "visitor must be a random text of 8 to 100 characters, the same each time",
        "vote_same": "a choice is between two pictures: this is the same one twice",
        "votes_off": "this installation takes no votes (ENOGU_FEEDBACK)",
        "vote_prompts": "a choice is between two pictures of one prompt: these have different ones",
        "vote_settings": "these are no settings of a picture: seed and size are missing",
    }


class OutputError(OSError):
    """The picture cannot be signed or written: disk full, folder read-only, key damaged."""

    code = "not_written"


class RemoteError(OSError):
    """Another machine that paints for us did not give a picture. Nothing was made.

    code, values: as of UserError, a key of MESSAGES and what a message has in it.
    """

    MESSAGES: ClassVar[Mapping[str, str]] = {
        "remote_away": "the server that paints cannot be reached at {url}: is it running there?",
        "remote_key": "the server that paints does not take the key: set ENOGU_REMOTE_KEY",
        "remote_full": "the server that paints has too much to do: try again in a minute",
        "remote_slow": "the server that paints gave no picture within {seconds} seconds: try again "
        "later, or raise --remote-timeout",
        "remote_lost": "the connection to the server that paints was lost: try again",
        "remote_refused": "the server that paints did not take the request: {said}",
        "remote_blocked": "the own checks of the server that paints refused this",
        "remote_failed": "the server that paints failed (HTTP {status}): try again, or look at its "
        "log",
        "replica_lost": "the machines that painted it were lost one after the other: try again",
        "remote_strange": "the server that paints sent something that is no picture",
    }

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(self.MESSAGES[code].format(**values))
        self.code, self.values = code, values

    def __reduce__(self) -> tuple:
        return _remote_error, (self.code, self.values)


def _remote_error(code: str, values: dict[str, object]) -> RemoteError:
    return RemoteError(code, **values)
