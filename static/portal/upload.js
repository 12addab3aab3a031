/* Files leave by themselves, in pieces, and go on where a broken line stopped them. Without this, the form sends them. */
"use strict";

{
  const WAITS = [1, 2, 4, 8, 15, 30, 30, 30]; /* seconds between tries, each a little off so that not all come at once */
  const LOOKS = 90; /* how often the check's result is asked for */
  const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000 * (0.8 + Math.random() * 0.4)));

  /* A file's id, drawn here: begun twice over a broken line, it is still one file. */
  const draw = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    const hex = Array.from(b, (n) => n.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  class Uploads {
    constructor(room) {
      this.room = room;
      this.words = room.dataset;
      this.list = room.querySelector("[data-files]");
      this.input = room.querySelector("input[type=file]");
      this.form = room.closest("form");
      this.all = room.querySelector("[data-send-all]");
      this.waiting = [];
      this.busy = false;
      room.classList.add("has-script");
      this.input?.addEventListener("change", () => this.choose());
      this.all?.addEventListener("click", () => this.sendAll());
      this.list.addEventListener("click", (event) => this.remove(event));
      this.form.addEventListener("submit", (event) => this.hold(event));
      room.addEventListener("evidence:send", (event) => this.go(this.add(event.detail)));
      for (const item of this.list.querySelectorAll('[data-state="checking"], [data-state="waiting"]')) this.watch(item);
    }

    /* --- what is chosen --- */

    choose() {
      for (const file of this.input.files) {
        const known = [...this.list.children].find((item) => item.dataset.state === "coming" && !item.file && item.dataset.name === file.name && Number(item.dataset.size) === file.size);
        if (known) {
          known.file = file;
          this.go(known);
        } else if ((file.type.startsWith("image/") && window.coverPictures) || "confirms" in this.words) {
          this.stage(this.add(file));
        } else {
          this.go(this.add(file));
        }
      }
      this.input.value = "";
    }

    add(file) {
      const item = this.room.querySelector("[data-pending]").content.firstElementChild.cloneNode(true);
      item.file = file;
      item.dataset.key = draw();
      item.querySelector("[data-name-here]").textContent = file.name;
      item.querySelector("[data-kind]").classList.add(`exhibit-kind-${{ image: "photo", video: "video", audio: "voice" }[file.type.split("/")[0]] || "paper"}`);
      item.querySelector("[data-retry]").addEventListener("click", () => this.again(item));
      this.list.append(item);
      return item;
    }

    /* A picture waits, so that parts of it can be blackened first; so does whatever becomes part of a complaint. */
    async stage(item) {
      item.dataset.staged = "";
      this.count();
      if (item.file.type.startsWith("image/") && window.coverPictures) await window.coverPictures(item);
    }

    count() {
      this.all.hidden = !this.list.querySelector("[data-staged]");
    }

    sendAll() {
      for (const item of this.list.querySelectorAll("[data-staged]")) this.go(item);
    }

    /* --- one after the other --- */

    go(item) {
      delete item.dataset.staged;
      item.isUnsent = true;
      for (const button of item.querySelectorAll("[data-cover], [data-retry]")) button.hidden = true;
      if (this.all) this.count();
      this.say(item, this.words.waits);
      this.waiting.push(item);
      this.next();
    }

    again(item) {
      item.isBroken = false;
      this.go(item);
    }

    async next() {
      if (this.busy) return;
      this.busy = true;
      let item;
      while ((item = this.waiting.shift())) {
        if (item.isConnected) await this.send(item);
      }
      this.busy = false;
      if (!this.held) return;
      const { submitter } = this.held;
      this.held = null;
      if (this.unsent().length) this.warn();
      else this.form.requestSubmit(submitter);
    }

    unsent() {
      return [...this.list.children].filter((item) => item.isUnsent);
    }

    /* The page stays until what was not received is sent after all, or removed. */
    warn() {
      this.room.querySelector("[data-hold-said]").textContent = this.words.unsent;
      const item = this.unsent()[0];
      (item.querySelector("[data-retry]:not([hidden])") || item.querySelector("[data-remove]")).focus();
    }

    async send(item) {
      const { file } = item;
      const bar = item.querySelector("[data-progress]");
      this.say(item, this.words.sending);
      bar.hidden = false;
      bar.max = file.size || 1;
      const begun = item.dataset.piece ? await this.ask(item, item.dataset.piece, "HEAD") : await this.begin(item);
      if (!begun) return;
      let offset = begun.offset;
      for (let done = false; !done; ) {
        bar.value = offset;
        const piece = await file.slice(offset, offset + Number(this.words.pieceSize)).arrayBuffer().catch(() => null);
        if (!piece) return this.trouble(item, this.words.gone); /* moved or deleted since it was chosen */
        const answer = await this.ask(item, item.dataset.piece, "PATCH", piece, offset);
        if (!answer) return;
        ({ offset, done } = answer);
        if (!item.isConnected) return;
      }
      bar.value = file.size;
      item.isUnsent = false;
      this.watch(item);
    }

    async begin(item) {
      const { file } = item;
      const told = new URLSearchParams({ name: file.name, size: file.size, type: file.type, key: item.dataset.key });
      const begun = await this.ask(item, this.words.begin, "POST", told);
      if (begun) Object.assign(item.dataset, { piece: begun.piece, line: begun.line, url: begun.line.replace(/line\/$/, "") });
      return begun;
    }

    /* Ask until there is an answer. Where the line is broken, wait, and for a piece hear first where the file stands. */
    async ask(item, url, method, body, offset) {
      for (const wait of [...WAITS, 0]) {
        const answer = await fetch(url, { method, body, headers: this.headers(offset), credentials: "same-origin" }).catch(() => null);
        if (answer && answer.status < 500 && answer.status !== 429) return this.read(item, answer);
        if (!wait) break;
        this.say(item, this.words.broken);
        await Promise.race([sleep(wait), new Promise((up) => addEventListener("online", up, { once: true }))]);
        if (method === "PATCH") ({ body, method, offset } = { method: "HEAD" });
        this.say(item, this.words.sending);
      }
      this.trouble(item, this.words.gaveUp);
      item.isBroken = true;
      item.querySelector("[data-retry]")?.removeAttribute("hidden");
      return null;
    }

    headers(offset) {
      const told = { Accept: "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
      return offset === undefined ? told : { ...told, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    }

    async read(item, answer) {
      const stands = answer.headers.get("Upload-Offset");
      if (stands !== null) return { offset: Number(stands), done: answer.headers.get("Upload-Done") === "1" };
      const told = await answer.json().catch(() => ({}));
      if (answer.ok && !answer.redirected && !told.words) return told;
      this.trouble(item, told.words || this.words.ended);
      return null;
    }

    /* --- what became of it --- */

    async watch(item) {
      for (let look = 0; look < LOOKS; look += 1) {
        const answer = await fetch(item.dataset.line, { credentials: "same-origin" }).catch(() => null);
        if (answer?.ok && !answer.redirected) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-file]");
          if (fresh && fresh.dataset.state !== item.dataset.state) {
            if (!item.isConnected) return;
            item.replaceWith(fresh);
            item = fresh;
          }
          if (!["pending", "coming", "checking", "waiting"].includes(item.dataset.state)) return;
        }
        await sleep(Math.min(2 + look / 5, 10));
      }
    }

    async remove(event) {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      const item = button.closest("[data-file]");
      event.preventDefault();
      if (item.dataset.url) {
        const answer = await fetch(item.dataset.url, { method: "DELETE", headers: this.headers(), credentials: "same-origin" }).catch(() => null);
        if (!answer?.ok) return this.say(item, this.words.broken);
      }
      item.remove();
      if (this.all) this.count();
      (this.input || this.list).focus();
    }

    /* The page's own button waits for what is on its way. */
    hold(event) {
      if (event.defaultPrevented || event.submitter?.matches("[data-remove]")) return;
      const isReady = this.room.dispatchEvent(new CustomEvent("evidence:hold", { cancelable: true, detail: event.submitter }));
      if (!isReady) return event.preventDefault();
      this.sendAll();
      for (const item of this.unsent()) if (item.isBroken) this.again(item);
      if (!this.busy && !this.unsent().length) return;
      event.preventDefault();
      if (!this.busy) return this.warn();
      this.held = event;
      this.room.querySelector("[data-hold-said]").textContent = this.words.hold;
    }

    say(item, words, isTrouble = false) {
      const said = item.querySelector("[data-said]");
      if (said) said.textContent = words;
      item.querySelector(".exhibit-body").classList.toggle("is-trouble", isTrouble);
    }

    trouble(item, words) {
      this.say(item, words, true);
    }
  }

  for (const room of document.querySelectorAll("[data-evidence]")) new Uploads(room);
}
