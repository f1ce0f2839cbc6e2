/* A zip archive of stored files: enough for a workbook, and the same bytes each time. */
const CRC = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
function zip(files) {
  const encoder = new TextEncoder(), parts = [], directory = [];
  const pack = (...fields) => {
    const bytes = new Uint8Array(fields.reduce((n, [size]) => n + size, 0)), view = new DataView(bytes.buffer);
    let at = 0;
    for (const [size, value] of fields) { if (size === 2) view.setUint16(at, value, true); else view.setUint32(at, value, true); at += size; }
    return bytes;
  };
  let offset = 0, held = 0;
  for (const [name, text] of files) {
    const path = encoder.encode(name), body = encoder.encode(text), crc = crcOf(body);
    /* version 2.0, names in UTF-8, stored, 1 January 1980 */
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, crc], [4, body.length], [4, body.length], [2, path.length], [2, 0]];
    const head = pack([4, 0x04034b50], ...common), entry = pack([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    parts.push(head, path, body); directory.push(entry, path);
    offset += head.length + path.length + body.length; held += entry.length + path.length;
  }
  const end = pack([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, held], [4, offset], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}
