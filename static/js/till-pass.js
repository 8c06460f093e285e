/* What a till decides without a network: reads a card's pass, checks its signature, and says how much may be taken. No page, no storage. */
"use strict";

const TillPass = (() => {
  const PREFIX = "VT1", SAID = 53, WHOLE = 117, P = 16n, SLACK_MS = 600000;
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const isPass = (text) => text.toUpperCase().startsWith(PREFIX) && text.length === PREFIX.length + Math.ceil((WHOLE * 8) / 5);
  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  const base64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

  function base32(text) {
    const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
    let held = 0, bits = 0, at = 0;
    for (const letter of text.toUpperCase()) {
      const value = LETTERS.indexOf(letter);
      if (value < 0) return null;
      held = (held << 5) | value;
      bits += 5;
      if (bits >= 8) { bits -= 8; bytes[at] = (held >> bits) & 255; at += 1; held &= (1 << bits) - 1; }
    }
    return bytes;
  }

  /* What a pass says; null where the text is none. Its signature is not looked at. */
  function parse(text) {
    const bytes = isPass(text) ? base32(text.slice(PREFIX.length)) : null;
    if (!bytes || bytes[0] !== 1) return null;
    const view = new DataView(bytes.buffer), words = new TextDecoder();
    return {
      text, said: bytes.slice(0, SAID), signature: bytes.slice(SAID), key: String(view.getUint32(1)), mark: hex(bytes.slice(5, 21)),
      markHead: view.getBigUint64(5), value: Number(view.getBigUint64(21)), currency: words.decode(bytes.slice(29, 32)),
      issuer: hex(bytes.slice(32, 36)), at: view.getUint32(36) * 1000, until: view.getUint32(40) * 1000, partUse: (bytes[44] & 1) === 1,
      last4: words.decode(bytes.slice(45, 53)).replace(/\0+$/, ""),
    };
  }

  /* The browser's own Ed25519; where it has none (Safari before 17), the library that comes with the page. */
  async function isSigned(pass, keys, library) {
    if (!keys[pass.key]) return false;
    const key = base64(keys[pass.key]);
    try {
      const own = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, own, pass.signature, pass.said);
    } catch {
      return (await import(library)).verifyAsync(pass.signature, pass.said, key);
    }
  }

  /* Whether a card must be asked about: the sorted numbers of the dead, each as its difference to the one before. */
  function isDead(count, data, head) {
    if (!count) return false;
    const sought = Number((head * (BigInt(count) << P)) >> 64n), bytes = base64(data);
    let at = 0, number = 0;
    const bit = () => { const one = (bytes[at >> 3] >> (7 - (at & 7))) & 1; at += 1; return one; };
    for (let one = 0; one < count; one += 1) {
      while (bit()) number += 65536;
      let rest = 0;
      for (let place = 0; place < 16; place += 1) rest = rest * 2 + bit();
      number += rest;
      if (number >= sought) return number === sought;
    }
    return false;
  }

  /* What was taken under a package: in all, how often, and of one card. */
  function used(takings, packageRef, mark) {
    const under = takings.filter((one) => one.package === packageRef), sum = (rows) => rows.reduce((all, one) => all + one.amount, 0);
    return { count: under.length, sum: sum(under), card: sum(under.filter((one) => one.mark === mark)), last: Math.max(0, ...under.map((one) => one.at)) };
  }

  /* {room} in minor units, or {no}: why nothing may be taken. `now` is by the package's clock. */
  async function room(pass, held, takings, now, library) {
    if (!pass) return { no: "not-pass" };
    if (!held || now > Date.parse(held.ends_at)) return { no: "over" };
    const so = used(takings, held.ref, pass.mark);
    if (now < Date.parse(held.issued_at) - 1000 || now < so.last - 1000) return { no: "clock" };
    if (!(await isSigned(pass, held.keys, library))) return { no: "not-pass" };
    if (now > pass.until || now < pass.at - SLACK_MS) return { no: "old" };
    if (pass.currency !== held.currency || !held.issuers.includes(pass.issuer)) return { no: "foreign" };
    if (isDead(held.dead_count, held.dead, pass.markHead)) return { no: "ask" };
    if (so.count >= held.count_limit) return { no: "count" };
    if (so.sum >= held.stored_limit) return { no: "sum" };
    const most = Math.min(held.stored_limit - so.sum, held.card_limit - so.card, pass.value - so.card);
    if (most <= 0) return { no: "card" };
    if (!pass.partUse && most < pass.value) return { no: "card" };
    return { room: most };
  }

  return { isPass, parse, used, room };
})();
