/* "Leave this page": by the link or by Esc three times, and this page does not stay behind the other one. */
"use strict";

{
  const WITHIN = 3000; /* milliseconds for three presses */
  const link = document.querySelector("[data-exit]");
  const leave = () => {
    document.documentElement.hidden = true; /* nothing to be read while the other page is on its way */
    window.location.replace(link.href);
  };

  if (link) {
    let presses = [];
    document.querySelector("[data-exit-keys]")?.removeAttribute("hidden");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") {
        presses = [];
        return;
      }
      if (event.repeat) return; /* a key held down is one press */
      presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < WITHIN);
      if (presses.length >= 3) leave();
    });
    /* Back from the other page, a browser may show what it kept: ask the server instead, which has forgotten. */
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.location.reload();
    });
  }
}
