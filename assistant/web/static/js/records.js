/* The button that prints a page shows itself where there is a script. */

"use strict";

for (const row of document.querySelectorAll("[data-prints]")) {
  row.hidden = false;
  row.querySelector("button").addEventListener("click", () => window.print());
}
