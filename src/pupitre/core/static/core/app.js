// Menus, shortcuts, copy and print buttons, forms sent once, and what htmx must say or focus after a change.
"use strict";

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const copier = event.target.closest("[data-copies]");
  if (copier) copy(copier);
  if (event.target.closest("[data-prints]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) press(event);
});

// One key, one act, where a page says so; digits by their place too, as French keyboards shift them.
let leaving = false;
window.addEventListener("pageshow", () => (leaving = false));
function press(event) {
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const named = (key) => document.querySelector(`[data-key~="${CSS.escape(key)}"]`);
  const wanted = named(event.key) || named(event.code.replace(/^Digit/, ""));
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input, select, textarea")) return wanted.focus();
  if (!leaving) wanted.click();
  leaving = true;
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copies);
    say("Copié.");
  } catch {
    say(`Le navigateur refuse la copie. Voici le texte : ${button.dataset.copies}`);
  }
}

// Writes a sentence where screen readers hear it and eyes see it.
function say(sentence, color = "info") {
  const place = document.getElementById("messages");
  if (!place) return;
  const line = document.createElement("div");
  line.className = "ds-alert";
  line.dataset.color = color;
  line.textContent = sentence;
  place.replaceChildren(line);
}

// The choice of light or dark without leaving the page; without JS the form does it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-scheme]") || !event.submitter) return;
  event.preventDefault();
  const body = new FormData(event.target, event.submitter);
  root.dataset.colorScheme = body.get("scheme");
  document.querySelector("meta[name=color-scheme]").content =
    body.get("scheme") === "auto" ? "light dark" : body.get("scheme");
  for (const choice of event.target.querySelectorAll("button"))
    choice.setAttribute("aria-pressed", String(choice === event.submitter));
  fetch(event.target.action, { method: "POST", body, redirect: "manual" });
});

// Paper is light, whatever the screen.
const root = document.documentElement;
let screenScheme;
window.addEventListener("beforeprint", () => {
  screenScheme = root.dataset.colorScheme;
  root.dataset.colorScheme = "light";
});
window.addEventListener("afterprint", () => {
  root.dataset.colorScheme = screenScheme;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const target = part.querySelector("[data-errors], [autofocus]");
  if (target) target.focus();
});
document.addEventListener("htmx:responseError", (event) => {
  const lost = event.detail.xhr.status === 403 || event.detail.xhr.status === 401;
  say(
    lost
      ? "Vous n’êtes plus connecté, ou cette action ne vous est pas ouverte. Rechargez la page."
      : "L’enregistrement n’a pas abouti. Rechargez la page, puis recommencez.",
    "danger",
  );
});
document.addEventListener("htmx:sendError", () =>
  say("Pas de réponse du serveur. Vérifiez la connexion à Internet, puis recommencez.", "danger"),
);

const summary = document.querySelector("[data-errors]");
if (summary) summary.focus();

// A second click on a form that is already leaving does nothing.
document.addEventListener("submit", (event) => {
  const { dataset, method } = event.target;
  if (event.defaultPrevented || method !== "post") return;
  if (dataset.left) return event.preventDefault();
  dataset.left = "yes";
  setTimeout(() => delete dataset.left, 5000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.left;
});
