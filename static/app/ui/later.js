/** A part of a screen that is fetched once the screen stands; until then nothing is in its place. */
import { html, useEffect, useState } from "../lib/html.js";

/** @param {() => Promise<any>} load of the component @returns {(props: Record<string, unknown>) => unknown} */
export function later(load) {
  /** @type {any} */
  let component = null;
  return function Later(props) {
    const [, draw] = useState(false);
    useEffect(() => {
      if (component) return;
      load().then(
        (loaded) => {
          component = loaded;
          draw(true);
        },
        (error) => console.error(error),
      );
    }, []);
    return component && html`<${component} ...${props} />`;
  };
}
