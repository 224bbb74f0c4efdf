// What every page does a little better with scripts: print, copy, menus that close, results that take the focus.
// Everything here has a way that works without it; buttons that need scripts carry the class with-script.

document.documentElement.dataset.script = "on";

const announce = (text) => {
  const place = document.getElementById("notices");
  if (!place || !text) return;
  const line = document.createElement("p");
  line.className = "unseen";
  line.textContent = text;
  place.append(line);
};

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target.closest("[data-print]")) window.print();
  const copy = target.closest("[data-copy]");
  if (copy) copyFrom(copy);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

// <button data-copy="#id-of-the-text" data-copied="Copied">Copy</button>
async function copyFrom(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  } catch {
    if ("select" in source) source.select();
    else getSelection().selectAllChildren(source);
    return;
  }
  const after = button.dataset.copied ?? before;
  words.textContent = after;
  announce(after);
  setTimeout(() => { words.textContent = before; }, 2500);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Disclosures open for paper and close again afterwards.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open]):not(.menu)")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

// After a form that could not be saved, reading starts at its summary.
document.querySelector("[data-focus]:not(.guide *)")?.focus();
