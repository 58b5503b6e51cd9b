// A slider and its number show the same value; the form follows by htmx.
document.addEventListener("input", (event) => {
  const other = document.getElementById(event.target.dataset?.mirrors || "");
  if (other) other.value = event.target.value;
  const slider = document.querySelector(`[data-mirrors="${CSS.escape(event.target.id || "-")}"]`);
  if (slider) slider.value = event.target.value;
});
