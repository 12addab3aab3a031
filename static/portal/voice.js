/* A voice note, recorded here: record, stop, listen, send or delete. Without it a recording is chosen like any file. */
"use strict";

{
  const LONGEST = 5 * 60; /* seconds */
  const FORMS = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
  const room = document.querySelector("[data-voice]");
  const form = window.MediaRecorder && FORMS.find(([type]) => MediaRecorder.isTypeSupported(type));

  if (room && form && navigator.mediaDevices) {
    const part = (name) => room.querySelector(`[data-${name}]`);
    const [record, stop, clock, listen, send, forget, said] = ["record", "stop", "clock", "listen", "send", "forget", "voice-said"].map(part);
    const evidence = room.closest("[data-evidence]");
    let recorder, ticking, note, continuing;
    const isRecording = () => recorder?.state === "recording";

    const show = (...parts) => {
      for (const one of [record, stop, clock, listen, send, forget]) one.hidden = !parts.includes(one);
    };

    const tick = (seconds) => {
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= LONGEST) {
        finish();
        said.textContent = room.dataset.over;
      }
    };

    const begin = async () => {
      said.textContent = "";
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!microphone) {
        said.textContent = room.dataset.denied;
        return;
      }
      const parts = [];
      recorder = new MediaRecorder(microphone, { mimeType: form[0], audioBitsPerSecond: 32000 });
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        for (const track of microphone.getTracks()) track.stop();
        keep(new File(parts, `voice-note.${form[1]}`, { type: form[0].split(";")[0] }));
      });
      recorder.start(1000);
      const began = Date.now();
      tick(0);
      ticking = setInterval(() => tick(Math.floor((Date.now() - began) / 1000)), 500);
      show(stop, clock);
      said.textContent = room.dataset.running;
      stop.focus();
    };

    const finish = () => {
      clearInterval(ticking);
      if (recorder.state !== "inactive") recorder.stop();
    };

    const keep = (file) => {
      note = file;
      listen.src = URL.createObjectURL(file);
      show(listen, send, forget);
      if (said.textContent === room.dataset.running) said.textContent = "";
      if (!continuing) return send.focus();
      const { submitter } = continuing;
      continuing = null;
      evidence.closest("form").requestSubmit(submitter);
    };

    const deliver = () => evidence.dispatchEvent(new CustomEvent("evidence:send", { detail: note }));

    const clear = (words) => {
      URL.revokeObjectURL(listen.src);
      listen.removeAttribute("src");
      note = null;
      show(record);
      said.textContent = words;
      record.focus();
    };

    record.addEventListener("click", begin);
    stop.addEventListener("click", finish);
    forget.addEventListener("click", () => clear(""));
    send.addEventListener("click", () => {
      deliver();
      clear(room.dataset.sent);
    });
    /* "Continue" sends what was recorded, and ends a recording first. */
    evidence.addEventListener("evidence:hold", (event) => {
      if (isRecording()) {
        event.preventDefault();
        continuing = { submitter: event.detail };
        finish();
      } else if (note) {
        deliver();
        clear(room.dataset.sent);
      }
    });
    /* Any other way off the page asks first. Not where "Leave this page" must work at once. */
    if (!document.querySelector("[data-exit]")) {
      window.addEventListener("beforeunload", (event) => {
        if (note || isRecording()) event.preventDefault();
      });
    }
    room.hidden = false;
  }
}
