"""Verify: what a picture's Content Credentials and watermark say, in words."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr

from pipeline.studio.language import Say, label, speaker
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import notice
from safety.verify import Report, verify


@dataclass(frozen=True)
class VerifyTab:
    """settings: state, of the checked picture. use: the button that brings them back."""

    settings: gr.State
    use: gr.Button


def verify_tab() -> VerifyTab:
    """Built inside the tab."""
    gr.Markdown(label("verify_about"))
    with gr.Row(elem_classes="sides"):
        with gr.Column(min_width=300):
            file = gr.File(
                label=label("verify_file"),
                file_types=[".png", ".jpg", ".jpeg", ".webp"],
                elem_classes="accepts-files verify-file",
            )
        with gr.Column(min_width=300):
            report = gr.HTML(padding=False, elem_id="verify-report")
            use = gr.Button(label("use_settings"), size="sm", visible=False)
    settings = gr.State()

    def check(path, request: gr.Request):
        if path is None:
            return "", gr.Button(visible=False), None
        say = speaker(request)
        try:
            found = verify(Path(path))
        except (ValueError, OSError) as error:
            return notice(say("failed"), error), gr.Button(visible=False), None
        return table(found, say), gr.Button(visible=bool(found.settings)), found.settings

    file.change(check, file, [report, use, settings], **PRIVATE)
    return VerifyTab(settings, use)


def table(report: Report, say: Say) -> str:
    """The report for a person: the sentence first, then what it rests on."""
    mark = report.watermark
    facts = {
        "state": report.state,
        "issuer": report.issuer,
        "generator": report.generator,
        "actions": ", ".join(report.actions),
        "ingredients": ", ".join(_ingredient(item) for item in report.ingredients),
        "problems": ", ".join(report.problems),
        "watermark": mark and f"{mark.payload or '—'} ({mark.score:.1f} / {mark.threshold:.1f})",
        "settings": report.settings and "\n".join(f"{k}: {v}" for k, v in report.settings.items()),
    }
    rows = "".join(
        f"<tr><td>{escape(say(key))}</td><td>{escape(str(value))}</td></tr>"
        for key, value in facts.items()
        if value
    )
    kind = "done" if report.found else ""
    return (
        f"<div class='status {kind}' role='status'><b>{escape(report.summary)}</b></div>"
        f"<table class='report'>{rows}</table>"
    )


def _ingredient(item) -> str:
    return f"{item.title} ({item.state})"
