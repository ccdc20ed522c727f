// Passkeys. Without this file, or without a browser that has them, their forms stay hidden and the others work.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) return;
  const ask = async (form) => {
    const body = new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value });
    const answer = await fetch(form.dataset.passkey, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const send = (form, ticket, credential) => {
    form.elements.ticket.value = ticket;
    form.elements.credential.value = credential === null ? "" : JSON.stringify(credential);
    form.submit();
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const note = form.querySelector("[data-passkey-note]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (note) note.hidden = true;
      try {
        const { ticket, options } = await ask(form);
        const credential = form.dataset.passkeyMake !== undefined
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        send(form, ticket, credential);
      } catch {
        // Cancelled, timed out, or there is none: nothing was sent, and the page says what else there is.
        if (note) { note.hidden = false; note.focus(); }
      }
    });
  }
})();
