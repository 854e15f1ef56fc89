// What needs a script and is no loss without it: reading aloud, and looking at the pages on the screen that made them.
"use strict";

// Door B and C have no server to ask for a file; they put a function here that finds it.
let placeOfPages = async (address) => address;
let pageWanted = 0;
let readingNow = 0;

function dress() {
  offerReading();
  offerPages();
  goOn();
}

// --- reading aloud, by the voices of this computer alone: others send what they read to somebody's server

function voiceHere() {
  const language = document.documentElement.lang;
  const here = window.speechSynthesis.getVoices().filter((voice) => voice.localService);
  return here.find((voice) => voice.lang.replace("_", "-").split("-")[0] === language);
}

function offerReading() {
  const button = document.getElementById("aloud");
  if (!button || !("speechSynthesis" in window)) return;
  const offer = () => {
    const found = Boolean(voiceHere());
    button.hidden = !found;
    document.getElementById("no-voice").hidden = found;
  };
  offer();
  window.speechSynthesis.onvoiceschanged = offer; // browsers find their voices a moment later
  const silent = () => {
    readingNow += 1;
    window.speechSynthesis.cancel();
    for (const each of document.querySelectorAll(".being-read")) each.classList.remove("being-read");
    button.setAttribute("aria-pressed", "false");
  };
  silent();
  button.onclick = () => (button.getAttribute("aria-pressed") === "true" ? silent() : readAloud(button, silent));
}

const TEXTS = "h1, h2, h3, p, li, legend, .ask, .choice, .door, summary";

function textsToRead() {
  const found = [...document.querySelectorAll(TEXTS.split(", ").map((each) => `#main ${each}`).join(", "))];
  return found.filter((each) => each.checkVisibility() && !each.querySelector(TEXTS) && each.innerText.trim());
}

function readAloud(button, silent) {
  const mine = ++readingNow;
  const texts = textsToRead();
  button.setAttribute("aria-pressed", "true");
  const next = () => {
    document.querySelector(".being-read")?.classList.remove("being-read");
    if (mine !== readingNow) return;
    const text = texts.shift();
    if (!text) return silent();
    text.classList.add("being-read");
    const said = new SpeechSynthesisUtterance(text.innerText);
    said.voice = voiceHere();
    said.lang = said.voice.lang;
    said.rate = 0.9;
    said.onend = next;
    said.onerror = () => mine === readingNow && silent();
    window.speechSynthesis.speak(said);
  };
  next();
}

// --- the pages, by the browser's own view of PDF where it has one; telephones have none, and keep the links

function offerPages() {
  const folded = document.getElementById("pages");
  if (!folded || !navigator.pdfViewerEnabled) return;
  folded.hidden = false;
  const mine = ++pageWanted;
  folded.ontoggle = async () => {
    if (!folded.open || folded.querySelector("iframe")) return;
    const place = await placeOfPages(folded.dataset.file);
    if (mine !== pageWanted) return;
    const view = document.createElement("iframe");
    view.title = folded.dataset.title;
    view.src = `${place}#navpanes=0&view=FitH`; // the first page as wide as there is room
    folded.append(view);
  };
}

// --- a list that is printed: it goes on by itself until somebody stops it

function goOn() {
  const form = document.getElementById("goes-on");
  if (!form) return;
  const soon = setTimeout(() => form.requestSubmit(form.querySelector("button")), 1500);
  document.getElementById("stop").addEventListener("click", () => clearTimeout(soon));
  document.getElementById("stop").addEventListener("focus", () => clearTimeout(soon)); // who is on the way to it has time
}

// --- what was typed and not sent yet: taken along to another language or look, and asked about before it is lost

const answers = () => document.getElementById("answers");
let sending = false;

function typedOn(form) {
  return Boolean(form) && [...form.elements].some((each) => {
    if (!each.name || ["hidden", "submit", "fieldset"].includes(each.type)) return false;
    if (each.type === "radio" || each.type === "checkbox") return each.checked !== each.defaultChecked;
    if (each.tagName !== "SELECT") return each.type === "file" ? each.files.length > 0 : each.value !== each.defaultValue;
    const first = [...each.options].find((one) => one.defaultSelected) ?? each.options[0];
    return each.value !== first?.value;
  });
}

// Another language or look shows them again, and then they are no longer new to the screen, but not kept either.
const unsent = () => typedOn(answers()) || Boolean(document.documentElement.dataset.unsent);

function markUnsent(submitter) {
  if (!submitter?.hasAttribute("formaction") || !unsent()) return;
  for (const old of answers().querySelectorAll("input[name=unsent]")) old.remove();
  const mark = document.createElement("input");
  Object.assign(mark, { type: "hidden", name: "unsent", value: "yes" });
  answers().append(mark);
}

// What was saved as a file is kept: the screen stays as it is, and asks about it no more.
function areKept(form) {
  for (const each of form.elements) {
    if (each.type === "radio" || each.type === "checkbox") each.defaultChecked = each.checked;
    else if (each.tagName === "SELECT") for (const one of each.options) one.defaultSelected = one.selected;
    else if ("defaultValue" in each && each.type !== "file" && each.type !== "hidden") each.defaultValue = each.value;
  }
  delete document.documentElement.dataset.unsent;
}

// The way back of a browser fills in what stood on a screen. Where that is another answer than the one that is kept by
// now, the key says from which answers it was made.
let keepsPlaces = true; // Doors B and C do this themselves
function rememberWhatWasShown() {
  const key = answers()?.elements.made_from;
  if (!key || !keepsPlaces) return;
  if (history.state?.madeFrom && typedOn(answers())) key.value = history.state.madeFrom;
  else history.replaceState({ ...history.state, madeFrom: key.value }, "");
}

document.addEventListener("submit", ({ target, submitter }) => {
  sending = true;
  markUnsent(submitter);
  if (submitter?.value === "save") setTimeout(areKept, 0, target); // once the browser has packed the form
});
addEventListener("pageshow", () => {
  sending = false;
  setTimeout(rememberWhatWasShown); // once the browser has filled in
});
addEventListener("beforeunload", (event) => {
  if (!sending && answers()?.elements.made_from && unsent()) event.preventDefault();
  sending = false;
});

addEventListener("pagehide", () => window.speechSynthesis?.cancel());
document.addEventListener("DOMContentLoaded", dress);
