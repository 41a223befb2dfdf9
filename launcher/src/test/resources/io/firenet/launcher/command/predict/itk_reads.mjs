// Prints the same as nibabel_reads.py, of ITK's readers; ITK's world is LPS, which is turned to RAS.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const entry = createRequire(modules + "/x.js").resolve("@itk-wasm/image-io");
const { readImageNode } = await import(pathToFileURL(entry));
for (const file of files) {
  const image = await readImageNode(file);
  const affine = [];
  for (let row = 0; row < 3; row++) {
    const turn = row < 2 ? -1 : 1;
    for (let column = 0; column < 3; column++) {
      affine.push(turn * image.direction[row * 3 + column] * image.spacing[column]);
    }
    affine.push(turn * image.origin[row]);
  }
  const voxels = Uint16Array.from(image.data);
  const hash = createHash("sha256").update(Buffer.from(voxels.buffer)).digest("hex");
  console.log(image.size.join(","), affine.join(","), hash);
}
process.exit(0);
