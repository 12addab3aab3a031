/* The frame of the desk: the menu folds without a reload, open menus close, Enter accepts a proposed officer, and what is
   typed outlives the session. Every page works without this. */
"use strict";

{
  const menu = document.getElementById("desk-menu");

  /* Fold or open the side bar at once; the server keeps the choice in a cookie. */
  document.querySelector("[data-menu-width]")?.addEventListener("submit", (event) => {
    if (!menu) return;
    event.preventDefault();
    const form = event.currentTarget, width = event.submitter.value;
    menu.dataset.width = width;
    form.querySelector(`[value=${width === "narrow" ? "wide" : "narrow"}]`).focus();
    const typed = new FormData(form);
    typed.set("width", width);
    fetch(form.action, { method: "POST", body: typed, redirect: "manual" }).catch(() => {});
  });

  /* The bar of a phone is as tall as its labels need. */
  const bar = document.querySelector(".desk-bar");
  if (bar) {
    new ResizeObserver(() => {
      if (!bar.offsetHeight) return; /* hidden on a wide screen: the next narrow one must not begin with no height */
      document.documentElement.style.setProperty("--desk-bar-height", `${bar.offsetHeight}px`);
    }).observe(bar);
  }

  /* A menu of the header closes when the officer goes on elsewhere. */
  const open = () => document.querySelector("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    if (open() && !open().contains(event.target)) open().open = false;
  });
  document.addEventListener("focusin", (event) => {
    if (open() && !open().contains(event.target)) open().open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (open()) {
      const one = open();
      one.open = false;
      one.querySelector("summary").focus();
    } else if (menu && location.hash === "#desk-menu") {
      location.hash = "#main";
    }
  });

  /* On a phone "More" closes the menu again. */
  document.querySelector("[data-menu-more]")?.addEventListener("click", (event) => {
    if (location.hash !== "#desk-menu") return;
    event.preventDefault();
    location.hash = "#main";
  });

  /* In the list of officers Enter presses the form's button, if a preview or the form has one. It is no character key, */
  /* so it stays where single-key shortcuts are turned off. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("select[data-enter-submits]")) return;
    event.preventDefault();
    [...event.target.form.querySelectorAll("button[type=submit]")].at(-1)?.click();
  });

  /* After the session's end a page loads the sign-in, so that nobody reads it at an unattended screen; the bell asks on
     every page. One with something typed, ticked or chosen stays and says so, because that would be lost. */
  const stopped = document.getElementById("page-stopped");
  function isChanged(field) {
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return field.selectedIndex !== (field.querySelector("option[selected]")?.index ?? 0);
    return field.value !== field.defaultValue;
  }
  const isInUse = () => "holdsText" in stopped.dataset || [...document.querySelectorAll("input, textarea, select")].some(isChanged);
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Refresh")) return;
    event.preventDefault();
    if (isInUse()) stopped.hidden = false;
    else location.replace(location.pathname + location.search); /* a reload of a form's answer asks first, or sends it again */
  });
}
