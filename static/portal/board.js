/* The board asks again every 30 seconds, while somebody can see it. What is the same is left alone: focus, scrolling and
   what lies open stay. Without this the page stays as it was opened, with a link to refresh it. */
"use strict";

{
  const EVERY = 30000;
  const live = document.getElementById("board-live");
  const stopped = document.getElementById("board-stopped");
  let version = live.dataset.version;
  let asking = false;

  async function ask() {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true", "If-None-Match": version }, cache: "no-store" });
      if (answer.status >= 500 || answer.status === 429) return; /* down for a while, or asked too often: asks again */
      const asOf = answer.headers.get("As-Of");
      if (!asOf || answer.redirected) { clearInterval(timer); stopped.hidden = false; return; } /* signed out: the bell closes the board; a wall display stays, to be read */
      if (answer.status === 200) {
        version = answer.headers.get("ETag").replace(/^W\//, "");
        show(await answer.text());
        live.dispatchEvent(new Event("shown"));
      }
      document.getElementById("board-as-of").textContent = asOf;
    } catch { /* away from the network: the page says as of when it is */ } finally { asking = false; }
  }

  function show(html) {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const focused = document.activeElement;
    const row = live.contains(focused) ? focused.closest("tr[id]") : null;
    const kept = row && { id: row.id, place: [...row.querySelectorAll("a")].indexOf(focused), top: focused.getBoundingClientRect().top };
    becomes(live, fresh);
    /* Its office may stand higher or lower in the table now: it stays where it was on the screen. */
    const link = kept && document.getElementById(kept.id)?.querySelectorAll("a")[kept.place];
    link?.focus({ preventScroll: true });
    if (link) scrollBy(0, link.getBoundingClientRect().top - kept.top);
  }

  /* Element by element, only what differs is changed. */
  function becomes(old, fresh) {
    const [now, then] = [[...old.childNodes], [...fresh.childNodes]];
    then.forEach((node, place) => {
      const there = now[place];
      if (!there) old.append(node);
      else if (there.nodeName !== node.nodeName) there.replaceWith(node);
      else if (there.nodeType !== Node.ELEMENT_NODE) { if (there.data !== node.data) there.data = node.data; }
      else if ("kept" in there.dataset) return; /* a script draws it (board_chart.js) */
      else if (!there.isEqualNode(node)) { attributes(there, node); becomes(there, node); }
    });
    now.slice(then.length).forEach((node) => node.remove());
  }

  function attributes(old, fresh) {
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }

  const timer = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  live.addEventListener("poll", ask);
}
