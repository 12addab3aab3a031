/* Suggest colleagues while a name is typed after @ in a note. The suggestions are the list under the text, which holds
   only those who may see the complaint and works without this. */
"use strict";

{
  const MOST = 6;
  const list = document.querySelector(".mention");
  const text = list?.closest("form").elements.words;

  if (text) {
    const people = [...list.querySelectorAll("input")].map((box) => {
      const label = box.parentElement.textContent.trim();
      return { box, label, name: label.split(/[,،]/)[0].trim() };
    });
    const hints = document.createElement("ul");
    hints.className = "mention-hints";
    hints.id = "mention-hints";
    hints.hidden = true;
    hints.setAttribute("role", "listbox");
    hints.setAttribute("aria-label", list.querySelector("summary").textContent.trim());
    text.after(hints);
    text.setAttribute("aria-controls", hints.id);
    text.setAttribute("aria-autocomplete", "list");
    let found = [], chosen = 0;

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
      const isDone = name !== undefined && people.some((one) => name.startsWith(`${one.name.toLowerCase()} `));
      found = name === undefined || isDone ? [] : people.filter((one) => one.label.toLowerCase().includes(name)).slice(0, MOST);
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
  }
}
