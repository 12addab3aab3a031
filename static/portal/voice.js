/* A voice note as evidence: recorded here, and sent like the other files, at once or with "Continue". */
"use strict";

{
  const room = document.querySelector("[data-voice]");
  if (room && window.VoiceRecorder?.form) {
    const recorder = new VoiceRecorder(room);
    const evidence = room.closest("[data-evidence]");
    let continuing = null;

    const deliver = () => {
      evidence.dispatchEvent(new CustomEvent("evidence:send", { detail: recorder.file }));
      recorder.clear(room.dataset.sent);
    };

    room.addEventListener("voice:kept", () => {
      if (!continuing) return recorder.send.focus();
      const { submitter } = continuing;
      continuing = null;
      evidence.closest("form").requestSubmit(submitter);
    });
    room.addEventListener("voice:cleared", () => {
      continuing = null;
    });
    recorder.send.addEventListener("click", deliver);
    /* "Continue" sends what was recorded, and ends a recording first. */
    evidence.addEventListener("evidence:hold", (event) => {
      if (recorder.isRecording) {
        event.preventDefault();
        continuing = { submitter: event.detail };
        recorder.finish();
      } else if (recorder.file) {
        deliver();
      }
    });
  }
}
