/* Passkeys: hands the server's options to the device and the device's answer to the form.
   <form data-passkey="create | get" data-options="{…}"> with an input named "credential" and a button. */
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const ready = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) ready[list] = options[list].map((key) => ({ ...key, id: toBytes(key.id) }));
  }
  return ready;
}

function writable(key) {
  const said = key.response;
  const response = { clientDataJSON: toText(said.clientDataJSON) };
  if (said.attestationObject) {
    response.attestationObject = toText(said.attestationObject);
    response.transports = said.getTransports ? said.getTransports() : [];
  } else {
    response.authenticatorData = toText(said.authenticatorData);
    response.signature = toText(said.signature);
    response.userHandle = said.userHandle ? toText(said.userHandle) : null;
  }
  return JSON.stringify({
    id: key.id, rawId: toText(key.rawId), type: key.type, response,
    extensions: JSON.stringify(key.getClientExtensionResults()), clientExtensionResults: key.getClientExtensionResults(),
    authenticatorAttachment: key.authenticatorAttachment,
  });
}

async function ask(form) {
  const refused = form.querySelector("[data-refused]");
  const button = form.querySelector("button");
  refused.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    const publicKey = readable(JSON.parse(form.dataset.options));
    const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = writable(key);
    form.submit();
  } catch {
    button.removeAttribute("aria-busy");
    refused.hidden = false;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) { form.querySelector("[data-refused]").hidden = false; continue; }
    form.querySelector("button").hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(form); });
    ask(form);
  }
});
