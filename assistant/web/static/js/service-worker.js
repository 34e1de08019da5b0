/* Keeps the answers for when there is no connection, and nothing about anyone.
   The server puts `const ABOUT = {version, page, kept, static};` in front of this file. */

"use strict";

const KEPT = `plainly-${ABOUT.version}`;
const HALF_A_DAY = 12 * 60 * 60 * 1000;

const keep = async (addresses) => {
  const cache = await caches.open(KEPT);
  await cache.addAll(addresses);
};

/* The saved answers carry names and numbers of the location, which may change on any day. */
const keepFresh = async () => {
  const saved = await caches.match(ABOUT.page);
  if (!saved || Date.now() - Date.parse(saved.headers.get("Date")) > HALF_A_DAY) {
    await keep([ABOUT.page]);
  }
};

const page = async (event) => {
  try {
    const response = await fetch(event.request);
    event.waitUntil(keepFresh().catch(() => {}));
    return response;
  } catch {
    return caches.match(ABOUT.page);
  }
};

const file = async (request) => {
  const saved = await caches.match(request);
  if (saved) {
    return saved;
  }
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(KEPT);
    await cache.put(request, response.clone());
  }
  return response;
};

self.addEventListener("install", (event) => {
  event.waitUntil(keep([ABOUT.page, ...ABOUT.kept]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forgetOld = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(forgetOld());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (address.pathname.startsWith(ABOUT.static)) {
    event.respondWith(file(request));
  }
});
