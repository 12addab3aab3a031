/* Complaints that wait on this phone. Answers and files are encrypted with AES-GCM. The key is drawn here and cannot be
   exported, but this browser can use it: whoever unlocks the phone and opens the page can read what waits. */
"use strict";

{
  const NAME = "offline-complaints";
  const FLAG = "offline-complaints"; /* in localStorage: something waits (pwa.js, filing.js) */
  const CHANNEL = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

  const result = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const committed = (transaction) => new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error || new DOMException("aborted", "AbortError"));
  });

  /* One tab at a time, so that a key is never drawn twice and no change is lost. */
  const alone = (work) => (navigator.locks ? navigator.locks.request(NAME, work) : work());

  const draw = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (n) => n.toString(16).padStart(2, "0")).join("");
  const filesOf = (id) => IDBKeyRange.bound([id], [id, []]);

  let opened = null;
  const database = () => {
    opened ||= new Promise((done, failed) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        for (const store of ["keys", "complaints", "files"]) request.result.createObjectStore(store);
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  };

  async function storedKey() {
    const db = await database();
    const known = await result(db.transaction("keys").objectStore("keys").get("key"));
    if (known) return known;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const change = db.transaction("keys", "readwrite");
    change.objectStore("keys").put(fresh, "key");
    await committed(change);
    return fresh;
  }

  /* The label is authenticated, so that nothing sealed can stand in another's place. */
  const settings = (iv, label) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(label) });

  async function seal(bytes, label) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt(settings(iv, label), await storedKey(), bytes) };
  }

  const unseal = async ({ iv, sealed }, label) => crypto.subtle.decrypt(settings(iv, label), await storedKey(), sealed);

  async function sealComplaint(complaint) {
    const row = await seal(new TextEncoder().encode(JSON.stringify(complaint)), complaint.id);
    return { ...row, draft: complaint.draft || "" }; /* the draft's id alone is readable: the receipt deletes by it */
  }

  const unsealComplaint = async (row, id) => JSON.parse(new TextDecoder().decode(await unseal(row, id)));

  function note() {
    CHANNEL?.postMessage("changed");
  }

  /* Store a complaint with its new files, all or nothing. Rejects with QuotaExceededError where the phone is full. */
  const save = (complaint, newFiles = new Map()) => alone(async () => {
    const sealed = new Map();
    for (const [id, file] of newFiles) sealed.set(id, await seal(await file.arrayBuffer(), `${complaint.id}/${id}`));
    const row = await sealComplaint(complaint);
    const db = await database();
    const change = db.transaction(["complaints", "files"], "readwrite");
    const whole = committed(change), files = change.objectStore("files");
    whole.catch(() => {}); /* a full phone already refuses one of the next lines */
    const known = await result(files.getAllKeys(filesOf(complaint.id)));
    const wanted = new Set(complaint.files.map((file) => file.id));
    for (const key of known) if (!wanted.has(key[1])) files.delete(key);
    for (const [id, file] of sealed) files.put(file, [complaint.id, id]);
    change.objectStore("complaints").put(row, complaint.id);
    await whole;
    try { localStorage.setItem(FLAG, "1"); } catch { /* forbidden: then no other page mentions it */ }
    note();
  });

  /* Change some values of a complaint that still waits. Return it; null if it was deleted meanwhile. */
  const update = (id, changes) => alone(async () => {
    const db = await database();
    const known = await result(db.transaction("complaints").objectStore("complaints").get(id));
    if (!known) return null;
    const complaint = { ...await unsealComplaint(known, id), ...changes };
    const row = await sealComplaint(complaint);
    const change = db.transaction("complaints", "readwrite");
    change.objectStore("complaints").put(row, id);
    await committed(change);
    note();
    return complaint;
  });

  /* All that waits, oldest first. What cannot be unsealed any more is deleted; `lost` says how many. */
  const load = () => alone(async () => {
    const db = await database(), store = db.transaction("complaints").objectStore("complaints");
    const [ids, rows] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
    const complaints = [], lost = [];
    for (const [place, row] of rows.entries()) {
      try { complaints.push(await unsealComplaint(row, ids[place])); } catch { lost.push(ids[place]); }
    }
    for (const id of lost) await forget(id);
    complaints.sort((one, other) => one.savedAt - other.savedAt);
    return { complaints, lost: lost.length };
  });

  async function file(id, fileId) {
    const db = await database();
    const row = await result(db.transaction("files").objectStore("files").get([id, fileId]));
    return row ? unseal(row, `${id}/${fileId}`) : null;
  }

  /* Delete a complaint with its files; with the last one the key too, so that no remains can be read. */
  async function forget(id) {
    const db = await database();
    const change = db.transaction(["keys", "complaints", "files"], "readwrite");
    const whole = committed(change);
    change.objectStore("complaints").delete(id);
    change.objectStore("files").delete(filesOf(id));
    const left = await result(change.objectStore("complaints").count());
    if (!left) change.objectStore("keys").clear();
    await whole;
    if (!left) try { localStorage.removeItem(FLAG); } catch { /* it was never set */ }
    note();
  }

  const remove = (id) => alone(() => forget(id));

  window.OfflineStore = {
    draw, save, update, load, file, remove,
    isUsable: () => Boolean(window.crypto?.subtle && window.indexedDB),
    onChange: (work) => CHANNEL?.addEventListener("message", work),
  };
}
