/* Check a proof of the public log in this browser. Nothing is sent: it works without a connection too.
   The formats are c2sp.org/tlog-proof, tlog-checkpoint, tlog-cosignature and RFC 6962 (static/portal/check_receipt.py). */
const form = document.getElementById("log-check");
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = (text) => new TextEncoder().encode(text);

function join(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

function readProof(text) {
  const [head, ...rest] = text.split("\n\n");
  const lines = head.split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || rest.length < 2) throw new Error("no proof");
  const extra = JSON.parse(new TextDecoder().decode(bytesOf(lines[1].split(" ")[1])));
  const [origin, size, root] = rest[0].split("\n");
  return {
    extra, origin, root, size: Number(size),
    index: Number(lines[2].split(" ")[1]),
    hashes: lines.slice(3).map(bytesOf),
    checkpoint: `${rest[0]}\n`,
    signatures: rest[1].split("\n").filter(Boolean),
  };
}

async function digitsOf(leaf) {
  const digest = await sha256(utf8("receipt\0"), fromHex(leaf).slice(0, 32)); // the rest is the digest of the line
  return (BigInt(`0x${toHex(digest.slice(0, 16))}`) % 10n ** 24n).toString().padStart(24, "0");
}

async function rootOfHour(extra) {
  let here = await leafHash(fromHex(extra.leaf));
  for (const [side, other] of extra.steps) {
    here = side === "left" ? await nodeHash(fromHex(other), here) : await nodeHash(here, fromHex(other));
  }
  return toHex(here);
}

async function rootOfLog({ extra, index, size, hashes }) {
  let here = await leafHash(utf8(extra.head));
  let last = size - 1;
  for (const other of hashes) {
    if (last === 0 || index > last) return null;
    if (index % 2 || index === last) {
      here = await nodeHash(other, here);
      while (index && index % 2 === 0) [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
    } else {
      here = await nodeHash(here, other);
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  return last === 0 && index === 0 ? btoa(String.fromCharCode(...here)) : null;
}

async function isSigned(key, proof) {
  const [, name, encoded] = key.match(/^([^+]+)\+[0-9a-f]{8}\+(.+)$/); /* base64 may have "+" too */
  const raw = bytesOf(encoded);
  const id = toHex((await sha256(utf8(`${name}\n`), raw)).slice(0, 4));
  for (const line of proof.signatures) {
    const [, signer, text] = line.split(" ");
    let signature = bytesOf(text);
    if (signer !== name || toHex(signature.slice(0, 4)) !== id) continue;
    signature = signature.slice(4);
    let message = proof.checkpoint;
    if (raw[0] === 4) {
      message = `cosignature/v1\ntime ${BigInt(`0x${toHex(signature.slice(0, 8))}`)}\n${message}`;
      signature = signature.slice(8);
    }
    const publicKey = await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]);
    if (await crypto.subtle.verify("Ed25519", publicKey, signature, utf8(message))) return true;
  }
  return false;
}

async function check(text, digits) {
  const proof = readProof(text);
  if ((await digitsOf(proof.extra.leaf)) !== digits.replace(/\D/g, "")) return ["other"];
  if ((await rootOfHour(proof.extra)) !== JSON.parse(proof.extra.head).root) return ["broken"];
  if ((await rootOfLog(proof)) !== proof.root) return ["broken"];
  const [logKey, ...witnessKeys] = JSON.parse(form.dataset.keys);
  if (proof.origin !== logKey.split("+")[0] || !(await isSigned(logKey, proof))) return ["unsigned"];
  const signers = [];
  for (const key of witnessKeys) {
    if (await isSigned(key, proof)) signers.push(key.split("+")[0]);
  }
  return [signers.length >= Number(form.dataset.needed) ? "good" : "alone", signers];
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = form.elements.proof.files[0];
  let found;
  try {
    found = await check(await file.text(), form.elements.digits.value);
  } catch {
    found = ["unreadable"];
  }
  for (const answer of document.querySelectorAll("[data-log-answer]")) answer.hidden = answer.dataset.logAnswer !== found[0];
  for (const names of document.querySelectorAll("[data-log-signers]")) names.textContent = (found[1] ?? []).join(" · ");
  document.querySelector("[data-log-answer]:not([hidden])").focus();
});
if (form) form.hidden = false;
