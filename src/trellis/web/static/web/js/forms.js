// Forms: send a choice at once, never twice, and show which file was dropped. Loaded on every page; asks for no markup but data-*.

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLElement && field.closest("[data-autosubmit]")) field.form?.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || form.target) return;
  if (form.dataset.sending && !event.defaultPrevented) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, 4000);
});

// The browser may show a page as it was left: let its forms be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => event.target.closest?.(".upload")?.classList.add("over"));
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => event.target.closest?.(".upload")?.classList.remove("over"));
}
