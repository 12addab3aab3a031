/* Marking without leaving the queue: whoever ticks a row is asked to whom, and sees what would change before it does. */
"use strict";

{
  const panel = document.getElementById("queue-marking");
  const list = document.getElementById("queue-list");
  const form = () => panel.querySelector("form");
  const outcome = () => panel.querySelector(".marking-outcome");
  const ticked = () => [...list.querySelectorAll('input[name="row"]:checked')];
  let asking = null;
  let hasChosen = false; /* until somebody chooses an officer, each selection gets new proposals */

  /* What a queue's own form sends, and what is chosen here. What was previewed before is out of date at once. */
  async function ask() {
    asking?.abort();
    if (!ticked().length) {
      panel.replaceChildren();
      hasChosen = false;
      return;
    }
    const keeps = hasChosen && form();
    asking = new AbortController();
    const told = new FormData(list.closest("form"));
    for (const name of keeps ? ["to", "words"] : ["words"]) {
      const value = form()?.elements[name].value;
      if (value) told.set(name, value);
    }
    if (keeps) told.set("again", "1");
    outcome()?.replaceChildren();
    panel.querySelector(":scope > .field-error")?.remove();
    const headers = { "HX-Request": "true" };
    try {
      const answer = await fetch(panel.dataset.url, { method: "POST", body: told, headers, signal: asking.signal });
      if (answer.ok && !answer.redirected) show(await answer.text(), keeps);
      else sayThatItFailed();
    } catch (error) {
      if (error.name !== "AbortError") sayThatItFailed(); /* not overtaken by a later question */
    }
  }

  /* The button above the rows leads to the same. What is typed here stays, to be copied. */
  function sayThatItFailed() {
    const line = document.createElement("p");
    line.className = outcome() ? "field-error" : "marking field-error";
    if (!outcome()) line.setAttribute("role", "alert");
    line.textContent = panel.dataset.failed;
    (outcome() ?? panel).replaceChildren(line);
  }

  /* Once an officer is chosen the form stays, with the focus in it; what comes of it is put in anew. */
  function show(html, keeps) {
    const came = new DOMParser().parseFromString(html, "text/html");
    if (!keeps || !form()) panel.replaceChildren(...came.body.childNodes);
    else outcome().replaceWith(came.querySelector(".marking-outcome"));
  }

  list.addEventListener("change", (event) => {
    if (event.target.matches('input[name="row"], [data-tick-all]')) ask();
  });
  list.addEventListener("queue:unticked", ask);
  panel.addEventListener("change", (event) => {
    if (event.target.name === "to") hasChosen = true;
    const mended = event.target.name === "words" && !panel.querySelector('[name="make"]');
    if (event.target.name === "to" || mended) ask();
  });
  if (ticked().length) ask(); /* ticks that the browser kept */
}
