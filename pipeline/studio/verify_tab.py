"""Verify: what a picture's Content Credentials and watermark show, in words."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.api.visits import may_check
from pipeline.studio.language import label, language_of, paragraph
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import notice
from pipeline.wording import Language
from safety.provenance.verify import Ingredient, Report, Watermark, verify
from safety.record import record_failure


@dataclass(frozen=True)
class VerifyTab:
    """settings: state, the checked picture's settings. use: the button that restores them."""

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

    def check(
        path: str | None, request: gr.Request
    ) -> tuple[str, gr.Button, dict[str, Any] | None]:
        hidden = gr.Button(visible=False)
        if path is None:
            return "", hidden, None
        language = language_of(request)
        try:
            may_check(request)
            found = verify(Path(path))
        except (ValueError, OSError) as error:
            return notice(language.text("failed"), language.error(error)), hidden, None
        except Exception as error:  # a stranger's file: whatever it does, the page has an answer
            record_failure("verify", error)
            return notice(language.text("broken"), language.text("again")), hidden, None
        return table(found, language), gr.Button(visible=bool(found.settings)), found.settings

    file.change(check, file, [report, use, settings], **PRIVATE)
    return VerifyTab(settings, use)


def table(report: Report, language: Language) -> str:
    """The report for a person: first the answer in a sentence, then the facts behind it."""
    mark = report.watermark
    facts = {
        "state": language.text(f"state_{report.state.lower()}"),
        "issuer": report.issuer,
        "generator": report.generator,
        "actions": ", ".join(_action(name, language) for name in report.actions),
        "ingredients": ", ".join(_ingredient(item, language) for item in report.ingredients),
        "problems": ", ".join(report.problems),
        "watermark": mark and _mark(mark, language),
        "settings": report.settings and "\n".join(f"{k}: {v}" for k, v in report.settings.items()),
    }
    rows = "".join(
        f"<tr><td>{escape(language.text(key))}</td><td>{escape(str(value))}</td></tr>"
        for key, value in facts.items()
        if value
    )
    kind = "done" if report.found else ""
    return (
        f"<div class='status {kind}' role='status'><b>{escape(summary(report, language))}</b></div>"
        f"<table class='report'>{rows}</table>"
    )


def summary(report: Report, language: Language) -> str:
    """The answer in a sentence or two; in English the report's own."""
    if language.code == "en":
        return report.summary
    if not report.found:
        return language.text("inconclusive")
    signs = [] if report.state == "None" else [language.text(f"state_{report.state.lower()}")]
    signs += [language.text("mark_found")] if report.watermark and report.watermark.found else []
    return language.text("signal", signs="、".join(signs))


def _action(name: str, language: Language) -> str:
    """An action in words, with its name in the C2PA standard."""
    key = "action_" + name.removeprefix("c2pa.").replace(".", "_")
    return f"{language.text(key)} ({name})" if key in language.texts else name


def _mark(mark: Watermark, language: Language) -> str:
    found = language.text("mark_found" if mark.found else "no_mark_found")
    return f"{found} {mark.payload or ''} ({mark.score:.1f} / {mark.threshold:.1f})"


def _ingredient(item: Ingredient, language: Language) -> str:
    return f"{item.title} ({language.text(f'state_{item.state.lower()}')})"
