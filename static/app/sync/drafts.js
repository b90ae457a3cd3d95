/** The door of the screens to what is being typed: encrypted on this phone, never sent. */
export { dropDraft, loadDraft, saveDraft } from "../store/drafts.js";
