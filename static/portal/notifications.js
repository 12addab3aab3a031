/* The bell asks again every 25 seconds while somebody can see the page, as the queue does, and the page's title follows
   it. Without this both stay as the page was opened. */
"use strict";

{
  const EVERY = 25000;
  const bell = () => document.getElementById("notification-bell");
  const poll = () => { if (bell() && !document.hidden) htmx.trigger(bell(), "poll"); };
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "notification-bell") return;
    const { xhr } = event.detail;
    const isOurs = xhr.status === 200 && xhr.responseText.includes('id="notification-bell"');
    if (!isOurs) event.detail.shouldSwap = false; /* without a posting, or down for a while: what stands here stays, to be read */
  });
  document.addEventListener("htmx:afterSettle", () => {
    const number = bell()?.dataset.unread;
    if (number === undefined) return;
    const rest = document.title.replace(/^\(\d+\+?\) /, "");
    document.title = number ? `(${number}) ${rest}` : rest;
  });
}
