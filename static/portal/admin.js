/* Django's lists with a search in them are named by nothing: whoever hears the page is told which field they stand for. */
"use strict";

{
  function name(select) {
    const label = select.labels[0];
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !box) return;
    label.id ||= `${select.id}-label`;
    const shown = box.querySelector(".select2-selection__rendered");
    for (const one of [box, shown]) one.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  }

  /* After Django's own script, which was here first. */
  globalThis.django?.jQuery?.(() => document.querySelectorAll("select.admin-autocomplete").forEach(name));

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".select2-search__field")) return;
    const list = document.getElementById(target.getAttribute("aria-controls") ?? "");
    const select = document.getElementById(list?.id.replace(/^select2-(.*)-results$/, "$1") ?? "");
    for (const one of [target, list]) one?.setAttribute("aria-label", select?.labels[0]?.textContent.trim() ?? "");
  });
}
