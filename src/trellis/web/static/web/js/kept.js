// <form data-kept data-owner="person id"> keeps on this device what is sent, until it has arrived: a lost connection loses
// nothing, and the key that each one carries lets it arrive once. Any page sends on what still waits. Once it has arrived,
// once somebody signed out or somebody else signed in, nothing of it is left here.

const PREFIX = "trellis-kept:";
const form = document.querySelector("form[data-kept]");
const list = document.querySelector("[data-kept-list]");
const RETRY_MS = 15_000;

const keysKept = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).sort();
  } catch {
    return [];
  }
};
const keptAt = (key) => JSON.parse(localStorage.getItem(key));

// crypto.randomUUID is missing where a school serves over plain http.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

function line(words, who, button) {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = who;
  item.append(name, " ", words);
  if (button) item.append(" ", button);
  return item;
}

function discardButton(key) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = list.dataset.discard;
  button.addEventListener("click", () => { localStorage.removeItem(key); show(); });
  return button;
}

function show(sent = "") {
  if (!list) return;
  const lines = keysKept().map((key) => {
    const kept = keptAt(key);
    const words = kept.refused ?? list.dataset.waits;
    return line(words, kept.who, kept.refused ? discardButton(key) : null);
  });
  if (sent) lines.push(line(list.dataset.sent, sent));
  list.replaceChildren(...lines);
}

function keep() {
  const fields = [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "key", "happened_on"].includes(name));
  const said = fields.some(([name, value]) => name === "competencies" || (name === "words" && value.trim()));
  const chosen = form.querySelector("input[name=learner]:checked");
  if (!chosen || !said) return form.dataset.missing;
  const key = newKey();
  const kept = {
    owner: form.dataset.owner,
    url: location.pathname,
    who: chosen.closest("label").textContent.trim(),
    fields: [...fields, ["key", key], ["happened_on", today()]],
  };
  localStorage.setItem(`${PREFIX}${Date.now()}:${key}`, JSON.stringify(kept));
  return "";
}

// The page of the form says who is signed in now, and gives the token with which this device may send.
async function doorOf(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) return { closed: answer.status === 403 || answer.status === 404 };
  const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-kept]");
  return { owner: there?.dataset.owner, token: there?.querySelector("[name=csrfmiddlewaretoken]")?.value };
}

async function send(key) {
  const kept = keptAt(key);
  const door = await doorOf(kept.url);
  if (door.closed) return refuse(key, kept, list?.dataset.closed);
  if (!door.token) return;
  if (door.owner !== kept.owner) return localStorage.removeItem(key);
  const body = new FormData();
  for (const [name, value] of kept.fields) body.append(name, value);
  const headers = { "X-CSRFToken": door.token, "X-Kept-On-Device": "yes", Accept: "application/json" };
  const answer = await fetch(kept.url, { method: "POST", body, headers });
  if (answer.status === 201) {
    localStorage.removeItem(key);
    show(kept.who);
  } else if (answer.status === 422) {
    refuse(key, kept, (await answer.json()).refused.join(" "));
  }
}

function refuse(key, kept, sentence) {
  if (!sentence) return;
  localStorage.setItem(key, JSON.stringify({ ...kept, refused: sentence }));
  show();
}

async function sendAll() {
  for (const key of keysKept()) {
    if (keptAt(key)?.refused) continue;
    try {
      await send(key);
    } catch {
      return; // no connection: it stays where it is
    }
  }
}

// One tab sends at a time; where a browser knows no locks, the key alone sees to it that nothing arrives twice.
let sending = false;
async function sendOn() {
  if (sending || !keysKept().length) return;
  sending = true;
  try {
    await (navigator.locks ? navigator.locks.request("trellis-kept", sendAll) : sendAll());
  } finally {
    sending = false;
  }
}

if (document.querySelector("[data-signed-out]")) {
  for (const key of keysKept()) localStorage.removeItem(key);
} else {
  addEventListener("online", sendOn);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendOn(); });
  setInterval(sendOn, RETRY_MS);
  show();
  sendOn();
}

form?.addEventListener("submit", (event) => {
  let missing;
  try {
    missing = keep();
  } catch {
    return; // a device that keeps nothing sends at once, as without scripts
  }
  event.preventDefault();
  form.querySelector(".saved").textContent = missing;
  if (missing) return;
  form.reset();
  show();
  sendOn();
  document.getElementById("who-title")?.scrollIntoView();
});
