/* Today and the list of calls ask again every minute, while somebody can see them. While somebody looks at a line nothing
   moves: a line that left stays without its words, and what is new waits behind a button. Without this script the page
   stays as it was opened. */
"use strict";

{
  const EVERY = 60000;
  const list = document.getElementById("live-list");
  const news = document.getElementById("live-list-news");
  const notice = document.getElementById("queue-new");
  const stopped = document.getElementById("page-stopped");
  let latest = null; /* the list that came last, while it waits behind the notice */
  let isAsking = false;

  const linesOf = (root) => [...root.querySelectorAll("[data-line]")];
  /* One complaint may wait for two reasons. */
  const nameOf = (line) => { const link = line.querySelector("a"); return `${link.getAttribute("href")} ${link.textContent}`; };
  const namesOf = (root) => linesOf(root).filter((line) => !line.matches(".is-gone")).map(nameOf);
  const isFocused = (element) => element.contains(document.activeElement);

  async function ask() {
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.status >= 500 || answer.status === 429) return;
      if (answer.headers.has("HX-Refresh")) return; /* signed out: the bell is told so too, and closes the page */
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.redirected ? null : page.getElementById("live-list");
      stopped.hidden = Boolean(fresh); /* no longer theirs: what stands here stays, to be read */
      if (fresh) put(fresh);
    } catch { /* away from the network: the next minute asks again */ } finally { isAsking = false; }
  }

  function put(fresh) {
    const hasChanged = namesOf(fresh).join() !== namesOf(list).join();
    if (isAttended() && linesOf(list).length) merge(fresh);
    else showAll(fresh);
    if (hasChanged) sayThatItChanged();
  }

  /* Somebody points at the list, has focused a line, or has scrolled to where they read. */
  function isAttended() {
    return list.matches(":hover") || isFocused(list) || scrollY > 0;
  }

  function showAll(fresh) {
    if (!list.isEqualNode(fresh)) list.replaceChildren(...fresh.childNodes);
    latest = null;
    notice.hidden = true;
  }

  /* Line by line where it stands. The line with the focus stays as it is unless it left. */
  function merge(fresh) {
    const now = new Map(linesOf(fresh).map((line) => [nameOf(line), line]));
    for (const line of linesOf(list).filter((line) => !line.matches(".is-gone"))) {
      const same = now.get(nameOf(line));
      if (!same) empty(line);
      else if (!isFocused(line) && !line.isEqualNode(same)) line.replaceChildren(...same.cloneNode(true).childNodes);
    }
    latest = namesOf(fresh).join() === namesOf(list).join() ? null : fresh;
    notice.hidden = !latest;
  }

  /* The line keeps its height, its link and the focus; its words go. */
  function empty(line) {
    const link = line.querySelector("a");
    const hadFocus = isFocused(line);
    line.style.blockSize = `${line.getBoundingClientRect().height}px`;
    link.textContent = news.dataset.gone;
    line.replaceChildren(link);
    line.classList.add("is-gone");
    if (hadFocus) link.focus({ preventScroll: true });
  }

  function sayThatItChanged() {
    news.textContent = "";
    setTimeout(() => { news.textContent = news.dataset.words; }, 100);
  }

  notice.addEventListener("click", () => {
    if (!latest) return;
    const known = new Set(namesOf(list));
    showAll(latest);
    const lines = linesOf(list);
    (lines.find((line) => !known.has(nameOf(line))) ?? lines[0])?.querySelector("a").focus();
  });

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  list.addEventListener("poll", ask);
}
