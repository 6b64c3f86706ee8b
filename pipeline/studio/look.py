"""How the page looks: paper and moss by day, ink by night; system fonts, so nothing is fetched."""

from pathlib import Path

import gradio as gr

CSS = Path(__file__).with_name("studio.css").read_text("utf-8")
SCRIPT = "".join(
    Path(__file__).with_name(name).read_text("utf-8") for name in ("studio.js", "speaking.js")
)
# Around the page, where Gradio lets no rule of CSS reach: the result may grow above what was
# pressed; a phone has no room for wide margins, and shows nothing that the footer's dot divides.
FRAME = """<style>
html { overflow-anchor: none; }
@media (max-width: 760px) {
  .gradio-container > .main.app { padding: 1rem .9rem !important; }
  footer > .divider { display: none !important; }
}
</style>"""
HEAD = f"{FRAME}<script>\n{SCRIPT}</script>"
ICON = Path(__file__).with_name("icon.png")
MOSS = gr.themes.Color(
    "#f0f7f3",
    "#dcede4",
    "#bbdccc",
    "#8fc4ab",
    "#5fa685",
    "#3d8a6d",
    "#2f6f57",
    "#285947",
    "#22483a",
    "#1d3c31",
    "#0f221b",
)


def theme() -> gr.themes.Base:
    return gr.themes.Base(
        primary_hue=MOSS,
        neutral_hue="stone",
        radius_size="lg",
        font=["ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        body_background_fill="#f7f4ec",
        body_background_fill_dark="#14171a",
        body_text_color_subdued="#5c574e",
        body_text_color_subdued_dark="#b3ada3",
        block_info_text_color="#5c574e",
        block_info_text_color_dark="#b3ada3",
        block_background_fill="#fffdf8",
        block_background_fill_dark="#1d2125",
        block_label_text_color="#4a463f",
        block_label_text_color_dark="#cfc9bf",
        block_title_text_color="#3b3832",
        block_title_text_color_dark="#dcd7cd",
        input_background_fill="#f5f1e6",
        input_background_fill_dark="#272c31",
        input_placeholder_color="#6b665c",
        input_placeholder_color_dark="#a09a90",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_text_color="white",
        button_secondary_background_fill="#ebe5d6",
        button_secondary_background_fill_dark="#30363c",
        button_secondary_background_fill_hover="#e1dac8",
        button_secondary_background_fill_hover_dark="#3a4148",
    )
