// <form data-draft="goal-17" data-owner="person id"> keeps what is being written until it is sent, in this tab only:
// on a shared device nothing stays behind when the tab closes or somebody else signs in.

const PREFIX = "trellis-draft:";
const FIELDS = "textarea, input:not([type=hidden], [type=password], [type=file], [type=submit])";

const keyOf = (form) => `${PREFIX}${form.dataset.owner ?? ""}:${location.pathname}:${form.dataset.draft}`;
const fieldsOf = (form) => [...form.querySelectorAll(`${FIELDS}, select`)].filter((field) => field.name);
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function read(form) {
  return fieldsOf(form).map((field) => [field.name, field.value, isTick(field) ? field.checked : null]);
}

function restore(form, draft) {
  for (const field of fieldsOf(form)) {
    const same = ([name, value, ticked]) => name === field.name && (ticked === null || value === field.value);
    const found = draft.find(same);
    if (!found) continue;
    if (isTick(field)) field.checked = found[2];
    else field.value = found[1];
  }
}

// A form that was sent is done once another page says no trouble; until then its words stay, should the server have failed.
const SENT = "trellis-sent:";
if (!("trouble" in document.body.dataset)) {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(SENT)) continue;
    sessionStorage.removeItem(key.slice(SENT.length));
    sessionStorage.removeItem(key);
  }
}

function watch(form) {
  const key = keyOf(form);
  const said = form.querySelector(".saved");
  const kept = sessionStorage.getItem(key);
  const atFirst = JSON.stringify(read(form));
  if (kept && kept !== atFirst && !form.querySelector("[aria-invalid]")) {
    restore(form, JSON.parse(kept));
    if (said) said.textContent = form.dataset.restored ?? "";
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      sessionStorage.setItem(key, JSON.stringify(read(form)));
      if (said) said.textContent = form.dataset.saved ?? "";
    }, 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.setItem(key, JSON.stringify(read(form)));
    sessionStorage.setItem(SENT + key, "yes");
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);

// htmx brings a form anew: words that were taken are done, words that were refused are still a draft.
document.addEventListener("htmx:load", ({ detail }) => {
  const inside = detail.elt.querySelectorAll?.("form[data-draft]") ?? [];
  for (const form of detail.elt.matches?.("form[data-draft]") ? [detail.elt, ...inside] : inside) {
    const sent = SENT + keyOf(form);
    if (!sessionStorage.getItem(sent)) continue;
    sessionStorage.removeItem(sent);
    if (!form.querySelector("[aria-invalid]")) sessionStorage.removeItem(keyOf(form));
    watch(form);
  }
});

// Whoever signs in next in this tab finds nothing of whoever was here before.
if (document.querySelector("[data-signed-out]")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
