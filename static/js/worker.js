/* Without a connection, any page is the page of cards that are kept on this device. It keeps nothing itself: static/js/kept.js
   puts that page and what it is drawn with into the cache, when the first card is kept. Nothing personal is ever in there. */
"use strict";

const SHELL = "shell";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== self.location.origin) return;
  if (asked.mode === "navigate") event.respondWith(fetch(asked).catch(() => kept("/offline")));
  else if (["style", "script", "font", "image"].includes(asked.destination)) event.respondWith(fetch(asked).catch(() => kept(asked)));
});

async function kept(asked) {
  return (await (await caches.open(SHELL)).match(asked)) ?? Response.error();
}
