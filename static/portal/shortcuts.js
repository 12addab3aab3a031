/* Single keys of the desk: / search, j k rows, o open, space preview, n new rows or next call, a m mark, u undo, r w write, ? the sheet. Off while somebody types; loaded only where they are on. */
"use strict";

{
  const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
  /* On an Urdu keyboard the same keys give other letters: then their place counts. */
  const PLACES = { KeyA: "a", KeyJ: "j", KeyK: "k", KeyM: "m", KeyN: "n", KeyO: "o", KeyR: "r", KeyU: "u", KeyW: "w", Slash: "/" };
  const sheet = document.getElementById("shortcuts");

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].is-open");

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(current());
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    all[next].querySelector("a").focus();
  }

  function mark() {
    const box = current()?.querySelector('input[name="row"]');
    if (box) box.click();
    else if (!unfold("mark", "re_mark")) (document.getElementById("bulk_to") ?? document.getElementById("queue-mark"))?.focus();
  }

  /* To the form of the first of these moves that is on offer. */
  function unfold(...moves) {
    const act = moves.map((move) => document.querySelector(`details[data-move="${move}"]`)).find(Boolean);
    if (!act) return false;
    act.open = false;
    act.querySelector("summary").click(); /* file.js puts the cursor into what is unfolded */
    return true;
  }

  const ACTS = {
    "/": () => (document.querySelector("[data-key=search]") ?? document.getElementById("search-words"))?.focus(),
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.querySelector("a").click(),
    " ": () => current()?.querySelector("[data-preview]")?.click(),
    a: () => document.querySelector("[data-tick-all]")?.click(),
    m: mark,
    n: () => document.querySelector("#queue-new, [data-key=next]")?.click(),
    r: () => unfold("submit_report"),
    u: () => document.querySelector("[data-key=undo]")?.click(),
    w: () => unfold("tell_citizen", "record_contact"),
    "?": () => sheet.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(TYPING) || sheet.open) return;
    let key = event.key.toLowerCase();
    if (!(key in ACTS)) key = PLACES[event.code] ?? "";
    if (key === "/" && event.shiftKey) key = "?";
    if (!(key in ACTS)) return;
    if (key === " " && !event.target.matches("[data-row] a")) return; /* elsewhere the space bar ticks or scrolls */
    event.preventDefault();
    ACTS[key]();
  });
}
