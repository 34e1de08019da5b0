/* A training session on any screen: focus to what is new, one region that says the rest. */

"use strict";

{
  const said = document.getElementById("room-status");
  const lost = document.getElementById("lost");
  const parts = ["room", "stage"];

  /* Where the browser brings a page back as it was left, someone else may be sitting there. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      window.location.reload();
    }
  });

  const showFrom = (part) => {
    const start = part.querySelector("[data-focus]");
    window.scrollTo({ top: 0, behavior: "instant" });
    start?.focus({ preventScroll: true });
    if (start && start.getBoundingClientRect().bottom > window.innerHeight) {
      start.scrollIntoView({ behavior: "instant" });
    }
  };

  /* Read aloud by a voice on the device itself; nothing is sent anywhere. */

  const voice = () => window.speechSynthesis?.getVoices().find(
    (one) => one.localService && one.lang.startsWith("en"),
  );

  const showTools = () => {
    for (const button of document.querySelectorAll("[data-listen]")) {
      button.hidden = !voice() || !document.querySelector("[data-read]");
    }
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
    }
  };

  const listen = () => {
    if (window.speechSynthesis.speaking) {
      window.speechSynthesis.cancel();
      return;
    }
    const words = [...document.querySelectorAll("[data-read]")].map((one) => one.innerText.trim());
    const speech = new SpeechSynthesisUtterance(words.join("\n\n"));
    speech.voice = voice();
    window.speechSynthesis.speak(speech);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-listen]")) {
      listen();
    } else if (event.target.closest("[data-print]")) {
      window.print();
    }
  });

  document.body.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (parts.includes(part.id)) {
      window.speechSynthesis?.cancel();
      said.textContent = "";
      showTools();
      showFrom(part);
    } else if (part.dataset.status && said.textContent !== part.dataset.status) {
      said.textContent = part.dataset.status;
    }
  });

  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(trouble, () => {
      lost.hidden = false;
    });
  }

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) {
      lost.hidden = true;
    }
  });

  window.speechSynthesis?.addEventListener?.("voiceschanged", showTools);
  showTools();
}
