{% comment %}The service worker. Context: version, offline, forms, files, each written as JSON.{% endcomment %}{% autoescape off %}/* Keeps files of the look, and two pages for when there is no line: numbers to call, and a form to write a complaint. Never
   another page: those are for one person at one moment, and a telephone is often shared. What is sent goes to the server or nowhere: without a line its
   page stays, with everything typed, and says so (pwa.js). */
"use strict";

const KEPT = "portal-" + {{ version }};
const OFFLINE = {{ offline }};
const FORMS = {{ forms }};
const PAGES = [...Object.values(OFFLINE), ...FORMS]; // the same for everybody
const FILES = {{ files }};
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/; // a name that changes with the content: what is kept stays right
const DAY = 24 * 60 * 60 * 1000;

const anonymous = (url) => new Request(url, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([...FILES, ...PAGES.map(anonymous)]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
    if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(sent(request, url));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (HASHED.test(url.pathname)) event.respondWith(kept(request));
  else if (FILES.includes(url.pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

/* A page comes from the server or not at all; without a line, the offline page stands in for it. */
async function page(event, url) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    event.waitUntil(freshen());
    return answer;
  } catch (noLine) {
    return offlinePage(url, noLine);
  }
}

/* A form. 204 leaves the page where it is; without such a page the offline one stands in. */
async function sent(request, url) {
  try {
    return await fetch(request);
  } catch (noLine) {
    const windows = await self.clients.matchAll({ type: "window" });
    const from = windows.filter((one) => one.url.split("#")[0] === request.referrer);
    for (const one of from) one.postMessage("no-line");
    return from.length ? new Response(null, { status: 204 }) : offlinePage(url, noLine);
  }
}

async function offlinePage(url, noLine) {
  if (FORMS.includes(url.pathname)) return (await caches.match(url.pathname)) || Promise.reject(noLine);
  const language = url.pathname.startsWith("/ur/") ? "ur" : "en";
  return (await caches.match(OFFLINE[language])) || Promise.reject(noLine);
}

/* A file whose name is hashed is fetched once. */
async function kept(request) {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(KEPT);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/* Numbers and categories may change: both pages are fetched anew once a day, by nobody in particular. */
async function freshen() {
  const cache = await caches.open(KEPT);
  for (const url of PAGES) {
    const known = await cache.match(url);
    if (known && Date.now() - Date.parse(known.headers.get("date")) < DAY) continue;
    const answer = await fetch(anonymous(url)).catch(() => null);
    if (answer && answer.ok) await cache.put(url, answer);
  }
}
{% endautoescape %}
