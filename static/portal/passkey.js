// Passkeys: asks the browser for one and sends its answer with the form. Without this script a code does the same.
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = (options) => {
    const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (key[list]) key[list] = key[list].map((known) => ({ ...known, id: bytes(known.id) }));
    }
    return { publicKey: key };
  };

  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
    const trouble = form.querySelector(":scope > .field-error");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault(); // form.submit() below passes by here no second time
      trouble.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(
          answered(await navigator.credentials[form.dataset.passkey](asked(options))),
        );
        form.submit();
      } catch {
        trouble.textContent = form.dataset.failed;
        trouble.hidden = false;
      }
    });
  }
})();
