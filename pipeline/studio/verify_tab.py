"""Verify: what a picture's Content Credentials and watermark say, in words."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr

from pipeline.studio.language import label, language_of, paragraph
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import notice
from pipeline.wording import Language
from safety.provenance.verify import Report, Watermark, verify


@dataclass(frozen=True)
class VerifyTab:
    """settings: state, of the checked picture. use: the button that brings them back."""

    settings: gr.State
    use: gr.Button


def verify_tab() -> VerifyTab:
    """Built inside the tab."""
    paragraph("verify_about")
    with gr.Row(elem_classes="sides"):
        with gr.Column(min_width=300):
            file = gr.File(
                label=label("verify_file"),
                file_types=["image"],
                elem_classes="accepts-files verify-file",
            )
        with gr.Column(min_width=300):
            report = gr.HTML(padding=False, elem_id="verify-report")
            use = gr.Button(label("use_settings"), size="sm", visible=False)
    settings = gr.State()

    def check(path, request: gr.Request):
        if path is None:
            return "", gr.Button(visible=False), None
        say = language_of(request)
        try:
            found = verify(Path(path))
        except (ValueError, OSError) as error:
            return notice(say("failed"), say.error(error)), gr.Button(visible=False), None
        return table(found, say), gr.Button(visible=bool(found.settings)), found.settings

    file.change(check, file, [report, use, settings], **PRIVATE)
    return VerifyTab(settings, use)


def table(report: Report, say: Language) -> str:
    """The report for a person: the sentence first, then what it rests on."""
    mark = report.watermark
    facts = {
        "state": say(f"state_{report.state.lower()}"),
        "issuer": report.issuer,
        "generator": report.generator,
        "actions": ", ".join(_action(name, say) for name in report.actions),
        "ingredients": ", ".join(_ingredient(item, say) for item in report.ingredients),
        "problems": ", ".join(report.problems),
        "watermark": mark and _mark(mark, say),
        "settings": report.settings and "\n".join(f"{k}: {v}" for k, v in report.settings.items()),
    }
    rows = "".join(
        f"<tr><td>{escape(say(key))}</td><td>{escape(str(value))}</td></tr>"
        for key, value in facts.items()
        if value
    )
    kind = "done" if report.found else ""
    return (
        f"<div class='status {kind}' role='status'><b>{escape(summary(report, say))}</b></div>"
        f"<table class='report'>{rows}</table>"
    )


def summary(report: Report, say: Language) -> str:
    """The answer in a sentence or two; the report's own, where the language is its own."""
    if say.code == "en":
        return report.summary
    if not report.found:
        return say("inconclusive")
    told = [] if report.state == "None" else [say(f"state_{report.state.lower()}")]
    told += [say("mark_found")] if report.watermark and report.watermark.found else []
    return say("signal", signs="、".join(told))


def _action(name: str, say: Language) -> str:
    """What was done, with its name in the standard."""
    key = "action_" + name.removeprefix("c2pa.").replace(".", "_")
    return f"{say(key)} ({name})" if key in say.texts else name


def _mark(mark: Watermark, say: Language) -> str:
    told = say("mark_found" if mark.found else "no_mark_found")
    return f"{told} {mark.payload or ''} ({mark.score:.1f} / {mark.threshold:.1f})"


def _ingredient(item, say: Language) -> str:
    return f"{item.title} ({say(f'state_{item.state.lower()}')})"
