"""A prompt that is spoken: a microphone below the field, or a recording; the words are corrected
before anything is painted."""

from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.api.visits import forget_recording, may_speak
from pipeline.generate import hear
from pipeline.listening.loading import available
from pipeline.results import Refusal
from pipeline.studio.language import label, language_of
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import notice, plain

# Who may not use the microphone, as over plain HTTP, chooses a recording; a phone then records one.
SPEAK = "() => speak()"
HUSH = "() => hush()"


def spoken(field: gr.Textbox) -> None:
    """Built below `field`; nothing where nothing hears."""
    if not available():
        return
    with gr.Row(elem_classes="speaking"):
        say = gr.Button(label("say"), size="sm", min_width=0, scale=0, elem_classes="say")
        said = gr.Button(label("said"), size="sm", min_width=0, scale=0, elem_classes="said")
        recording = gr.File(
            visible="hidden", file_types=["audio", ".webm", ".m4a"], elem_classes="recording"
        )
        told = gr.HTML(padding=False, elem_classes="heard")
    before = gr.State("")  # what was heard last, which what is heard next replaces

    def listen(path: str, words: str, last: str, request: gr.Request) -> list[Any]:
        language = language_of(request)
        try:
            may_speak(request)
            heard = hear(Path(path))
        except (ValueError, OSError) as error:
            return [gr.skip(), gr.skip(), notice(language.text("failed"), language.error(error))]
        finally:
            forget_recording(path)
        if isinstance(heard, Refusal):
            found = notice(language.text("refused"), language.refusal(heard))
            return [gr.skip(), gr.skip(), found]
        line = plain(language.text("heard", by=heard.by))
        return [joined(words, last, heard.text), heard.text, line]

    say.click(None, None, None, js=SPEAK)
    said.click(None, None, None, js=HUSH)
    outputs = [field, before, told]
    listening = recording.upload(listen, [recording, field, before], outputs, **PRIVATE)
    listening.then(lambda: None, None, recording, queue=False, **PRIVATE)
    listening.then(None, js="() => answered()")


def joined(words: str, last: str, heard: str) -> str:
    """What was typed stays, and what is heard follows; what was heard before is said anew."""
    typed = words.strip()
    if not typed or typed == last.strip():
        return heard
    if last and typed.endswith(last.strip()):
        return typed.removesuffix(last.strip()) + heard
    return f"{typed} {heard[0].lower()}{heard[1:]}"
