/* What the filing gains with JavaScript: a list that narrows while one types, and a copy of the text in this browser.
   Without it everything works: the search is a form, the draft is on the server. */
(() => {
  "use strict";

  // --- the list that narrows -------------------------------------------------------------------------------------
  // The words in data-words are folded by complaints.rules.search.category_search; what is typed is folded alike, by sound.
  const SOUNDS = [["ph", "f"], ["kh", "k"], ["gh", "g"], ["th", "t"], ["dh", "d"], ["bh", "b"], ["sh", "s"], ["ck", "k"],
    ["ee", "i"], ["oo", "u"], ["ou", "u"], ["ey", "i"], ["ai", "e"], ["w", "v"], ["q", "k"], ["z", "s"], ["y", "i"],
    ["x", "ks"], ["c", "k"]];
  const LETTERS = {};
  for (const [one, others] of Object.entries({ "ی": "يىېئ", "ک": "ك", "ہ": "هةۀۂھ", "ا": "أإآٱ", "و": "ؤ" })) {
    for (const other of others) LETTERS[other] = one;
  }
  [..."۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"].forEach((digit, place) => { LETTERS[digit] = String(place % 10); });
  const MARKS = /[\u0640\u064b-\u0655\u0670\u200b-\u200f]/g;

  const sound = (word) => {
    let heard = word;
    if (/^[\x00-\x7f]*$/.test(heard)) for (const [written, said] of SOUNDS) heard = heard.replaceAll(written, said);
    return heard.replace(/(\D)\1+/gu, "$1");
  };
  const FILLING = new Set("a an the of my is in to ki ka ke hai hain me mein main ko ne se par کی کا کے ہے ہیں میں کو نے سے پر".split(" ").map(sound));
  const folded = (text) => {
    const plain = [...text.normalize("NFKC").toLowerCase()].map((letter) => LETTERS[letter] || letter).join("").replace(MARKS, "");
    const words = (plain.match(/[\p{L}\p{N}]+/gu) || []).map(sound);
    const meant = words.filter((word) => !FILLING.has(word));
    return meant.length ? meant : words;
  };
  const fits = (asked, words) => asked.every((word) => words.some((other) => other.startsWith(word)));

  const narrow = (field) => {
    const list = document.getElementById(field.dataset.find);
    const rows = [...list.querySelectorAll("[data-words]")].filter((row) => row.dataset.words);
    const groups = [...list.querySelectorAll("details")];
    const open = groups.map((group) => group.open);
    const none = list.querySelector("[data-find-none]");
    field.addEventListener("input", () => {
      const asked = folded(field.value);
      for (const row of rows) row.hidden = asked.length > 0 && !fits(asked, row.dataset.words.split(" "));
      groups.forEach((group, place) => {
        const some = [...group.querySelectorAll("[data-words]")].some((row) => !row.hidden);
        group.hidden = !some;
        group.open = asked.length ? some : open[place];
      });
      if (none) none.hidden = rows.some((row) => !row.hidden);
    });
  };

  // --- the copy in this browser ------------------------------------------------------------------------------------
  // Text alone, for a day, of matters that are not confidential; gone when the complaint is registered.
  const PREFIX = "draft:", DAY = 24 * 60 * 60 * 1000, REFUSED = "draft-no-copy";

  const kept = () => {
    try { return window.localStorage; } catch { return null; } // forbidden by the browser's settings
  };

  const sweep = (store, ...over) => {
    for (const key of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
      let copy = null;
      try { copy = JSON.parse(store.getItem(key)); } catch { /* not ours: away with it */ }
      if (over.includes(key.slice(PREFIX.length)) || !copy || Date.now() - copy.at > DAY) store.removeItem(key);
    }
  };

  const keepCopy = (form, store) => {
    const key = PREFIX + form.dataset.copyOf, text = form.querySelector("textarea");
    const note = form.querySelector("[data-copy-note]");
    if (store.getItem(REFUSED)) return;
    const copy = JSON.parse(store.getItem(key)), sent = text.defaultValue; // what the server has
    if (copy && copy.beside === sent) text.value = copy.text;
    note.hidden = false;
    text.addEventListener("input", () => {
      if (store.getItem(REFUSED)) return;
      const kept = { at: Date.now(), beside: sent, text: text.value };
      try { store.setItem(key, JSON.stringify(kept)); } catch { /* full: the server has it */ }
    });
    form.querySelector("[data-copy-erase]").addEventListener("click", () => {
      store.removeItem(key);
      store.setItem(REFUSED, "1");
      note.hidden = true;
      text.focus();
    });
  };

  // --- keep the first sentence when the language changes -------------------------------------------------------------
  // The matter may be confidential, so the text is kept only until the next page has loaded.
  const WORDS = "first-words";

  const takeAlong = (form) => {
    let store = null;
    try { store = window.sessionStorage; } catch { return; } // forbidden by the browser's settings
    const text = form.querySelector("textarea"), brought = store.getItem(WORDS);
    store.removeItem(WORDS);
    if (brought && !text.value) text.value = brought;
    document.querySelector("a.language")?.addEventListener("click", () => {
      if (text.value) store.setItem(WORDS, text.value);
    });
  };

  // --- a voice note that is still being checked: the same form again, until the answer is another page --------------
  const sendAgain = (form) => {
    const timer = setTimeout(() => form.requestSubmit(), 3000);
    form.addEventListener("submit", () => clearTimeout(timer));
    form.querySelector("[data-goes-on]").hidden = false;
    form.querySelector("[data-by-hand]").hidden = true;
  };

  // --- what waited on this phone for a connection (offline_store.js): gone once it is registered or confidential -----
  const OFFLINE = "offline-complaints";

  const forgetOffline = (store, draft) => {
    if (!draft || !store.getItem(OFFLINE)) return;
    const request = indexedDB.open(OFFLINE);
    request.onupgradeneeded = () => request.transaction.abort(); // there is none: create none
    request.onsuccess = () => {
      const change = request.result.transaction(["keys", "complaints", "files"], "readwrite");
      const complaints = change.objectStore("complaints");
      complaints.openCursor().onsuccess = ({ target: { result: row } }) => {
        if (row) {
          if (row.value.draft === draft) {
            row.delete();
            change.objectStore("files").delete(IDBKeyRange.bound([row.key], [row.key, []]));
          }
          return row.continue();
        }
        complaints.count().onsuccess = ({ target: { result: left } }) => {
          if (left) return;
          change.objectStore("keys").clear();
          store.removeItem(OFFLINE);
        };
      };
    };
  };

  for (const field of document.querySelectorAll("[data-find]")) narrow(field);
  for (const form of document.querySelectorAll("[data-send-again]")) sendAgain(form);
  for (const form of document.querySelectorAll("[data-first-words]")) takeAlong(form);
  const store = kept();
  if (store) {
    const told = (name) => document.querySelector(`[data-${name}]`)?.dataset[name];
    sweep(store, told("filed"), told("closed")); // registered, or become a confidential matter
    for (const draft of [told("filed"), told("closed")]) forgetOffline(store, draft);
    for (const form of document.querySelectorAll("[data-copy-of]")) keepCopy(form, store);
  }
})();
