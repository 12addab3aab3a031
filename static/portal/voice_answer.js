/* An answer by voice: what is recorded becomes the file of the form's own field and is sent with the form. */
"use strict";

if (window.VoiceRecorder?.form) {
  for (const room of document.querySelectorAll("[data-voice-answer]")) {
    const recorder = new VoiceRecorder(room);
    const field = document.getElementById(room.dataset.voiceAnswer);
    const { form } = field;
    const line = field.closest("[data-choose-recording]");
    let submitter;
    line.hidden = true; /* shown only if the microphone is refused */

    const choose = (file) => {
      const files = new DataTransfer();
      if (file) files.items.add(file);
      field.files = files.files;
    };

    room.addEventListener("voice:kept", () => {
      choose(recorder.file);
      if (submitter === undefined) return recorder.listen.focus();
      form.requestSubmit(submitter);
    });
    room.addEventListener("voice:cleared", () => {
      submitter = undefined;
      choose(null);
    });
    room.addEventListener("voice:denied", () => {
      line.hidden = false;
    });
    /* A recording in progress is finished before the form is sent. */
    form.addEventListener("submit", (event) => {
      if (recorder.isRecording) {
        event.preventDefault();
        submitter = event.submitter;
        recorder.finish();
      } else {
        recorder.isSent = true;
      }
    });
  }
}
