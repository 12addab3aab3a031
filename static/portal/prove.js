/* The sum that a browser does where too many guess numbers (ALTCHA): done, the form is sent by itself. Without this
   file, or in a browser that can't reckon so, the same form is sent by hand after a short wait. */
import { deriveKey } from "../vendor/altcha/algorithms/web/pbkdf2.js";
import { solveChallenge } from "../vendor/altcha/pow.js";

const form = document.querySelector("[data-challenge]");
const work = form && form.querySelector("[data-work]");

if (form && "start" in form.dataset && window.crypto && crypto.subtle) {
  work.hidden = false;
  const challenge = JSON.parse(form.dataset.challenge);
  solveChallenge({ challenge, deriveKey })
    .then((solution) => {
      if (!solution) throw new Error("no time left");
      form.elements.answer.value = btoa(JSON.stringify({ challenge, solution }));
      form.submit();
    })
    .catch(() => {
      work.hidden = true;
    });
}
