// Checks in the member's own browser that a line of their history stands in the ledger, unchanged: nothing is taken on the server's word but the
// key it signs with. Leaf and path as RFC 6962 with SHA-256, the checkpoint a signed note with Ed25519; the bytes are those of docs/adr/0003.
(() => {
  "use strict";

  const said = document.querySelector("[data-proof-words]")?.dataset;
  if (!said) return;

  const utf8 = (text) => new TextEncoder().encode(text);
  const fromHex = (text) => {
    if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("hex");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  };
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
  const sha256 = async (...parts) => {
    const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  };

  // RFC 8785, of which entries use strings, whole numbers and lists of strings.
  const canonical = (value) => Array.isArray(value) ? "[" + value.map(canonical).join(",") + "]"
    : value !== null && typeof value === "object" ? "{" + Object.keys(value).sort().map((name) => JSON.stringify(name) + ":" + canonical(value[name])).join(",") + "}"
    : JSON.stringify(value);

  const leafOf = async (proof) => sha256(Uint8Array.of(0), await sha256(fromHex(proof.salt), utf8(canonical(proof.entry))));

  // Numbers may pass 32 bits, so they are divided, not shifted.
  const rootFrom = async (leaf, position, size, path) => {
    if (!Number.isSafeInteger(position) || position < 0 || position >= size) return null;
    let [node, last, hash] = [position, size - 1, leaf];
    for (const text of path) {
      const sibling = fromHex(text);
      if (last === 0 || sibling.length !== 32) return null;
      if (node % 2 === 1 || node === last) {
        hash = await sha256(Uint8Array.of(1), sibling, hash);
        while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
      } else {
        hash = await sha256(Uint8Array.of(1), hash, sibling);
      }
      [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    }
    return last === 0 ? hash : null;
  };

  const noteOf = (text) => {
    const split = text.lastIndexOf("\n\n");
    const [origin, size, root] = text.slice(0, split + 1).split("\n");
    if (split < 0 || !/^(0|[1-9][0-9]*)$/.test(size)) throw new Error("note");
    return { origin, size: Number(size), root: fromBase64(root), body: text.slice(0, split + 1), signatures: text.slice(split + 2).trim().split("\n") };
  };

  // true, false, or null where this browser has no Ed25519.
  const isSigned = async (note, printedKey) => {
    const [name, id, text] = [printedKey.split("+", 1)[0], printedKey.split("+", 2)[1], printedKey.split("+").slice(2).join("+")];
    const raw = fromBase64(text);
    if (note.origin !== name || raw.length !== 33 || raw[0] !== 1) return false;
    const line = note.signatures.map((one) => one.split(" ")).find((parts) => parts.length === 3 && parts[0] === "\u2014" && parts[1] === name);
    const signed = line ? fromBase64(line[2]) : new Uint8Array();
    if (signed.length !== 68 || !same(signed.slice(0, 4), fromHex(id))) return false;
    let key;
    try {
      key = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return null;
    }
    return crypto.subtle.verify({ name: "Ed25519" }, key, signed.slice(4), utf8(note.body));
  };

  // Whether what the page said of the line is what the entry says.
  const agrees = (entry, line) => entry.id === line.entry && entry.kind === line.kind && String(entry.time) === line.time
    && (entry.purpose ?? "") === (line.purpose ?? "") && (entry.as ?? "") === (line.as ?? "") && (entry.items ?? []).join(" ") === (line.items ?? "");

  const check = async (line) => {
    if (!globalThis.crypto?.subtle) return { what: "old" };
    let answer;
    try {
      answer = await fetch(line.proof, { credentials: "same-origin", cache: "no-store" });
    } catch {
      return { what: "away" };
    }
    if (!answer.ok || answer.redirected) return { what: "away" };
    try {
      const proof = JSON.parse(await answer.text());
      const note = noteOf(proof.checkpoint);
      if (proof.proof !== 1 || !agrees(proof.entry, line)) return { what: "other" };
      const root = await rootFrom(await leafOf(proof), proof.position, note.size, proof.path);
      if (root === null || !same(root, note.root)) return { what: "changed" };
      const signed = await isSigned(note, line.key);
      return { what: signed === null ? "old" : signed ? "good" : "unsigned", position: proof.position + 1, size: note.size };
    } catch {
      return { what: "changed" };
    }
  };

  for (const note of document.querySelectorAll("[data-without-script]")) note.hidden = true;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const place of document.querySelectorAll("[data-proof]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = place.classList.contains("my-proof-small") ? "az-button az-button-quiet" : "az-button az-button-primary";
    button.textContent = said.check;
    const result = document.createElement("span");
    result.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      button.disabled = true;
      result.className = "my-proof-busy";
      result.textContent = said.busy;
      const { what, position, size } = await check(place.dataset);
      result.className = "my-proof-" + (what === "good" ? "good" : what === "old" || what === "away" ? "old" : "bad");
      result.textContent = said[what].replace("{0}", number.format(position ?? 0)).replace("{1}", number.format(size ?? 0));
      result.dataset.result = what;
      button.disabled = false;
    });
    place.append(button, result);
  }
})();
