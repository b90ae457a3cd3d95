/** As much of a page as preact asks for, so that a screen can be drawn in Node. Import it before the screen. */

/** As much of an element as preact asks for. */
export class Node {
  constructor(name) {
    Object.assign(this, { nodeName: name, localName: name, nodeType: name === "#text" ? 3 : 1, childNodes: [], attributes: [], style: {}, value: "", parentNode: null });
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    const all = this.parentNode?.childNodes ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }
  insertBefore(child, before) {
    child.parentNode?.removeChild(child);
    const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) {
    return this.insertBefore(child, null);
  }
  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
  }
  remove() {
    this.parentNode?.removeChild(this);
  }
  contains() {
    return false;
  }
  setAttribute() {}
  removeAttribute() {}
  addEventListener(name, handler) {
    this[`on-${name.toLowerCase()}`] = handler;
  }
  removeEventListener() {}
  focus() {}
  fire(type, more = {}) {
    this[`on-${type}`].call(this, { type, target: this, ...more });
  }
  /** The words in it. */
  get text() {
    return this.data ?? this.childNodes.map((one) => one.text).join("");
  }
  find(name) {
    return this.localName === name ? this : this.childNodes.map((one) => one.find(name)).find(Boolean);
  }
}

export const document = /** @type {any} */ ({
  createElement: (name) => new Node(name),
  createElementNS: (_, name) => new Node(name),
  createTextNode: (data) => Object.assign(new Node("#text"), { data }),
  documentElement: { dataset: {} },
  addEventListener() {},
  getElementById: () => null,
});
globalThis.document = document;
globalThis.navigator ??= /** @type {any} */ ({ onLine: true });

/** Waits until it is so; a test that waits in vain ends by its own time. @param {() => unknown} isSo */
export async function until(isSo) {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
