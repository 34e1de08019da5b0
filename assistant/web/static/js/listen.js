/* Reads a notice aloud with a voice of the device. Without a voice for a language its button stays
   hidden; nothing is sent anywhere. */

"use strict";

/* Where the voices of a device are named otherwise than the language of the page. */
const NAMES = {
  "en-GB": ["en-gb", "en"],
  "pa": ["pa-in", "pa"],
  "zh-Hans": ["zh-cn"],
  "zh-Hant": ["zh-tw", "zh-hk", "yue"],
};

const voiceOf = (tag) => {
  const voices = window.speechSynthesis.getVoices().filter((one) => one.localService);
  for (const name of NAMES[tag] ?? [tag.toLowerCase()]) {
    const found = voices.find((one) => {
      const spoken = one.lang.toLowerCase().replace("_", "-");
      return spoken === name || spoken.startsWith(`${name}-`);
    });
    if (found) {
      return found;
    }
  }
  return undefined;
};

const sentencesOf = (tag) => [...document.querySelectorAll("[data-spoken]")]
  .filter((part) => part.closest("[lang]").lang === tag)
  .map((part) => part.innerText.trim())
  .filter(Boolean);

if (window.speechSynthesis) {
  const buttons = [...document.querySelectorAll("[data-listen]")];

  const show = () => {
    for (const button of buttons) {
      button.hidden = !voiceOf(button.dataset.listen);
    }
  };

  const stop = () => {
    window.speechSynthesis.cancel();
    for (const button of buttons) {
      button.setAttribute("aria-pressed", "false");
    }
  };

  const read = (button) => {
    const tag = button.dataset.listen;
    const spoken = sentencesOf(tag).map((text) => {
      const one = new SpeechSynthesisUtterance(text);
      one.lang = tag;
      one.voice = voiceOf(tag);
      return one;
    });
    spoken.at(-1)?.addEventListener("end", stop);
    button.setAttribute("aria-pressed", "true");
    /* A sentence at a time: some devices fall silent in long texts. */
    spoken.forEach((one) => window.speechSynthesis.speak(one));
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const wasReading = button.getAttribute("aria-pressed") === "true";
      stop();
      if (!wasReading) {
        read(button);
      }
    });
  }
  window.addEventListener("pagehide", stop);
  window.speechSynthesis.addEventListener?.("voiceschanged", show);
  show();
}
