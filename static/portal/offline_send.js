/* Send a complaint that waits: its answers begin a draft on the portal, its files follow in pieces, and the answers again
   say that all has arrived. Each step may be repeated. It is registered only on the portal's own check page. */
"use strict";

{
  class NoLine extends Error {}

  /* An answer that is not the portal's (a sign-in page of a network, an error) counts as no connection. */
  async function ask(url, options = {}) {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "error", ...options }).catch(() => null);
    if (!answer || answer.status === 429 || answer.status === 403 || answer.status >= 500) throw new NoLine();
    return answer;
  }

  async function read(answer) {
    const told = await answer.json().catch(() => null);
    if (!told || typeof told !== "object") throw new NoLine();
    return told;
  }

  async function token(url) {
    const { csrf } = await read(await ask(url, { headers: { Accept: "application/json" } }));
    if (!csrf) throw new NoLine();
    return { Accept: "application/json", "X-CSRFToken": csrf };
  }

  /* `mark`: "complete" after all files, or "inquiry" to hear only what became of it. */
  async function sendAnswers(complaint, url, headers, mark = "") {
    const body = new URLSearchParams(mark === "inquiry" ? {} : complaint.fields);
    body.set("key", complaint.key);
    if (mark) body.set(mark, "1");
    const told = await read(await ask(url, { method: "POST", headers, body }));
    if (!["draft", "registered", "expired"].includes(told.state)) throw new NoLine();
    return told;
  }

  /* Send one file. Return the reason if the portal refuses it. */
  async function sendFile(complaint, file, begin, headers, pieceSize, onProgress) {
    const bytes = await OfflineStore.file(complaint.id, file.id);
    if (!bytes) return "";
    const body = new URLSearchParams({ name: file.name, size: bytes.byteLength, type: file.type, key: file.id });
    const begun = await read(await ask(begin, { method: "POST", headers, body }));
    if (begun.words) return begun.words;
    if (!begun.piece || !Number.isInteger(begun.offset)) throw new NoLine();
    for (let { offset } = begun; offset < bytes.byteLength;) {
      onProgress(offset / bytes.byteLength);
      const piece = bytes.slice(offset, offset + pieceSize);
      const told = { ...headers, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
      const answer = await ask(begun.piece, { method: "PATCH", headers: told, body: piece });
      const stands = answer.headers.get("Upload-Offset");
      if (stands === null) throw new NoLine();
      offset = Number(stands);
    }
    return "";
  }

  /* Send a complaint and return it as it is then stored; null if it was deleted meanwhile. Throws NoLine. */
  async function send(complaint, { url, pieceSize, onProgress }) {
    const headers = await token(url);
    let told = await sendAnswers(complaint, url, headers);
    if (told.state === "expired") { /* a day has passed since it was sent: begin another draft */
      complaint = await OfflineStore.update(complaint.id, { key: OfflineStore.draw(16), draft: "" });
      if (!complaint) return null;
      told = await sendAnswers(complaint, url, headers);
    }
    if (told.state === "draft") {
      const refused = [];
      for (const [place, file] of complaint.files.entries()) {
        const words = await sendFile(complaint, file, told.begin, headers, pieceSize, (part) => onProgress(place + part, complaint.files.length));
        if (words) refused.push(`${file.name}: ${words}`);
      }
      told = await sendAnswers(complaint, url, headers, "complete");
      return OfflineStore.update(complaint.id, { draft: told.draft, next: told.next, state: "sent", refused });
    }
    if (told.state === "registered") return { ...complaint, state: "registered", next: told.next };
    throw new NoLine();
  }

  /* Hear what became of a complaint that was sent. */
  const inquire = async (complaint, url) => sendAnswers(complaint, url, await token(url), "inquiry");

  window.OfflineSending = { send, inquire, NoLine };
}
