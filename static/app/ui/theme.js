/** Light or dark: the phone decides, the moon button decides otherwise, and that is kept with the drafts. */
import { loadDraft, saveDraft } from "../sync/drafts.js";

export function toggleTheme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  setTheme(dark ? "light" : "dark");
  saveDraft("theme", dark ? "light" : "dark").catch(() => {
    // Not kept: the phone's own choice returns next time.
  });
}

/** @param {"light" | "dark"} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

export async function rememberTheme() {
  const theme = await loadDraft("theme").catch(() => null);
  if (theme === "dark" || theme === "light") setTheme(theme);
}
