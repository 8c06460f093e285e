/* What a till keeps in this browser: its package, what was taken without a network, and the page for it. Prepared while there is a network:
   only where the browser promises to keep it, never anew while takings wait, and not while another device of the till has a package. */
"use strict";

const TillStore = (() => {
  const NAME = "till", DEVICE = "device", SHELL = "till-shell", WAITS = "till-waits", FRESH_MS = 5 * 60 * 1000;
  let elsewhere = 0;
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

  /* Refused for good: no server knows of it, so it is kept until somebody has saved it as a file. */
  const unsaved = (one) => Boolean(one.answer?.code) && !one.saved;

  /* A cookie lets the server know that sign-out would lose something; it holds the address of the page that says what. */
  async function mark() {
    const waiting = (await within("takings", "readonly", (rows) => rows.getAll())).find((one) => !one.answer || unsaved(one));
    document.cookie = waiting ? `${WAITS}=${waiting.page}; path=/; SameSite=Lax; max-age=2592000` : `${WAITS}=; path=/; max-age=0`;
  }

  async function promised() {
    if (!navigator.serviceWorker || !navigator.storage?.persist || !window.indexedDB?.databases || !window.crypto?.subtle) return false;
    return (await navigator.storage.persisted()) || navigator.storage.persist();
  }

  /* The name that this browser has made up for itself: a package is given to one at a time. Sign-out empties the store, so a cookie keeps it, too. */
  const device = () => navigator.locks.request("till-device", async () => {
    const known = (await held(DEVICE)) ?? /(?:^|; )till-device=([0-9a-f-]{36})(?:;|$)/.exec(document.cookie)?.[1], name = known ?? crypto.randomUUID();
    await within("held", "readwrite", (rows) => rows.put(name, DEVICE));
    document.cookie = `till-device=${name}; path=/partner; SameSite=Lax; max-age=31536000${location.protocol === "https:" ? "; Secure" : ""}`;
    return name;
  });

  /* The till's page as the server gives it now, with the token that its forms carry; null where it gives none. */
  async function fresh() {
    const answer = await fetch(main().dataset.page, { cache: "no-store", credentials: "same-origin" });
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error("sign-in");
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    return { answer, page, token: page.querySelector("input[name=csrf_token]").value };
  }

  async function ask(address, token) {
    const body = new URLSearchParams({ csrf_token: token, device: await device() });
    return fetch(address, { method: "POST", body, cache: "no-store", credentials: "same-origin", headers: { Accept: "application/json" } });
  }

  async function keepShell(address, { answer, page }) {
    const shell = await caches.open(SHELL);
    const drawn = [...page.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]")].map((part) => part.getAttribute("href") || part.getAttribute("src"));
    const more = [...page.querySelectorAll("[data-wasm]")].map((part) => part.dataset.wasm), library = page.getElementById("main").dataset.library;
    const icons = [...page.querySelectorAll("use")].map((use) => use.getAttribute("href").split("#")[0]);
    await Promise.all([...new Set([...drawn, ...more, library, ...icons])].filter(Boolean).map((part) => shell.add(part)));
    await shell.put(address, answer);
  }

  /* Returns "off" (its owner has not switched it on), "storage" (the browser does not promise to keep anything), "elsewhere" (another device
     has a package), "ready", or "" without an answer. `anew` asks also where a package was fetched a moment ago or handed back. */
  async function prepare(anew) {
    const of = main().dataset, till = of.till;
    if (of.on === "0") return "off";
    if (!(await promised())) return "storage";
    const before = await takings(till);
    if (before.some((one) => !one.answer)) { await mark(); return "ready"; }
    const kept = await held(till);
    if (!anew && kept?.handed) { if (!kept.told) await tellBack().catch(() => false); return "handed"; }
    if (!anew && kept?.given && Date.now() - kept.got < FRESH_MS) return "ready";
    const now = await fresh().catch(() => null);
    if (!now) return "";
    const asked = Date.now(), answer = await ask(of.package, now.token);
    const no = answer.status === 409 ? await answer.json().catch(() => ({})) : {};
    if (answer.status === 404 || no.code === "offline_elsewhere") {
      await within("held", "readwrite", (rows) => rows.delete(till));
      if (!no.code) return "off";
      elsewhere = Date.parse(no.facts.since);
      return "elsewhere";
    }
    if (!answer.ok || answer.redirected) return "";
    const given = await answer.json();
    await keepShell(of.page, now);
    await navigator.serviceWorker.register(of.worker);
    // What was taken under the package before, while this one was on its way, is counted with that one.
    return navigator.locks.request("till", async () => {
      // Handed over meanwhile: the server may have heard that before it gave this, so it is told once more.
      if (!anew && (await held(till))?.handed) { await within("held", "readwrite", (rows) => rows.put({ handed: true }, till)); return "handed"; }
      if ((await takings(till)).length !== before.length) return "ready";
      await within("held", "readwrite", (rows) => rows.put({ given, ahead: Date.parse(given.issued_at) - asked, got: Date.now() }, till));
      for (const one of before) if (one.answer && !one.answer.lost && !one.answer.code) await forget(one.ref);
      return "ready";
    });
  }

  /* Lets another device of the till have a package: this one forgets its own first, and then takes nothing. Returns whether it is done. */
  async function handBack() {
    const of = main().dataset;
    const free = await navigator.locks.request("till", async () => {
      if ((await takings(of.till)).some((one) => !one.answer)) return false;
      await within("held", "readwrite", (rows) => rows.put({ handed: true }, of.till));
      return true;
    });
    return free && tellBack();
  }

  /* Said again with each look until the server has heard it. */
  async function tellBack() {
    const of = main().dataset, now = await fresh();
    if (!now || !(await ask(of.back, now.token)).ok) return false;
    await within("held", "readwrite", (rows) => rows.put({ handed: true, told: true }, of.till));
    return true;
  }

  return { held, takings, write, forget, mark, unsaved, prepare, promised, fresh, handBack, elsewhere: () => elsewhere };
})();

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("main")?.dataset.prepare !== undefined) TillStore.prepare().catch(() => {});
});
