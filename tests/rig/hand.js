/**
 * A hand on the screen of the field app, for tests that take many steps at once: it finds what is shown by its visible name,
 * taps it, and waits for the sign that it is kept. Put on the page before the app; each deed is one call from outside.
 */
(() => {
  const PATIENCE_MS = 60_000; // what never comes is a fault; what comes late on a machine with much to do is not
  const LOOK_MS = 8;
  const VERDICTS = { in_orde: "In orde", niet_in_orde: "Niet in orde", niet_van_toepassing: "n.v.t." };

  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length > 0 ? given : [RealDate.now() + hand.clockMs]));
    }

    static now() {
      return RealDate.now() + hand.clockMs;
    }
  };

  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const isShown = (element) => element.getClientRects().length > 0;
  const words = (element) => (element.getAttribute("aria-label") ?? element.innerText ?? "").replace(/\s+/g, " ").trim();
  const front = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

  /** Returns what `look` finds; fails with what the screen shows, or at once when the phone locked itself. */
  async function until(look, what) {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found) return found;
      if (!hand.mayLock && screen()?.dataset.screen === "ontgrendelen") throw new Error("LOCKED");
      if (document.querySelector("[data-not-saved]")) throw new Error(`NOT SAVED: ${document.querySelector("[data-not-saved]").innerText}`);
      if (performance.now() > end) throw new Error(`no ${what} on ${location.hash}: ${document.body.innerText.slice(0, 600)}`);
      await sleep(LOOK_MS);
    }
  }

  const screen = () => document.querySelector("main[data-screen]");
  const at = (name) => until(() => screen()?.dataset.screen === name && screen().dataset.ready === "true" && screen(), `screen ${name}`);
  const named = (name, kinds = "button, a[href]") =>
    [...front().querySelectorAll(kinds)].find((one) => isShown(one) && (name instanceof RegExp ? name.test(words(one)) : words(one) === name));
  async function tap(name, kinds) {
    (await until(() => named(name, kinds), `"${name}"`)).click();
  }
  /** The same screen may show another part: what is drawn then is drawn when the app has heard of it. */
  async function go(hash, name) {
    if (location.hash !== hash) {
      const heard = new Promise((done) => addEventListener("hashchange", done, { once: true }));
      location.hash = hash;
      await heard;
      await sleep(0);
    }
    await at(name);
    await sleep(0);
  }
  const visitHere = () => /#\/bezoek\/([\w-]+)/.exec(location.hash)?.[1];
  const judged = () => [...document.querySelectorAll(".th-main > [data-item]")].filter((card) => card.querySelector("label[data-value='in_orde']"));
  const parts = () => [...document.querySelectorAll("nav[aria-label='Delen van de controle'] a")].map((a) => a.getAttribute("href"));
  const chosen = (card) => card.querySelector("label[data-chosen='true']")?.dataset.value ?? null;
  const kept = (item, value) => until(() => document.querySelector(`[data-item='${item}'][data-saved='true'] label[data-value='${value}'][data-chosen='true']`), `kept answer ${value} of ${item}`);
  const label = (card, value) => [...card.querySelectorAll("label")].find((one) => words(one) === VERDICTS[value]);
  function type(field, text) {
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const isOpen = () => screen()?.dataset.screen !== "ontgrendelen" && screen()?.dataset.ready === "true";
  const wordsBox = () => document.getElementById("woorden");

  /** After hours the keys are gone: the code then opens nothing, and the words are asked for, maybe in the middle of it. */
  async function typeCode() {
    for (const digit of hand.code) {
      const key = await until(() => wordsBox() ?? named(digit, ".th-keypad button"), `"${digit}"`);
      if (key === wordsBox()) return;
      key.click();
    }
    await until(() => isOpen() || wordsBox(), "an open phone or its words");
  }

  async function typeWords(fourWords) {
    type(wordsBox(), fourWords);
    await sleep(0);
    await tap("Ontgrendel");
  }

  /** What the person calls one wijziging: a photo is one of its own. */
  const subjectOf = (op) => (op ? (/photo$/.test(op.kind) ? Object.keys(op.body)[0] : op.document) : null);

  const hand = {
    clockMs: 0,
    mayLock: false,

    /** Looks premises up and starts a visit there; returns its id, or null when all of them have one. */
    async start(nth) {
      await go("#/panden", "panden");
      const homes = /\bopen\b|woning/i;
      const rows = [...document.querySelectorAll("main a[href^='#/pand/']")].filter((row) => !homes.test(row.textContent)); // those out of sight have no innerText
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[(nth + i) % rows.length];
        await go("#/panden", "panden");
        type(document.getElementById("pand-zoeken"), row.querySelector("strong").textContent.trim());
        await go(row.getAttribute("href"), "pand");
        const button = await until(() => named(/^(Start controle|Ga verder)$/), "a way to start");
        if (words(button) !== "Start controle") continue;
        button.click();
        await at("start");
        await tap("Ja, aan de leidinggevende");
        await at("bezoek");
        return visitHere();
      }
      return null;
    },

    /** Answers a point; `part` and `nth` choose among what is asked. Returns which point and what was said. */
    async answer(visit, part, nth, value) {
      await go(`#/bezoek/${visit}`, "bezoek");
      if (part > 0) {
        const all = parts();
        await go(all[(part - 1) % all.length], "bezoek");
      }
      const cards = await until(() => document.querySelector(".th-main > [data-item]") && judged(), "points");
      if (cards.length === 0) return null;
      const card = cards[nth % cards.length];
      const { item } = card.dataset;
      label(card, value).click();
      if (value === "niet_in_orde") await at("bevinding");
      else await kept(item, value);
      return { item, value };
    },

    /** Says what is wrong with a point: it is not in order, this chip, these words. */
    async find(visit, part, nth, chip, text) {
      const answered = await hand.answer(visit, part, nth, "niet_in_orde");
      return answered && { ...answered, ...(await hand.note(visit, answered.item, chip, text)) };
    },

    /** A chip and a text in the finding of a point. */
    async note(visit, item, chip, text) {
      await go(`#/bezoek/${visit}/bevinding/${item}`, "bevinding");
      const chips = [...document.querySelectorAll(".th-main .th-chips .th-chip")];
      const said = { chip: null, text: null };
      if (chips.length > 0) {
        const one = chips[chip % chips.length];
        said.chip = words(one);
        if (one.dataset.chosen !== "true") one.click();
        await until(() => named(said.chip, "fieldset[data-saved='true'] .th-chip[data-chosen='true']"), `kept chip ${said.chip}`);
      }
      const box = document.getElementById("toelichting");
      if (box && text) {
        type(box, text);
        box.blur();
        await until(() => box.closest("[data-saved='true']"), "kept text");
        said.text = text;
      }
      return said;
    },

    /** A photo of a finding, by the camera; null where none may be made. */
    async photo(visit, item) {
      await go(`#/bezoek/${visit}/bevinding/${item}`, "bevinding");
      const before = document.querySelectorAll(".th-photo").length;
      if (!named(/^(Maak een foto|Foto erbij)$/)) return null;
      await tap(/^(Maak een foto|Foto erbij)$/);
      await until(() => named("Maak foto") && !named("Maak foto").disabled, "a picture to take");
      await tap("Maak foto");
      await tap("Gebruik");
      await until(() => document.querySelectorAll(".th-photo[data-saved='true']").length > before, "kept photo");
      return { nth: before };
    },

    /** Takes a photo of a finding away again. */
    async unphoto(visit, item, nth) {
      await go(`#/bezoek/${visit}/bevinding/${item}`, "bevinding");
      const all = document.querySelectorAll(".th-photo");
      const shown = await until(() => document.querySelectorAll(".th-photo")[nth], "the photo");
      shown.click();
      await tap("Wis foto");
      await until(() => named("Behoud"), "the question");
      await tap("Wis foto");
      await until(() => document.querySelectorAll(".th-photo").length < all.length, "one photo less");
      return {};
    },

    /** Proposes what is advised, or a warning with a reason where nothing is; null where nothing may be proposed. */
    async propose(visit, item) {
      await go(`#/bezoek/${visit}/bevinding/${item}`, "bevinding");
      if (!named(/^Stel maatregel voor/)) return null;
      await tap(/^Stel maatregel voor/);
      await at("maatregel");
      const advised = document.querySelector(".th-advice input[type='radio']");
      if (advised) {
        advised.click();
      } else {
        await tap(/^Iets anders kiezen/, "label");
        for (const wanted of ["Waarschuwing", "Ernstiger dan de regel"]) {
          const radio = [...front().querySelectorAll("label")].find((one) => words(one) === wanted);
          radio?.click();
          await sleep(2 * LOOK_MS);
        }
        await tap("Kies dit");
      }
      await until(() => document.querySelector(".th-main input[name='maatregel']:checked"), "a choice");
      await tap("Stuur voorstel");
      await at("bezoek");
      return {};
    },

    /** Answers what is open and signs. */
    async finish(visit) {
      await go(`#/bezoek/${visit}`, "bezoek");
      for (const part of ["", ...parts()]) {
        if (part) await go(part, "bezoek");
        for (const { item } of judged().filter((card) => !chosen(card)).map((card) => card.dataset)) {
          label(document.querySelector(`[data-item='${item}']`), "in_orde").click();
          await kept(item, "in_orde");
        }
      }
      await go(`#/bezoek/${visit}/afronden`, "afronden");
      const left = named(/^Nog \d+ punt/);
      if (left) return { open: words(left) };
      document.querySelector(".th-choices input[type='checkbox']").click();
      await tap("Onderteken en rond af");
      await until(() => /Staat op dit toestel/.test(document.querySelector("[data-saved='true']")?.innerText ?? ""), "a signed visit");
      return { signed: true };
    },

    /** What the screens of a visit show: point -> answer, or that it is signed. */
    async shown(visit) {
      await go(`#/bezoek/${visit}`, "bezoek");
      await until(() => parts().length > 0 || named("Vul aan"), "checklist or signed visit");
      if (named("Vul aan")) return { signed: true };
      const answers = {};
      for (const part of ["", ...parts()]) {
        if (part) await go(part, "bezoek");
        for (const card of judged()) answers[card.dataset.item] = chosen(card);
      }
      return { answers };
    },

    /** What the finding of a point shows. */
    async finding(visit, item) {
      await go(`#/bezoek/${visit}/bevinding/${item}`, "bevinding");
      const chips = [...document.querySelectorAll(".th-main .th-chip[data-chosen='true']")].map(words);
      return { chips, text: document.getElementById("toelichting")?.value ?? null, photos: document.querySelectorAll(".th-photo").length };
    },

    async unlock(fourWords) {
      hand.mayLock = true;
      try {
        await at("ontgrendelen");
        await typeCode();
        if (!isOpen()) await typeWords(fourWords);
        await until(isOpen, "an open phone");
      } finally {
        hand.mayLock = false;
      }
      return {};
    },

    /** Unlocks where the words are asked for. */
    async ready(fourWords) {
      if (screen()?.dataset.screen === "ontgrendelen") await hand.unlock(fourWords);
      return {};
    },

    /** Unlocks where that is asked, does one deed, and looks at once: one call from outside instead of four. */
    async turn(fourWords, deed, said) {
      await hand.ready(fourWords);
      const done = await hand[deed](...said);
      return { done, known: await hand.state() };
    },

    async lock() {
      hand.mayLock = true;
      if (!named("Meer")) await go("#/vandaag", "vandaag");
      await tap("Meer");
      await tap("Vergrendel nu");
      await at("ontgrendelen");
      hand.mayLock = false;
      return {};
    },

    /** Verzenden: asks to send now, and returns how that went and what the page lists. */
    async send() {
      if (screen()?.dataset.screen === "ontgrendelen") return { said: "locked" };
      await go("#/verzenden", "verzenden");
      dispatchEvent(new Event("online"));
      await tap(/^(Probeer nu te verzenden|Bezig)$/);
      await until(() => named("Bezig"), "Bezig").catch(() => {});
      await until(() => named("Probeer nu te verzenden"), "an end");
      const said = document.querySelector(".th-actions [role='status']").innerText;
      return { said: said === "" && !document.querySelector("main .utrecht-alert--warning") ? "done" : said || "trouble" };
    },

    /** The maker has seen what the office decided. */
    async see() {
      await go("#/verzenden", "verzenden");
      for (let left = 3; left > 0 && named("Gezien"); left -= 1) {
        const before = document.querySelectorAll("[data-decided]").length;
        named("Gezien").click();
        await until(() => document.querySelectorAll("[data-decided]").length < before, "less to see").catch(() => {});
      }
      return {};
    },

    /** What the screen says of what waits, and what is on the disk and in the cache under it. */
    async state() {
      const modules = `/s/${document.documentElement.dataset.build}/app`;
      const load = (path) => import(`${modules}/${path}`);
      const [watch, outbox, { operationId }, phones, { readReceipts }, life] = await Promise.all(
        ["sync/watch.js", "store/outbox.js", "sync/overlay.js", "store/phones.js", "store/receipts.js", "sync/phone.js"].map(load),
      );
      const [rows, blobs, active] = await Promise.all([outbox.allRows(), outbox.allBlobs(), phones.activePhone()]);
      const said = new Map(watch.entries.value.map((entry) => [operationId(entry), entry.op]));
      const strip = document.querySelector("[data-unsent]");
      const receipts = active ? Object.entries((await readReceipts(active.phone)).streams) : [];
      return {
        screen: screen()?.dataset.screen ?? null,
        says: document.querySelector("[data-sync-state]")?.dataset.syncState ?? null,
        unsent: Number(strip?.dataset.unsent ?? 0),
        listed: [...document.querySelectorAll("[data-queue-state]")].map((row) => row.dataset.queueState),
        state: life.phone.value.state,
        phone: active?.phone ?? null,
        receipts: receipts.map(([stream, { n, h }]) => [stream, n, h]),
        rows: rows.map((row) => ({
          operation: operationId(row),
          phone: row.phone,
          acked: row.acked,
          damaged: row.damaged ?? false,
          outcome: watch.cache.included.get(operationId(row))?.outcome ?? null,
          kind: said.get(operationId(row))?.kind ?? null,
          subject: subjectOf(said.get(operationId(row))),
        })),
        blobs: blobs.map(({ id, phone, done, damaged, operation }) => ({ id, phone, done, damaged: damaged ?? false, operation })),
        documents: Object.fromEntries([...watch.cache.documents.values()].map(({ id, version }) => [id, version])),
      };
    },
  };
  globalThis.hand = hand;
})();
