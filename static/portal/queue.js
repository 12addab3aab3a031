/* The queue asks again every 25 seconds, while somebody can see it. Rows change in place. Nothing that somebody looks
   at moves: new rows wait behind a notice if showing them would move a row on the screen, and rows that left the list
   stay, without their words, until the list is shown anew. Where none of the complaints that were looked through
   answers to its filters, it looks further by itself. Without this script the page stays as it was opened. */
"use strict";

{
  const EVERY = 25000;
  const FURTHER = 300;
  const list = document.getElementById("queue-list");
  const news = document.getElementById("queue-news");
  const notice = document.getElementById("queue-new");
  const stopped = document.getElementById("page-stopped");
  const panel = document.getElementById("queue-panel");
  let address = list.getAttribute("hx-get");
  let version = list.dataset.version;
  let latest = null; /* the list that came last, while some of it waits behind the notice */
  let isLookingFurther = false;

  const rowsOf = (root) => [...root.querySelectorAll("[data-row]")];
  const rowOf = (root, number) => root.querySelector(`[data-row="${number}"]`);
  const numbers = () => rowsOf(list).map((row) => row.dataset.row).join();
  const boxes = () => [...list.querySelectorAll('input[name="row"]')];

  setInterval(() => { if (!document.hidden) htmx.trigger(list, "poll"); }, EVERY);
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
      isLookingFurther = true;
      htmx.trigger(list, "poll");
    }, FURTHER);
  }

  list.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    event.detail.shouldSwap = false; /* the rows are put in below */
    if (xhr.status >= 500 || xhr.status === 429) return; /* down for a while, or asked too often: asks again */
    const isOurs = new URL(xhr.responseURL).pathname === location.pathname && xhr.getResponseHeader("ETag");
    stopped.hidden = Boolean(isOurs); /* no longer theirs: what stands here stays, to be read */
    if (!isOurs || xhr.status !== 200) return;
    version = xhr.getResponseHeader("ETag").replace(/^W\//, "");
    const before = numbers();
    const fresh = new DOMParser().parseFromString(xhr.responseText, "text/html").body;
    if (isAttended() && rowsOf(list).length) merge(fresh);
    else showAll(fresh);
    if (numbers() !== before || latest || list.querySelector(".is-gone")) sayThatItChanged();
  });

  /* Somebody points at a row, has ticked, focused or opened one, or has scrolled to where they read. */
  function isAttended() {
    return list.matches(":hover") || list.contains(document.activeElement) || !panel.hidden || scrollY > 0
      || boxes().some((box) => box.checked);
  }

  /* Said once, and only when other complaints stand there: clocks that run on are no news. */
  function sayThatItChanged() {
    news.textContent = "";
    setTimeout(() => { news.textContent = news.dataset.words; }, 100);
  }

  /* The whole list as it is now, with the ticks, the focus and the open row that it had. */
  function showAll(fresh) {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const kept = {
      known: new Set(rowsOf(list).map((row) => row.dataset.row)),
      ticked: new Set(boxes().filter((box) => box.checked).map((box) => box.value)),
      row: focused?.closest("[data-row]")?.dataset.row,
      what: focused && (focused.id ? `#${focused.id}` : focused.tagName.toLowerCase()),
      open: list.querySelector(".is-open")?.dataset.row,
      x: list.querySelector(".table-wrap")?.scrollLeft ?? 0,
    };
    list.replaceChildren(...fresh.childNodes);
    for (const box of boxes()) box.checked = kept.ticked.has(box.value);
    for (const row of rowsOf(list)) if (!kept.known.has(row.dataset.row) && !isLookingFurther) flag(row, "is-new", list.dataset.new);
    if (kept.open) rowOf(list, kept.open)?.classList.add("is-open");
    const wrap = list.querySelector(".table-wrap");
    if (wrap) wrap.scrollLeft = kept.x;
    if (kept.what) (kept.row ? rowOf(list, kept.row) : list)?.querySelector(kept.what)?.focus({ preventScroll: true });
    if (kept.ticked.size && !boxes().some((box) => box.checked)) list.dispatchEvent(new Event("queue:unticked"));
    latest = null;
    notice.hidden = true;
    isLookingFurther = false;
    offerAll();
    lookFurther();
  }

  /* The same list where it stands: rows in place, new ones only where nothing on the screen moves. */
  function merge(fresh) {
    const anchor = whereSomebodyLooks();
    const top = anchor?.getBoundingClientRect().top;
    markGone(fresh);
    const waiting = [];
    let last = null; /* the row before the next one */
    for (const now of rowsOf(fresh)) {
      const row = rowOf(list, now.dataset.row);
      if (row) update(row, now);
      const place = last ? last.nextElementSibling : rowsOf(list)[0];
      if (!row && movesSomething(place)) waiting.push(now);
      else last = row ?? insert(now, place);
    }
    const total = fresh.querySelector("[data-total]");
    if (total) list.querySelector("[data-total]")?.replaceWith(total);
    /* A text that got a second line moved what is below it. */
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
    latest = waiting.length ? fresh : null;
    notice.hidden = !latest;
    if (!latest) return;
    const { one, many } = notice.dataset;
    notice.textContent = waiting.length === 1 ? one : many.replace("000", waiting.length);
  }

  function whereSomebodyLooks() {
    return document.activeElement.closest("[data-row]") ?? list.querySelector("[data-row]:hover")
      ?? rowsOf(list).find((row) => row.getBoundingClientRect().top >= 0);
  }

  function insert(row, place) {
    const body = list.querySelector("tbody");
    const copy = document.importNode(row, true);
    body.insertBefore(copy, place ?? null);
    flag(copy, "is-new", list.dataset.new);
    return copy;
  }

  /* Would a row before this one move a row that somebody sees? */
  function movesSomething(place) {
    for (let row = place; row; row = row.nextElementSibling) {
      const box = row.getBoundingClientRect();
      if (box.top < innerHeight && box.bottom > 0) return true;
    }
    return false;
  }

  /* Cell by cell, so that the focus and the tick of a row stay. */
  function update(row, now) {
    const hasChanged = row.dataset.state !== now.dataset.state;
    const cells = [...row.children], fresh = [...now.children];
    if (row.classList.contains("is-gone") || cells.length !== fresh.length) {
      row.replaceChildren(...fresh.map((cell) => document.importNode(cell, true)));
    } else {
      cells.forEach((cell, n) => {
        const isKept = cell.matches(".queue-tick, .queue-etag");
        if (!isKept && cell.innerHTML !== fresh[n].innerHTML) cell.replaceChildren(...fresh[n].cloneNode(true).childNodes);
      });
    }
    row.dataset.state = now.dataset.state;
    row.classList.toggle("is-late", now.classList.contains("is-late"));
    row.classList.remove("is-gone");
    row.style.blockSize = "";
    if (hasChanged) flag(row, "is-changed", list.dataset.changed);
  }

  /* Rows that are not in the list any more, whatever the reason. At an end that has another page they may have been
     pushed there, so those stay as they are. */
  function markGone(fresh) {
    const rows = rowsOf(list).filter((row) => !row.classList.contains("is-gone"));
    const isLeft = (row) => !rowOf(fresh, row.dataset.row);
    if (fresh.querySelector('a[rel="next"]')) while (rows.length && isLeft(rows.at(-1))) rows.pop();
    if (fresh.querySelector('a[rel="prev"]')) while (rows.length && isLeft(rows[0])) rows.shift();
    const left = rows.filter(isLeft);
    if (left.length) keepColumns();
    left.forEach(emptyRow);
  }

  /* Without the words of a row the columns would get other widths, and other rows other heights. */
  function keepColumns() {
    const table = list.querySelector("table.queue-rows");
    const heads = [...(table?.tHead?.rows[0]?.cells ?? [])], widths = heads.map((cell) => cell.getBoundingClientRect().width);
    heads.forEach((cell, n) => { cell.style.inlineSize = `${widths[n]}px`; });
    if (heads.length) table.style.tableLayout = "fixed";
  }

  /* The row keeps its number, its height and the focus; its words go. */
  function emptyRow(row) {
    const hadFocus = row.contains(document.activeElement);
    const box = row.querySelector('input[name="row"]');
    row.style.blockSize = `${row.getBoundingClientRect().height}px`;
    if (box?.checked) {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const number = row.querySelector(".queue-etag");
    const words = document.createElement("td");
    words.setAttribute("role", "cell");
    words.colSpan = row.children.length;
    words.textContent = list.dataset.gone;
    number.querySelector("[data-preview]")?.remove();
    row.replaceChildren(...(box ? [emptyCell(), number, words] : [number, words]));
    row.classList.remove("is-late", "is-new", "is-changed");
    row.classList.add("is-gone");
    if (hadFocus) number.querySelector("a").focus({ preventScroll: true });
  }

  function emptyCell() {
    const cell = document.createElement("td");
    cell.setAttribute("role", "cell");
    return cell;
  }

  /* Seen as a bar at the row's edge, and read after its number. */
  function flag(row, name, words) {
    row.classList.remove("is-new", "is-changed");
    row.classList.add(name);
    row.querySelector(".queue-flag")?.remove();
    const mark = document.createElement("span");
    mark.className = "queue-flag visually-hidden";
    mark.textContent = ` ${words}`;
    row.querySelector(".queue-etag a")?.append(mark);
  }

  notice.addEventListener("click", () => {
    const fresh = latest;
    if (!fresh) return;
    showAll(fresh);
    rowsOf(list).find((row) => row.classList.contains("is-new"))?.querySelector("a").focus();
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
