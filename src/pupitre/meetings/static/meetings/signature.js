// Signing with a finger or a pen: the drawing leaves as a PNG in the form's field.
"use strict";

const pad = document.querySelector("[data-signature]");

if (pad) {
  const pen = pad.getContext("2d");
  const field = pad.closest("form").elements.image;
  let drawn = false;

  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * pad.width) / box.width,
      ((event.clientY - box.top) * pad.height) / box.height,
    ];
  };

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    drawn = false;
  };

  clear();
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
    drawn = true;
  });
  document.querySelector("[data-clears]").addEventListener("click", clear);
  field.form.addEventListener("submit", () => {
    field.value = drawn ? pad.toDataURL("image/png") : "";
  });
}
