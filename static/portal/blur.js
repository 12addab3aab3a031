/* Before a picture leaves, parts of it can be blackened. Black, not blurred: what is blurred can be guessed back. */
"use strict";

{
  const LONGEST = 3000; /* pixels; more than that a cheap phone cannot hold twice */
  const STEP = 0.03; /* of the picture, for each press of an arrow */
  const SLIP = 8; /* pixels on the screen that a finger may move within a tap */
  const QUALITY = 0.9;

  class Cover {
    constructor(dialog) {
      this.dialog = dialog;
      this.canvas = dialog.querySelector("[data-picture]");
      this.undo = dialog.querySelector("[data-undo]");
      this.said = dialog.querySelector("[data-cover-said]");
      this.undo.addEventListener("click", () => this.takeBack());
      dialog.querySelector("[data-cover-done]").addEventListener("click", () => this.finish());
      dialog.querySelector("[data-cover-cancel]").addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => { this.picture?.close(); this.picture = null; });
      this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
      this.canvas.addEventListener("pointermove", (event) => this.drag(event));
      this.canvas.addEventListener("pointerup", () => this.drop());
      this.canvas.addEventListener("pointercancel", () => this.cancel());
      this.canvas.addEventListener("keydown", (event) => this.press(event));
    }

    async open(item) {
      this.item = item;
      this.boxes = [];
      this.from = this.corner = this.box = null;
      this.picture = await picture(item.file);
      const scale = Math.min(1, LONGEST / Math.max(this.picture.width, this.picture.height));
      this.canvas.width = Math.round(this.picture.width * scale);
      this.canvas.height = Math.round(this.picture.height * scale);
      this.draw();
      this.dialog.showModal();
      this.canvas.focus();
    }

    draw() {
      const pen = this.canvas.getContext("2d");
      pen.drawImage(this.picture, 0, 0, this.canvas.width, this.canvas.height);
      pen.fillStyle = "#000";
      for (const box of this.boxes) pen.fillRect(box.x, box.y, box.w, box.h);
      if (this.box) {
        pen.lineWidth = Math.max(2, this.canvas.width / 200);
        for (const [colour, dash] of [["#fff", []], ["#000", [pen.lineWidth * 3]]]) {
          pen.strokeStyle = colour;
          pen.setLineDash(dash);
          pen.strokeRect(this.box.x, this.box.y, this.box.w, this.box.h);
        }
      }
      if (this.corner) this.mark(pen);
      this.undo.disabled = !this.boxes.length && !this.corner;
      this.said.textContent = this.corner ? this.said.dataset.corner : `${this.said.dataset.covered} ${this.boxes.length}`;
    }

    /* --- by finger or mouse --- */

    place(event) {
      const seen = this.canvas.getBoundingClientRect();
      const along = (at, start, length, whole) => Math.max(0, Math.min(whole, ((at - start) / length) * whole));
      return { x: along(event.clientX, seen.left, seen.width, this.canvas.width), y: along(event.clientY, seen.top, seen.height, this.canvas.height) };
    }

    /* Dragging is optional: the first tap sets a corner of the box, and the second one the opposite corner. */
    begin(event) {
      this.canvas.setPointerCapture(event.pointerId);
      this.from = this.corner || this.place(event);
      this.drag(event);
    }

    drag(event) {
      if (!this.from) return;
      const to = this.place(event);
      this.box = { x: Math.min(to.x, this.from.x), y: Math.min(to.y, this.from.y), w: Math.abs(to.x - this.from.x), h: Math.abs(to.y - this.from.y) };
      this.draw();
    }

    drop() {
      if (!this.from) return;
      const slip = SLIP * (this.canvas.width / this.canvas.getBoundingClientRect().width);
      const isTap = this.box.w < slip && this.box.h < slip;
      if (!isTap) this.boxes.push(this.box);
      this.corner = isTap && !this.corner ? this.from : null;
      this.cancel();
    }

    cancel() {
      this.from = this.box = null;
      this.draw();
    }

    takeBack() {
      if (this.corner) this.corner = null;
      else this.boxes.pop();
      this.draw();
    }

    /* A ring at the first corner, in black and white, so that it is seen on any picture. */
    mark(pen) {
      pen.setLineDash([]);
      for (const [colour, share] of [["#fff", 60], ["#000", 120]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = this.canvas.width / share;
        pen.beginPath();
        pen.arc(this.corner.x, this.corner.y, this.canvas.width / 40, 0, 2 * Math.PI);
        pen.stroke();
      }
    }

    /* --- by keyboard --- */

    press(event) {
      const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] || [0, 0];
      if (!x && !y && event.key !== "Enter") return;
      event.preventDefault();
      const { width, height } = this.canvas;
      this.box ||= { x: width * 0.4, y: height * 0.4, w: width * 0.2, h: height * 0.2 };
      if (event.key === "Enter") {
        this.boxes.push({ ...this.box });
      } else if (event.shiftKey) {
        this.box.w = Math.max(width * STEP, this.box.w + x * width * STEP);
        this.box.h = Math.max(height * STEP, this.box.h + y * height * STEP);
      } else {
        this.box.x = Math.max(0, Math.min(width - this.box.w, this.box.x + x * width * STEP));
        this.box.y = Math.max(0, Math.min(height - this.box.h, this.box.y + y * height * STEP));
      }
      this.draw();
    }

    /* The blackened picture takes the first one's place; with no box drawn, the first one stays as it is. */
    async finish() {
      if (this.corner) return; /* one corner is set: the line below the picture asks for the other */
      const { item } = this;
      if (this.boxes.length) {
        this.box = null;
        this.draw();
        const blob = await new Promise((done) => this.canvas.toBlob(done, "image/jpeg", QUALITY));
        item.file = new File([blob], item.file.name.replace(/(\.[^.]*)?$/, ".jpg"), { type: "image/jpeg" });
        item.querySelector("[data-name-here]").textContent = item.file.name;
        await show(item);
      }
      this.dialog.close();
    }
  }

  const picture = (file) => createImageBitmap(file, { imageOrientation: "from-image" });

  /* The small picture in the list. False for one that this browser cannot draw. */
  async function show(item) {
    const small = await picture(item.file).catch(() => null);
    if (!small) return false;
    const canvas = item.querySelector("[data-thumb]");
    const side = Math.min(small.width, small.height);
    canvas.getContext("2d").drawImage(small, (small.width - side) / 2, (small.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
    small.close();
    canvas.hidden = false;
    item.querySelector("[data-kind]").hidden = true;
    return true;
  }

  const dialog = document.querySelector("[data-cover-dialog]");
  if (dialog?.showModal && window.createImageBitmap) {
    const cover = new Cover(dialog);
    window.coverPictures = async (item) => {
      const button = item.querySelector("[data-cover]");
      if (!(await show(item))) return;
      button.hidden = !("staged" in item.dataset);
      button.addEventListener("click", () => cover.open(item));
    };
  }
}
