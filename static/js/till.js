// The till: the camera reads a code into the box, the button says the sum, a receipt is printed. Without script all of it is typed.
"use strict";

/* A sum as people type it: "184,90", "184.90", "1 250,50 ₽" in minor units; NaN for what is no sum, or has more decimals than the currency, which
   the server does not take, either. `signs`: what may stand before or behind it, in small letters, the longest first. */
const TillSum = {
  minor(text, digits, signs) {
    const plain = text.replace(/\s/g, "").toLowerCase();
    const sign = signs.find((one) => plain.endsWith(one) || plain.startsWith(one));
    const bare = !sign ? plain : plain.endsWith(sign) ? plain.slice(0, -sign.length) : plain.slice(sign.length);
    const found = /^(\d+)(?:[.,](\d+))?$/.exec(bare);
    if (!found || (found[2] ?? "").length > digits) return NaN;
    return Number(found[1] + (found[2] ?? "").padEnd(digits, "0"));
  },
};

(() => {
  const FORMATS = ["qr_code", "ean_13", "ean_8", "upc_a", "code_128", "code_39", "pdf417", "aztec", "data_matrix", "itf"];
  const EVERY_MS = 150;

  // The browser's own reader where it knows the formats; else the one that comes with the page, whose wasm lies beside it.
  async function reader(wasm) {
    if ("BarcodeDetector" in window) {
      const known = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
      if (known.includes("qr_code") && known.includes("ean_13")) return new window.BarcodeDetector({ formats: FORMATS.filter((one) => known.includes(one)) });
    }
    window.BarcodeDetectionAPI.prepareZXingModule({ overrides: { locateFile: (path) => (path.endsWith(".wasm") ? wasm : path) } });
    return new window.BarcodeDetectionAPI.BarcodeDetector({ formats: FORMATS });
  }

  function scan(form) {
    const button = form.querySelector("[data-camera]");
    const finder = form.querySelector(".viewfinder");
    const video = finder && finder.querySelector("video");
    const refused = form.querySelector("[data-no-camera]");
    const box = form.querySelector("input[name=code]");
    if (!button || !video || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
    let stream = null;
    let timer = 0;
    button.hidden = false;

    function say(on) {
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? button.dataset.off : button.dataset.on;
      finder.hidden = !on;
    }
    function stop() {
      clearTimeout(timer);
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
      say(false);
    }
    async function look(detector) {
      if (!stream) return;
      const found = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
      if (stream && found.length) {
        box.value = found[0].rawValue;
        stop();
        form.requestSubmit(form.querySelector("button[type=submit]"));
      } else if (stream) timer = setTimeout(() => look(detector), EVERY_MS);
    }
    async function start() {
      refused.hidden = true;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        say(true);
        video.srcObject = stream;
        await video.play();
        look(await reader(new URL(button.dataset.wasm, location.href).href));
      } catch {
        stop();
        refused.hidden = false;
      }
    }
    button.addEventListener("click", () => (stream ? stop() : start()));
    window.addEventListener("pagehide", stop);
  }

  function taking(form) {
    const button = form.querySelector("[data-button]");
    const sum = form.querySelector("input[name=sum]");
    const rest = form.querySelector("[data-rest]");
    const toPay = form.querySelector("[data-to-pay]");
    const upTo = form.querySelector("[data-up-to]");
    const left = Number(form.dataset.holds);
    const signs = form.dataset.signs.split(" ");
    const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: form.dataset.currency, currencyDisplay: "narrowSymbol" });
    const digits = money.resolvedOptions().maximumFractionDigits;
    function tell() {
      const part = form.querySelector("input[name=how]:checked");
      const all = !part || part.value === "all";
      const asked = all || !sum ? left : TillSum.minor(sum.value, digits, signs);
      const good = asked > 0;
      const beyond = good && asked > left; // a purchase that the card pays in part, which is said here before it is taken
      if (sum) sum.required = !all;
      button.textContent = all ? button.dataset.all : form.dataset.take.replace("{}", good ? money.format(Math.min(asked, left) / 10 ** digits) : "…");
      if (rest) {
        rest.hidden = all || !good || beyond;
        rest.querySelector("b").textContent = good && !beyond ? money.format((left - asked) / 10 ** digits) : "";
        toPay.hidden = !beyond;
        toPay.querySelector("b").textContent = beyond ? money.format((asked - left) / 10 ** digits) : "";
        upTo.value = beyond ? String(left) : "";
      }
    }
    form.addEventListener("input", tell);
    tell();
  }

  /* Where this browser keeps the till's page for the time without a network, that page comes instead of the words that nothing was sent. */
  async function goesOn() {
    const kept = document.getElementById("main")?.dataset.page;
    if (!kept || !navigator.serviceWorker?.controller || !(await caches.match(kept, { ignoreVary: true }))) return;
    document.querySelectorAll("[data-scan][data-once]").forEach((form) => form.removeAttribute("data-once"));
  }

  goesOn().catch(() => {});
  document.querySelectorAll("[data-scan]").forEach(scan);
  document.querySelectorAll("[data-taking]").forEach(taking);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
