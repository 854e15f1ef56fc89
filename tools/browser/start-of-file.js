const worker = new Worker(URL.createObjectURL(new Blob([document.getElementById("worker").text], { type: "text/javascript" })));

async function handOverParts() {
  const assets = {};
  for (const part of document.querySelectorAll("script[data-part]")) {
    const packed = Uint8Array.from(atob(part.text), (letter) => letter.charCodeAt(0));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    assets[part.dataset.part] = new Uint8Array(await new Response(unpacked).arrayBuffer());
    part.remove();
  }
  worker.postMessage({ assets }, Object.values(assets).map((each) => each.buffer));
}
handOverParts().catch(broken);
