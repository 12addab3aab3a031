/* Suggest colleagues while a name is typed after @ in a note. They come from the list under the text, which holds only
   those who may see the complaint. It is loaded when it is opened, or with the first @. Without this it has a page. */
"use strict";

{
  const MOST = 6;
  const list = document.querySelector(".mention");
  const text = list?.closest("form").elements.words;

  if (text) {
    let people = [], found = [], chosen = 0;
    const readPeople = () => {
      people = [...list.querySelectorAll("input")].map((box) => {
        const label = box.parentElement.textContent.trim();
        return { box, label, name: label.split(/[,،]/)[0].trim() };
      });
    };
    const load = () => { if (list.hasAttribute("hx-get")) htmx.trigger(list, "mention"); };
    const hints = document.createElement("ul");
    hints.className = "mention-hints";
    hints.id = "mention-hints";
    hints.hidden = true;
    hints.setAttribute("role", "listbox");
    hints.setAttribute("aria-label", list.querySelector("summary").textContent.trim());
    text.after(hints);
    text.setAttribute("aria-controls", hints.id);
    text.setAttribute("aria-autocomplete", "list");

    /* What stands between the last @ and the cursor, if it can be a name. */
    const typed = () => /(?:^|\s)@([^@\n]{0,40})$/.exec(text.value.slice(0, text.selectionStart))?.[1];

    const close = () => {
      hints.hidden = true;
      text.removeAttribute("aria-activedescendant");
    };
    const draw = () => {
      hints.replaceChildren(...found.map(({ label }, number) => {
        const option = document.createElement("li");
        option.id = `mention-hint-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", number === chosen);
        option.dir = "auto";
        option.textContent = label;
        option.addEventListener("mousedown", (event) => { event.preventDefault(); take(number); });
        return option;
      }));
      hints.hidden = false;
      text.setAttribute("aria-activedescendant", `mention-hint-${chosen}`);
    };
    const look = () => {
      const name = typed()?.toLowerCase();
      if (name !== undefined) load();
      const isDone = name !== undefined && people.some((one) => name.startsWith(`${one.name.toLowerCase()} `));
      found = name === undefined || isDone
        ? [] : people.filter((one) => one.label.toLowerCase().includes(name)).slice(0, MOST);
      chosen = 0;
      if (found.length) draw(); else close();
    };
    const take = (number) => {
      const { box, name } = found[number], at = text.selectionStart;
      text.setRangeText(`${name} `, at - typed().length, at, "end");
      box.checked = true;
      close();
      text.focus();
    };

    list.addEventListener("toggle", load);
    list.addEventListener("htmx:afterSettle", () => {
      readPeople();
      if (document.activeElement === text) look();
    });
    text.addEventListener("input", look);
    text.addEventListener("blur", close);
    text.addEventListener("keydown", (event) => {
      if (hints.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        draw();
      } else if (event.key === "Enter" || event.key === "Tab") {
        take(chosen);
      } else if (event.key === "Escape") {
        close();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    readPeople();
  }
}
