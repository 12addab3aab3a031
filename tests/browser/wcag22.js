/* Checks of an open page (wcag22.py). Each function named problemsOf… returns the problems it found, as sentences. */
({
  /* Ends with “…” on purpose: the whole text stands on the page that opens, or in the menu that opens. */
  CUT_ON_PURPOSE: ".today-gist, .queue-gist, .desk-account-who",
  CONTROLS: 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]',

  name(one) {
    const words = (one.getAttribute("aria-label") || one.textContent || one.name || "").trim().replace(/\s+/g, " ");
    return `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}.${one.classList[0] ?? ""} “${words.slice(0, 40)}”`;
  },

  isShown(one) {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && one.checkVisibility({ visibilityProperty: true });
  },

  /* Read by screen readers alone: one pixel, or clipped away. */
  isHiddenFromSight(one) {
    for (let up = one; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath === "inset(50%)" || (up.offsetWidth <= 1 && style.overflow === "hidden")) return true;
    }
    return false;
  },

  /* A box or circle that is not drawn is seen by its label. */
  parts: (one) => [one, ...(one.labels ?? [])],

  /* Everything that can have the focus, in the order of Tab. */
  stops() {
    const all = [...document.querySelectorAll(this.CONTROLS)];
    return all.filter((one) => one.tabIndex >= 0 && !one.disabled && !one.closest("[inert]") && this.isShown(one));
  },

  /* Open what folds away, but no menu that would lie over the page: of those only one is open at a time. */
  openEverything() {
    for (const one of document.querySelectorAll("main details:not([open])")) {
      one.open = true;
      one.open = ![...one.children].some((part) => getComputedStyle(part).position === "absolute");
    }
  },

  /* 2.4.11: some of the element that has the focus, or of its label, is inside the window and under nothing else. */
  isInSight(one) {
    this.cover = null;
    return this.parts(one).some((part) => [...part.getClientRects()].some((box) => {
      const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
      const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
      if (right < left || bottom < top) return false;
      const shares = [0.5, 0.1, 0.9, 0.3, 0.7];
      return shares.some((down) => shares.some((along) => {
        const seen = document.elementFromPoint(left + (right - left) * along, top + (bottom - top) * down);
        this.cover ??= seen;
        return seen !== null && (part.contains(seen) || seen === part.parentElement);
      }));
    }));
  },

  look(one) {
    const drawn = (element, pseudo) => {
      const style = getComputedStyle(element, pseudo);
      return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecoration, style.stroke, style.strokeWidth].join();
    };
    const around = [];
    for (let up = one.parentElement; up; up = up.parentElement) around.push(drawn(up));
    return [...this.parts(one), ...one.children].flatMap((part) => [drawn(part), drawn(part, "::before"), drawn(part, "::after")]).concat(around).join(";");
  },

  /* Focus everything in turn, forwards and backwards, as Tab and Shift+Tab do. */
  problemsOfFocus() {
    const found = [], stops = this.stops();
    for (const [key, inTurn] of [["Tab", stops], ["Shift+Tab", stops.toReversed()]]) {
      document.activeElement.blur();
      scrollTo(0, key === "Tab" ? 0 : document.documentElement.scrollHeight);
      for (const one of inTurn) {
        const before = key === "Tab" ? this.look(one) : null;
        one.focus();
        if (document.activeElement !== one) found.push(`cannot be focused: ${this.name(one)}`);
        else if (!this.isInSight(one)) found.push(`covered after ${key}: ${this.name(one)} by ${this.cover && this.name(this.cover)}`);
        else if (before === this.look(one)) found.push(`does not show the focus: ${this.name(one)}`);
      }
    }
    document.activeElement.blur();
    return found;
  },

  /* Tab itself, within the main part of the page. Press it `beginTab()` times, then ask what it has not reached. */
  beginTab() {
    const main = document.querySelector("main");
    this.reached = new Set();
    this.hasLeft = false;
    document.addEventListener("focusin", (event) => {
      this.reached.add(event.target);
      this.hasLeft ||= !main.contains(event.target);
    });
    scrollTo(0, 0);
    main.setAttribute("tabindex", "-1");
    main.focus();
    const stops = this.stops().filter((one) => main.contains(one));
    const parts = stops.filter((one) => /^(date|time)/.test(one.type)).length * 3;
    return stops.length + parts + 1;
  },

  /* Of the choices of one question Tab reaches one; the arrows reach the others. */
  problemsOfTab() {
    const main = document.querySelector("main");
    const choices = new Set([...this.reached].filter((one) => one.type === "radio").map((one) => one.name));
    const missed = this.stops().filter((one) => main.contains(one) && !this.reached.has(one) && !(one.type === "radio" && choices.has(one.name)));
    const found = missed.map((one) => `Tab does not reach ${this.name(one)}`);
    // Where nothing follows the main part, the next stop is the browser's own, which this browser does not have.
    const follows = this.stops().some((one) => !main.contains(one) && main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (follows && !this.hasLeft) found.push(`Tab does not leave ${this.name(document.activeElement)}`);
    return found;
  },

  /* Whatever the mouse can press, the keyboard reaches: only what looks as if it could be pressed can be found. */
  problemsOfMouseOnly() {
    const reached = 'a[href], button, input, select, textarea, summary, label, [tabindex]:not([tabindex^="-"])';
    const pressed = [...document.querySelectorAll("main *, header *, nav *, footer *")].filter((one) => {
      if (getComputedStyle(one).cursor !== "pointer" || !this.isShown(one)) return false;
      return !one.closest(reached) && !one.querySelector(reached) && getComputedStyle(one.parentElement).cursor !== "pointer";
    });
    return pressed.map((one) => `only the mouse reaches ${this.name(one)}`);
  },

  /* Nothing lies beyond either edge of the window, unless its container scrolls. */
  problemsOfWidth() {
    const root = document.documentElement, edge = root.clientWidth, found = [];
    if (root.scrollWidth > edge) found.push(`the page is ${root.scrollWidth - edge} px too wide`);
    for (const one of document.querySelectorAll("body *")) {
      const box = one.getBoundingClientRect();
      if ((box.right <= edge + 1 && box.left >= -1) || !this.isShown(one) || this.isHiddenFromSight(one)) continue;
      let up = one.parentElement;
      while (up && getComputedStyle(up).overflowX === "visible") up = up.parentElement;
      if (!up || up === root || up === document.body) found.push(`beyond the edge: ${this.name(one)}`);
    }
    return found.slice(0, 5);
  },

  /* No text is cut off by a box that does not scroll. */
  problemsOfText() {
    const found = new Set(), styles = new Map();
    const style = (one) => styles.get(one) ?? styles.set(one, getComputedStyle(one)).get(one);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || parent.closest("svg, script, style, option, [hidden]") || parent.closest(this.CUT_ON_PURPOSE) || !this.isShown(parent) || this.isHiddenFromSight(parent)) continue;
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      for (let up = parent; up && up !== document.body; up = up.parentElement) {
        const { overflowX, overflowY } = style(up);
        if (overflowX === "visible" && overflowY === "visible") continue;
        if ([overflowX, overflowY].some((value) => value === "auto" || value === "scroll")) break;
        const box = up.getBoundingClientRect();
        const beside = Math.max(box.left - text.left, text.right - box.right), below = Math.max(box.top - text.top, text.bottom - box.bottom);
        if (beside > 2 || below > text.height / 3) {
          found.add(up);
          break;
        }
      }
    }
    return [...found].filter((one) => !this.isHiddenFromSight(one)).map((one) => `text is cut off: ${this.name(one)}`);
  },

  /* No E-tag is wider than the card that it stands on. */
  problemsOfNumbers() {
    const burst = [...document.querySelectorAll(".etag-number")].filter((number) => {
      const card = number.closest(".etag, .ticket, .receipt")?.getBoundingClientRect(), box = number.getBoundingClientRect();
      return card && (box.right > card.right + 1 || box.left < card.left - 1);
    });
    return burst.map((number) => `wider than its card: ${this.name(number)}`);
  },

  /* 3.2.6: where the ways to get help stand, in the order of the page. */
  placeOfHelp() {
    const help = ".skip-link, .emergency a, .masthead-nav a, .notification-bell, .desk-help, .language, .desk-account, .site-footer-pages a";
    const named = ["notification-bell", "desk-help", "language", "desk-account"];
    const place = (one) => named.find((name) => one.classList.contains(name)) ?? one.getAttribute("href").replace(/^\/ur\//, "/");
    return [...document.querySelectorAll(help)].map(place);
  },

  doubleText() {
    document.documentElement.style.fontSize = "200%";
  },
})
