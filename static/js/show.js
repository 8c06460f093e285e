/* globals forget (kept.js) */
/* A card shown at a till: the screen stays on, what is left is asked for every few seconds while the page is looked at, and
   without a connection the page says so and goes on showing the code. */
"use strict";

(() => {
  const EVERY_MS = 4000, GIVES_UP_AFTER_MS = 15 * 60 * 1000;
  const began = Date.now();
  let lock = null;

  async function stayAwake() {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
      document.querySelectorAll("[data-awake]").forEach((said) => { said.hidden = false; });
    } catch { lock = null; }
  }

  function say(online) {
    document.querySelectorAll("[data-online]").forEach((part) => { part.hidden = !online; });
    document.querySelectorAll("[data-no-network]").forEach((part) => { part.hidden = online; });
  }

  async function look() {
    const part = document.getElementById("left");
    if (!part || document.visibilityState !== "visible" || Date.now() - began > GIVES_UP_AFTER_MS) return;
    try {
      const answer = await fetch(part.dataset.leftUrl, { headers: { "HX-Request": "true" }, cache: "no-store" });
      say(true);
      if (answer.redirected || answer.status === 205 || answer.status >= 400) return location.replace(document.getElementById("main").dataset.hideTo);
      if (answer.status === 204) return;
      const said = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      const left = said.querySelector("#left");
      if (left) part.replaceWith(left);
      else document.getElementById("main").replaceChildren(...said.children);
      said.querySelectorAll("[data-forget]").forEach((gone) => forget(gone.dataset.forget));
    } catch { say(false); }
  }

  addEventListener("offline", () => say(false));
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { stayAwake(); look(); });
  document.addEventListener("DOMContentLoaded", stayAwake);
  setInterval(look, EVERY_MS);
})();
