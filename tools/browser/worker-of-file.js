// Door B: the parts stand in the page itself, and the page hands them over. The policy lets nothing be fetched.
let handOver;
const assets = new Promise((done) => { handOver = done; });
const asModule = (bytes) => import(URL.createObjectURL(new Blob([bytes], { type: "text/javascript" })));
const kinds = { wasm: "application/wasm", zip: "application/zip", json: "application/json" };

async function parts() {
  const all = await assets;
  // Pyodide fetches its own parts by name; here a name leads to what the page has handed over, and anything else nowhere.
  globalThis.fetch = async (address) => {
    const name = String(address?.url ?? address).split("/").pop();
    if (!all[name]) throw new TypeError("nothing is fetched");
    return new Response(all[name], { headers: { "Content-Type": kinds[name.split(".").pop()] ?? "text/plain" } });
  };
  const { loadPyodide } = await asModule(all["pyodide.mjs"]);
  const { default: createPyodideModule } = await asModule(all["pyodide.asm.mjs"]);
  const lockFileContents = new TextDecoder().decode(all["pyodide-lock.json"]);
  const python = await loadPyodide({ indexURL: "https://inside.invalid/", createPyodideModule, lockFileContents });
  return { python, archive: all["app.zip"], version: new TextDecoder().decode(all["version.txt"]) };
}

onmessage = ({ data }) => (data.assets ? handOver(data.assets) : answer(data));
