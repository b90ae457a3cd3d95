/** A phone in the hands of a test: out of the box, linked to a server of the test, and in step with it. */
import { freshStorage } from "./browser.js";
import { Server } from "./server.js";
import { compareAgain } from "../../../static/app/sync/journal.js";
import { syncNow } from "../../../static/app/sync/loop.js";
import * as life from "../../../static/app/sync/phone.js";

/** The exchange that an unlock or a save began is over, and what it brought on. */
export async function settled() {
  for (let i = 0; i < 4; i += 1) await syncNow();
}

/** Link this phone as a person does; the four words. */
export async function link() {
  const { words } = await life.enrol("abcd-2345");
  if (!(await life.confirmWords(words))) throw new Error("its own words were refused");
  await life.setQuickCode("314159");
  await life.finish();
  await settled();
  return words.join(" ");
}

/** Nothing of the test before is left: a new server and a phone that is linked to it. */
export async function newPhone() {
  life.lockNow();
  await syncNow();
  await freshStorage();
  compareAgain();
  const server = await new Server().start();
  return { server, words: await link() };
}
