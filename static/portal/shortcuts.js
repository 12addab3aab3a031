/* Single keys of the desk: / search, j k rows, o open, m mark, ? the sheet. Off while somebody types; loaded only where they are on. */
"use strict";

{
  const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
  /* On an Urdu keyboard the same keys give other letters: then their place counts. */
  const PLACES = { KeyJ: "j", KeyK: "k", KeyO: "o", KeyM: "m", Slash: "/" };
  const sheet = document.getElementById("shortcuts");

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.activeElement?.closest("[data-row]");

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(current());
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    all[next].querySelector("a").focus();
  }

  function mark() {
    const box = current()?.querySelector('input[name="row"]');
    if (box) {
      box.checked = !box.checked;
      return;
    }
    const act = document.querySelector('details[data-move="mark"], details[data-move="re_mark"]');
    if (act) {
      act.open = true;
      act.querySelector("select, textarea, input:not([type=hidden]), button").focus();
    } else {
      document.getElementById("queue-mark")?.focus();
    }
  }

  const ACTS = {
    "/": () => (document.querySelector("[data-key=search]") ?? document.getElementById("search-words"))?.focus(),
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.querySelector("a").click(),
    m: mark,
    "?": () => sheet.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(TYPING) || sheet.open) return;
    let key = event.key.toLowerCase();
    if (!(key in ACTS)) key = PLACES[event.code] ?? "";
    if (key === "/" && event.shiftKey) key = "?";
    if (!(key in ACTS)) return;
    event.preventDefault();
    ACTS[key]();
  });
}
