// Doors B and C: hands links and forms to the worker and puts its answers on the page. DOMParser never runs what it parses.
const ROOT = "/app/";
const waiting = new Map();
const left = new Map(); // what stood on the screens that the way back leads to; it goes with the window
keepsPlaces = false;
const said = document.documentElement.dataset;
let asked = 0;
let busy = false;
let shown = 0;
let place = 0; // of the screen that is shown, in the way back
let places = 0;
let begun = false; // whether anything was made or kept that ends with this window

function broken(error) {
  busy = false;
  console.error("the page cannot go on:", String(error).split("\n")[0].slice(0, 80)); // never what was typed
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = said.tooOld;
  document.getElementById("main").replaceChildren(told);
}

worker.onerror = (event) => broken(event.message ?? "worker");
worker.onmessage = ({ data }) => {
  if (data.broken) return broken(data.broken);
  waiting.get(data.id)(data);
  waiting.delete(data.id);
};

function ask(request) {
  return new Promise((done) => {
    waiting.set(++asked, done);
    worker.postMessage({ id: asked, ...request }, request.body ? [request.body.buffer] : []);
  });
}

const blobOf = ({ data, kind }) => URL.createObjectURL(new Blob([data], { type: kind }));

async function go(request, { back = 0 } = {}) {
  if (busy) return; // a second press of the same button is not a second print
  busy = true;
  left.set(place, fieldsNow());
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  const status = document.createElement("p");
  status.className = "working";
  status.setAttribute("role", "status");
  main.after(status);
  const soon = shown && setTimeout(() => { status.textContent = said.working; }, 300); // the first page says so already
  const answer = await ask(request);
  clearTimeout(soon);
  status.remove();
  main.removeAttribute("aria-busy");
  busy = false;
  if (request.method === "POST" && !/\/app\/(language|look)\?/.test(request.path)) begun = true;
  if (answer.kind !== "text/html") return hand(answer);
  show(answer);
  if (back) {
    place = back;
    fill(left.get(place));
  } else {
    place = ++places;
    history.pushState({ path: answer.path, place }, "");
  }
}

// What stands in the fields of a screen, and put into them again. Where that is another answer than the one that is kept
// by now, the key of the answers that they were made from goes with them, so that it is asked about.
function fieldsNow() {
  return answers() && [...answers().elements].map((each) => [each.name, each.type, each.value, each.checked]);
}

function fill(fields) {
  const now = answers() ? [...answers().elements] : [];
  if (!fields || now.some((each, index) => each.name !== fields[index]?.[0] || each.type !== fields[index][1])) return;
  for (const [index, each] of now.entries()) {
    const [, type, value, checked] = fields[index];
    if (type === "radio" || type === "checkbox") each.checked = checked;
    else if (!["file", "submit", "fieldset", "hidden"].includes(type)) each.value = value;
  }
  const key = answers().elements.made_from;
  if (key && typedOn(answers())) key.value = fields[now.indexOf(key)][2];
}

// A screen that is left for another one takes what was typed on it along only when it is sent.
const mayLeave = () => !(answers()?.elements.made_from && unsent()) || confirm(said.leave);

addEventListener("beforeunload", (event) => { if (begun || typedOn(answers())) event.preventDefault(); });

function show(answer) {
  const page = new DOMParser().parseFromString(new TextDecoder().decode(answer.data), "text/html");
  const images = [...page.querySelectorAll(`img[src^="${ROOT}"]`)];
  for (const each of images) {
    each.dataset.path = each.getAttribute("src");
    each.removeAttribute("src");
  }
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  delete said.unsent;
  Object.assign(said, page.documentElement.dataset); // its own words, in the language that was chosen
  document.documentElement.className = page.documentElement.className;
  const told = page.querySelector("[autofocus]");
  told?.removeAttribute("autofocus"); // browsers do it for the first page of a window alone
  document.body.replaceChildren(...page.body.childNodes);
  const target = decodeURIComponent(answer.path.split("#")[1] ?? "");
  const first = document.getElementById(target) ?? told ?? document.getElementById("main");
  scrollTo(0, 0);
  first.focus({ preventScroll: first.id === "main" });
  if (target && first.id === target) first.scrollIntoView();
  dress();
  draw(images, ++shown);
}

async function draw(images, mine) {
  for (const each of images) { // one after the other, so that whoever goes on does not wait for pictures
    if (mine !== shown) return;
    const answer = await ask({ method: "GET", path: each.dataset.path });
    each.onload = () => URL.revokeObjectURL(each.src);
    each.src = blobOf(answer);
  }
}

function hand(answer) {
  const link = document.createElement("a");
  link.href = blobOf(answer);
  if (answer.save) link.download = answer.save;
  else link.target = "_blank";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 600_000); // the other window may be looked at for a while
}

placeOfPages = async (path) => blobOf(await ask({ method: "GET", path }));

document.addEventListener("click", (event) => {
  const link = event.target.closest(`a[href^="${ROOT}"]`);
  if (!link) return;
  event.preventDefault();
  if (link.target || link.search.includes("save=") || mayLeave()) go({ method: "GET", path: link.getAttribute("href") });
});

// --- a picture: Python here reads PNG alone, so the browser opens what is packed otherwise, and hands on bare pixels (PPM)

const MOST_PIXELS = 4_500_000;
const MOST_BYTES = 2_000_000; // of the file, as the screens say

async function pictureOf(file) {
  if (file.size > MOST_BYTES) return file.slice(0, MOST_BYTES + 1); // Python says that it is too large
  const begun = new TextDecoder("latin1").decode(await file.slice(0, 65_536).arrayBuffer());
  if (begun.startsWith("\x89PNG") && !begun.split("IDAT")[0].includes("iCCP")) return file;
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    if (width * height > MOST_PIXELS) return new Blob([`P6 ${width} ${height} 255\n`]); // Python says that it is too large
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const bare = new Uint8Array(3 * width * height);
    for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
      bare[to] = data[from];
      bare[to + 1] = data[from + 1];
      bare[to + 2] = data[from + 2];
    }
    return new Blob([`P6 ${width} ${height} 255\n`, bare]);
  } catch {
    return file; // Python says what is wrong with it
  }
}

async function formOf(target, submitter) {
  const form = new FormData(target, submitter);
  if (submitter?.hasAttribute("formaction")) { // another language or look: a file must be chosen again
    for (const each of target.querySelectorAll("input[type=file]")) form.delete(each.name);
    return form;
  }
  for (const each of target.querySelectorAll("input[data-picture]")) {
    if (each.files[0]) form.set(each.name, await pictureOf(each.files[0]), "picture");
  }
  return form;
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target, submitter } = event;
  if (target.method === "get") return;
  const packed = new Response(await formOf(target, submitter)); // the browser itself packs the form
  const kind = packed.headers.get("content-type");
  go({ method: "POST", path: submitter?.getAttribute("formaction") ?? target.getAttribute("action"), body: new Uint8Array(await packed.arrayBuffer()), kind });
});

addEventListener("popstate", ({ state }) => state?.path && go({ method: "GET", path: state.path }, { back: state.place }));

go({ method: "GET", path: ROOT });
