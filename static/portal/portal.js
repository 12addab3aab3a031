/* Small courtesies. Every page works without them. */
"use strict";

{
  /* A refused form: start the reader at the list of what to mend. */
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  /* "Copy number": shown only where the browser can copy, and it says that it did. */
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      const label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = label; }, 3000);
      });
    }
  }

  /* "Print": likewise shown only where it can work. */
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
