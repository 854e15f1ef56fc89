// Door C: the parts are files beside the page.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const got = (name) => fetch(name).then((answer) => answer.arrayBuffer());

async function parts() {
  const [python, archive, version] = await Promise.all([
    loadPyodide({ indexURL: "./pyodide/" }),
    got("app.zip"),
    fetch("version.txt").then((answer) => answer.text()),
  ]);
  return { python, archive, version };
}

onmessage = ({ data }) => answer(data);
