/* The form that works without a connection, and the list of what waits on this phone. */
"use strict";

{
  const root = document.querySelector("[data-offline]");
  const form = root.querySelector("form"), words = root.dataset, list = root.querySelector("[data-waiting]");
  const said = root.querySelector("[data-said]"), chosen = root.querySelector("[data-chosen]");
  const DAY = 24 * 60 * 60 * 1000, MB = 1024 * 1024;
  const WAITS = [5, 10, 20, 40, 60]; /* seconds between two tries to send */
  let current = null; /* the complaint in the form */
  let newFiles = new Map(); /* its files that are not stored yet, by id */
  let sending = "", tries = 0, timer = 0;

  const uuid = () => OfflineStore.draw(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  const say = (text) => { said.textContent = ""; said.textContent = text; };
  const fresh = () => ({ id: uuid(), key: OfflineStore.draw(16), savedAt: Date.now(), state: "writing", fields: {}, files: [] });

  // --- the form -----------------------------------------------------------------------------------------------------

  function readFields() {
    const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    return { ...fields, language: document.documentElement.lang };
  }

  function fill(complaint) {
    form.reset();
    for (const [name, value] of Object.entries(complaint.fields)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    drawFiles();
  }

  function drawFiles() {
    chosen.replaceChildren(...current.files.map((file) => {
      const item = root.querySelector("[data-file-line]").content.firstElementChild.cloneNode(true);
      item.querySelector("bdi").textContent = file.name;
      item.querySelector("button").addEventListener("click", () => {
        current.files = current.files.filter((one) => one !== file);
        newFiles.delete(file.id);
        drawFiles();
        keep();
        form.elements.evidence.focus();
      });
      return item;
    }));
  }

  /* Add what fits. Return whether all did. */
  function addFiles(files) {
    let all = true;
    for (const file of files) {
      const together = current.files.reduce((sum, one) => sum + one.size, file.size);
      const fits = current.files.length < Number(words.mostFiles) && file.size <= Number(words.largestFile) * MB;
      if (!file.size || !fits || together > Number(words.largestTogether) * MB) {
        all = false;
        continue;
      }
      const id = uuid();
      newFiles.set(id, file);
      current.files.push({ id, name: file.name, size: file.size, type: file.type });
    }
    form.elements.evidence.value = "";
    drawFiles();
    return all;
  }

  /* Store what the form holds. Before a category is chosen nothing is stored. Return whether it was. */
  async function keep(state = "writing") {
    if (!form.elements.category.value) return false;
    Object.assign(current, { fields: readFields(), savedAt: Date.now(), noticedAt: 0, state });
    const files = new Map(newFiles);
    try {
      await OfflineStore.save(current, files);
    } catch (error) {
      say(error.name === "QuotaExceededError" ? words.full : words.unusable);
      return false;
    }
    for (const id of files.keys()) newFiles.delete(id);
    return true;
  }

  function begin(complaint = fresh()) {
    current = complaint;
    newFiles = new Map();
    fill(current);
  }

  form.addEventListener("change", async (event) => {
    const isFile = event.target.name === "evidence";
    const all = !isFile || addFiles(event.target.files);
    const isKept = await keep();
    if (!all) say(words.tooMany);
    else if (isKept && isFile) say(words.kept);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.elements.category.value) {
      say(words.needsCategory);
      return form.elements.category.focus();
    }
    const hasVoice = current.files.some((file) => file.type.startsWith("audio/"));
    if (!form.elements.text.value.trim() && !hasVoice) {
      say(words.needsText);
      return form.elements.text.focus();
    }
    if (!await keep("waiting")) return;
    navigator.storage?.persist?.();
    begin();
    await show();
    say(words.kept);
    list.focus();
    trySending();
  });

  // --- what waits ----------------------------------------------------------------------------------------------------

  function statusOf(complaint) {
    if (complaint.id === sending) return words.sending;
    return words[complaint.state];
  }

  function card(complaint) {
    const item = root.querySelector("[data-card]").content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-${name}]`);
    const about = form.querySelector(`option[value="${CSS.escape(complaint.fields.category || "")}"]`);
    item.dataset.id = complaint.id;
    item.dataset.state = complaint.state;
    part("about").textContent = about?.textContent || "";
    part("when").textContent = new Date(complaint.savedAt).toLocaleString(document.documentElement.lang === "ur" ? "ur-PK-u-nu-latn" : "en-GB", { dateStyle: "medium", timeStyle: "short", hour12: false });
    part("count").textContent = complaint.files.length ? `${words.files} ${complaint.files.length}` : "";
    part("status").textContent = statusOf(complaint);
    part("old").hidden = !complaint.noticedAt;
    part("refused").textContent = (complaint.refused || []).join(" ");
    const isHere = complaint.id !== sending;
    part("next").hidden = !["sent", "registered"].includes(complaint.state);
    part("next").textContent = complaint.state === "registered" ? words.open : words.check;
    if (complaint.next) part("next").href = complaint.next;
    part("edit").hidden = !["writing", "waiting", "expired"].includes(complaint.state) || !isHere;
    part("send").hidden = !["waiting", "expired"].includes(complaint.state) || !isHere;
    part("edit").addEventListener("click", () => edit(complaint.id));
    part("send").addEventListener("click", () => sendNow(complaint));
    part("delete").addEventListener("click", () => erase(complaint.id, part("delete")));
    return item;
  }

  /* Kept too long, or the phone's clock is wrong: it is shown for one more day before it is deleted. */
  async function ages(complaint) {
    const age = Date.now() - complaint.savedAt;
    if (age < Number(words.keptDays) * DAY && age > -DAY) return complaint;
    if (!complaint.noticedAt) return OfflineStore.update(complaint.id, { noticedAt: Date.now() });
    if (Math.abs(Date.now() - complaint.noticedAt) < DAY) return complaint;
    await OfflineStore.remove(complaint.id);
    return null;
  }

  async function show() {
    const { complaints, lost } = await OfflineStore.load();
    const kept = (await Promise.all(complaints.map(ages))).filter(Boolean);
    list.replaceChildren(...kept.filter((one) => one.id !== current.id).map(card));
    root.querySelector("[data-waiting-part]").hidden = !list.children.length;
    if (lost) say(words.lost);
    return kept;
  }

  async function edit(id) {
    await single(async () => {
      const complaint = await OfflineStore.update(id, { state: "writing" });
      if (!complaint) return;
      begin(complaint);
      await show();
      form.elements.text.focus();
    });
  }

  /* The first press asks, the second deletes. */
  async function erase(id, button) {
    if (!button.dataset.asked) {
      button.dataset.asked = "1";
      button.textContent = words.sure;
      return;
    }
    await OfflineStore.remove(id);
    if (current.id === id) begin();
    await show();
    say(words.deleted);
    form.elements.category.focus();
  }

  // --- sending --------------------------------------------------------------------------------------------------------

  /* One tab sends at a time; another tab's try is left out. */
  const single = (work, isBusy = () => say(words.busy)) => (navigator.locks ? navigator.locks.request("offline-sending", { ifAvailable: true }, (lock) => (lock ? work() : isBusy())) : work());

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(trySending, WAITS[Math.min(tries, WAITS.length - 1)] * 1000);
    tries += 1;
  };

  async function sendNow(complaint) {
    if (complaint.state === "expired") await OfflineStore.update(complaint.id, { state: "waiting" });
    tries = 0;
    await trySending();
  }

  async function trySending() {
    clearTimeout(timer);
    const { complaints } = await OfflineStore.load();
    if (!complaints.some((one) => one.state === "waiting" || one.state === "sent")) return;
    if (!navigator.onLine) return later();
    await single(async () => {
      /* Loaded again under the lock: another tab may have sent it. One that was sent is asked whether it is registered. */
      for (const complaint of (await OfflineStore.load()).complaints) {
        if (complaint.state === "waiting") await sendOne(complaint);
        if (complaint.state === "sent") await askAgain(complaint);
      }
    }, later);
  }

  async function sendOne(complaint) {
    sending = complaint.id;
    await show();
    try {
      const sent = await OfflineSending.send(complaint, { url: words.sendUrl, pieceSize: Number(words.pieceSize), onProgress: progress });
      sending = "";
      tries = 0;
      if (sent?.state === "registered") await isRegistered(sent);
      else await show();
      if (sent?.state === "sent") say(words.sent);
    } catch (error) {
      sending = "";
      await show();
      if (!(error instanceof OfflineSending.NoLine)) throw error;
      later();
    }
  }

  function progress(done, of) {
    const status = list.querySelector(`[data-id="${sending}"] [data-status]`);
    if (status) status.textContent = `${words.sending} ${Math.floor((100 * done) / of)} %`;
  }

  /* Whoever deleted it on the portal does not want it there: what is gone is sent again only if the person asks. */
  async function askAgain(complaint) {
    try {
      const told = await OfflineSending.inquire(complaint, words.sendUrl);
      if (told.state === "registered") await isRegistered({ ...complaint, ...told });
      if (told.state === "expired") await OfflineStore.update(complaint.id, { state: "expired", key: OfflineStore.draw(16), draft: "" });
      await show();
    } catch (error) {
      if (!(error instanceof OfflineSending.NoLine)) throw error;
    }
  }

  async function isRegistered(complaint) {
    await OfflineStore.remove(complaint.id);
    await show();
    const item = card({ ...complaint, state: "registered" });
    item.querySelector("[data-delete]").hidden = true;
    list.append(item);
    root.querySelector("[data-waiting-part]").hidden = false;
    say(words.registered);
  }

  async function start() {
    root.querySelector("[data-needs-script]").hidden = true;
    if (!OfflineStore.isUsable()) {
      root.querySelector("[data-unusable-note]").hidden = false;
      return;
    }
    root.querySelector("[data-usable]").hidden = false;
    begin();
    await show();
    OfflineStore.onChange(show);
    addEventListener("online", () => { tries = 0; trySending(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); else show(); });
    trySending();
  }

  start();
}
