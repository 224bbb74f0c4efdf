"""What is kept of hostile files is opened in every way a browser has: no script runs; and a video is wound on."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.conftest import CHROMIUM, ROOT, enter

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")
RECORD = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 160; canvas.height = 120;
  const pen = canvas.getContext("2d");
  const draw = setInterval(() => {
    pen.fillStyle = `hsl(${Date.now() / 10 % 360} 80% 50%)`; pen.fillRect(0, 0, 160, 120);
  }, 40);
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start(200);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  recorder.stop();
  await stopped;
  clearInterval(draw);
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""
WIND_ON = """async (address) => {
  const video = document.createElement("video");
  video.muted = true; video.preload = "auto"; video.src = address;
  document.body.append(video);
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(video.error.message);
  });
  const seeked = new Promise((resolve) => { video.onseeked = resolve; });
  video.currentTime = 1.5;
  await seeked;
  await video.play();
  await new Promise((resolve) => setTimeout(resolve, 400));
  return [video.videoWidth, video.currentTime];
}"""
EMBED = """async (addresses) => {
  const made = [];
  for (const address of addresses) {
    for (const [name, attribute] of [["img", "src"], ["video", "src"], ["audio", "src"], ["script", "src"],
        ["iframe", "src"], ["embed", "src"], ["object", "data"], ["link", "href"]]) {
      const element = document.createElement(name);
      if (name === "link") element.rel = "stylesheet";
      element[attribute] = address;
      document.body.append(element);
      made.push(element);
    }
    const worker = new Promise((resolve) => {
      try { new Worker(address).onerror = resolve; } catch (refused) { resolve(); }
      setTimeout(resolve, 50);
    });
    await worker;
  }
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return window.hostileran ?? null;
}"""


def _store(data_dir: Path, *files: Path) -> list[list[str]]:
    """Store what can be kept, beside the running house."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRELLIS_", "DATABASE_", "DJANGO_"))}
    environment = kept | {
        "TRELLIS_DATA_DIR": str(data_dir),
        "TRELLIS_DEMO": "1",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.journeys.store_hostile", *map(str, files)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _watch(page: Page, troubles: list[str]) -> None:
    page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda other: troubles.append(f"window: {other.url}"))


def _bare_page(context: BrowserContext, house: str) -> None:
    """A page of our origin without any policy: files must be harmless by themselves."""
    html = "<!doctype html><meta charset=utf-8><title>bare</title><body>"
    context.route(f"{house}/bare/", lambda route: route.fulfill(body=html, content_type="text/html"))
    script = "window.hostileran = 1"
    context.route(f"{house}/bare/script/", lambda route: route.fulfill(body=script, content_type="text/javascript"))


def test_nothing_that_was_kept_of_hostile_files_runs_a_script(house, visit, data_dir, tmp_path):
    page, troubles = visit(), []
    enter(page, "Ada")
    _watch(page, troubles)
    page.context.on("request", lambda asked: troubles.append(asked.url) if "hostileran" in asked.url else None)
    kept = _store(data_dir)
    assert len(kept) > 60
    assert {kind for _pk, kind, _label in kept} == {"picture", "sound", "video", "document"}
    for pk, _kind, _label in kept:
        with page.expect_download() as download, pytest.raises(PlaywrightError, match="Download is starting"):
            page.goto(f"/files/{pk}/")
        assert not download.value.suggested_filename.endswith((".html", ".svg", ".js", ".exe"))
        assert "/" not in download.value.suggested_filename
    addresses = [f"/files/{pk}/" for pk, _kind, _label in kept]
    _bare_page(page.context, house)
    for place in ("/", "/bare/"):
        page.goto(place)
        title = page.title()
        assert page.evaluate(EMBED, addresses) is None
        assert page.title() == title
    assert troubles == []
    assert page.evaluate(EMBED, ["/bare/script/"]) == 1  # had one run, we should know


def test_a_video_plays_and_is_wound_on(house, visit, data_dir, tmp_path):
    page = visit()
    enter(page, "Ada")
    _bare_page(page.context, house)
    page.goto("/bare/")
    film = tmp_path / "film.webm"
    film.write_bytes(base64.b64decode(page.evaluate(RECORD)))
    [pk] = [pk for pk, _kind, label in _store(data_dir, film) if label == "film.webm"]
    page.goto("/")  # under our own policy
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if pk in answer.url else None)
    width, time = page.evaluate(WIND_ON, f"/files/{pk}/")
    assert (width, time > 1.5) == (160, True)
    assert set(answers) == {206}
