// Notes typed by several people: what I typed stays, others' lines come when I leave the field.
"use strict";

const same = (one, other) => one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");

// A field that nobody is typing in, and whose text is saved, takes the text of the server.
function sync() {
  for (const stored of document.querySelectorAll("[data-stored]")) {
    const field = document.getElementById(stored.dataset.stored);
    if (!field || field === document.activeElement) continue;
    const base = field.form.elements.base;
    if (same(field.value, base.value)) field.value = base.value = stored.value;
  }
}

document.addEventListener("htmx:oobAfterSwap", sync);
document.addEventListener("focusout", () => setTimeout(sync));

// What was sent is now what I have read: the server merges the next text from there.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, requestConfig } = event.detail;
  if (elt.matches("[data-notes]")) elt.toggleAttribute("data-refused", !successful);
  if (!successful) return;
  if (elt.matches("[data-notes]")) elt.elements.base.value = requestConfig.formData.get("notes");
  if (elt.matches("[data-resets]")) elt.reset();
});

// Whoever leaves the page at once takes nothing away: what is not saved yet is sent, what was refused is asked about.
const unsaved = () => [...document.querySelectorAll("[data-notes]")].filter(
  ({ elements }) => !same(elements.notes.value, elements.base.value));

window.addEventListener("beforeunload", (event) => {
  if (unsaved().some((form) => form.matches("[data-refused]"))) event.preventDefault();
});
window.addEventListener("pagehide", () => {
  for (const form of unsaved()) navigator.sendBeacon(form.action, new FormData(form));
});

// The printed sheet typed again: one key a person, then the next one.
document.addEventListener("keydown", (event) => {
  const choice = event.target.closest("[data-grid] select");
  const letter = event.key.toLowerCase();
  if (!choice || event.ctrlKey || event.metaKey || event.altKey) return;
  const option = [...choice.options].find((one) => one.dataset.key === letter);
  if (!option) return;
  event.preventDefault();
  choice.value = option.value;
  const all = [...choice.closest("[data-grid]").querySelectorAll("select")];
  (all[all.indexOf(choice) + 1] ?? choice.form.querySelector("[type=submit]")).focus();
});
