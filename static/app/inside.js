/** What begins with the first unlock: the place is kept, the look returns, and the app locks itself again. */
import { returnToPlace, watchPlace } from "./router.js";
import { watchIdle } from "./ui/idle-lock.js";
import { rememberTheme } from "./ui/theme.js";

let isWatching = false;

export function opened() {
  if (!isWatching) {
    isWatching = true;
    watchPlace();
    watchIdle();
  }
  void returnToPlace();
  void rememberTheme();
}
