/* A step that somebody unfolds to fill it in: the cursor is in its first field, at once. */
"use strict";

for (const act of document.querySelectorAll("details.act[data-move]")) {
  act.querySelector("summary").addEventListener("click", (event) => {
    if (act.open) return; /* it is being folded up */
    event.preventDefault();
    act.open = true;
    (act.querySelector(".field :is(select, textarea, input:not([type=hidden]))") ?? act.querySelector("form > button")).focus();
  });
}
