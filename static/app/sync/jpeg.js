/** From what the camera gave to the photo: upright, at most 1600 pixels, blocks painted, nothing but pixels in the file. */
import { Problem } from "../lib/problem.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {{x: number, y: number, w: number, h: number}} Block parts of width and height, 0 to 1 */

const LONGEST = 1600;
const THUMB_LONGEST = 320;
const THUMB_BYTES = 60 * 1024;
const QUALITY = 0.82;

/** The picture, decoded no larger than it is used. Throws Problem `photo_unreadable`. @param {Blob} file @returns {Promise<ImageBitmap>} */
export async function decode(file) {
  try {
    return await createImageBitmap(file, { resizeWidth: LONGEST, resizeQuality: "high", imageOrientation: "from-image" });
  } catch (cause) {
    throw new Problem("photo_unreadable", undefined, { cause });
  }
}

/**
 * @param {ImageBitmap} picture @param {Block[]} blocks
 * @returns {Promise<{jpeg: Bytes, thumb: Bytes, width: number, height: number}>}
 */
export async function makePhoto(picture, blocks) {
  const canvas = drawn(picture, LONGEST, blocks);
  const jpeg = await jpegOf(canvas, QUALITY);
  const small = drawn(picture, THUMB_LONGEST, blocks);
  let thumb = await jpegOf(small, 0.75);
  for (let quality = 0.6; thumb.length > THUMB_BYTES && quality > 0.1; quality -= 0.15) thumb = await jpegOf(small, quality);
  return { jpeg, thumb, width: canvas.width, height: canvas.height };
}

/** @param {ImageBitmap} picture @param {number} longest @param {Block[]} blocks */
function drawn(picture, longest, blocks) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const context = canvas.getContext("2d");
  if (!context) throw new Problem("photo_unreadable");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  context.fillStyle = "black";
  for (const { x, y, w, h } of blocks) {
    const [left, top] = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
    context.fillRect(left, top, Math.ceil((x + w) * canvas.width) - left, Math.ceil((y + h) * canvas.height) - top);
  }
  return canvas;
}

/** @param {OffscreenCanvas} canvas @param {number} quality @returns {Promise<Bytes>} */
async function jpegOf(canvas, quality) {
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  return withoutMetadata(new Uint8Array(await blob.arrayBuffer()));
}

/**
 * The same picture without segments that may tell where or with what it was taken (APP1 to APP15, comments).
 * Throws Problem `photo_unreadable` on bytes that are not a JPEG.
 * @param {Bytes} jpeg
 */
export function withoutMetadata(jpeg) {
  const segments = segmentsOf(jpeg);
  if (!segments) throw new Problem("photo_unreadable");
  const kept = segments.filter(({ marker }) => !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe);
  if (kept.length === segments.length) return jpeg;
  const clean = new Uint8Array(2 + kept.reduce((sum, { from, to }) => sum + to - from, 0));
  clean.set([0xff, 0xd8]);
  let at = 2;
  for (const { from, to } of kept) {
    clean.set(jpeg.subarray(from, to), at);
    at += to - from;
  }
  return clean;
}

/** Up to the picture's own data, which is the last. @param {Bytes} jpeg @returns {{marker: number, from: number, to: number}[] | null} */
function segmentsOf(jpeg) {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  const segments = [];
  for (let at = 2; at + 4 <= jpeg.length; ) {
    const marker = jpeg[at] === 0xff ? /** @type {number} */ (jpeg[at + 1]) : -1;
    if (marker === -1) return null;
    if (marker === 0xda) return [...segments, { marker, from: at, to: jpeg.length }];
    const length = (/** @type {number} */ (jpeg[at + 2]) << 8) | /** @type {number} */ (jpeg[at + 3]);
    segments.push({ marker, from: at, to: at + 2 + length });
    at += 2 + length;
  }
  return null;
}
