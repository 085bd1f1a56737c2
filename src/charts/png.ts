import { crc32, deflateSync } from 'node:zlib';
import { quantize } from './quantize.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

// Kept for the next picture, as in quantize.ts.
let rows = new Uint8Array(0);

/**
 * An opaque picture as a PNG of at most 256 colours (https://www.w3.org/TR/png-3/). Charts are flat areas and thin
 * lines, so no difference is seen; it takes half the bytes of true colours, and a third of the time that the
 * canvas's own encoder takes (`npm run bench`).
 * @param pixels red, green, blue, alpha of each pixel; alpha is left out
 */
export function encodePng(pixels: Buffer, width: number, height: number): Buffer {
  const { palette, indices } = quantize(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits a pixel, each the index of a colour

  // Each row begins with its filter: none, since neighbouring indices say nothing about each other.
  const size = (width + 1) * height;
  if (rows.length < size) rows = new Uint8Array(size);
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 0;
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows.subarray(0, size), { level: 3, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Length, type, data, checksum of type and data. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
