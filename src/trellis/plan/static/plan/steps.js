// Steps of a goal: put in order by dragging (mouse, pen, finger) or by Alt and an arrow key.
// The buttons up and down do the same without scripts; every way posts the same form.

const listOf = (target) => target.closest?.("[data-steps]");
const itemOf = (target) => target.closest?.("[data-step]");
let returnTo = null;

function send(item, to) {
  const form = item.querySelector("[data-move]");
  returnTo = item.dataset.step;
  window.htmx.ajax("POST", form.action, {
    target: "#steps",
    swap: "outerHTML",
    values: { to: String(to), csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value },
  });
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const item = itemOf(event.target);
  if (!item || !listOf(item) || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  const items = [...listOf(item).children];
  const place = items.indexOf(item) + (event.key === "ArrowUp" ? -1 : 1);
  if (place >= 0 && place < items.length) send(item, place);
});

let dragged = null;
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button > 0) return;
  const item = itemOf(grip);
  dragged = { item, before: [...item.parentElement.children].indexOf(item) };
  grip.setPointerCapture(event.pointerId);
  item.classList.add("dragged");
  event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const others = [...dragged.item.parentElement.children].filter((one) => one !== dragged.item);
  const next = others.find((one) => {
    const box = one.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  dragged.item.parentElement.insertBefore(dragged.item, next ?? null);
});

function drop() {
  if (!dragged) return;
  const { item, before } = dragged;
  dragged = null;
  item.classList.remove("dragged");
  const now = [...item.parentElement.children].indexOf(item);
  if (now !== before) send(item, now);
}
addEventListener("pointerup", drop);
addEventListener("pointercancel", drop);

// After the list came back, the keys go on where they were, and the new place is said aloud.
document.addEventListener("htmx:afterSwap", () => {
  if (!returnTo) return;
  const item = document.querySelector(`[data-step="${returnTo}"]`);
  returnTo = null;
  if (!item) return;
  item.querySelector("[data-grip]")?.focus();
  const place = [...item.parentElement.children].indexOf(item) + 1;
  const line = document.createElement("p");
  line.className = "unseen";
  line.textContent = `${listOf(item).dataset.moved}: ${place}`;
  document.getElementById("notices")?.append(line);
});
