/* DEMO: the phones. Enter sends, Shift and Enter begin a new line; sheets close; a voice note is recorded and sent.
   Without this script everything is sent by its button. */
"use strict";

{
  const FORMS = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
  const recordable = window.MediaRecorder && navigator.mediaDevices && FORMS.find(([type]) => MediaRecorder.isTypeSupported(type));

  function closeSheets(phone) {
    for (const sheet of phone.querySelectorAll("details[open]")) sheet.open = false;
  }

  document.addEventListener("keydown", (event) => {
    const phone = event.target.closest?.("[data-phone]");
    if (!phone) return;
    if (event.key === "Escape") closeSheets(phone);
    if (event.target.matches(".phone-text") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (event.target.value.trim()) event.target.form.requestSubmit(event.target.form.querySelector(".phone-send"));
    }
  });

  /* A file that is chosen in the sheet goes at once, as on a telephone. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-phone] input[type=file]") && event.target.files.length) event.target.form.requestSubmit();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("[data-writing], [data-answer]");
    if (form) closeSheets(form.closest("[data-phone]"));
  });

  /* The message is on its way: an empty line again. A failed one keeps its text. */
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("[data-writing]");
    if (!form) return;
    form.querySelector("[data-said]").textContent = event.detail.successful ? "" : form.dataset.failed;
    if (event.detail.successful) form.reset();
    form.querySelector(".phone-text").focus();
  });

  /* An open list stays open while the chat below it does not change; the newest message is in sight. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const screen = event.target.closest?.(".phone-screen") ?? document.getElementById(event.target.id)?.closest(".phone-screen");
    if (screen) screen.scrollTop = 0;
  });

  for (const button of recordable ? document.querySelectorAll("[data-voice]") : []) {
    const form = button.form;
    const said = form.querySelector("[data-said]");
    let recorder = null;
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = "";
      if (recorder?.state === "recording") return recorder.stop();
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!microphone) {
        said.textContent = button.dataset.denied;
        return;
      }
      const [type, ending] = recordable;
      const parts = [];
      recorder = new MediaRecorder(microphone, { mimeType: type, audioBitsPerSecond: 32000 });
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        for (const track of microphone.getTracks()) track.stop();
        button.classList.remove("phone-recording");
        button.setAttribute("aria-label", button.dataset.record);
        const file = new File(parts, `voice-note.${ending}`, { type: type.split(";")[0] });
        if (!file.size) {
          said.textContent = button.dataset.empty;
          return;
        }
        const carrier = new DataTransfer();
        carrier.items.add(file);
        form.querySelector("input[type=file]").files = carrier.files;
        form.requestSubmit();
      });
      recorder.start();
      button.classList.add("phone-recording");
      button.setAttribute("aria-label", button.dataset.stop);
    });
  }
}
