"""Somebody records a voice note by keyboard alone, listens to it, takes it back; and where there is no microphone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import CHROMIUM, QUIET
from trellis.files.sounds import check_sound

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")
PAGE = "/styleguide/rooms/"
FIELD = "#id_stored-sound"
BEEPS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
READ = """async (name) => {
  const file = document.querySelector(name).files[0];
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture(scope="module")
def hearing(browser: Browser) -> Iterator[Browser]:
    """A browser with a microphone that hears a beep each second."""
    running = browser.browser_type.launch(executable_path=CHROMIUM, args=[*QUIET, *BEEPS])
    yield running
    running.close()


@pytest.fixture
def page(house: str, hearing: Browser) -> Iterator[Page]:
    context = hearing.new_context(viewport={"width": 360, "height": 800}, permissions=["microphone"], base_url=house)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
    page.goto(PAGE)
    yield page
    context.close()
    assert troubles == []


def n_files(page: Page) -> int:
    return int(page.locator(FIELD).evaluate("field => field.files.length"))


def test_a_voice_note_is_recorded_heard_and_taken_back_by_keyboard(page: Page):
    recorder = page.locator("sound-recorder").first
    recorder.get_by_role("button", name="Record").focus()
    page.keyboard.press("Enter")
    expect(recorder.get_by_role("status")).to_contain_text("Recording.")
    expect(recorder.get_by_role("button", name="Stop")).to_be_focused()
    expect(recorder.locator("[data-time]")).to_have_text("0:02")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(recorder.get_by_role("status")).to_contain_text("Recorded: 0:0")
    expect(recorder.get_by_role("button", name="Listen")).to_be_focused()
    sound = check_sound(base64.b64decode(page.evaluate(READ, FIELD)))
    assert (sound.media_type, 1.5 < (sound.seconds or 0) < 9) == ("audio/wav", True)
    assert len(set(sound.body[44:])) > 100  # something was heard
    assert len(sound.body) == pytest.approx(44 + (sound.seconds or 0) * 32_000, abs=400)
    page.keyboard.press("Enter")
    expect(recorder.get_by_role("button", name="Stop listening")).to_be_focused()
    recorder.get_by_role("button", name="Leave it out").press("Enter")
    expect(recorder.get_by_role("button", name="Record")).to_be_focused()
    assert n_files(page) == 0


def test_a_form_that_is_sent_while_recording_takes_the_sound_along(page: Page):
    page.evaluate(
        """(name) => {
          const form = document.createElement("form");
          const field = document.querySelector(name).closest(".field");
          field.replaceWith(form);
          form.append(field);
          form.addEventListener("submit", (event) => {
            event.preventDefault();
            form.dataset.carried = document.querySelector(name).files.length;
          });
        }""",
        FIELD,
    )
    recorder = page.locator("sound-recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.locator("[data-time]")).to_have_text("0:01")
    page.locator(f"form:has({FIELD})").evaluate("form => form.requestSubmit()")
    expect(page.locator(f"form:has({FIELD})")).to_have_attribute("data-carried", "1")


def test_a_file_that_is_too_large_is_said_at_once(page: Page):
    page.set_input_files(FIELD, {"name": "note.m4a", "mimeType": "audio/mp4", "buffer": bytes(13 * 1024 * 1024)})
    expect(page.get_by_text("This sound is larger than 12 MB.")).to_be_visible()
    assert n_files(page) == 0


def test_where_there_is_no_microphone_the_page_says_so(visit: Callable[..., Page]):
    page = visit(width=360)
    page.goto(PAGE)
    recorder = page.locator("sound-recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.get_by_role("status")).to_contain_text("choose a sound file instead")
    expect(page.locator(FIELD)).to_be_visible()


def test_without_javascript_a_phone_opens_its_own_recorder(visit: Callable[..., Page]):
    page = visit(scripted=False, width=360)
    page.goto(PAGE)
    expect(page.locator("sound-recorder").first).to_be_hidden()
    expect(page.locator(FIELD)).to_have_attribute("capture", "")
    assert page.locator(FIELD).get_attribute("accept") == "audio/*"
