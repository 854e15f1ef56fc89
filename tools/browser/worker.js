// Python and the screens, in a thread of their own: it is handed requests and hands back answers, and has no way out.
const OPEN = `
import sys
sys.dont_write_bytecode = True
from printkit.page.in_browser import Window
window = Window(version)
def ask(method, path, body, kind):
    got = window.ask(method, path, body.to_bytes() if body else b"", kind)
    return got.path, got.kind, got.data, got.save
ask
`;

async function opened() {
  const { python, archive, version } = await parts();
  python.unpackArchive(archive, "zip", { extractDir: "/lib/python3.14/site-packages" });
  python.globals.set("version", version);
  return python.runPython(OPEN);
}

const screens = opened();
screens.catch((error) => postMessage({ broken: String(error) }));

async function answer({ id, method, path, body, kind }) {
  const ask = await screens;
  try {
    const got = ask(method, path, body ?? null, kind ?? "");
    const [place, type, data, save] = got.toJs();
    got.destroy();
    postMessage({ id, path: place, kind: type, data, save }, [data.buffer]);
  } catch (error) {
    postMessage({ broken: String(error) });
  }
}
