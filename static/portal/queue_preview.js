/* The side panel of the queue: a row's preview, opened by its button or by the space bar. Without this script the
   button is not shown, and the E-tag leads to the whole page. */
"use strict";

{
  const list = document.getElementById("queue-list");
  const panel = document.getElementById("queue-panel");
  let asking = null;

  const openRow = () => list.querySelector(".is-open");
  list.dataset.scripted = ""; /* shows the buttons (queue.css) */

  function close({ refocus } = { refocus: true }) {
    const row = openRow();
    asking?.abort();
    panel.hidden = true;
    panel.replaceChildren();
    row?.classList.remove("is-open");
    if (refocus) row?.querySelector("a")?.focus({ preventScroll: true });
  }

  function say(words) {
    const line = document.createElement("p");
    line.tabIndex = -1;
    line.textContent = words;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm";
    button.dataset.closePreview = "";
    button.textContent = "×";
    panel.replaceChildren(line, button);
    line.focus({ preventScroll: true });
  }

  async function open(row, address) {
    asking?.abort();
    asking = new AbortController();
    openRow()?.classList.remove("is-open");
    row.classList.add("is-open");
    panel.textContent = panel.dataset.loading;
    panel.hidden = false;
    try {
      const answer = await fetch(address, { headers: { "X-Preview": "1" }, signal: asking.signal });
      if (answer.redirected) location.assign(row.querySelector("a").href); /* signed out */
      else if (answer.ok) show(await answer.text(), row);
      else say(answer.status === 404 ? panel.dataset.missing : panel.dataset.failed);
    } catch (error) {
      if (error.name !== "AbortError") say(panel.dataset.failed);
    }
  }

  function show(html, row) {
    panel.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    panel.querySelector("[data-preview-page]").href = row.querySelector("a").getAttribute("href"); /* under the row's posting */
    panel.scrollTop = 0;
    panel.querySelector("#preview-title").focus({ preventScroll: true });
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview]");
    if (!button) return;
    const row = button.closest("[data-row]");
    if (row === openRow()) close();
    else open(row, button.dataset.preview);
  });
  panel.addEventListener("click", (event) => { if (event.target.closest("[data-close-preview]")) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    close();
  });
  /* The panel lies over the end of the list: what gets the focus there must not be covered. */
  document.addEventListener("focusin", (event) => {
    if (!panel.hidden && !panel.contains(event.target) && !event.target.closest("tbody")) close({ refocus: false });
  });
}
