/* Makes the portal installable, and gives it a page for when there is no line (/sw.js). Every page works without. */
"use strict";

if ("serviceWorker" in navigator) {
  addEventListener("load", () => { navigator.serviceWorker.register("/sw.js").catch(() => {}); });
}

/* "Install": shown only where the browser offers it. */
{
  const button = document.querySelector("[data-install]");
  if (button) {
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      button.hidden = false;
      button.addEventListener("click", () => { button.hidden = true; event.prompt(); }, { once: true });
    });
  }
}
