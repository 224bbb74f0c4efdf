// Fields for files: a file that is too large is said at once, and <sound-recorder> records a WAV (mono, 16 kHz) into the
// file input beside it. Without this script the input works alone. All words come from the page's data-*.

const RATE = 16000;
const SHORTEST = 0.3;

document.addEventListener("change", (event) => {
  const field = event.target;
  const box = field instanceof HTMLInputElement && field.type === "file" && field.closest("[data-file]");
  if (!box) return;
  const wrong = box.querySelector("[data-wrong]");
  const good = [...field.files].filter((file) => file.size <= Number(box.dataset.most));
  const tooLarge = good.length < field.files.length;
  wrong.hidden = !tooLarge;
  wrong.textContent = tooLarge ? box.dataset.tooLarge : "";
  if (!tooLarge) return;
  const rest = new DataTransfer(); // the others stay chosen
  for (const file of good) rest.items.add(file);
  field.files = rest.files;
});

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function join(pieces) {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

// What lies above half of the new rate is taken out first, or it would come back as noise.
async function resample(samples, rate) {
  if (rate === RATE) return samples;
  const offline = new OfflineAudioContext(1, Math.ceil((samples.length * RATE) / rate), RATE);
  const buffer = offline.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(offline, { buffer });
  const first = new BiquadFilterNode(offline, { type: "lowpass", frequency: 7000 });
  const second = new BiquadFilterNode(offline, { type: "lowpass", frequency: 7000 });
  source.connect(first).connect(second).connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, n) => view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, value)) * 32767, true));
  return view.buffer;
}

class SoundRecorder extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.box = this.closest("[data-file]");
    this.input = this.box.querySelector("input[type=file]");
    this.meter = this.querySelector("meter");
    this.gone = new AbortController();
    const { signal } = this.gone;
    if (!navigator.mediaDevices?.getUserMedia || !("AudioWorkletNode" in window)) {
      this.show([]);
      this.say("none");
      return;
    }
    this.input.removeAttribute("capture"); // the recorder is here, so the input is for files that exist
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do]();
    }, { signal });
    this.input.addEventListener("change", () => this.chosen(), { signal });
    this.input.form?.addEventListener("submit", (event) => this.beforeSending(event), { capture: true, signal });
    addEventListener("pagehide", () => this.release(), { signal });
    this.show(["start"]);
  }

  disconnectedCallback() {
    this.gone?.abort();
    this.hush();
    this.release();
  }

  // Show these buttons and no others; the focus stays with us when the button that had it goes.
  show(names) {
    const focused = document.activeElement?.closest?.("[data-do]");
    const ours = focused && this.contains(focused);
    for (const button of this.querySelectorAll("[data-do]")) button.hidden = !names.includes(button.dataset.do);
    this.querySelector(".sounding").hidden = !names.includes("stop");
    if (ours && focused.hidden) this.querySelector("[data-do]:not([hidden])")?.focus();
  }

  say(name, time = "") {
    this.querySelector("[data-status]").textContent = (this.dataset[name] ?? "").replace("{time}", time);
  }

  async start() {
    if (this.stream || this.asking) return;
    this.hush();
    this.asking = true;
    this.say("asking");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      await this.listenTo(this.stream);
    } catch (error) {
      this.release();
      this.show(this.samples ? ["listen", "again", "drop"] : ["start"]);
      this.say(error.name === "NotAllowedError" ? "refused" : "none");
      return;
    } finally {
      this.asking = false;
    }
    this.show(["stop"]);
    this.say("recording");
  }

  async listenTo(stream) {
    this.pieces = [];
    this.heard = 0;
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule(this.dataset.microphone);
    await this.context.resume();
    const microphone = new AudioWorkletNode(this.context, "microphone", { channelCount: 1, channelCountMode: "explicit" });
    this.microphone = microphone;
    microphone.port.onmessage = ({ data }) => this.take(data);
    // It writes nothing to its output: being connected only keeps it running.
    this.context.createMediaStreamSource(stream).connect(microphone).connect(this.context.destination);
  }

  take({ samples, last }) {
    this.pieces.push(samples);
    this.heard += samples.length;
    if (last) {
      this.finished?.();
      return;
    }
    const seconds = this.heard / this.context.sampleRate;
    const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    this.meter.value = Math.min(1, loudness * 4);
    this.querySelector("[data-time]").textContent = clock(seconds);
    if (seconds >= Number(this.dataset.seconds) && !this.stopping) this.stop();
  }

  // One stop at a time: whoever asks again (the limit, a click, sending the form) waits for the same.
  stop() {
    this.stopping ??= this.finish().finally(() => { this.stopping = null; });
    return this.stopping;
  }

  async finish() {
    if (!this.context) return;
    const rest = new Promise((resolve) => { this.finished = resolve; setTimeout(resolve, 500); });
    this.microphone.port.postMessage("finish");
    await rest;
    const rate = this.context.sampleRate;
    this.release();
    const most = Number(this.dataset.seconds) * rate;
    const samples = join(this.pieces).subarray(0, most);
    this.pieces = [];
    if (samples.length < SHORTEST * rate) {
      this.forget();
      this.show(["start"]);
      this.say("short");
      return;
    }
    this.samples = await resample(samples, rate);
    this.put(new File([wav(this.samples)], "recorded.wav", { type: "audio/wav" }));
    this.show(["listen", "again", "drop"]);
    this.say("recorded", clock(Math.max(1, Math.round(this.samples.length / RATE))));
  }

  put(file) {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    this.putting = true;
    this.input.files = carrier.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.putting = false;
  }

  // Somebody chose a file instead.
  chosen() {
    if (this.putting || this.stream) return;
    this.hush();
    this.samples = null;
    this.show(["start"]);
    this.say("");
  }

  async beforeSending(event) {
    if (!this.stream && !this.stopping) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.stop();
    event.target.requestSubmit(event.submitter);
  }

  async listen() {
    if (this.player) {
      this.hush();
      return;
    }
    const player = new AudioContext();
    this.player = player;
    const buffer = player.createBuffer(1, this.samples.length, RATE);
    buffer.copyToChannel(this.samples, 0);
    const source = new AudioBufferSourceNode(player, { buffer });
    source.connect(player.destination);
    source.onended = () => { if (this.player === player) this.hush(); };
    source.start();
    this.name("listen", this.dataset.quiet);
  }

  hush() {
    this.player?.close();
    this.player = null;
    this.name("listen", this.dataset.listen);
  }

  name(which, words) {
    const label = this.querySelector(`[data-do=${which}] span`);
    if (label) label.textContent = words;
  }

  again() {
    return this.start();
  }

  drop() {
    this.hush();
    this.forget();
    this.show(["start"]);
    this.say("");
  }

  forget() {
    this.samples = null;
    this.input.value = "";
  }

  release() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.context?.close();
    this.context = null;
    this.meter && (this.meter.value = 0);
  }
}

customElements.define("sound-recorder", SoundRecorder);
