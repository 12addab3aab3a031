/* The queue asks again every 25 seconds, while somebody can see it. Where none of the complaints that were looked
   through answers to its filters, it looks further by itself. Without this the page stays as it was opened. */
"use strict";

{
  const EVERY = 25000;
  const FURTHER = 300;
  const list = document.getElementById("queue-list");
  const news = document.getElementById("queue-news");
  let address = list.getAttribute("hx-get");
  let version = list.dataset.version;
  let kept = null;

  const numbers = () => [...list.querySelectorAll("[data-row]")].map((row) => row.dataset.row).join();
  const boxes = () => [...list.querySelectorAll('input[name="row"]')];

  const timer = setInterval(() => { if (!document.hidden) htmx.trigger(list, "poll"); }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    htmx.trigger(list, "poll");
    lookFurther();
  });

  list.addEventListener("htmx:configRequest", (event) => {
    event.detail.path = address;
    event.detail.headers["If-None-Match"] = version;
  });

  /* The address goes along: whoever reloads or comes back is where they were. */
  function lookFurther() {
    const none = list.querySelector("[data-none-yet]");
    if (!none) return;
    none.querySelector("[data-further]").hidden = false;
    const here = address;
    setTimeout(() => {
      if (address !== here || document.hidden) return;
      const { pathname, search } = new URL(list.querySelector('a[rel="next"]').href);
      address = pathname + search;
      history.replaceState(null, "", address);
      list.closest("form").elements.back.value = address;
      htmx.trigger(list, "poll");
    }, FURTHER);
  }

  list.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const isOurs = new URL(xhr.responseURL).pathname === location.pathname && xhr.getResponseHeader("ETag");
    if (!isOurs || xhr.status !== 200) {
      event.detail.shouldSwap = false;
      if (!isOurs) clearInterval(timer); /* signed out: what stands here stays, to be read */
      return;
    }
    version = xhr.getResponseHeader("ETag").replace(/^W\//, "");
    const focused = document.activeElement;
    kept = {
      numbers: numbers(),
      ticked: new Set(boxes().filter((box) => box.checked).map((box) => box.value)),
      row: list.contains(focused) ? focused.closest("[data-row]")?.dataset.row : null,
      what: list.contains(focused) ? (focused.id ? `#${focused.id}` : focused.tagName.toLowerCase()) : null,
      x: list.querySelector(".table-wrap")?.scrollLeft ?? 0,
    };
  });

  list.addEventListener("htmx:afterSwap", () => {
    if (!kept) return;
    for (const box of boxes()) box.checked = kept.ticked.has(box.value);
    const wrap = list.querySelector(".table-wrap");
    if (wrap) wrap.scrollLeft = kept.x;
    if (kept.what) {
      const place = kept.row ? list.querySelector(`[data-row="${kept.row}"]`) : list;
      place?.querySelector(kept.what)?.focus({ preventScroll: true });
    }
    offerAll();
    lookFurther();
    /* Said once, and only when other complaints stand there: clocks that run on are no news. */
    if (numbers() !== kept.numbers) {
      news.textContent = "";
      setTimeout(() => { news.textContent = news.dataset.words; }, 100);
    }
  });

  /* "Tick all" works by script alone, so only the script shows it. */
  function offerAll() {
    const all = list.querySelector("[data-tick-all]");
    if (!all) return;
    all.parentElement.hidden = false;
    all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; });
  }
  offerAll();
  lookFurther();
}
