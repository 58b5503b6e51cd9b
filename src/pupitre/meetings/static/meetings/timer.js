// Counts down what is left of an item, from the server's clock; → goes to the next one.
"use strict";

const page = document.querySelector("[data-now]");
const offset = page ? Number(page.dataset.now) - Date.now() : 0;

function tick() {
  for (const clock of document.querySelectorAll("[data-timer]")) {
    const left = Math.round(Number(clock.dataset.timer) - (Date.now() + offset) / 1000);
    const whole = Math.abs(left);
    const text = `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
    clock.textContent = left < 0 ? `+${text}` : text;
    clock.classList.toggle("late", left < 0);
    clock.classList.toggle("soon", left >= 0 && left <= 60);
  }
}

if (page) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
}

document.addEventListener("keydown", (event) => {
  const next = document.querySelector("[data-next]");
  if (event.key === "ArrowRight" && next && !event.target.closest("input, textarea, select"))
    next.click();
});
