/**
 * A server small enough to read, with real keys and signatures, that keeps sealed bytes and shows documents it is given.
 * Judging is not its matter: `judge` says what becomes of an operation. Faults are switched on for the next answer.
 */
import { concat, fromBase64, fromHex, readU32, sha256, text, toBase64, toHex, u32, utf8 } from "../../../static/app/lib/bytes.js";
import { uuid7, uuidBytes } from "../../../static/app/lib/ids.js";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SHA = { name: "ECDSA", hash: "SHA-256" };
export const PERSON = { id: uuid7(), name: "Ines", roles: ["inspector"], team_ids: ["centrum"] };

const rawOf = async (key) => new Uint8Array(await crypto.subtle.exportKey("raw", key));
const sign = async (key, message) => toBase64(new Uint8Array(await crypto.subtle.sign(SHA, key, message)));

const u64 = (value) => concat(u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32));

export class Server {
  constructor() {
    this.installation = crypto.getRandomValues(new Uint8Array(16));
    this.isUp = true;
    this.keeps = "all";
    /** Blobs that two backups hold. @type {Set<string>} */
    this.safeBlobs = new Set();
    this.deviceState = "enrolled";
    this.tokens = new Map();
    this.requests = [];
    /** stream -> [envelope, ...] */
    this.kept = new Map();
    /** stream -> [[first, last], ...] */
    this.holes = new Map();
    this.outcomes = {};
    this.documents = new Map();
    this.gone = [];
    this.position = 0;
    this.history = "a";
    this.safe = {};
    this.blobs = new Map();
    this.done = new Set();
    this.pageSize = 1000;
    /** Numbers of the keys that phones may seal to. */
    this.kids = [1];
    /** How phones come from an older signing key to the present one. @type {{public: string, following: string, signature: string}[]} */
    this.handovers = [];
    /** The key of web push, and what browsers said of themselves. */
    this.vapid = "BA".padEnd(87, "A");
    this.subscriptions = [];
    /** @type {((path: string, answer: any) => any) | null} */
    this.spoil = null;
    /** The request with this path never arrives. @type {((path: string) => boolean) | null} */
    this.cut = null;
    /** When it was put back last. @type {string | null} */
    this.restoredAt = null;
    this.outcomeOf = () => ({ outcome: "applied", code: null });
  }

  async start() {
    this.signing = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
    this.hpke = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    globalThis.fetch = (url, init) => this.fetch(String(url), init);
    return this;
  }

  /** Another signing key takes the place of the present one, on its word. */
  async newSigning() {
    const older = this.signing;
    this.signing = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
    const [from, to] = [await rawOf(older.publicKey), await rawOf(this.signing.publicKey)];
    const word = await sign(older.privateKey, concat(utf8("fieldapp/signing-key/1"), this.installation, from, to));
    this.handovers.push({ public: toBase64(from), following: toBase64(to), signature: word });
  }

  async fetch(url, init) {
    const path = url.replace(/^.*\/api\/v1\//, "");
    this.requests.push(path);
    if (!this.isUp || this.cut?.(path)) throw new TypeError("Failed to fetch");
    const body = init.body === undefined ? undefined : typeof init.body === "string" ? JSON.parse(init.body) : new Uint8Array(init.body);
    let answer = await this.answer(path, init.method, body, init.headers);
    if (this.spoil) answer = await this.spoil(path, answer);
    if (answer instanceof Response) return answer;
    const { status = 200, ...json } = answer;
    const type = status < 400 ? "application/json" : "application/problem+json";
    const content = status === 204 ? null : JSON.stringify(json);
    return new Response(content, { status, headers: { "X-Fieldapp": "1", "Content-Type": type, ...(this.restoredAt ? { "X-Fieldapp-Restored": this.restoredAt } : {}) } });
  }

  async answer(path, method, body, headers) {
    if (path === "vapid") return { public_key: this.vapid };
    if (path === "enrol") return this.enrol(body);
    if (path === "challenge") return { challenge: toBase64(crypto.getRandomValues(new Uint8Array(32))) };
    if (path === "token") return this.token(body);
    const token = this.tokens.get((headers.Authorization ?? "").slice(7));
    if (!token) return { status: 401, type: "token_expired" };
    if (path === "push") return this.push(body);
    if (path.startsWith("blobs/")) return this.blob(path.slice(6), method, body, headers);
    if (path === "emptied") return { status: 204 };
    if (token.scope !== "full") return { status: 403, type: "scope" };
    if (this.deviceState !== "enrolled") return { status: 403, type: this.deviceState === "person_off" ? "person_off" : "device_revoked" };
    if (path === "pull") return this.pull(body);
    if (path === "subscription") return { status: 204, ...(this.subscriptions.push(body) && {}) };
    if (path === "manifest") return this.manifest(body);
    if (path === "fetch") return this.fetchDocuments(body);
    return { status: 404, type: "not_found" };
  }

  async enrol({ code, dev_public, sign_public }) {
    if (code !== "ABCD2345") return { status: 403, type: "code_unknown", title: "Deze code klopt niet." };
    [this.dev, this.sign] = [fromBase64(dev_public), fromBase64(sign_public)];
    this.phone = uuid7();
    const certificate = utf8(JSON.stringify({ phone: this.phone, person: PERSON.id, dev_public, sign_public, serial: 14, issued_on: "2026-11-21" }));
    return {
      installation: toHex(this.installation),
      municipality: { name: "Voorbeeld", code: "0000" },
      person: PERSON,
      phone: this.phone,
      phone_number: 14,
      certificate: { body: toBase64(certificate), signature: await sign(this.signing.privateKey, concat(utf8("fieldapp/certificate/1"), this.installation, certificate)) },
      signing_public: toBase64(await rawOf(this.signing.publicKey)),
      server_keys: await this.serverKeys(),
    };
  }

  async serverKeys() {
    const point = await rawOf(this.hpke.publicKey);
    const signed = async (kid) => sign(this.signing.privateKey, concat(utf8("fieldapp/server-key/1"), this.installation, u32(kid), point));
    return Promise.all(this.kids.map(async (kid) => ({ kid, public: toBase64(point), signature: await signed(kid) })));
  }

  async token({ phone, challenge, dev_signature, sign_signature, certificate }) {
    const message = concat(utf8("fieldapp/auth/1"), this.installation, uuidBytes(phone), fromBase64(challenge));
    const holds = async (point, signature) =>
      crypto.subtle.verify(SHA, await crypto.subtle.importKey("raw", point, CURVE, false, ["verify"]), fromBase64(signature), message);
    if (!(await holds(this.dev, dev_signature))) return { status: 403, type: "device_unknown" };
    if (sign_signature && !(await holds(this.sign, sign_signature))) return { status: 403, type: "device_unknown" };
    const token = crypto.randomUUID();
    const scope = sign_signature && this.deviceState === "enrolled" ? "full" : "push";
    this.tokens.set(token, { scope });
    const keys = scope === "full" ? { server_keys: await this.serverKeys() } : {};
    const { body } = certificate;
    const signature = await sign(this.signing.privateKey, concat(utf8("fieldapp/certificate/1"), this.installation, fromBase64(body)));
    const anew = this.handovers.length > 0 ? { signing: this.handovers, certificate: { body, signature } } : {};
    return { token, scope, ...keys, ...anew, state: this.deviceState, keeps: this.keeps, server_time: now(), expires_at: new Date(Date.now() + 900_000).toISOString() };
  }

  async push(bytes) {
    const length = readU32(bytes, 0);
    const header = JSON.parse(text(bytes.subarray(4, 4 + length)));
    this.lastHeader = header;
    const behind = [];
    for (const { stream, acked, h } of header.holds) {
      const mine = this.kept.get(stream) ?? [];
      if (acked && (!mine[acked - 1] || (await digest(mine[acked - 1])) !== h)) behind.push(stream);
    }
    if (behind.length > 0) return { status: 409, type: "behind", have: await this.marks(header), holes: this.holesOf(header) };
    const kept = [];
    for (let at = 4 + length; at < bytes.length; ) {
      const size = readU32(bytes, at);
      const envelope = bytes.slice(at + 4, at + 4 + size);
      at += 4 + size;
      if (text(envelope.subarray(0, 4)) !== "FAE1") return { status: 400, type: "bad_request" };
      this.passGaps(header, toHex(envelope.subarray(4, 20)));
      const one = await this.keep(envelope);
      if (one) kept.push(one);
    }
    for (const { stream } of header.holds) this.passGaps(header, stream);
    return { kept, have: await this.marks(header), safe: this.safe, holes: this.holesOf(header), receipts: await this.receipts(header), results: [], server_time: now() };
  }

  async receipts(header) {
    const given = {};
    for (const { stream } of header.holds) {
      const mine = this.kept.get(stream) ?? [];
      if (!mine.at(-1)) continue;
      const [h, at] = [await digest(mine.at(-1)), Date.now()];
      const message = concat(utf8("fieldapp/receipt/1"), this.installation, fromHex(stream), u64(mine.length), fromHex(h), u64(at));
      const signature = toHex(fromBase64(await sign(this.signing.privateKey, message)));
      given[stream] = [mine.length, h, at, signature];
    }
    return given;
  }

  /** What the phone says to have no sound bytes of becomes a hole. */
  passGaps(header, stream) {
    for (const [first, last] of header.holds.find((hold) => hold.stream === stream)?.gaps ?? []) {
      const mine = this.kept.get(stream) ?? [];
      if (first > mine.length + 1 || last < mine.length + 1) continue;
      this.holes.set(stream, [...(this.holes.get(stream) ?? []), [mine.length + 1, last]]);
      this.kept.set(stream, [...mine, ...Array(last - mine.length).fill(null)]);
    }
  }

  holesOf(header) {
    const known = header.holds.map(({ stream }) => [stream, this.holes.get(stream) ?? []]);
    return Object.fromEntries(known.filter(([, holes]) => holes.length > 0));
  }

  async keep(envelope) {
    const stream = toHex(envelope.subarray(4, 20));
    const n = Number(new DataView(envelope.buffer, 20, 8).getBigUint64(0));
    const mine = this.kept.get(stream) ?? [];
    const h = await digest(envelope);
    if (n > mine.length + 1) return null;
    if (n === mine.length + 1 || mine[n - 1] === null) {
      this.kept.set(stream, Object.assign([...mine], { [n - 1]: envelope }));
      const holes = this.holes.get(stream) ?? [];
      this.holes.set(stream, holes.flatMap(([a, b]) => (n < a || n > b ? [[a, b]] : [[a, n - 1], [n + 1, b]])).filter(([a, b]) => a <= b));
      this.position += 1;
      this.outcomes[`${stream}:${n}`] = { ...this.outcomeOf(`${stream}:${n}`, envelope), position: this.position, conflicts: [] };
    }
    return [stream, n, h.slice(0, 8)];
  }

  async marks(header) {
    const marks = {};
    for (const { stream } of header.holds) {
      const mine = this.kept.get(stream) ?? [];
      marks[stream] = [mine.length, ...(mine.at(-1) ? [(await digest(mine.at(-1))).slice(0, 8)] : [])];
    }
    return marks;
  }

  /** A document as the server shows it from now on. */
  show(id, kind, fields, extra = {}) {
    this.position += 1;
    this.documents.set(id, { id, kind, version: `${this.position}.${this.history.repeat(8)}`, fields, ...extra });
  }

  /** It leaves the reader's scope. */
  hide(id) {
    this.documents.delete(id);
    this.gone.push(id);
  }

  isKnown(version) {
    return version === null || (version.split(".")[1].startsWith(this.history.repeat(8)) && Number.parseInt(version, 10) <= this.position);
  }

  pull({ cursor, seen, after, streams }) {
    if (!this.isKnown(cursor) || !this.isKnown(seen)) return { reset: "history" };
    const since = Math.max(after ?? 0, cursor ? Number.parseInt(cursor, 10) : 0);
    const rows = [...this.documents.values()].filter((d) => Number.parseInt(d.version, 10) > since).sort((a, b) => Number.parseInt(a.version, 10) - Number.parseInt(b.version, 10));
    const page = rows.slice(0, this.pageSize);
    if (rows.length > this.pageSize) return { documents: page, more: true, after: Number.parseInt(page.at(-1).version, 10), server_time: now() };
    return { documents: page, more: false, gone: this.gone, outcomes: this.outcomesOf(streams), cursor: this.cursor(), server_time: now() };
  }

  manifest({ streams }) {
    return { ids: [...this.documents.values()].map(({ id, version }) => [id, version]), outcomes: this.outcomesOf(streams), cursor: this.cursor(), server_time: now() };
  }

  fetchDocuments({ ids }) {
    const found = ids.map((id) => this.documents.get(id)).filter(Boolean);
    return { documents: found, missing: ids.filter((id) => !this.documents.has(id)), server_time: now() };
  }

  outcomesOf(streams) {
    return Object.fromEntries(Object.entries(this.outcomes).filter(([operation]) => streams.includes(operation.slice(0, 32))));
  }

  cursor() {
    return `${this.position}.${this.history.repeat(8)}.scope`;
  }

  async blob(rest, method, body, headers) {
    const [id, last] = rest.split("/");
    const chunks = this.blobs.get(id) ?? new Map();
    this.blobs.set(id, chunks);
    if (method === "GET") return { have: [...chunks.keys()], done: this.done.has(id), safe: this.safeBlobs.has(id) };
    if (method === "PUT") {
      if ((await digest(body)) !== headers["X-SHA256"]) return { status: 422, type: "chunk_hash" };
      chunks.set(Number(last), body);
      return { status: 204 };
    }
    if (chunks.size !== body.chunks) return { status: 409, type: "incomplete", have: [...chunks.keys()] };
    this.done.add(id);
    return { done: true };
  }

  /** Yesterday's copy is put back. */
  restore() {
    this.kept = new Map();
    this.holes = new Map();
    this.outcomes = {};
    this.blobs = new Map();
    this.done = new Set();
    this.history = String.fromCharCode(this.history.charCodeAt(0) + 1);
    for (const document of this.documents.values()) document.version = `${Number.parseInt(document.version, 10)}.${this.history.repeat(8)}`;
  }

  count() {
    return [...this.kept.values()].reduce((sum, stream) => sum + stream.filter(Boolean).length, 0);
  }
}

const now = () => new Date().toISOString();
const digest = async (bytes) => toHex(await sha256(bytes));
export const hexOf = fromHex;
