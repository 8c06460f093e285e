/* Desks: keys, questions that open as a dialog, a place for a file. Everything works without it. */
"use strict";

const PLAIN_KEYS = "desk.keys"; // kept by the browser: "off" when keys without Ctrl are not wanted
const GO_WITHIN_MS = 1500;
/* The keys lie where they lie, whatever alphabet is on: "/" is "." on a Russian keyboard. */
const CYRILLIC = { ".": "/", ",": "?" };
const keysDialog = () => document.getElementById("keys");
const askDialog = () => document.getElementById("ask");
let wentAt = 0;

function pressed(event) {
  if (event.code === "Slash" && event.key in CYRILLIC) return CYRILLIC[event.key];
  return /^[\u0400-\u04ff]$/.test(event.key) && event.code.startsWith("Key") ? event.code[3].toLowerCase() : event.key;
}

function wanted() {
  try { return localStorage.getItem(PLAIN_KEYS) !== "off"; } catch { return true; }
}

/* The page's own keys, beside those of every desk. */
function listKeys() {
  const box = document.querySelector("[data-keys-here]"), list = box.querySelector("dl");
  const found = [...document.querySelectorAll("main [data-key]")].filter((part) => part.offsetParent);
  box.hidden = found.length === 0;
  list.replaceChildren(...found.map((part) => {
    const row = document.createElement("div"), key = document.createElement("dt"), said = document.createElement("dd");
    const label = part.cloneNode(true);
    label.querySelectorAll("kbd").forEach((kbd) => kbd.remove());
    key.append(Object.assign(document.createElement("kbd"), { textContent: part.dataset.key }));
    said.textContent = label.textContent.trim();
    row.append(key, said);
    return row;
  }));
}

function showKeys() {
  listKeys();
  document.querySelector("[data-keys-on]").checked = wanted();
  document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  if (!keysDialog().open) keysDialog().showModal();
}

const WRITING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea, input") && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button[type=submit]"));  // the first is what the form is for
    return;
  }
  if (event.ctrlKey || event.metaKey || event.target.matches(WRITING) || !wanted()) return;
  const open = document.querySelector("dialog[open]");
  if (open) {
    const chosen = open.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (chosen) { chosen.click(); chosen.focus(); event.preventDefault(); }
    return;
  }
  const key = pressed(event), going = Date.now() - wentAt < GO_WITHIN_MS;
  wentAt = 0;
  const meant = CSS.escape(key);
  const part = going ? document.querySelector(`[data-go="${meant}"]`) : document.querySelector(`main [data-key="${meant}"]`);
  if (part) { part.click(); if (part.matches("[type=radio]")) part.focus(); }
  else if (key === "?") showKeys();
  else if (key === "/") document.querySelector("main [role=search] input[type=search], main input[type=search]")?.focus();
  else if (key === "g") { wentAt = Date.now(); return; }
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) showKeys();
  const dialog = event.target.closest("dialog");
  if (dialog && event.target.closest("[data-close]")) { event.preventDefault(); dialog.close(); }
  if (event.target === dialog) dialog.close(); /* beside it */
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  try { localStorage.setItem(PLAIN_KEYS, event.target.checked ? "on" : "off"); } catch { /* it holds for this page alone */ }
});

/* A question that was asked for as a part of the page becomes a dialog; without an answer its page opens. */
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "ask") return;
  if (askDialog().children.length === 0) { location.href = event.detail.pathInfo.requestPath; return; }
  if (!askDialog().open) askDialog().showModal();
});

/* A file may be dropped anywhere on its place. */
document.addEventListener("dragover", (event) => { if (event.target.closest("[data-drop]")) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  const field = event.target.closest("[data-drop]")?.querySelector("input[type=file]");
  if (!field || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-keys]").forEach((button) => { button.hidden = false; });
  const here = document.querySelector(".rail-list [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });
});
