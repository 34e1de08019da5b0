/* Reading an item aloud, by a voice that is on the device itself: nothing leaves it. */

"use strict";

const reader = document.querySelector("[data-reader]");

if (reader) {
  const speech = window.speechSynthesis;
  const button = reader.querySelector("button");
  const label = button.querySelector("span");
  const [start, stop] = [label.textContent, button.dataset.stop];
  const own = () => speech?.getVoices().find(
    (one) => one.localService && one.lang.startsWith("en"),
  );

  const offer = () => {
    reader.hidden = false;
    button.hidden = !own();
    reader.querySelector("[data-silent]").hidden = Boolean(own());
  };

  const wordsOf = (part) => [...part.querySelectorAll("p, legend, h2, label")]
    .filter((one) => one.offsetParent !== null)
    .map((one) => one.innerText.trim()).filter(Boolean);

  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      return;
    }
    // One utterance a line: a long one stops halfway in some browsers.
    const lines = wordsOf(document.querySelector("[data-read]"));
    lines.forEach((line, place) => {
      const spoken = new SpeechSynthesisUtterance(line);
      spoken.voice = own();
      spoken.lang = spoken.voice.lang;
      if (place === lines.length - 1) {
        spoken.addEventListener("end", () => { label.textContent = start; });
      }
      spoken.addEventListener("error", () => { label.textContent = start; });
      speech.speak(spoken);
    });
    label.textContent = stop;
  });

  window.addEventListener("pagehide", () => speech?.cancel());
  speech?.addEventListener?.("voiceschanged", offer);
  offer();
}
