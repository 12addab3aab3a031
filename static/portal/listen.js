/* Listening: a button beside each heading plays the recordings of its part of the page, one sentence after the other,
   and marks what is being spoken. Where a page has no recordings, a voice of the device itself reads it, if it has one
   for this language that works without sending the text anywhere. */
"use strict";

{
  const room = document.querySelector("[data-listening]");
  const main = document.getElementById("main");
  const words = room?.dataset;
  const BLOCKS = "h1, h2, h3, h4, p, label, legend, summary, button, a, li, dt, dd, span, div, th, td";
  const UNSPOKEN = "nav, [hidden], template, script, [data-listening], .listening, textarea, select, .visually-hidden";
  const player = new Audio();
  let playing = null; /* {button, stop} */

  const plain = (text) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  const isShown = (element) => element.getClientRects().length > 0;
  const headings = () => [...main.querySelectorAll("h1, h2")].filter((one) => isShown(one) && !one.closest("dialog, [data-listening], a, button, label, summary"));

  /* --- the sentences to read --- */

  /* The innermost element that shows a text, at or after the one before, because a page is read from top to bottom. */
  const finder = () => {
    const shown = [...main.querySelectorAll(BLOCKS)].filter((one) => !one.closest(UNSPOKEN));
    const texts = shown.map((one) => plain(one.textContent));
    let from = 0;
    return (text) => {
      const outer = texts.findIndex((shownText, number) => number >= from && shownText.includes(text));
      if (outer < 0) return null;
      let inner = outer;
      for (let next = outer + 1; next < shown.length && shown[outer].contains(shown[next]); next += 1) {
        if (shown[inner].contains(shown[next]) && texts[next].includes(text)) inner = next;
      }
      from = inner;
      return shown[inner];
    };
  };

  const recorded = (list) => {
    const find = finder();
    return [...list.querySelectorAll("a")].map((link) => ({
      element: find(link.textContent.trim()),
      clips: link.dataset.clips?.split(" ") || [link.href],
    })).filter((one) => one.element);
  };

  /* Without recordings: the text of the innermost blocks. */
  const unrecorded = () => [...main.querySelectorAll(BLOCKS)]
    .filter((one) => !one.closest(UNSPOKEN) && !one.querySelector(BLOCKS) && plain(one.textContent))
    .map((element) => ({ element, text: plain(element.textContent) }));

  const isBefore = (one, other) => one === other || one.contains(other) || Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

  /* The sentences below each heading, up to the next one. */
  const group = (sentences) => {
    const all = headings();
    const groups = new Map(all.map((heading) => [heading, []]));
    for (const sentence of sentences) {
      const heading = all.filter((one) => isBefore(one, sentence.element)).at(-1) || all[0];
      groups.get(heading)?.push(sentence);
    }
    return groups;
  };

  /* --- speaking --- */

  const playClip = (url, signal) => new Promise((done, failed) => {
    signal.addEventListener("abort", () => { player.pause(); done(); }, { once: true });
    player.onended = done;
    player.onerror = failed;
    player.src = url;
    player.play().catch((reason) => (signal.aborted ? done() : failed(reason)));
  });

  const speak = (text, signal) => new Promise((done) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = deviceVoice();
    said.lang = said.voice.lang;
    said.onend = said.onerror = done;
    signal.addEventListener("abort", () => { speechSynthesis.cancel(); done(); }, { once: true });
    speechSynthesis.speak(said);
  });

  const deviceVoice = () => window.speechSynthesis?.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(words.language));

  const start = async (button, sentences) => {
    const control = new AbortController();
    const { signal } = control;
    playing = { button, stop: () => control.abort() };
    show(button, true);
    try {
      for (const { element, clips, text } of sentences) {
        if (signal.aborted) break;
        if (!isShown(element)) continue;
        element.classList.add("is-spoken");
        element.scrollIntoView({ block: "nearest" });
        try {
          if (clips) for (const url of clips) { if (!signal.aborted) await playClip(url, signal); }
          else await speak(text, signal);
        } finally {
          element.classList.remove("is-spoken");
        }
      }
    } catch {
      button.parentElement.querySelector("[data-said]").textContent = words.textBroken;
    }
    show(button, false);
    if (playing?.button === button) playing = null;
  };

  const show = (button, isPlaying) => {
    button.setAttribute("aria-pressed", String(isPlaying));
    button.querySelector("[data-verb]").textContent = isPlaying ? words.textStop : button.dataset.verb;
    if (isPlaying) button.parentElement.querySelector("[data-said]").textContent = "";
  };

  const makeButton = (heading, verb, note, sentences) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "listen-button";
    button.dataset.verb = verb;
    button.setAttribute("aria-pressed", "false");
    const icon = document.createElement("span");
    icon.className = "listen-icon";
    icon.setAttribute("aria-hidden", "true");
    const label = document.createElement("span"); /* one box, so that the name has no gap before its colon */
    const shown = document.createElement("span");
    shown.dataset.verb = "";
    shown.textContent = verb;
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = `: ${plain(heading.textContent)}${note ? ` (${note})` : ""}`;
    label.append(shown, about);
    button.append(icon, label);
    button.addEventListener("click", () => {
      const isMine = playing?.button === button;
      playing?.stop();
      playing = null;
      if (!isMine) start(button, sentences);
    });
    return button;
  };

  const addControls = (groups, verb, note) => {
    let isNoted = false;
    for (const [heading, sentences] of groups) {
      if (!sentences.some(({ element }) => heading.contains(element) || element.contains(heading)) && sentences.every(({ clips }) => clips)) continue;
      let line = heading.nextElementSibling?.matches(".listen-line") ? heading.nextElementSibling : null;
      if (!line) {
        line = document.createElement("div");
        line.className = "listen-line no-print";
        const said = document.createElement("span");
        said.className = "listen-said";
        said.dataset.said = "";
        said.setAttribute("role", "status");
        line.append(said);
        heading.after(line);
      }
      const last = line.querySelector("[data-said]");
      last.before(makeButton(heading, verb, note, sentences));
      if (note && !isNoted) {
        isNoted = true; /* shown once on a page; the name of every button has it */
        const small = document.createElement("span");
        small.className = "listen-note";
        small.textContent = note;
        last.before(small);
      }
    }
  };

  const begin = () => {
    const lists = [...room.querySelectorAll("[data-clip-list]")];
    for (const list of lists) {
      const other = list.getAttribute("aria-labelledby");
      const verb = other ? document.getElementById(other).textContent : words.textListen;
      addControls(group(recorded(list)), verb, "synthetic" in list.dataset ? words.textComputer : "");
    }
    if (!lists.length && deviceVoice()) addControls(group(unrecorded()), words.textListen, words.textComputer);
  };

  if (room && main) {
    if (room.querySelector("[data-clip-list]") || !window.speechSynthesis || deviceVoice()) begin();
    else speechSynthesis.addEventListener("voiceschanged", begin, { once: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && playing) playing.stop();
    });
    window.addEventListener("pagehide", () => playing?.stop());
  }
}
