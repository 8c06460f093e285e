/* An opened card stays readable without a connection on the device that opened it: for a week, and until its owner signs out.
   It lies encrypted in this browser's own database, under a key that no page can read out; the server never sees it again. */
"use strict";

const KEPT = "kept-cards", SHELL = "shell", KEPT_MS = 7 * 24 * 3600 * 1000, SHOWN_MS = 60 * 1000;

const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });

function database() {
  const opening = indexedDB.open(KEPT, 1);
  opening.onupgradeneeded = () => { opening.result.createObjectStore("keys"); opening.result.createObjectStore("cards", { keyPath: "id" }); };
  return done(opening);
}

async function withStore(name, mode, act) {
  const open = await database();
  try { return await done(act(open.transaction(name, mode).objectStore(name))); } finally { open.close(); }
}

async function theKey() {
  const known = await withStore("keys", "readonly", (keys) => keys.get("card"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await withStore("keys", "readwrite", (keys) => keys.put(made, "card"));
  return made;
}

const symbols = (box) => [...box.querySelectorAll(".qr svg, .bars svg")].map((svg) => (
  { wide: !!svg.closest(".bars"), box: svg.getAttribute("viewBox"), path: svg.querySelector("path").getAttribute("d") }));

async function keep(box) {
  const card = {
    name: box.dataset.keepName, until: box.dataset.keepUntil, left: box.dataset.keepLeft, symbols: symbols(box),
    codes: [...box.querySelectorAll(".secret-code")].map((code) => code.closest("p").textContent.trim().replace(/\s+/g, " ")),
  };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await theKey(), new TextEncoder().encode(JSON.stringify(card)));
  const row = { id: box.dataset.keep, owner: whose(), until: Date.now() + KEPT_MS, iv, data };
  // The network first: where it goes meanwhile, what was kept before stays.
  await keepShell();
  await navigator.serviceWorker.register("/worker.js");
  await withStore("cards", "readwrite", (cards) => cards.put(row));
  box.querySelectorAll("[data-kept]").forEach((said) => { said.hidden = false; });
}

/* The page for it, and what that is drawn with. */
async function keepShell() {
  const answer = await fetch("/offline", { cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) return;
  const shell = await caches.open(SHELL), page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const parts = [...page.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src]")].map((part) => part.getAttribute("href") || part.getAttribute("src"));
  await shell.put("/offline", answer);
  await Promise.all(parts.map((part) => shell.add(part)));
}

const forget = (id) => withStore("cards", "readwrite", (cards) => cards.delete(id));

/* Everything goes: cards, key, page, worker. */
async function forgetAll() {
  indexedDB.deleteDatabase(KEPT);
  await caches.delete(SHELL);
  for (const one of await navigator.serviceWorker.getRegistrations()) if (new URL(one.scope).pathname === "/") await one.unregister();
}

const whose = () => document.querySelector("meta[name=owner]")?.content;

/* What is over goes, and all of it where somebody else is signed in, or nobody. */
async function tidy() {
  if (!(await indexedDB.databases()).some((one) => one.name === KEPT)) return;
  const rows = await withStore("cards", "readonly", (cards) => cards.getAll());
  if (whose() !== undefined && rows.some((row) => row.owner !== whose())) return forgetAll();
  for (const row of rows) if (row.until < Date.now()) await forget(row.id);
  for (const gone of document.querySelectorAll("[data-forget]")) await forget(gone.dataset.forget);
}

/* The page without a connection: a card each, its code after a press and for a minute. */
async function list(place) {
  await tidy();
  if (!(await indexedDB.databases()).some((one) => one.name === KEPT)) return;
  const rows = await withStore("cards", "readonly", (cards) => cards.getAll()), key = await theKey();
  for (const row of rows) {
    const card = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.data)));
    const drawn = document.getElementById("kept-card").content.firstElementChild.cloneNode(true);
    drawn.querySelector("h2").textContent = card.name;
    drawn.querySelector("[data-until]").textContent = [card.left, card.until].filter(Boolean).join(" · ");
    drawn.querySelector("button").addEventListener("click", () => show(drawn, card));
    place.append(drawn);
  }
  document.getElementById("none-kept").hidden = rows.length > 0;
}

function show(drawn, card) {
  const box = drawn.querySelector("[data-codes]"), button = drawn.querySelector("button");
  for (const code of card.codes) box.append(Object.assign(document.createElement("p"), { className: "secret-code", textContent: code }));
  for (const one of card.symbols) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS(svg.namespaceURI, "path");
    svg.setAttribute("viewBox", one.box);
    svg.setAttribute("shape-rendering", "crispEdges");
    path.setAttribute("d", one.path);
    path.setAttribute("fill", "currentColor");
    svg.append(path);
    const frame = Object.assign(document.createElement("div"), { className: one.wide ? "bars" : "qr qr-open" });
    frame.append(svg);
    box.append(frame);
  }
  button.hidden = true;
  setTimeout(() => { box.replaceChildren(); button.hidden = false; }, SHOWN_MS);
}

if ("serviceWorker" in navigator && window.crypto?.subtle && indexedDB.databases) {
  document.addEventListener("htmx:load", (event) => {
    const box = event.detail.elt.querySelector("[data-keep]");
    if (box) keep(box).catch(() => {}); // then the page does not say that it is kept
  });
  document.addEventListener("submit", (event) => { if (event.target.matches('[action$="/sign-out"]')) forgetAll(); });
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("kept");
    if (place) list(place); else tidy();
  });
}
