/* The page of one complaint. Everything here works without it too, with one page more. */
"use strict";

{
  const FIELD = ".field :is(select, textarea, input:not([type=hidden]))";

  /* A step that somebody unfolds to fill it in: the cursor is in its first field, at once. */
  function enter(act) {
    act.open = true;
    (act.querySelector(`:scope > form ${FIELD}`) ?? act.querySelector("form > button"))?.focus();
  }
  for (const act of document.querySelectorAll("details.act[data-move]")) {
    act.querySelector("summary").addEventListener("click", (event) => {
      if (act.open) return; /* it is being folded up */
      event.preventDefault();
      enter(act);
    });
  }
  document.querySelector("[data-go-act]")?.addEventListener("click", (event) => {
    const act = document.querySelector(`details[data-move="${event.currentTarget.dataset.goAct}"]`);
    if (!act) return;
    event.preventDefault();
    enter(act);
    act.scrollIntoView({ block: "start" });
  });

  /* The report: a click on an outcome leads on to the finding, and Ctrl+Enter sends the form of the text. */
  document.addEventListener("click", (event) => {
    if (event.pointerType !== "mouse" || !event.target.matches?.('[data-move="submit_report"] input[name="outcome"]')) return;
    event.target.form.elements.words.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.(".act textarea, .note textarea")) return;
    event.preventDefault();
    event.target.form.querySelector(":scope > button.btn[type=submit]").click();
  });

  /* A preview comes into the page. What is not a preview (errors, a signed-out page) is shown as a page of its own. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig?.elt;
    if (!button?.matches("[data-previewed]") || event.detail.xhr.getResponseHeader("X-Preview")) return;
    event.detail.shouldSwap = false;
    button.form.submit();
  });
  document.addEventListener("htmx:afterSettle", (event) => { /* earlier, htmx would focus it a second time */
    const preview = event.target.querySelector?.(":scope > .preview");
    if (!preview) return;
    preview.focus({ preventScroll: true });
    preview.scrollIntoView({ block: "start" });
  });
  document.addEventListener("htmx:sendError", (event) => {
    const button = event.detail.requestConfig?.elt;
    if (button?.matches("[data-previewed]")) button.form.submit(); /* the browser says that there is no connection */
  });
  document.addEventListener("click", (event) => {
    const preview = event.target.closest?.("[data-edit-again]")?.closest(".act-preview");
    if (!preview) return; /* on the page of its own the button is sent */
    event.preventDefault();
    preview.replaceChildren();
    preview.parentElement.querySelector(":scope > form textarea").focus();
  });

  /* The filter of the timeline: at once, without losing what was typed elsewhere on the page. */
  for (const link of document.querySelectorAll("[data-timeline] [data-show]")) {
    link.addEventListener("click", (event) => {
      const timeline = link.closest("[data-timeline]"), { show } = link.dataset;
      if (!timeline.matches("[data-whole]")) return;
      event.preventDefault();
      for (const entry of timeline.querySelectorAll("[data-group]")) entry.hidden = Boolean(show) && entry.dataset.group !== show;
      for (const other of timeline.querySelectorAll("[data-show]")) other.toggleAttribute("aria-current", other === link);
      link.setAttribute("aria-current", "true");
      history.replaceState(null, "", link.href);
    });
  }

  /* A picture or a page of a PDF, large and in place. Opening it asks the portal for the file, which records it. */
  const zoom = document.querySelector("[data-zoom-dialog]");
  if (zoom) {
    const picture = zoom.querySelector("img"), said = zoom.querySelector("[role=status]");
    let scale = 1, pages = "", page = 1;
    const fit = () => { picture.style.blockSize = scale === 1 ? "100%" : `${scale * 100}%`; };
    const turn = (to) => { said.textContent = ""; picture.src = pages ? `${pages}${(page = to)}/` : picture.src; };
    picture.addEventListener("error", () => {
      if (pages && page > 1) { turn(page - 1); said.textContent = said.dataset.end; }
    });
    for (const link of document.querySelectorAll("[data-zoom]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        scale = 1; page = 1; pages = link.dataset.pages ?? "";
        for (const button of zoom.querySelectorAll("[data-zoom-page]")) button.hidden = !pages;
        said.textContent = "";
        picture.src = link.href;
        fit();
        zoom.showModal();
      });
    }
    zoom.addEventListener("click", (event) => {
      const { zoomBy, zoomPage } = event.target.dataset;
      if (event.target.matches("[data-zoom-close]")) zoom.close();
      if (zoomBy) { scale = Math.min(8, Math.max(0.5, scale * Number(zoomBy))); fit(); }
      if (zoomPage) turn(Math.max(1, page + Number(zoomPage)));
    });
  }
}
