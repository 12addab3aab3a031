/* While a worker inspects the photo: send the form again by itself, so that nobody has to press the button twice. */
"use strict";

{
  const WAIT = 3000; /* milliseconds between two tries */
  const notice = document.querySelector("[data-photo-wait]");
  const form = notice?.closest("form");

  /* Not while somebody types or has chosen another photo. */
  const isBusy = () => form.contains(document.activeElement) || [...form.querySelectorAll("[type=file]")].some((field) => field.value);

  if (form) {
    notice.querySelector("[data-photo-wait-manual]").hidden = true;
    const timer = setInterval(() => {
      if (isBusy()) return;
      clearInterval(timer);
      form.requestSubmit();
    }, WAIT);
  }
}
