/* What a till keeps in this browser: its package, what was taken without a network, and the page for it. Prepared while there is a network:
   only where the browser promises to keep it, and never anew while takings wait. */
"use strict";

const TillStore = (() => {
  const NAME = "till", SHELL = "till-shell", WAITS = "till-waits", FRESH_MS = 5 * 60 * 1000;
  const main = () => document.getElementById("main");
  const settled = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });

  function open() {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("held");
      opening.result.createObjectStore("takings", { keyPath: "ref" }).createIndex("till", "till");
    };
    return settled(opening);
  }

  async function within(name, mode, act) {
    const base = await open();
    try {
      const change = base.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : {});
      const kept = new Promise((good, bad) => { change.oncomplete = good; change.onabort = () => bad(change.error); });
      const found = await settled(act(change.objectStore(name)));
      if (mode === "readwrite") await kept;
      return found;
    } finally { base.close(); }
  }

  const held = (till) => within("held", "readonly", (rows) => rows.get(till));
  const takings = async (till) => (await within("takings", "readonly", (rows) => rows.index("till").getAll(till))).sort((one, other) => one.at - other.at);
  const forget = (ref) => within("takings", "readwrite", (rows) => rows.delete(ref));

  async function write(taking) {
    await within("takings", "readwrite", (rows) => rows.put(taking));
    await mark();
  }

  /* A cookie lets the server know that sign-out would lose something; it holds the address of the page that says what. */
  async function mark() {
    const waiting = (await within("takings", "readonly", (rows) => rows.getAll())).find((one) => !one.answer);
    document.cookie = waiting ? `${WAITS}=${waiting.page}; path=/; SameSite=Lax; max-age=2592000` : `${WAITS}=; path=/; max-age=0`;
  }

  async function promised() {
    if (!navigator.serviceWorker || !navigator.storage?.persist || !window.indexedDB?.databases || !window.crypto?.subtle) return false;
    return (await navigator.storage.persisted()) || navigator.storage.persist();
  }

  async function keepShell(address) {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const shell = await caches.open(SHELL), page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const drawn = [...page.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]")].map((part) => part.getAttribute("href") || part.getAttribute("src"));
    const more = [...page.querySelectorAll("[data-wasm]")].map((part) => part.dataset.wasm), library = page.getElementById("main").dataset.library;
    const icons = [...page.querySelectorAll("use")].map((use) => use.getAttribute("href").split("#")[0]);
    await Promise.all([...new Set([...drawn, ...more, library, ...icons])].filter(Boolean).map((part) => shell.add(part)));
    await shell.put(address, answer);
  }

  /* Returns "off" (its owner has not switched it on), "storage" (the browser does not promise to keep anything), "ready", or "" without an answer. */
  async function prepare() {
    const of = main().dataset, till = of.till;
    if (of.on === "0") return "off";
    if (!(await promised())) return "storage";
    if ((await takings(till)).some((one) => !one.answer)) { await mark(); return "ready"; }
    const before = await held(till);
    if (before && Date.now() - before.got < FRESH_MS) return "ready";
    const asked = Date.now(), answer = await fetch(of.package, { cache: "no-store", headers: { Accept: "application/json" } });
    if (answer.status === 404) { await within("held", "readwrite", (rows) => rows.delete(till)); return "off"; }
    if (!answer.ok || answer.redirected) return "";
    const given = await answer.json();
    await keepShell(of.page);
    await navigator.serviceWorker.register(of.worker);
    await within("held", "readwrite", (rows) => rows.put({ given, ahead: Date.parse(given.issued_at) - asked, got: Date.now() }, till));
    for (const one of await takings(till)) if (one.answer && !one.answer.lost && !one.answer.code) await forget(one.ref);
    return "ready";
  }

  return { held, takings, write, forget, mark, prepare, promised };
})();

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("main")?.dataset.prepare !== undefined) TillStore.prepare().catch(() => {});
});
