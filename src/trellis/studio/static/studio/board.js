// Cards of a team's board: dragged to another column or place (mouse, pen), or moved by Alt and an arrow key.
// The buttons on each card do the same without scripts; every way posts to the same address.

const board = () => document.querySelector("[data-team-board]");
let returnTo = null;

function send(card, column, to) {
  returnTo = card.dataset.task;
  const token = board().querySelector("[name=csrfmiddlewaretoken]").value;
  window.htmx.ajax("POST", card.dataset.task, {
    target: "#team-board",
    swap: "outerHTML",
    values: { column, to: String(to), csrfmiddlewaretoken: token },
  });
}

const columnOf = (card) => card.closest("[data-column]");
const cardsOf = (column) => [...column.querySelectorAll("[data-task]")];

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-task]");
  if (!card || !event.altKey || !card.draggable || !event.key.startsWith("Arrow")) return;
  const column = columnOf(card);
  const columns = [...board().querySelectorAll("[data-column]")];
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  event.preventDefault();
  if (aside) {
    const next = columns[columns.indexOf(column) + aside];
    if (next) send(card, next.dataset.column, cardsOf(next).length);
    return;
  }
  const place = cardsOf(column).indexOf(card) + (event.key === "ArrowUp" ? -1 : 1);
  if (place >= 0 && place < cardsOf(column).length) send(card, column.dataset.column, place);
});

let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-task]") ?? null;
  dragged?.classList.add("dragged");
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest?.("[data-column]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const column = event.target.closest?.("[data-column]");
  if (!dragged || !column) return;
  event.preventDefault();
  const others = cardsOf(column).filter((one) => one !== dragged);
  const before = others.findIndex((one) => {
    const box = one.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  send(dragged, column.dataset.column, before < 0 ? others.length : before);
});

// After the board came back, the keys go on at the same card.
document.addEventListener("htmx:afterSwap", () => {
  if (!returnTo) return;
  const card = document.querySelector(`[data-task="${returnTo}"]`);
  returnTo = null;
  card?.querySelector("button:not([disabled]), a")?.focus();
});
