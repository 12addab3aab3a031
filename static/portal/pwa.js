/* Makes the portal installable, and gives it a page for when there is no line (/sw.js). Every page works without. */
"use strict";

if ("serviceWorker" in navigator) {
  addEventListener("load", () => { navigator.serviceWorker.register("/sw.js").catch(() => {}); });
}

/* A form that found no line: the page stays as it is, and says so until the line is back. */
{
  const notice = document.querySelector("[data-no-line]");
  const say = () => {
    notice.hidden = false;
    notice.focus();
  };
  if (notice) {
    navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "no-line") say(); });
    addEventListener("submit", (event) => {
      if (event.defaultPrevented || navigator.onLine || event.target.method !== "post") return;
      event.preventDefault();
      say();
    });
    addEventListener("online", () => { notice.hidden = true; });
  }
}

/* A complaint that waits on this phone (offline_store.js): a link to it. */
{
  const link = document.querySelector("[data-offline-waits]");
  let waits = null;
  try { waits = localStorage.getItem("offline-complaints"); } catch { /* forbidden by the browser's settings */ }
  if (link && waits) link.hidden = false;
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
