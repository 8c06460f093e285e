/* The till's worker: where no answer comes, each of its pages is the till's page without a network. What that page is drawn with, and the
   page itself, static/js/till-store.js has put into the cache; nothing else is kept here. It is not replaced while takings wait. */
"use strict";

const SHELL = "till-shell", STORE = "till", TILL = /^\/partner\/[a-z0-9-]+\/tills\/[0-9A-Z]{26}(?=\/|$)/;

const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });

async function nothingWaits() {
  if (!(await indexedDB.databases()).some((one) => one.name === STORE)) return;
  const open = await done(indexedDB.open(STORE));
  const rows = open.objectStoreNames.contains("takings") ? await done(open.transaction("takings").objectStore("takings").getAll()) : [];
  open.close();
  if (rows.some((row) => !row.answer)) throw new Error("takings wait");
}

self.addEventListener("install", (event) => event.waitUntil(nothingWaits().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const asked = event.request, url = new URL(asked.url);
  if (url.origin !== self.location.origin) return;
  if (asked.mode === "navigate") event.respondWith(fetch(asked).catch(() => page(url)));
  else if (asked.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(fetch(asked).catch(() => kept(asked)));
});

async function page(url) {
  const till = TILL.exec(url.pathname);
  return till ? kept(`${till[0]}/offline`) : Response.error();
}

async function kept(asked) {
  return (await (await caches.open(SHELL)).match(asked, { ignoreVary: true })) ?? Response.error();
}
