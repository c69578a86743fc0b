"""Streamlit's own words, which it has in English only, in the language of the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from app.words import Words
from calc.messages import N_

SCRIPT = Path(__file__).parents[1].joinpath("own_words.js")
STYLED = {
    '[data-testid="InputInstructions"] > span': N_("Enter: take it over"),
    '[data-testid="stFileUploaderDropzone"] button p': N_("Choose a file"),
    '[role="listbox"][data-empty="true"] [role="option"] > span': N_("nothing found"),
}
"""What is shown, by where it stands."""
SAID = {
    "App pages": N_("Pages"),
    "Sidebar": N_("Pages"),
    "Expand sidebar": N_("Show the pages"),
    "Collapse sidebar": N_("Hide the pages"),
    "Skip to main content": N_("Skip to the content"),
    "Clear value": N_("Clear"),
    "Open": N_("Open the list"),
    "Dismiss": N_("Close"),
    "Choose an option": N_("please choose"),
    "Choose date": N_("Choose a day"),
    "Previous month": N_("Month before"),
    "Next month": N_("Month after"),
    "Use arrow keys to navigate dates\\..*": N_(
        "Arrow keys move between days, Enter chooses, Escape closes."
    ),
    "Selected Date: .*": N_("A day is chosen."),
    "file upload": N_("Choose a file"),
    "Add files": N_("Choose another file"),
    "add icon": N_("Choose another file"),
    "Error: ": "",  # the reason follows as a text of its own
    ".* files are not allowed\\.": N_("Not taken: files of this kind are not taken here."),
    "Fullscreen": N_("Full screen"),
    "Close fullscreen": N_("Leave full screen"),
    "Copy to clipboard": N_("Copy"),
    "Copied": N_("Copied"),
}
"""What is said, to screen readers for the most part, by the words it has in English."""
SAID_OF = {
    "Choose date, (.+)": N_("Choose a day, {what}"),
    "year, (.+)": N_("{what}, year"),
    "month, (.+)": N_("{what}, month"),
    "day, (.+)": N_("{what}, day"),
    "Help for (.+)": N_("Explanation: {what}"),
    "Shortcut (.+)": N_("Shortcut {what}"),
    "Remove (.+)": N_("Take away {what}"),
    "File must be (.+) or smaller\\.": N_("Not taken: the file is larger than {what}."),
    "([0-9]+) options? available\\.": N_("To choose from: {what}"),
    "Fullscreen: (.+)": N_("Full screen: {what}"),
    "Show data: (.+)": N_("Show the numbers: {what}"),
    "Download as PNG: (.+)": N_("Save the picture: {what}"),
    "Copy Vega-Lite spec: (.+)": N_("Copy the description of the picture: {what}"),
}
"""The same with something of the page's in it."""


def style(say: Callable[[str], str]) -> str:
    """Style that writes our words over those that are shown."""
    rules = []
    for selector, text in STYLED.items():
        content = json.dumps(say(text), ensure_ascii=False)
        rules += [
            f"{selector} {{ font-size: 0 !important; }}",
            f"{selector}::after {{ content: {content}; font-size: .875rem; }}",
        ]
    return "\n".join(rules)


def script(say: Words) -> str:
    """A script that puts our words in the place of those that are said."""
    words = [[pattern, say(text)] for pattern, text in SAID.items()]
    words += [[pattern, say(text, what="$1")] for pattern, text in SAID_OF.items()]
    written = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return SCRIPT.read_text("utf-8").replace("WORDS.map", f"{written}.map")
