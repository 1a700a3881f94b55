const SIDE = 512;
const LIMIT = 256 * 1024;
const QUALITIES = [0.86, 0.75, 0.6, 0.45];

/** Cuts a picture to a small square on the device, so that a 12 MP photo never crosses a mountain link. */
export async function shrinkImage(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const side = Math.min(image.width, image.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.min(SIDE, side);
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("no canvas");
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(
    image,
    (image.width - side) / 2,
    (image.height - side) / 2,
    side,
    side,
    0,
    0,
    canvas.width,
    canvas.height,
  );
  image.close();
  for (const quality of QUALITIES) {
    // Safari answers image/webp with a PNG, which may be too large: then JPEG.
    for (const type of ["image/webp", "image/jpeg"]) {
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
      if (blob && blob.size <= LIMIT && blob.type === type) return blob;
    }
  }
  throw new Error("the picture stays too large");
}
