/* Finds titles in the page as one types. Nothing that is typed leaves the device. */

"use strict";

const SAID_AFTER = 600;

const find = document.querySelector("[data-find]");
const field = find.querySelector("input");
const count = find.querySelector("[data-count]");
const main = document.getElementById("main");
let saying;

/* As `browse.titled` does on the server. */
const wordsIn = (line) => line.normalize("NFKC").toLowerCase().replace(/['’]/g, "")
  .match(/[\p{L}\p{N}]+/gu) ?? [];

const titles = [...document.querySelectorAll("[data-title]")].map((title) => ({
  item: title.closest("li, details"),
  words: wordsIn(title.textContent),
}));

const inWords = (number) => {
  const { none, one, many } = find.dataset;
  return [none, one][number] ?? many.replace("#", number);
};

const look = () => {
  const wanted = wordsIn(field.value);
  let number = 0;
  for (const { item, words } of titles) {
    item.hidden = !wanted.every((start) => words.some((word) => word.startsWith(start)));
    number += item.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("[data-section]")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  main.classList.toggle("is-finding", wanted.length > 0);
  count.textContent = wanted.length > 0 ? inWords(number) : "";
  clearTimeout(saying);
  saying = setTimeout(() => {
    document.getElementById("status").textContent = count.textContent;
  }, SAID_AFTER);
};

field.addEventListener("input", look);

find.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
  titles.find(({ item }) => !item.hidden)?.item.querySelector("a, summary").focus();
});

look();
