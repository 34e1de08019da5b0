/* What a page can do more with a script. Every page works without it. */

"use strict";

const LOOKING_AFTER = 400;

/* Where the browser brings a page back as it was left, someone else may be sitting there by now. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});

document.getElementById("finish")?.addEventListener("submit", () => {
  sessionStorage.clear();
});

/* A screen that nobody touches finishes by itself; a device that slept does so when it wakes. */
const finish = document.getElementById("finish");
const idle = Number(document.body.dataset.idle) * 1000;

if (finish && idle) {
  let touched = Date.now();
  for (const sign of ["pointerdown", "keydown", "scroll", "input"]) {
    window.addEventListener(sign, () => {
      touched = Date.now();
    }, { passive: true });
  }
  const check = () => {
    if (Date.now() - touched >= idle) {
      touched = Date.now();
      finish.requestSubmit();
    }
  };
  setInterval(check, Math.min(idle, 5000));
  document.addEventListener("visibilitychange", check);
}

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {
    /* Without the worker there are no saved answers; everything else is as before. */
  });
}

/* Buttons that need a script show themselves. */

const speech = window.speechSynthesis;

/* A voice of the device alone: others send the words away. */
const voice = () => speech?.getVoices().find((one) => one.localService && one.lang.startsWith("en"));

const showTools = (root) => {
  for (const tools of root.querySelectorAll("[data-script]")) {
    const isSpeaking = tools.hasAttribute("data-speaking");
    tools.hidden = false;
    tools.querySelector("[data-do=copy]").hidden = !navigator.clipboard;
    tools.querySelector("[data-do=listen]").hidden = isSpeaking || !voice();
    tools.querySelector("[data-do=stop]").hidden = !isSpeaking;
  }
};

const wordsOf = (answer, part) => answer.querySelector(`template[data-${part}]`).content.textContent;

const speaks = (row, isSpeaking) => {
  const hadFocus = row.contains(document.activeElement);
  row.toggleAttribute("data-speaking", isSpeaking);
  showTools(row.parentNode);
  if (hadFocus) {
    row.querySelector(isSpeaking ? "[data-do=stop]" : "[data-do=listen]").focus();
  }
};

const hush = () => {
  speech?.cancel();
  for (const row of document.querySelectorAll("[data-speaking]")) {
    speaks(row, false);
  }
};

const tools = {
  async copy(answer, button) {
    await navigator.clipboard.writeText(`${wordsOf(answer, "words")}\n\n${wordsOf(answer, "proof")}\n`);
    button.querySelector("span").textContent = button.dataset.done;
    document.getElementById("status").textContent = button.dataset.done;
  },
  print() {
    window.print();
  },
  listen(answer, button) {
    hush();
    const row = button.parentNode;
    const lines = wordsOf(answer, "words").split("\n").filter(Boolean);
    const said = lines.map((line) => {
      const one = new SpeechSynthesisUtterance(line.replace(/^- /, ""));
      one.voice = voice();
      one.lang = one.voice.lang;
      return one;
    });
    said.at(-1).addEventListener("end", () => speaks(row, false));
    speaks(row, true);
    said.forEach((one) => speech.speak(one));
  },
  stop: hush,
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    tools[button.dataset.do](button.closest("[data-answer]"), button);
  }
});

window.addEventListener("pagehide", hush);
speech?.addEventListener?.("voiceschanged", () => showTools(document));
showTools(document);

/* Asking */

const ask = document.querySelector(".ask");

if (ask) {
  const form = ask.querySelector("form");
  const status = document.getElementById("status");
  const connection = document.getElementById("connection");
  const looking = document.getElementById("looking");
  let waiting;

  /* The answer's heading takes the focus. The page starts at its top where the heading is then in
     the upper half of the screen; on a small screen it starts at the question that is answered. */
  const showFrom = (outcome) => {
    const heading = outcome.querySelector("[tabindex]");
    window.scrollTo({ top: 0, behavior: "instant" });
    if (heading.getBoundingClientRect().bottom > window.innerHeight / 2) {
      const start = outcome.querySelector("[data-start]") ?? heading.closest(".card");
      start.scrollIntoView({ behavior: "instant" });
    }
    heading.focus({ preventScroll: true });
  };

  form.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && event.target.id === "question") {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  const giveBack = () => {
    ask.dataset.state = ask.querySelector(".outcome") ? "outcome" : "start";
  };

  form.addEventListener("htmx:beforeRequest", () => {
    // Room for the answer is made now, under the finger: nothing moves when it comes.
    ask.dataset.state = "outcome";
    connection.hidden = true;
    waiting = setTimeout(() => {
      looking.classList.add("is-shown");
      status.textContent = looking.textContent;
    }, LOOKING_AFTER);
  });

  form.addEventListener("htmx:afterRequest", () => {
    clearTimeout(waiting);
    looking.classList.remove("is-shown");
  });

  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(trouble, () => {
      giveBack();
      connection.hidden = false;
      status.textContent = connection.innerText;
    });
  }

  document.body.addEventListener("htmx:afterSettle", (event) => {
    const outcome = event.target.querySelector(".outcome");
    if (outcome) {
      hush();
      document.getElementById("question").value = "";
      status.textContent = outcome.dataset.status;
      showTools(outcome);
      showFrom(outcome);
    } else {
      giveBack();
      document.querySelector("[aria-invalid]")?.focus();
    }
  });
}
