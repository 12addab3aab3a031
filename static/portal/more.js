/* A phone's position, taken only when its button is pressed, and sent only when the page is saved; where the box says
   data-send, pressing is saving. */
"use strict";

{
  const box = document.querySelector("[data-position]");
  const field = document.getElementById("id_position");
  if (box && field && navigator.geolocation) {
    const [take, drop, said] = ["take", "drop", "said"].map((part) => box.querySelector(`[data-${part}]`));
    const say = (words) => { said.textContent = words; };
    const has = (position) => {
      drop.hidden = !position;
      field.value = position;
    };

    box.hidden = false;
    take.addEventListener("click", () => {
      say(box.dataset.asking);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const metres = Math.round(coords.accuracy);
          has(`${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)},${metres}`);
          say(`${box.dataset.taken} ${metres}`);
          if ("send" in box.dataset) field.form.requestSubmit();
        },
        () => {
          has("");
          say(box.dataset.denied);
        },
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
      );
    });
    drop.addEventListener("click", () => {
      has("");
      say("");
      take.focus();
    });
  }
}
