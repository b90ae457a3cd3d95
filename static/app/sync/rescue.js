/**
 * The rescue file: everything this phone still holds and cannot send, sealed as it is, to be brought to the office.
 * It is made without unlocking, and as far as it goes also when the databases cannot be opened.
 */
import { concat, sha256, toHex, u32, utf8 } from "../lib/bytes.js";
import { allBlobs, allRows } from "../store/outbox.js";
import { activePhone } from "../store/phones.js";
import { readChunk } from "../store/photos.js";
import { BUILD } from "./api.js";
import { journalRows } from "./journal.js";
import { operationId } from "./overlay.js";
import { copiedBlobs, copiedChunk } from "./photo-copies.js";
import { phone as state } from "./state.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("../types.js").BlobRow} BlobRow */

/** @returns {Promise<{file: File, changes: number, photos: number}>} how many wijzigingen are in it, and photos of which the bytes are */
export async function makeRescueFile() {
  const [rows, blobs] = await Promise.all([heldRows(), waitingBlobs()]);
  const phones = [...new Set([...rows, ...blobs].map(({ phone }) => phone))];
  /** @type {Blob[]} */
  const parts = rows.map(({ envelope }) => new Blob([envelope]));
  /** @type {[number, string, number[]][]} */
  const listed = [];
  for (const { phone, id, chunks } of blobs) {
    const bytes = await Promise.all([...Array(chunks).keys()].map((i) => chunkOf(id, i)));
    listed.push([phones.indexOf(phone), id, bytes.map((chunk) => chunk?.length ?? 0)]);
    for (const chunk of bytes) if (chunk) parts.push(new Blob([chunk])); // out of memory at once: there may be hundreds
  }
  const start = await startOf({
    form: 1,
    installation: state.value.installation ?? null,
    build: BUILD,
    made_at: new Date().toISOString(),
    phones,
    envelopes: rows.map(({ phone, envelope }) => [phones.indexOf(phone), envelope.length]),
    blobs: listed,
  });
  const file = new File([start, ...parts], await nameOf(), { type: "application/octet-stream" });
  const waits = rows.filter(({ unsent }) => unsent);
  return { file, changes: new Set([...waits, ...blobs].map(({ group }) => group)).size, photos: blobs.filter(({ size }) => size === "full").length };
}

/** @param {object} header @returns {Promise<Bytes>} */
async function startOf(header) {
  const json = utf8(JSON.stringify(header));
  const start = concat(utf8("FAR1"), u32(json.length), json);
  return concat(start, await sha256(start));
}

/** Rows of the outbox, and what only the journal still has; for a row whose bytes were lost, those of the journal. */
async function heldRows() {
  const [rows, noted] = await Promise.all([allRows().catch(() => []), journalRows().catch(() => [])]);
  /** @type {OutboxRow[]} */
  const sound = [];
  for (const row of rows) if (row.envelope instanceof Uint8Array && toHex(await sha256(row.envelope)) === row.h) sound.push(row);
  const there = new Set(sound.map(operationId));
  return [...sound, ...noted.filter((row) => !there.has(operationId(row)))];
}

/** From the outbox, else from the copy. @param {string} id @param {number} i */
async function chunkOf(id, i) {
  return (await readChunk(id, i).catch(() => undefined)) ?? (await copiedChunk(id, i));
}

/** @returns {Promise<BlobRow[]>} */
async function waitingBlobs() {
  const [blobs, copied] = await Promise.all([allBlobs().catch(() => []), copiedBlobs().catch(() => [])]);
  const there = new Set(blobs.map(({ id }) => id));
  return [...blobs, ...copied.filter(({ id }) => !there.has(id))].filter(({ done }) => !done);
}

async function nameOf() {
  const number = state.value.phone_number ?? (await activePhone().catch(() => null))?.phone_number;
  const day = new Date().toISOString().slice(0, 10);
  return `redding-${number ? `toestel-${String(number).padStart(2, "0")}-` : ""}${day}.fieldapp`;
}

/**
 * Gives the file out: by the share sheet where the browser shares files, else as a download. `again`: the browser wants
 * another tap, because making the file took too long after the first.
 * @param {File} file
 * @returns {Promise<"shared" | "downloaded" | "stopped" | "again">}
 */
export async function handOver(file) {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return "shared";
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return "stopped";
      if (error instanceof Error && error.name === "NotAllowedError") return "again";
    }
  }
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return "downloaded";
}
