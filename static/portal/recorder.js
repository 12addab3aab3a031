/* A voice note, recorded in a page: record, stop, listen, delete. The page's own script handles the events
   "voice:kept", "voice:cleared" and "voice:denied" of the element (`room`). If the browser cannot record, the element
   stays hidden, and a recording is chosen like any file. */
"use strict";

class VoiceRecorder {
  static LONGEST = 5 * 60; /* seconds */
  static FORMS = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
  static form = window.MediaRecorder && navigator.mediaDevices && VoiceRecorder.FORMS.find(([type]) => MediaRecorder.isTypeSupported(type));

  constructor(room) {
    this.room = room;
    const part = (name) => room.querySelector(`[data-${name}]`);
    [this.record, this.stop, this.clock, this.listen, this.send, this.forget, this.said] = ["record", "stop", "clock", "listen", "send", "forget", "voice-said"].map(part);
    this.file = null;
    this.record.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.finish());
    this.forget.addEventListener("click", () => this.clear(""));
    /* Ask before a page with an unsent note is left, but not on pages with "Leave this page", which must work at once. */
    if (!document.querySelector("[data-exit]")) {
      window.addEventListener("beforeunload", (event) => {
        if ((this.file && !this.isSent) || this.isRecording) event.preventDefault();
      });
    }
    room.hidden = false;
  }

  get isRecording() {
    return this.recorder?.state === "recording";
  }

  show(...parts) {
    for (const one of [this.record, this.stop, this.clock, this.listen, this.send, this.forget]) {
      if (one) one.hidden = !parts.includes(one);
    }
  }

  tick(seconds) {
    this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= VoiceRecorder.LONGEST) {
      this.finish();
      this.said.textContent = this.room.dataset.over;
    }
  }

  async begin() {
    this.said.textContent = "";
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!microphone) {
      this.said.textContent = this.room.dataset.denied;
      this.room.dispatchEvent(new CustomEvent("voice:denied"));
      return;
    }
    const [type, ending] = VoiceRecorder.form;
    const parts = [];
    this.recorder = new MediaRecorder(microphone, { mimeType: type, audioBitsPerSecond: 32000 });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    /* The microphone can need a moment, and the clock counts what is recorded. */
    this.recorder.addEventListener("start", () => {
      if (this.isRecording) this.count();
    });
    this.recorder.addEventListener("stop", () => {
      clearInterval(this.ticking);
      for (const track of microphone.getTracks()) track.stop();
      this.keep(new File(parts, `voice-note.${ending}`, { type: type.split(";")[0] }));
    });
    this.recorder.start(1000);
    this.show(this.stop, this.clock);
    this.said.textContent = this.room.dataset.running;
    this.stop.focus();
  }

  count() {
    const began = Date.now();
    this.ticking = setInterval(() => this.tick(Math.floor((Date.now() - began) / 1000)), 500);
  }

  finish() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  keep(file) {
    if (!file.size) return this.clear(this.room.dataset.empty);
    this.file = file;
    this.listen.src = URL.createObjectURL(file);
    this.show(this.listen, this.send, this.forget);
    if (this.said.textContent === this.room.dataset.running) this.said.textContent = "";
    this.room.dispatchEvent(new CustomEvent("voice:kept"));
  }

  clear(words) {
    URL.revokeObjectURL(this.listen.src);
    this.listen.removeAttribute("src");
    this.file = null;
    this.tick(0);
    this.show(this.record);
    this.said.textContent = words;
    this.record.focus();
    this.room.dispatchEvent(new CustomEvent("voice:cleared"));
  }
}

window.VoiceRecorder = VoiceRecorder;
